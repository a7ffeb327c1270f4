// Buy without leaving the video: the order's form and its answer are parts of HTML shown in the sheet.
import { openSheet } from "./sheet.js";

document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-buy]");
  if (!link || event.metaKey || event.ctrlKey) return;
  event.preventDefault();
  link.setAttribute("aria-busy", "true");
  try {
    show(await ask(link.dataset.buy));
  } catch {
    location.assign(link.href); // the ordinary way always works
  } finally {
    link.removeAttribute("aria-busy");
  }
});

async function ask(url, body) {
  const response = await fetch(url, { method: body ? "POST" : "GET", body, headers: { "X-Part": "1", Accept: "text/html" } });
  if (response.status >= 500 || !response.headers.get("Content-Type")?.startsWith("text/html")) throw new Error(response.status);
  return response.text();
}

function show(html) {
  const part = new DOMParser().parseFromString(html, "text/html").body; // our own template, already escaped
  const body = openSheet(...part.childNodes);
  const form = body.querySelector("form[data-order]");
  form?.addEventListener("submit", send);
  for (const name of ["province", "quantity"]) form?.elements[name]?.addEventListener("change", preview);
  const wrong = body.querySelector("[aria-invalid=true], .errorlist");
  (wrong ?? body.querySelector("h2"))?.scrollIntoView({ block: "center" });
  wrong?.focus?.();
  body.querySelector("[data-done]")?.focus();
}

async function send(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const button = form.querySelector("[type=submit]");
  if (button.disabled) return;
  button.disabled = true;
  try {
    show(await ask(form.action, new FormData(form)));
  } catch {
    // Nothing is lost: the same key makes a second try the same order.
    button.disabled = false;
    const note = form.querySelector("[data-failed]");
    note.hidden = false;
    note.scrollIntoView({ block: "center" });
  }
}

/** Another province or quantity: its communes and the shipping fee come from the server; what was typed stays. */
async function preview(event) {
  const { form, name } = event.target;
  const facts = new FormData(form);
  facts.set("preview", "1");
  facts.delete("total");
  const asked = document.activeElement?.name;
  try {
    const html = await ask(form.action, facts);
    const now = document.querySelector("form[data-order]");
    if (now !== form) return; // the sheet was closed meanwhile
    const typed = new FormData(form);
    show(html);
    const fresh = document.querySelector("form[data-order]");
    for (const field of ["name", "phone", "street", "note"]) fresh.elements[field].value = typed.get(field) ?? "";
    fresh.elements[name === "province" ? "commune" : asked || name]?.focus();
  } catch { /* the button below asks again */ }
}
