// The wall renews itself: figures and order every few seconds, a picture only once the new one has come. Whoever types or
// has something open is left alone. An alarm sounds, where it is wanted, when a picture is lost.
const EVERY = 4000;
const SILENT = 15000; // ms without an answer after which the wall says that it is old
const wall = document.querySelector("[data-wall]");
const said = document.querySelector("[data-alarm-said]");
const choice = document.querySelector("[data-alarm-choice]");
const title = document.title;
let lost = new Set(names());
let answered = Date.now();

function tiles(place) {
  return new Map([...place.querySelectorAll("[data-tile]")].map((tile) => [tile.dataset.tile, tile]));
}

function names() {
  return [...wall.querySelectorAll("[data-lost]")].map((tile) => tile.dataset.name);
}

function put(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const found = page.querySelector("[data-tiles]");
  if (!found) return;
  answered = Date.now();
  document.querySelector(".old")?.remove();
  wall.querySelector("[data-totals]").replaceWith(page.querySelector("[data-totals]"));
  const grid = wall.querySelector("[data-tiles]");
  const here = tiles(grid);
  const busy = grid.contains(document.activeElement) || grid.querySelector("details[open]");
  const order = [...tiles(found)].map(([slug, fresh]) => {
    const tile = here.get(slug);
    if (!tile) return fresh;
    renew(tile, fresh);
    return tile;
  });
  for (const [slug, tile] of here) if (!tiles(found).has(slug)) tile.remove();
  if (!order.length) grid.replaceChildren(...found.childNodes);
  else if (!busy && order.some((tile, place) => grid.children[place] !== tile)) grid.replaceChildren(...order);
  else grid.append(...order.filter((tile) => !tile.isConnected));
  alarm();
}

function renew(tile, fresh) {
  tile.className = fresh.className;
  tile.toggleAttribute("data-lost", fresh.hasAttribute("data-lost"));
  for (const part of tile.querySelectorAll("[data-keep]")) {
    const other = fresh.querySelector(`[data-keep="${part.dataset.keep}"]`);
    if (part.contains(document.activeElement) || part.querySelector("details[open]")) continue;
    if (part.innerHTML !== other.innerHTML) part.replaceChildren(...other.childNodes);
  }
  picture(tile.querySelector("[data-screen]"), fresh.querySelector("[data-screen]"));
}

/** Show the newer picture over the poster once it is here; where none is to be had the poster stays. */
function picture(screen, fresh) {
  const now = screen.querySelector(".thumb");
  const next = fresh.querySelector(".thumb");
  if (!next) return now?.remove();
  if (now?.getAttribute("src") === next.getAttribute("src")) return;
  const image = new Image(next.width, next.height);
  image.className = "thumb";
  image.alt = "";
  image.src = next.getAttribute("src");
  image.decode().then(() => {
    now?.remove();
    screen.append(image);
  }, () => {});
}

function drop(image) {
  if (image.classList.contains("thumb")) image.remove();
}

function alarm() {
  const now = names();
  document.title = now.length ? `(${now.length}!) ${title}` : title;
  const fresh = now.filter((name) => !lost.has(name));
  if (fresh.length) {
    said.textContent = wall.dataset.lost.replace("{names}", fresh.join(", "));
    if (choice.querySelector("input").checked) beep();
  }
  lost = new Set(now);
}

function beep() {
  const sound = new AudioContext();
  for (const [place, pitch] of [880, 660, 880].entries()) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    volume.gain.value = 0.2;
    tone.frequency.value = pitch;
    tone.connect(volume).connect(sound.destination);
    tone.start(sound.currentTime + place * 0.25);
    tone.stop(sound.currentTime + place * 0.25 + 0.2);
  }
  setTimeout(() => sound.close(), 1500);
}

async function look() {
  if (!document.hidden || choice.querySelector("input").checked) {
    const response = await fetch(location.href, { headers: { "X-Part": "1" } }).catch(() => null);
    if (response?.ok && !response.redirected) put(await response.text());
    else if (Date.now() - answered > SILENT) old();
  }
  setTimeout(look, EVERY);
}

function old() {
  if (document.querySelector(".old")) return;
  tell("old", wall.dataset.old);
}

function tell(kind, words) {
  const note = document.createElement("p");
  note.className = kind;
  note.setAttribute("role", "alert");
  note.textContent = words;
  wall.before(note);
  return note;
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("act" in form.dataset)) return;
  event.preventDefault();
  const button = event.submitter;
  const body = new FormData(form, button);
  button.disabled = true;
  try {
    // In this page's language; the form's own `action` may be shadowed by a field of that name.
    const response = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { "X-Part": "1" } });
    if (!response.ok) {
      const note = tell("refusal", (await response.json()).message);
      setTimeout(() => note.remove(), 8000);
      return;
    }
    const html = await response.text();
    form.closest("details")?.removeAttribute("open");
    button.blur();
    put(html);
  } catch {
    tell("refusal", wall.dataset.old);
  } finally {
    button.disabled = false;
  }
});

// Only what a person switched on may sound: the browser asks for it too.
choice.hidden = false;
try {
  choice.querySelector("input").checked = localStorage.getItem("wall-alarm") === "1";
} catch { /* a private window keeps nothing */ }
choice.addEventListener("change", ({ target }) => {
  try { localStorage.setItem("wall-alarm", target.checked ? "1" : "0"); } catch { /* as above */ }
  if (target.checked) beep();
});
for (const image of wall.querySelectorAll(".thumb")) if (image.complete && !image.naturalWidth) drop(image);
wall.addEventListener("error", ({ target }) => drop(target), true);
alarm();
setTimeout(look, EVERY);
