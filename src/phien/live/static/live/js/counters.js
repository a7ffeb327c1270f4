// Viewers, pieces left, who waits, and prices, as the stream tells them. -1 pieces: the sale rests.
import { setPrice } from "../../market/js/prices.js";

const shelf = document.querySelector("[data-left-words]");
const figures = new Intl.NumberFormat(document.documentElement.lang);
const left = new Map(); // pieces of each offer
const held = new Map(); // that are held and may come back

document.addEventListener("room:counters", ({ detail }) => {
  const { viewers, stock = {}, line = {}, prices = {} } = detail.data;
  if (viewers !== undefined) for (const place of document.querySelectorAll("[data-viewers]")) place.textContent = figures.format(viewers);
  for (const [offer, pieces] of Object.entries(stock)) left.set(offer, pieces);
  for (const [offer, [, , pieces]] of Object.entries(line)) held.set(offer, pieces);
  for (const [offer, price] of Object.entries(prices)) setPrice(offer, price);
  for (const offer of new Set([...Object.keys(stock), ...Object.keys(line)])) if (left.has(offer)) set(offer, left.get(offer), held.get(offer) ?? 0);
});

function set(offer, pieces, heldByOthers) {
  for (const words of document.querySelectorAll(`[data-left="${offer}"]`)) {
    words.textContent = pieces < 0 ? shelf.dataset.paused : pieces ? shelf.dataset.leftWords.replace("{n}", figures.format(pieces)) : shelf.dataset.gone;
  }
  for (const button of document.querySelectorAll(`[data-buy-of="${offer}"]`)) {
    button.hidden = pieces < 0 || (!pieces && !heldByOthers);
    button.firstChild.textContent = pieces ? shelf.dataset.buyWords : shelf.dataset.lineWords;
  }
  if (pieces < 0) return;
  for (const bar of document.querySelectorAll(`[data-left-bar="${offer}"]`)) {
    bar.value = pieces;
    bar.max = Math.max(bar.max, pieces);
    bar.classList.toggle("low", pieces * 5 <= bar.max || pieces < 6);
  }
}
