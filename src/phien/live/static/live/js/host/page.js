// The camera page: which of its parts is shown, and what each of its buttons does.
import { keepAwake } from "./awake.js";
import { Camera, isPossible, reasonOf } from "./camera.js";
import { note, unnote } from "./notes.js";
import { bringOld } from "./old.js";
import { Sender } from "./sender.js";
import { Sending } from "./sending.js";
import { fillChoices, showQuality } from "./settings.js";
import { megabytes, runFrom, showLink, showTime } from "./signs.js";
import { ask, tell } from "./steps.js";
import { listen } from "./talk.js";
import { measure, proposed, quality } from "./uplink.js";

const host = document.querySelector("[data-host]");
const facts = host.dataset;
const preview = host.querySelector("[data-preview]");
const dialogs = { end: host.querySelector("[data-end]"), settings: host.querySelector("[data-settings]") };
const wasSending = `phien-camera:${facts.room}`; // in this tab, so that a reload goes on by itself
const CAMERA_NOTES = ["denied", "none", "busy", "failed", "gone"];

let state = facts.state;
let isResting = facts.backSoon === "true";
let megabits = null;
let isEnding = false;
let wasOpen = false;

const isOn = () => ["live", "interrupted", "practice"].includes(state);
const isOver = () => ["ended", "cut"].includes(state);

const camera = new Camera(() => lost());
const sender = new Sender({
  url: facts.upload,
  token: facts.token,
  freshToken: async () => {
    const fresh = await ask(facts.tokenUrl);
    return fresh ? (setState(fresh.state, fresh.back_soon), fresh.token) : fresh;
  },
  on: {
    change: () => show(),
    link: (isUp) => { if (isUp) unnote("offline"); else note("offline"); },
    behind: (take) => { if (sending.recording?.take === take) sending.catchUp(); },
    lost: (take) => { if (sending.recording?.take === take) sending.renew(); },
    replaced: (take) => { if (sending.recording?.take === take) { stop(); note("replaced"); } },
    full: (message) => note("refused", { message }),
    held: (code, message) => held(code, message),
  },
});
const sending = new Sending({
  room: facts.room, lowLatency: "lowLatency" in facts, camera, sender, quality: quality("480"),
  size: () => (preview.videoWidth ? `${preview.videoWidth}x${preview.videoHeight}` : ""),
  on: {
    recording: () => show(),
    kept: (isKept) => { if (!isKept) note("memory"); show(); },
    lost: () => lost(),
    weak: (smaller) => { if (smaller) note("weaker", { quality: smaller.name }); else note("weak"); showQuality(sending, megabits); },
  },
});

// What is shown

function phase() {
  if (isOver()) return "over";
  if (isEnding) return "ending";
  if (sending.isWanted) return isOn() ? "live" : "practice";
  return camera.stream ? "ready" : "closed";
}

function show() {
  const now = phase();
  facts.phase = now;
  facts.broadcast = isOn() ? "on" : state;
  facts.resting = isResting;
  for (const part of host.querySelectorAll("[data-when]")) {
    const { when, only } = part.dataset;
    part.hidden = !when.split(" ").includes(now) || (only === "on" && !isOn()) || (only === "off" && isOn());
  }
  for (const button of host.querySelectorAll("[data-do=mute]")) button.setAttribute("aria-pressed", camera.isMuted);
  for (const button of host.querySelectorAll("[data-do=rest]")) button.setAttribute("aria-pressed", isResting);
  host.querySelector("[data-slate]").hidden = !(isResting && now === "live");
  const waiting = sender.waiting;
  showLink(sender.isUp, waiting);
  showTime(sending.isWanted);
  const old = sender.takes.filter((take) => take.isOld);
  if (old.length) note("old", { mb: megabytes(old.reduce((sum, take) => sum + take.queue.reduce((all, key) => all + key[2], 0), 0)) });
  else unnote("old");
  if (now === "over") host.querySelector("[data-all-sent]").hidden = !sender.isDone;
  keepAwake(Boolean(camera.stream) || (now === "over" && !sender.isDone));
}

function setState(next, rests) {
  const began = isOn();
  state = next;
  isResting = Boolean(rests) && isOn();
  if (isOn() && !began) runFrom(0);
  if (isOver()) finish();
  rest();
  show();
}

/** During a pause nobody is seen or heard, and the recording goes on. */
function rest() {
  camera.isResting = isResting;
  camera.apply();
}

function look() {
  preview.srcObject = camera.stream;
  preview.classList.toggle("mirrored", Boolean(camera.stream) && camera.isFacingUs);
}

// The camera

