// The signs over the picture: for how long it is on, how the line does, what waits on the phone.
import { now } from "./awake.js";
import { filled } from "./notes.js";

const signs = document.querySelector("[data-signs]");
const time = signs.querySelector("[data-time]");
const link = signs.querySelector("[data-link]");
const waits = signs.querySelector("[data-waits]");
const figures = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });
const whole = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 0 });
const two = (number) => String(Math.floor(number)).padStart(2, "0");

let since = null;

/** The time runs from `seconds` on; null stops it. */
export function runFrom(seconds) { since = seconds === null ? null : now() - seconds * 1000; }

export const megabytes = (bytes) => figures.format(Math.max(0.1, bytes / 1_000_000));

export const number = (value) => figures.format(value);

export function showTime(isSending) {
  time.hidden = since === null || !isSending;
  const seconds = since === null ? 0 : (now() - since) / 1000;
  time.textContent = `${seconds >= 3600 ? `${Math.floor(seconds / 3600)}:` : ""}${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** 0: nothing comes through, 1: what is recorded piles up, 2: a little late, 3: good. */
export function showLink(isUp, { bytes, seconds }) {
  const level = !isUp ? 0 : seconds > 6 ? 1 : seconds > 2.5 ? 2 : 3;
  link.dataset.link = level;
  link.lastElementChild.textContent = link.dataset[`words${level}`];
  const late = seconds > 1.5 || (bytes > 0 && !isUp);
  waits.dataset.late = late;
  waits.lastElementChild.textContent = late
    ? filled(waits.dataset.waiting, { seconds: (seconds < 10 ? figures : whole).format(seconds), mb: megabytes(bytes) })
    : waits.dataset.sent;
}
