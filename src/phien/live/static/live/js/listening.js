// Sound only: the picture of the product shown now stands large where the video was.
const place = document.querySelector("[data-listening]");

function show() {
  const picture = document.querySelector("[data-pin] img");
  place.replaceChildren();
  if (!picture) return;
  const large = picture.cloneNode();
  large.sizes = "(min-width: 1100px) 54vw, 100vw";
  place.append(large);
}

if (place) {
  document.addEventListener("pin:shown", show);
  place.closest("[data-player]").addEventListener("opened", show);
  show();
}
