// The traffic page: choosing a time shows it at once, and what is being run tells how far it is.
for (const select of document.querySelectorAll("select[data-send]")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

const place = document.getElementById("traffic-orders");

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("traffic-orders");
    if (!found) return;
    if (found.dataset.renew) place.replaceChildren(...found.childNodes);
    else location.reload(); // it is done: everything on the page may have changed
  } catch {
    return; // no connection: the next look may have one
  }
}
if (place?.dataset.renew) setInterval(() => document.hidden || look(), Number(place.dataset.renew));
