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

// Another state is another page: the curtain, the chat's form and the signs all change with it.
document.addEventListener("room:state", ({ detail }) => {
  const { state } = detail.data;
  const lost = room.querySelector("[data-reconnecting]");
  if (state === "interrupted") lost.hidden = false;
  else if (state === "live" && room.dataset.state === "interrupted") lost.hidden = true;
  else if (state !== room.dataset.state) {
    const typing = document.querySelector("dialog[open]");
    if (typing) typing.addEventListener("close", () => location.reload(), { once: true });
    else setTimeout(() => location.reload(), Math.random() * 4000); // not all at once
  }
  room.dataset.state = state;
});
