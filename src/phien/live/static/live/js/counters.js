// Viewers and pieces left, as the stream tells them. -1 pieces: the sale rests.
const shelf = document.querySelector("[data-left-words]");
const figures = new Intl.NumberFormat(document.documentElement.lang);

document.addEventListener("room:counters", ({ detail }) => {
  const { viewers, stock } = detail.data;
  if (viewers !== undefined) for (const place of document.querySelectorAll("[data-viewers]")) place.textContent = figures.format(viewers);
  for (const [offer, left] of Object.entries(stock ?? {})) set(Number(offer), left);
});

function set(offer, left) {
  for (const words of document.querySelectorAll(`[data-left="${offer}"]`)) {
    words.textContent = left < 0 ? shelf.dataset.paused : left ? shelf.dataset.leftWords.replace("{n}", figures.format(left)) : shelf.dataset.gone;
  }
  for (const button of document.querySelectorAll(`[data-buy-of="${offer}"]`)) button.hidden = left < 1;
  if (left < 0) return;
  for (const bar of document.querySelectorAll(`[data-left-bar="${offer}"]`)) {
    bar.value = left;
    bar.max = Math.max(bar.max, left);
    bar.classList.toggle("low", left * 5 <= bar.max || left < 6);
  }
}
