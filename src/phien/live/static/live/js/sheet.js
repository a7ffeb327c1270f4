// The sheet that rises over the video: one dialog, filled by whoever opens it, given back when it closes.
const sheet = document.querySelector("[data-sheet]");
const body = sheet?.querySelector("[data-sheet-body]");
let giveBack = null;
if (sheet) document.documentElement.classList.add("moves"); // on a phone the goods now live in the sheet

export function openSheet(...nodes) {
  giveBack?.();
  giveBack = null;
  body.replaceChildren(...nodes);
  if (!sheet.open) sheet.showModal();
  sheet.scrollTop = 0;
  return body;
}

/** Lend an element of the page to the sheet until it closes. */
export function lendToSheet(element) {
  const mark = document.createComment("lent");
  element.before(mark);
  openSheet(element);
  giveBack = () => mark.replaceWith(element);
}

sheet?.addEventListener("close", () => {
  giveBack?.();
  giveBack = null;
  body.replaceChildren();
});
// Beside it: close. The second half of a double press is no wish to close what the first has opened.
sheet?.addEventListener("click", (event) => { if (event.target === sheet && event.detail < 2) sheet.close(); });

const goods = document.querySelector("[data-goods]");
const wide = matchMedia("(min-width: 800px)");
for (const button of document.querySelectorAll("[data-open-goods]")) {
  button.addEventListener("click", (event) => {
    if (!goods || wide.matches) return;
    event.preventDefault();
    lendToSheet(goods);
  });
}
