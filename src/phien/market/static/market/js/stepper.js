// Puts a minus and a plus beside a quantity. data-stepper="submit" sends the form a moment after the last press.
for (const box of document.querySelectorAll("[data-stepper]")) {
  const input = box.querySelector("input[type=number]");
  if (!input) continue;
  const row = document.createElement("span");
  row.className = "stepper";
  input.replaceWith(row);
  let waiting = 0;
  const press = (sign, by) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = sign;
    button.tabIndex = -1;
    button.setAttribute("aria-hidden", "true");
    button.addEventListener("click", () => {
      const before = input.value;
      if (by > 0) input.stepUp();
      else input.stepDown();
      if (input.value === before) return;
      input.dispatchEvent(new Event("change", { bubbles: true }));
      if (box.dataset.stepper !== "submit") return;
      clearTimeout(waiting);
      waiting = setTimeout(() => input.form.requestSubmit(), 600);
    });
    return button;
  };
  row.append(press("−", -1), input, press("+", 1));
}
