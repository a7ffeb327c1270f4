// Prices that change at a second: before a flash price it counts down to its start, then to its end. What is drawn here
// is what market/price.html draws. data-figures: the regular price [flash price, start (0: it runs), end].
import { siteNow, timeUntil } from "../../phien/js/site_clock.js";

const words = document.querySelector("[data-price-words]")?.dataset;
const dong = new Intl.NumberFormat(document.documentElement.lang, { style: "currency", currency: "VND" });
const SHOWN_BEFORE = 24 * 3600_000; // ms; what is planned for later is not news yet

/** Figures of an offer that the room's stream tells. */
export function setPrice(offer, figures) {
  for (const place of document.querySelectorAll(`[data-price-of="${offer}"]`)) place.dataset.figures = figures.join(" ");
  draw();
}

function draw() {
  for (const place of document.querySelectorAll("[data-price-of]")) {
    const [regular, flash, starts, ends] = place.dataset.figures.split(" ").map(Number);
    const now = siteNow();
    const runs = Boolean(flash) && starts <= now && now < ends;
    const comes = Boolean(flash) && starts > now && starts - now < SHOWN_BEFORE;
    show(place, runs ? flash : regular, runs ? regular : 0);
    note(place, runs ? words.running.replace("{left}", timeUntil(ends))
      : comes ? words.coming.replace("{price}", dong.format(flash)).replace("{left}", timeUntil(starts)) : "");
    for (const button of document.querySelectorAll(`[data-buy-of="${place.dataset.priceOf}"]`)) button.classList.toggle("flash", runs);
  }
}

function show(place, amount, regular) {
  const price = place.querySelector(".price");
  const shown = dong.format(amount);
  if (price.textContent !== shown) price.textContent = shown;
  price.classList.toggle("flash", regular > 0);
  let was = place.querySelector(".was");
  if (!regular) return was?.remove();
  if (!was) {
    was = element("s", "was", "");
    was.append(element("span", "visually-hidden", `${words.regular} `), dong.format(regular));
    price.before(was, " ");
  }
}

function note(place, text) {
  let said = place.querySelector(".flash-note");
  if (!text) return said?.remove();
  if (!said) place.append(" ", said = element("span", "flash-note", ""));
  if (said.textContent !== text) said.textContent = text;
}

function element(name, kind, text) {
  const made = document.createElement(name);
  made.className = kind;
  made.textContent = text;
  return made;
}

if (words) {
  draw();
  const tick = () => { draw(); setTimeout(tick, 1000 - (siteNow() % 1000) + 5); }; // at the second, not some time after it
  tick();
}
