// Opens the room's stream and hands each event to the page: document receives "room:<kind>" with {number, data}.
import { openStream } from "../../phien/js/stream.js";

const room = document.querySelector("[data-room]");

if (room?.dataset.stream) {
  openStream(
    room.dataset.stream,
    (kind, data, number) => document.dispatchEvent(new CustomEvent(`room:${kind}`, { detail: { number, data } })),
    (state) => { room.dataset.link = state; },
  );
}

// Too much was missed, or the page is too old to be let in again: the page itself is what there is to read.
document.addEventListener("room:reset", () => reload());

function reload() {
  const sheet = document.querySelector("dialog[open]");
  if (sheet) sheet.addEventListener("close", () => location.reload(), { once: true }); // never under somebody's hands
  else setTimeout(() => location.reload(), Math.random() * 4000); // not all at once
}

// Another state is another page: the curtain, the chat's form and the signs all change with it.
document.addEventListener("room:state", ({ detail }) => {
  const { state } = detail.data;
  const lost = room.querySelector("[data-reconnecting]");
  if (state === "interrupted") lost.hidden = false;
  else if (state === "live" && room.dataset.state === "interrupted") lost.hidden = true;
  else if (state !== room.dataset.state) reload();
  room.dataset.state = state;
});
