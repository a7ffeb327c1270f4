// The buy button claims first: the pieces are held, or a place in the line is taken, and then the sheet asks where to.
import { countDown, place, stateOf, tend } from "../../market/js/claim.js";
import { ask, tendForms } from "../../market/js/order_form.js";
import { forget, keptClaims, knownPhone, press, rememberPhone } from "../../market/js/press.js";
import { siteNow, timeUntil } from "../../phien/js/site_clock.js";
import { openSheet } from "./sheet.js";

const words = document.querySelector("[data-pressing]");
const sheet = document.querySelector("[data-sheet]");
const mark = document.querySelector("[data-claim-mark]");
const title = document.title;
const claims = new Map(); // offer: {key, state, until, number, called}
const pressing = new Set();
const hour = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", timeZone: words?.dataset.zone });
const LOOK = 15_000;

const pageOf = (key) => words.dataset.claimAt.replace(/0{8}-[0-]+/, key);

document.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey) return;
  const link = event.target.closest("[data-buy], [data-press-again]");
  if (!link || !words) return;
  event.preventDefault();
  const offer = link.dataset.buyOf ?? link.dataset.pressAgain;
  if (link.dataset.pressAgain) over(offer);
  const name = link.querySelector(".visually-hidden") ?? document.querySelector("[data-sheet] .summary h2");
  begin(offer, { url: link.href, name: name?.textContent.trim() });
});

/** Claim an offer and show what comes of it; where a phone number is needed first, ask for it. */
async function begin(offer, { url, name = "", quantity = 1, phone = knownPhone() }) {
  if (pressing.has(offer)) return;
  pressing.add(offer);
  const ended = new AbortController();
  try {
    const asks = Boolean(document.querySelector(`[data-buy-of="${offer}"][data-asks-phone]`));
    if (asks && !phone && !claims.has(offer)) return await showOffer(url, name);
    const section = openPressing(name);
    sheet.addEventListener("close", () => ended.abort(), { once: true });
    const { status, facts } = await press({
      offer, quantity, phone: asks ? phone : "", token: words.dataset.token, via: words.dataset.via, ended: ended.signal,
      onAgain: () => { section.querySelector("[data-again]").hidden = false; },
    });
    if (facts.state) return await got(offer, facts, section);
    if (status === 403) { section.querySelector("[data-old]").hidden = false; return; }
    if (status) { over(offer); if (!ended.signal.aborted) await showOffer(url, name, facts.message); }
  } catch {
    location.assign(url); // the ordinary way always works
  } finally {
    pressing.delete(offer);
  }
}

function openPressing(name) {
  const section = words.content.firstElementChild.cloneNode(true);
  section.querySelector("[data-name]").textContent = name;
  openSheet(section);
  return section;
}

async function got(offer, facts, section) {
  const until = Date.parse(facts.until ?? "");
  claims.set(offer, { key: facts.key, state: facts.state, until, number: facts.number });
  section.querySelector("[data-on-the-way]").hidden = true;
  section.querySelector("[data-again]").hidden = true;
  if (until) { // at once, also while the form is still on its way
    const kept = section.querySelector("[data-kept]");
    kept.hidden = false;
    kept.querySelector("span").textContent = kept.querySelector("span").textContent.replace("{time}", hour.format(until));
    countDown(section, until, () => {});
  }
  for (let pause = 500; ; pause = Math.min(pause * 2, 8000)) {
    try { return await showClaim(offer, { open: section.isConnected }); } catch { await sleep(pause); }
  }
}

/** The claim's part, in the sheet where it is open or may open. */
async function showClaim(offer, { open }) {
  if (!claims.has(offer)) return;
  const nodes = await ask(pageOf(claims.get(offer).key));
  if (!nodes) return over(offer);
  note(nodes.find((node) => node.dataset?.claim), offer);
  if (open) show(nodes);
  else drawMark();
}

