// Ticks all rows at once, and counts the ticked ones on the bar below them.
for (const form of document.querySelectorAll("[data-pick]")) {
  const boxes = [...form.querySelectorAll("input[name=order]")];
  const all = form.querySelector(".bulk .all");
  if (!all || !boxes.length) continue;
  const box = all.querySelector("input");
  const counted = all.querySelector(".counted");
  const show = () => {
    const ticked = boxes.filter((one) => one.checked).length;
    box.checked = ticked === boxes.length;
    box.indeterminate = ticked > 0 && ticked < boxes.length;
    counted.textContent = ticked ? `(${ticked})` : "";
  };
  all.hidden = false;
  box.addEventListener("change", () => {
    for (const one of boxes) one.checked = box.checked;
    show();
  });
  for (const one of boxes) one.addEventListener("change", show);
  show();
}
