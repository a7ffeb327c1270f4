// Opens the room's stream and hands each event to the page: document receives "room:<kind>" with {number, data}.
import { openStream } from "../../phien/js/stream.js";

const room = document.querySelector("[data-room]");
const SETTLE = 4000; // ms over which the pages of a room come back, so that they do not do so all at once
const EACH = 2; // ms more per viewer, where there are very many: so many pages at once are too many
const LAST_WORDS = 6000; // ms by which a viewer may be behind: the end is seen to its end

if (room?.dataset.stream) {
  openStream(
    room.dataset.stream,
    (kind, data, number) => document.dispatchEvent(new CustomEvent(`room:${kind}`, { detail: { number, data } })),
    (state) => { room.dataset.link = state; },
  );
}

// Too much was missed, or the page is too old to be let in again: the page itself is what there is to read.
document.addEventListener("room:reset", () => reload());

let viewers = 0;
document.addEventListener("room:counters", ({ detail }) => { viewers = detail.data.viewers ?? viewers; });

/** When it is this page's turn to ask, in ms: the pages of a room spread over `shortest`, or longer where they are many. */
export const turn = (shortest) => Math.random() * Math.max(shortest, viewers * EACH);

/** Load the page again, soon, but never under somebody's hands. */
export function reload(after = 0) {
  const sheet = document.querySelector("dialog[open]");
  if (sheet) sheet.addEventListener("close", () => location.reload(), { once: true });
  else setTimeout(() => location.reload(), after + turn(SETTLE));
}

// Later than planned, or called off: who waits for the start reads it.
document.addEventListener("room:plan", () => { if (room.dataset.state === "scheduled") reload(); });

// Another state is another page: the curtain, the chat's form and the signs all change with it. A pause and a picture
// that is lost for a while are not: the room stays as it is.
document.addEventListener("room:state", ({ detail }) => {
  const { state, back_soon: rests } = detail.data;
  const stays = ["live", "practice", "interrupted"];
  const slate = room.querySelector("[data-slate]");
  if (slate) slate.hidden = !rests;
  if (state !== room.dataset.state && !(stays.includes(state) && stays.includes(room.dataset.state))) {
    reload(state === "ended" ? LAST_WORDS : 0);
  }
  room.dataset.state = state;
});
