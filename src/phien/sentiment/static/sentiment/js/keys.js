// Inside data-keys, a key presses the button that names it in data-key; never while one writes, nor twice.
const box = document.querySelector("[data-keys]");
let pressed = false;
if (box) {
  addEventListener("keydown", (event) => {
    if (pressed || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, textarea, select")) return;
    const button = [...box.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key.toLowerCase());
    if (!button) return;
    event.preventDefault();
    pressed = true;
    button.click();
  });
  addEventListener("pageshow", () => {
    pressed = false;
  });
}
