// A button with data-copy puts that text on the clipboard and says so for a moment.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const before = button.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch {
      return; // an old browser, or no permission: the text stands there to be marked by hand
    }
    button.setAttribute("aria-live", "polite");
    button.textContent = `${before} ✓ ${button.dataset.copied ?? ""}`.trim();
    setTimeout(() => { button.textContent = before; }, 1500);
  });
}
