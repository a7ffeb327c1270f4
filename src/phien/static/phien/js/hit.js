// Sends the signed tokens: the page once, clicks, each 15 s while a video plays and is seen. What happens at once goes in
// one beacon; what the site could not write is kept, also for the next page, and sent again.
const page = Math.random().toString(36).slice(2, 12);
const store = "hits";
let waiting = [];
let most = 50;
let failures = 0;
let flying = [];
let n = 0;

function send(token, seconds = 0) {
  waiting.push({ t: token, i: `${page}.${n++}`, s: seconds, at: Date.now() });
  if (waiting.length > 200) waiting.shift();
  if (!failures) queueMicrotask(flush);
}

function body(events) {
  const told = events.map(({ t, i, s, at }) => {
    const a = Math.min(Math.max(0, Math.round((Date.now() - at) / 1000)), 43200);
    return { t, i, ...(s && { s }), ...(a && { a }) };
  });
  return JSON.stringify({ events: told });
}

async function flush() {
  if (flying.length || !waiting.length) return;
  flying = waiting.slice(0, most);
  const ask = { method: "POST", body: body(flying), keepalive: true, credentials: "omit" };
  const answer = await fetch("/hit", ask).catch(() => null);
  const events = flying;
  flying = [];
  if (!answer || answer.status >= 500) {
    failures += 1;
    const seconds = Math.max(Number(answer?.headers.get("retry-after")) || 0, Math.min(2 ** failures, 60));
    setTimeout(flush, seconds * 1000 * (1 + Math.random()));
    return;
  }
  failures = 0;
  // One event that is refused refuses its beacon: then each goes alone.
  if (!answer.ok && events.length > 1) most = 1;
  else waiting = waiting.filter((event) => !events.includes(event));
  if (!waiting.length) most = 50;
  flush();
}

function leave() {
  const survives = "keepalive" in Request.prototype;
  const rest = survives ? waiting.filter((event) => !flying.includes(event)) : waiting;
  if (rest.length) navigator.sendBeacon?.("/hit", body(rest.slice(-50)));
  try {
    if (failures) localStorage.setItem(store, JSON.stringify(waiting));
  } catch { /* no room, or not allowed */ }
}

function come() {
  try {
    waiting.push(...JSON.parse(localStorage.getItem(store) || "[]"));
    localStorage.removeItem(store);
  } catch { /* not allowed */ }
  queueMicrotask(flush);
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
  come();
  if (hit) send(hit);
  document.querySelectorAll("[data-heartbeat]").forEach(heartbeat);
  addEventListener("pagehide", leave);
}

if (document.prerendering) document.addEventListener("prerenderingchange", count, { once: true });
else count();
addEventListener("click", ({ target }) => {
  const token = target.closest?.("[data-click-token]")?.dataset.clickToken;
  if (token) send(token);
});
