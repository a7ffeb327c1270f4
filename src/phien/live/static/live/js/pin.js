// The product shown now: copied from its row on the shelf, which holds all that there is to say about it.
const card = document.querySelector("[data-pin]");

function mark(offer) {
  for (const row of document.querySelectorAll("[data-offer]")) row.classList.toggle("shown", row.dataset.offer === String(offer));
}

function shown() {
  return card?.querySelector("[data-buy-of]")?.dataset.buyOf ?? "";
}

if (card) {
  mark(shown());
  document.addEventListener("room:pin", ({ detail }) => {
    const row = document.querySelector(`[data-offer="${Number(detail.data.offer)}"]`);
    if (!row) return location.reload(); // put out after this page was made
    card.replaceChildren(...[...row.childNodes].map((node) => node.cloneNode(true)));
    card.hidden = false;
    card.classList.remove("new");
    requestAnimationFrame(() => card.classList.add("new"));
    mark(detail.data.offer);
  });
  document.addEventListener("room:unpin", () => {
    card.hidden = true;
    card.replaceChildren();
    mark("");
  });
}
