// Files that are dropped on a form with data-drop are sent by it, as if they had been chosen.
for (const form of document.querySelectorAll("form[data-drop]")) {
  const input = form.querySelector("input[type=file]");
  let depth = 0;
  const carries = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  const leave = () => {
    depth = 0;
    form.classList.remove("over");
  };
  form.addEventListener("dragenter", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    depth += 1;
    form.classList.add("over");
  });
  form.addEventListener("dragover", (event) => {
    if (carries(event)) event.preventDefault();
  });
  form.addEventListener("dragleave", () => {
    depth -= 1;
    if (depth <= 0) leave();
  });
  form.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    leave();
    input.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}
// A file that misses its place must not be opened instead of the page.
for (const name of ["dragover", "drop"]) addEventListener(name, (event) => event.preventDefault());
