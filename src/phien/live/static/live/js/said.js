// What was said, as the replay plays: each minute's lines come from the server, and stand when their moment is seen.
import { mediaTime } from "./media_time.js";

const list = document.querySelector("[data-said]");
const MINUTE = 60_000;
const MOST = 40;
const minutes = new Map(); // each minute's lines: [{ at, line }]; an empty one until they are there

function linesOf(minute) {
  if (!minutes.has(minute)) {
    minutes.set(minute, []);
    fetch(list.dataset.said.replace("/0/", `/${minute}/`)).then(async (answer) => {
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html"); // our own template, already escaped
      minutes.set(minute, [...page.querySelectorAll("[data-at]")].map((row) => ({
        at: Date.parse(row.dataset.at), line: row.querySelector("[data-number]"),
      })));
    }).catch(() => minutes.delete(minute));
  }
  return minutes.get(minute);
}

if (list) {
  document.addEventListener("replay:at", () => {
    const now = mediaTime();
    if (now === null) return;
    const minute = Math.floor(now / MINUTE);
    const lines = [minute - 1, minute].flatMap(linesOf);
    linesOf(minute + 1); // is there before it is needed
    const shown = lines.filter(({ at }) => at <= now).slice(-MOST).map(({ line }) => line);
    if (shown.length !== list.children.length || shown.at(-1) !== list.lastElementChild) list.replaceChildren(...shown);
  });
}
