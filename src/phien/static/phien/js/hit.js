// Sends the signed tokens: the page once, clicks, each 15 s while a video plays and is seen.
const page = `${Math.random()}`.slice(2);
let n = 0;

function send(token, seconds = 0) {
  const body = JSON.stringify({ events: [{ t: token, i: `${page}.${n++}`, s: seconds }] });
  navigator.sendBeacon?.("/hit", body) || fetch("/hit", { method: "POST", body, keepalive: true }).catch(() => {});
}

function heartbeat(place) {
  const video = place.matches("video") ? place : place.querySelector("video");
  if (!video) return;
  let since = 0;
  const look = (event) => {
    const seen = !(video.paused || video.ended || document.hidden || event?.type === "pagehide");
    const now = performance.now();
    if (since ? event && seen : !seen) return;
    send(place.dataset.heartbeat, since ? Math.ceil((now - since) / 1000) : 0);
    since = seen ? now : 0;
  };
  for (const name of ["playing", "pause", "ended"]) video.addEventListener(name, look);
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", look);
  setInterval(look, 15000);
  look();
}

function count() {
  const { hit } = document.body.dataset;
  if (hit) send(hit);
  document.querySelectorAll("[data-heartbeat]").forEach(heartbeat);
}

if (document.prerendering) document.addEventListener("prerenderingchange", count, { once: true });
else count();
addEventListener("click", ({ target }) => {
  const token = target.closest?.("[data-click-token]")?.dataset.clickToken;
  if (token) send(token);
});
