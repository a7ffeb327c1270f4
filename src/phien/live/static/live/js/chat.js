// The chat: what arrives is put in as text, never as HTML; what is hidden vanishes; what is written goes by POST.
const MOST = 120;
const list = document.querySelector("[data-chat]");
const form = document.querySelector("[data-say]");

if (list) {
  document.addEventListener("room:chat", ({ detail }) => add(detail.number, detail.data.team ? "team" : "", spoken(detail.data)));
  document.addEventListener("room:sold", ({ detail }) => add(detail.number, "sold", [sold(detail.data)]));
  document.addEventListener("room:shown_again", ({ detail: { data } }) => { if (data.kind === "chat") addAgain(data); });
  document.addEventListener("room:hidden", ({ detail }) => list.querySelector(`[data-number="${Number(detail.data.number)}"]`)?.remove());
}

function spoken({ name, text, team }) {
  const parts = [element("b", name), " "];
  if (team) parts.push(element("i", list.dataset.team), " ");
  return [...parts, element("span", text)];
}

function sold({ name, names, quantity, province }) {
  const language = document.documentElement.lang;
  const words = province ? list.dataset.sold : list.dataset.soldPlain;
  const facts = { place: province, quantity, name: names?.[language] || names?.vi || name };
  return words.replace(/\{(\w+)\}/g, (whole, key) => facts[key] ?? whole);
}

function element(tag, text) {
  const made = document.createElement(tag);
  made.textContent = text;
  return made;
}

function lineOf(number, kind, parts) {
  const line = document.createElement("li");
  line.dataset.number = number;
  line.className = `new ${kind}`;
  line.append(...parts);
  return line;
}

/** What was hidden by mistake comes back to its place; what this page no longer holds stays away. */
function addAgain({ number, data }) {
  if (list.querySelector(`[data-number="${Number(number)}"]`)) return;
  const lines = [...list.querySelectorAll("[data-number]")];
  const next = lines.find((line) => Number(line.dataset.number) > number);
  if (lines.length >= MOST && next === lines[0]) return;
  list.insertBefore(lineOf(number, data.team ? "team" : "", spoken(data)), next ?? null);
}

function add(number, kind, parts) {
  if (list.querySelector(`[data-number="${number}"]`)) return;
  list.querySelector(".hello")?.remove();
  const line = lineOf(number, kind, parts);
  list.append(line);
  if (kind === "sold") quieten(line);
  while (list.children.length > MOST) list.firstElementChild.remove();
}

/** Of sales one after the other the last two stand: they must not drown what people say. */
function quieten(line) {
  const before = line.previousElementSibling;
  const first = before?.previousElementSibling;
  if (before?.classList.contains("sold") && first?.classList.contains("sold")) first.remove();
}

const text = form?.elements.text;
const name = form?.elements.name;
const error = form?.querySelector("[data-say-error]");

if (text) {
  form.noValidate = true;
  if (name.value) form.classList.add("named");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (!text.value.trim()) return text.focus();
    if (!name.value.trim()) {
      form.classList.add("asks");
      return name.focus();
    }
    const sent = text.value;
    const button = form.querySelector(".send");
    button.disabled = true;
    try {
      const response = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
      const answer = await response.json();
      if (!response.ok) return refuse(answer);
      if (text.value === sent) text.value = "";
      name.value = answer.name;
      form.classList.add("named");
      form.classList.remove("asks");
      if (answer.held) tell(answer.message, true);
      else error.hidden = true;
      list.parentElement.scrollTop = 0; // the box grows from below, so its newest line is its zero
    } catch {
      refuse({ code: "offline", message: list.dataset.offline });
    } finally {
      button.disabled = false;
    }
  });
  text.addEventListener("input", () => { error.hidden = true; });
}

/** `isHeld`: it was taken, but somebody looks at it first. */
function tell(message, isHeld) {
  error.textContent = message;
  error.classList.toggle("held", isHeld);
  error.hidden = false;
}

function refuse({ code, message }) {
  tell(message, false); // what was typed stays
  if (code.startsWith("name_")) {
    form.classList.add("asks");
    name.focus();
  }
}
