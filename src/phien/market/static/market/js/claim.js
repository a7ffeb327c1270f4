// A claim that is shown: how long its pieces are held, or where it stands in line, kept up to date.
import { siteNow, timeUntil } from "../../phien/js/site_clock.js";

const LOOK = 10_000; // ms between two looks at a place in line; a room's stream is quicker
const SOON = 120_000;

/** The claim's state as the site knows it: {state, until, number, ahead, held}; {state: "unknown"} where there is none. */
export async function stateOf(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (answer.status === 404) return { state: "unknown" };
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

/** Keep the section [data-claim] up to date while it stands in the page; `changed()` once it shows what is no more. */
export function tend(section, changed) {
  if (section.dataset.state === "held") countDown(section, Number(section.dataset.until), changed);
  if (section.dataset.state === "waiting") lookAgain(section, changed);
}

/** Say in [data-time-left] how long it is until then. */
export function countDown(section, until, over) {
  const left = section.querySelector("[data-time-left]");
  const step = () => {
    if (!section.isConnected) return clearInterval(timer);
    left.textContent = timeUntil(until);
    left.parentElement.classList.toggle("soon", until - siteNow() < SOON);
    if (until > siteNow()) return;
    clearInterval(timer);
    over();
  };
  const timer = setInterval(step, 1000);
  step();
}

function lookAgain(section, changed) {
  const step = async () => {
    if (!section.isConnected) return;
    try {
      const facts = await stateOf(section.dataset.at);
      if (!section.isConnected) return;
      if (facts.state !== "waiting") return changed();
      place(section, facts);
    } catch { /* at the next look */ }
    setTimeout(step, LOOK * (0.8 + Math.random() * 0.4));
  };
  setTimeout(step, LOOK * (0.8 + Math.random() * 0.4));
}

const figures = new Intl.NumberFormat(document.documentElement.lang);

/** Where it stands in line now. Nobody comes in before it, so a higher figure is only a less exact one. */
export function place(section, { ahead, held }) {
  section.dataset.ahead = Math.min(ahead, Number(section.dataset.ahead));
  section.querySelector("[data-ahead-shown]").textContent = figures.format(section.dataset.ahead);
  section.querySelector("[data-held-shown]").textContent = figures.format(held);
}
