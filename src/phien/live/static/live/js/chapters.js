// The moments of a replay: a tap goes there; as it plays, the product of that second is the one shown, and can be bought.
import { showOffer } from "./pin.js";
import { lendToSheet } from "./sheet.js";
import { seek } from "./transport.js";

const list = document.querySelector("[data-chapters]");
const wide = matchMedia("(min-width: 800px)");

if (list) {
  const rows = [...list.querySelectorAll("[data-from]")].map((row) => ({
    row, from: Number(row.dataset.from), until: Number(row.dataset.until || Infinity), offer: row.dataset.offerShown || null,
  }));
  list.addEventListener("click", (event) => {
    const link = event.target.closest("[data-from] a");
    if (!link || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    document.querySelector("dialog[open]")?.close();
    seek(Number(link.closest("[data-from]").dataset.from));
  });
  document.addEventListener("replay:at", ({ detail: { second } }) => {
    const current = rows.findLast(({ from }) => from <= second + 0.5);
    for (const { row } of rows) {
      if (row === current?.row) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    const product = rows.findLast(({ from, until, offer }) => offer && from <= second + 0.5 && second < until);
    showOffer(product ? Number(product.offer) : null);
  });
  for (const button of document.querySelectorAll("[data-open-chapters]")) {
    button.addEventListener("click", (event) => {
      if (wide.matches) return;
      event.preventDefault();
      lendToSheet(list);
    });
  }
}
