// Live control and the shelf: buttons act without a reload, and what changes by itself is fetched again.
const desk = document.querySelector("[data-desk]");
const EVERY = 6000;

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.step === "whole" || !("step" in form.dataset)) return;
  event.preventDefault();
  const button = event.submitter ?? form.querySelector("button");
  button.disabled = true;
  try {
    if (await send(form)) done(form);
  } catch {
    form.submit(); // the ordinary way
  } finally {
    button.disabled = false;
  }
});

/** Take the form's step and show what it changed; false when it was refused, which is then said. */
export async function send(form) {
  const response = await fetch(form.action + location.search, { method: "POST", body: new FormData(form), headers: { "X-Part": "1" } });
  if (response.ok) put(await response.text());
  else refuse((await response.json()).message);
  return response.ok;
}

function done(form) {
  if (form.dataset.step === "clear") form.reset();
  form.dispatchEvent(new Event("step:done", { bubbles: true }));
}

function put(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const place of document.querySelectorAll("[data-part]")) {
    const found = page.querySelector(`[data-part="${place.dataset.part}"]`);
    if (!found || place.contains(document.activeElement) && place.querySelector("details.confirm[open]")) continue;
    const open = [...place.querySelectorAll("details")].map((box) => box.open);
    const focused = place.contains(document.activeElement) ? document.activeElement.closest("form")?.getAttribute("action") : null;
    place.replaceChildren(...found.childNodes);
    [...place.querySelectorAll("details")].forEach((box, number) => { box.open = open[number] ?? false; });
    if (focused) place.querySelector(`form[action="${focused}"] button:not([disabled])`)?.focus({ preventScroll: true });
  }
  const count = page.querySelector("[data-waiting-count]");
  if (count) for (const place of document.querySelectorAll("[data-waiting-count]")) place.textContent = count.textContent;
}

export function refuse(message) {
  document.querySelector(".refusal")?.remove();
  const note = document.createElement("p");
  note.className = "refusal";
  note.setAttribute("role", "alert");
  note.textContent = message;
  document.querySelector(".boards").before(note);
  setTimeout(() => note.remove(), 8000);
}

async function renew() {
  if (!document.hidden) {
    const response = await fetch(desk.dataset.now).catch(() => null);
    if (response?.ok && !response.redirected) put(await response.text());
  }
  setTimeout(renew, EVERY);
}
if (desk) setTimeout(renew, EVERY);
