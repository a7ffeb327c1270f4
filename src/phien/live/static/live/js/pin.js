// The product shown now: copied from its row on the shelf, which holds all that there is to say about it.
import { whenSeen } from "./media_time.js";
import { reload } from "./room.js";

const card = document.querySelector("[data-pin]");

/** Put the offer's row into the card; null takes it down. False when the shelf of this page does not have it. */
export function showOffer(offer) {
  if (!card || String(offer ?? "") === shown()) return true;
  if (offer === null) {
    card.hidden = true;
    card.replaceChildren();
  } else {
    const row = document.querySelector(`[data-offer="${Number(offer)}"]`);
    if (!row) return false;
    card.replaceChildren(...[...row.childNodes].map((node) => node.cloneNode(true)));
    card.hidden = false;
    card.classList.remove("new");
    requestAnimationFrame(() => card.classList.add("new"));
  }
  mark(offer);
  document.dispatchEvent(new Event("pin:shown"));
  return true;
}

function mark(offer) {
  for (const row of document.querySelectorAll("[data-offer]")) row.classList.toggle("shown", row.dataset.offer === String(offer));
}

function shown() {
  return card?.querySelector("[data-buy-of]")?.dataset.buyOf ?? "";
}

if (card) {
  mark(shown());
  // When the viewer sees it in the picture, not when the host tapped it.
  document.addEventListener("room:pin", ({ detail: { data } }) => whenSeen(data.at, () => {
    if (!showOffer(data.offer)) reload(); // put out after this page was made
  }));
  document.addEventListener("room:unpin", ({ detail: { data } }) => whenSeen(data.at, () => showOffer(null)));
}