/** What the offer's part says before there is a claim: the phone, or why there is none. */
async function showOffer(url, name, message = "") {
  const nodes = await ask(url);
  if (!nodes) return;
  const body = openSheet(...nodes);
  const failed = body.querySelector("[data-failed]");
  failed.textContent = message;
  failed.hidden = !message;
  const form = body.querySelector("form[data-press]");
  if (form?.elements.phone) form.elements.phone.value = knownPhone();
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const phone = form.elements.phone?.value.trim() ?? "";
    if (form.elements.phone && !phone) return form.elements.phone.focus();
    if (phone) rememberPhone(phone);
    begin(form.dataset.press, { url, name, quantity: Number(form.elements.quantity.value) || 1, phone });
  });
}

function show(nodes) {
  if (!nodes) return sheet.close();
  const section = nodes.find((node) => node.dataset?.claim);
  const body = openSheet(...nodes);
  const offer = section?.dataset.offer ?? offerOf(section?.dataset.claim);
  note(section, offer);
  tendForms(body, show);
  if (section) tend(section, () => showClaim(offer, { open: section.isConnected }).catch(() => {}));
}

const offerOf = (key) => [...claims].find(([, claim]) => claim.key === key)?.[0];

/** Remember what a part says of its claim. */
function note(section, offer) {
  if (!section || !offer) return;
  const { state, until, number, claim: key } = section.dataset;
  if (state !== "held" && state !== "waiting") return over(offer);
  claims.set(offer, { key, state, until: Number(until), number, called: "called" in section.dataset });
  drawMark();
}

function over(offer) {
  claims.delete(offer);
  forget(offer);
  drawMark();
}

// The mark that leads back to the sheet, and the window's title when it is one's turn

function drawMark() {
  const [offer, claim] = [...claims].sort(([, one], [, other]) => Boolean(other.called) - Boolean(one.called))[0] ?? [];
  mark.hidden = !claim || sheet.open;
  document.title = claim?.called ? `● ${title}` : title;
  if (!claim) return;
  const kind = claim.called ? "markCalled" : claim.state === "held" ? "markHeld" : "markWaiting";
  mark.textContent = words.dataset[kind].replace("{left}", timeUntil(claim.until)).replace("{number}", claim.number);
  mark.classList.toggle("turn", Boolean(claim.called));
  mark.dataset.claimMark = offer;
}

mark?.addEventListener("click", () => showClaim(mark.dataset.claimMark, { open: true }).catch(() => {}));
sheet?.addEventListener("close", () => drawMark());
setInterval(() => {
  for (const [offer, claim] of claims) if (claim.state === "held" && claim.until < siteNow() - 2000) look(offer);
  if (!mark?.hidden) drawMark();
}, 1000);

// The line: the room's stream says up to which number people had their turn

document.addEventListener("room:counters", ({ detail }) => {
  for (const [offer, [served, , held]] of Object.entries(detail.data.line ?? {})) {
    const claim = claims.get(offer);
    if (claim?.state !== "waiting") continue;
    const ahead = Math.max(0, claim.number - served - 1);
    const shown = document.querySelector(`[data-sheet] [data-claim="${claim.key}"]`);
    if (claim.number <= served) look(offer);
    else if (shown) place(shown, { ahead, held });
  }
});

async function look(offer) {
  const claim = claims.get(offer);
  if (!claim || claim.looks) return;
  claim.looks = true;
  try {
    const { state } = await stateOf(pageOf(claim.key));
    if (state === claim.state && !(claim.until < siteNow())) return;
    const shown = document.querySelector(`[data-sheet] [data-claim="${claim.key}"]`);
    const called = state === "held" && claim.state === "waiting";
    await showClaim(offer, { open: Boolean(shown) || (called && !sheet.open) });
  } catch { /* at the next look */ } finally {
    claim.looks = false;
  }
}

const sleep = (milliseconds) => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

async function start() {
  for (const [offer, key] of keptClaims()) {
    try {
      const { state, until, number } = await stateOf(pageOf(key));
      if (state === "held" || state === "waiting") claims.set(offer, { key, state, until: Date.parse(until ?? ""), number, called: state === "held" && Boolean(number) });
      else if (state !== "unknown") forget(offer);
    } catch { /* a press sends the same key */ }
  }
  drawMark();
  setInterval(() => { for (const [offer, { state }] of claims) if (state === "waiting") look(offer); }, LOOK * (0.8 + Math.random() * 0.4));
}

if (words) start();
