// The desk's chat arrives as it is written; a hidden message stays in its place, greyed, until it is shown again.
import { openStream } from "../../phien/js/stream.js";
import { send } from "./desk.js";

const desk = document.querySelector("[data-desk]");
const list = document.querySelector("[data-stream-of]");
const row = document.querySelector("[data-message-row]");
const box = document.querySelector("[data-out-box]");
const figures = new Intl.NumberFormat(document.documentElement.lang);
const hour = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: desk.dataset.zone });
const ahead = Number(desk.dataset.clock) - Date.now(); // the site's clock may be shifted, and the phone's wrong
const MOST = 200;

openStream(desk.dataset.stream, (kind, data, number) => {
  if (kind === "chat") add(number, data);
  if (kind === "hidden") mark(data.number, true);
  if (kind === "shown_again") mark(data.number, false);
  if (kind === "counters" && data.viewers !== undefined) for (const place of document.querySelectorAll("[data-viewers]")) place.textContent = figures.format(data.viewers);
  if (kind === "state" || kind === "reset") reload();
});

/** Another state is another page; but never under somebody's hands. */
function reload() {
  const typed = [...document.querySelectorAll("input[name=text], input[name=words], input[name=reason]")].some((field) => field.value);
  if (typed) setTimeout(reload, 3000);
  else location.reload();
}

function mark(number, isGone) {
  list.querySelector(`[data-number="${Number(number)}"]`)?.classList.toggle("gone", isGone);
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!("hide" in form.dataset || "show" in form.dataset)) return;
  event.preventDefault();
  try {
    if (await send(form)) mark(form.closest("li").dataset.number, "hide" in form.dataset);
  } catch {
    form.submit();
  }
});

// Who is to be kept out is chosen beside what they wrote.
document.addEventListener("click", (event) => {
  const sign = event.target.closest("[data-writer]");
  if (!sign) return;
  event.preventDefault();
  const { elements } = box.querySelector("form");
  elements.author_key.value = sign.dataset.writer;
  elements.author_name.value = sign.dataset.writerName;
  box.querySelector("[data-out-name]").textContent = sign.dataset.writerName;
  box.open = true;
  elements.reason.focus();
});

box.addEventListener("step:done", ({ target }) => {
  box.open = false;
  target.reset();
  target.elements.author_key.value = target.elements.author_name.value = ""; // hidden fields are not reset
  const name = box.querySelector("[data-out-name]");
  name.textContent = name.dataset.nobody;
});

function add(number, { name, text, key, team }) {
  if (list.querySelector(`[data-number="${number}"]`)) return;
  list.querySelector(".empty")?.remove();
  const line = document.importNode(row.content.firstElementChild, true);
  line.dataset.number = number;
  line.classList.toggle("team", Boolean(team));
  line.querySelector("b").textContent = name;
  line.querySelector("span").textContent = text;
  line.querySelector("time").textContent = hour.format(Date.now() + ahead);
  for (const form of line.querySelectorAll("form")) {
    form.setAttribute("action", form.getAttribute("action").replace("/0/", `/${number}/`));
  }
  const sign = line.querySelector("[data-writer]");
  if (team) sign.remove();
  else Object.assign(sign.dataset, { writer: key, writerName: name });
  list.append(line);
  while (list.children.length > MOST) list.firstElementChild.remove();
}
