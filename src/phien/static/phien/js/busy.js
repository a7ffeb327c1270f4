// A form that takes a few seconds says so, and is sent once.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    const note = form.querySelector("[data-busy-note]");
    if (note) note.textContent = form.dataset.busy;
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    setTimeout(() => form.querySelectorAll("button").forEach((button) => (button.disabled = true)), 0);
  });
}
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
