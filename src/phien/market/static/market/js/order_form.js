// The form of a claim, in the room's sheet or on its own page: sent without leaving the page, and answered by a part.

/** Our own templates' HTML, already escaped, as nodes. Throws where there is no such answer. */
export async function ask(url, body) {
  const answer = await fetch(url, { method: body ? "POST" : "GET", body, cache: "no-store", headers: { "X-Part": "1", Accept: "text/html" } });
  if (answer.status === 404) return null;
  if (answer.status >= 500 || !answer.headers.get("Content-Type")?.startsWith("text/html")) throw new Error(answer.status);
  return [...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes];
}

/** Make the forms in `place` answer by parts. `show(nodes)` puts a part there and tends it again. */
export function tendForms(place, show) {
  const form = place.querySelector("form[data-order]");
  form?.addEventListener("submit", (event) => { event.preventDefault(); send(form, new FormData(form), show); });
  for (const name of ["province", "quantity"]) form?.elements[name]?.addEventListener("change", () => preview(place, form, name, show));
  const leave = place.querySelector("form[data-leave]");
  leave?.addEventListener("submit", (event) => {
    event.preventDefault();
    const facts = new FormData(leave);
    facts.set("leave", "1");
    send(leave, facts, show);
  });
  const wrong = place.querySelector("[aria-invalid=true], .errorlist");
  wrong?.scrollIntoView({ block: "center" });
  wrong?.focus?.();
  place.querySelector("[data-done]")?.focus();
}

async function send(form, facts, show) {
  const button = form.querySelector("button:not([formnovalidate])");
  if (button.disabled) return;
  button.disabled = true;
  try {
    show(await ask(form.action, facts));
  } catch {
    button.disabled = false; // nothing is lost: the same key makes a second try the same order
    const note = form.querySelector("[data-failed]");
    if (!note) return;
    note.hidden = false;
    note.scrollIntoView({ block: "center" });
  }
}

/** Another province or quantity: communes, fee and sum come from the server; what was typed stays. */
async function preview(place, form, name, show) {
  const facts = new FormData(form);
  facts.set("preview", "1");
  facts.delete("total");
  const asked = document.activeElement?.name;
  try {
    const nodes = await ask(form.action, facts);
    if (!form.isConnected) return; // the sheet was closed meanwhile
    const typed = new FormData(form);
    show(nodes);
    const fresh = place.querySelector("form[data-order]");
    if (!fresh) return;
    for (const field of ["name", "street", "note"]) fresh.elements[field].value = typed.get(field) ?? "";
    if (!fresh.elements.phone.disabled) fresh.elements.phone.value = typed.get("phone") ?? "";
    fresh.elements[name === "province" ? "commune" : asked || name]?.focus();
  } catch { /* the button below asks again */ }
}