async function openCamera() {
  if (!isPossible()) return note(isSecureContext ? "unsupported" : "insecure");
  try {
    await camera.open(sending.quality);
  } catch (error) {
    unnote(...CAMERA_NOTES);
    note(reasonOf(error), { why: error.message });
    show();
    return false;
  }
  wasOpen = true;
  unnote(...CAMERA_NOTES);
  look();
  rest();
  fillChoices(camera);
  show();
  return true;
}

function lost() {
  note("gone");
  camera.close();
  look();
  show();
  if (sending.isWanted) setTimeout(comeBack, 1500);
}

/** The phone took the camera while it was locked, or rang. */
async function comeBack() {
  if (!document.hidden && !isOver() && wasOpen && !camera.isLive) await reopen();
}

async function reopen() {
  await sending.change(openCamera);
}

async function testLine() {
  host.classList.add("testing");
  megabits = await measure(facts.upload, sender.token);
  host.classList.remove("testing");
  if (megabits !== null && sending.isAuto && !sending.isWanted) await sending.choose(proposed(megabits));
  showQuality(sending, megabits);
}

async function prepare() {
  if (await openCamera() && !sending.isWanted) await testLine();
}

// Sending

function begin() {
  if (sending.isWanted) return;
  unnote("refused", "replaced");
  sessionStorage.setItem(wasSending, "1");
  navigator.storage?.persist?.();
  sender.go();
  sending.start();
  if (!isOn()) runFrom(0);
  show();
}

function stop() {
  sessionStorage.removeItem(wasSending);
  sending.stop();
  if (!isOn()) runFrom(null);
  show();
}

async function goLive() {
  begin();
  const said = await tell(facts.startUrl, () => sending.isWanted);
  if (said) heard(said);
}

function heard({ ok, body }) {
  if (ok) {
    unnote("refused");
    setState(body.state, body.back_soon);
  } else {
    note("refused", { message: body.message ?? facts.stale });
  }
}

async function end() {
  isEnding = true;
  stop();
  while (!sender.isOpened && !sender.held) await new Promise((resolve) => { setTimeout(resolve, 300); });
  const said = await tell(facts.endUrl);
  isEnding = false;
  heard(said);
}

/** It is over, here or by somebody else's hand. */
function finish() {
  if (sending.isWanted) stop();
  camera.close();
  look();
  runFrom(null);
  unnote("weak", "weaker", "elsewhere", "replaced");
}

function held(code, message) {
  if (code === "somebody_else") return note("elsewhere", { message });
  if (code === "over" || code === "cut") setState(code === "cut" ? "cut" : "ended", false);
  else stop();
  note("refused", { message });
}

const acts = {
  open: prepare,
  test: testLine,
  practise: begin,
  live: goLive,
  stop,
  send: begin,
  async rest() { heard(await tell(isResting ? facts.resumeUrl : facts.pauseUrl)); },
  mute() { camera.isMuted = !camera.isMuted; camera.apply(); show(); },
  async flip() { await camera.choosesNext(); await reopen(); },
  settings() { showQuality(sending, megabits); dialogs.settings.showModal(); },
  ask() { dialogs.end.showModal(); },
  end,
  over() { unnote("elsewhere"); sender.go({ takesOver: true }); },
  yield() { unnote("elsewhere"); stop(); sender.forgetUnopened(); },
  reload() { location.reload(); },
};

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-do]");
  if (!button || button.disabled) return;
  button.closest("dialog")?.close();
  button.disabled = true;
  try {
    await acts[button.dataset.do]();
  } finally {
    button.disabled = false;
  }
});

dialogs.settings.addEventListener("change", async ({ target }) => {
  if (target.name === "quality") {
    sending.isAuto = target.value === "auto";
    await sending.choose(sending.isAuto ? proposed(megabits ?? 2) : quality(target.value));
    showQuality(sending, megabits);
  } else {
    camera[target.name] = target.value;
    await reopen();
  }
});

// Around it

preview.addEventListener("resize", () => sending.look());

document.addEventListener("visibilitychange", comeBack);

addEventListener("beforeunload", (event) => {
  if (sending.isWanted || isEnding || sender.waiting.chunks) event.preventDefault();
});

setInterval(() => { showTime(sending.isWanted); showLink(sender.isUp, sender.waiting); }, 500);

if (isOn()) runFrom(Number(facts.second));
listen(facts.stream, setState, async () => (await ask(facts.tokenUrl))?.stream);
rest();
show();
bringOld(facts.room, sender, show);
if (!isPossible()) {
  host.classList.add("impossible");
  note(isSecureContext ? "unsupported" : "insecure");
}
if (sessionStorage.getItem(wasSending) && !isOver()) goOn();

/** The page was loaded again while it sent. */
async function goOn() {
  note("resumed");
  if (await openCamera()) begin();
  testLine();
}
