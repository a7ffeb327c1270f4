// The picture as it comes in, also before the start, without sound. On a line where data is dear only after a tap.
import { openSource } from "./source.js";

const thumb = document.querySelector("[data-preview]");
const look = thumb?.querySelector("[data-look]");
const video = thumb?.querySelector("video");
let source = null;

function open() {
  look.hidden = true;
  video.addEventListener("playing", () => {
    video.hidden = false;
    thumb.classList.toggle("wide", video.videoWidth > video.videoHeight);
  });
  source = openSource(video, { url: thumb.dataset.preview, kind: "plain", at: 0 }, (how) => {
    if (how === "waiting") video.hidden = true;
  });
}

if (thumb?.dataset.preview) {
  look.addEventListener("click", open);
  video.addEventListener("refused", () => { look.hidden = false; }, { once: true });
  if (navigator.connection?.saveData) look.hidden = false;
  else open();
  document.addEventListener("visibilitychange", () => { // a desk in a pocket fetches no picture
    if (document.hidden) source?.hold();
    else source?.goOn();
  });
}
