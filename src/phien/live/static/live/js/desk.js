// Live control: its figures renew themselves, its buttons act without a reload, its chat arrives as it is written.
import { openStream } from "../../phien/js/stream.js";

const desk = document.querySelector("[data-desk]");
const list = document.querySelector("[data-stream-of]");
const row = document.querySelector("[data-message-row]");
const box = document.querySelector("[data-mute-box]");
const figures = new Intl.NumberFormat(document.documentElement.lang);
const hour = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: desk.dataset.zone });
const ahead = Number(desk.dataset.clock) - Date.now(); // the site's clock may be shifted, and the phone's wrong
const EVERY = 6000;
const MOST = 200;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.step === "whole" || !("step" in form.dataset || "hide" in form.dataset)) return;
  event.preventDefault();
  const button = form.querySelector("button");
  button.disabled = true;
  try {
    const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { "X-Part": "1" } });
    if (!response.ok) return refuse((await response.json()).message);
    if ("hide" in form.dataset) form.closest("li")?.remove();
    if (form.closest("[data-mute-box]")) { box.open = false; form.reset(); }
    put(await response.text());
  } catch {
    form.submit(); // the ordinary way
  } finally {
    button.disabled = false;
  }
});

function put(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const place of document.querySelectorAll("[data-part]")) {
    const found = page.querySelector(`[data-part="${place.dataset.part}"]`);
    if (!found || place.contains(document.activeElement) && place.querySelector("details.confirm[open]")) continue;
    const open = [...place.querySelectorAll("details")].map((box) => box.open);
    place.replaceChildren(...found.childNodes);
    [...place.querySelectorAll("details")].forEach((box, number) => { box.open = open[number] ?? false; });
  }
}

function refuse(message) {
  document.querySelector(".refusal")?.remove();
  const note = document.createElement("p");
  note.className = "refusal";
  note.setAttribute("role", "alert");
  note.textContent = message;
  desk.before(note);
  setTimeout(() => note.remove(), 8000);
}

async function renew() {
  if (!document.hidden) {
    const response = await fetch(desk.dataset.now).catch(() => null);
    if (response?.ok && !response.redirected) put(await response.text());
  }
  setTimeout(renew, EVERY);
}
setTimeout(renew, EVERY);

document.addEventListener("click", (event) => {
  const sign = event.target.closest("[data-mute]");
  if (!sign) return;
  event.preventDefault();
  const form = box.querySelector("form");
  form.elements.author_key.value = sign.dataset.mute;
  form.elements.author_name.value = sign.dataset.muteWho;
  const shown = box.querySelector("[data-mute-name], form b");
  shown.textContent = sign.dataset.muteWho;
  box.open = true;
  form.elements.reason.focus();
});

openStream(desk.dataset.stream, (kind, data, number) => {
  if (kind === "chat") add(number, data);
  if (kind === "hidden") list.querySelector(`[data-number="${Number(data.number)}"]`)?.remove();
  if (kind === "counters" && data.viewers !== undefined) for (const place of document.querySelectorAll("[data-viewers]")) place.textContent = figures.format(data.viewers);
  if (kind === "state" || kind === "reset") location.reload();
});

function add(number, { name, text, key, team }) {
  if (list.querySelector(`[data-number="${number}"]`)) return;
  list.querySelector(".empty")?.remove();
  const line = document.importNode(row.content.firstElementChild, true);
  line.dataset.number = number;
  line.querySelector("b").textContent = name;
  line.querySelector("span").textContent = text;
  line.querySelector("time").textContent = hour.format(Date.now() + ahead);
  const form = line.querySelector("form");
  form.setAttribute("action", form.getAttribute("action").replace("/hide/0/", `/hide/${number}/`));
  const sign = line.querySelector("[data-mute]");
  if (team) sign.remove();
  else Object.assign(sign.dataset, { mute: key, muteWho: name });
  list.append(line);
  while (list.children.length > MOST) list.firstElementChild.remove();
}
