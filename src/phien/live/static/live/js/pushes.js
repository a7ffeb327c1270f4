// How sending to other platforms goes, renewed every few seconds while somebody looks. Only the states are replaced, so an
// open form keeps what was typed.
const EVERY = 3000;
const list = document.querySelector("[data-pushes]");

async function renew() {
  if (document.hidden) return;
  const answer = await fetch(list.dataset.pushes, { headers: { "X-Part": "1" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const fresh of page.querySelectorAll("[data-push]")) {
    const old = list.querySelector(`[data-push="${fresh.dataset.push}"]`);
    if (old && old.innerHTML !== fresh.innerHTML) old.replaceWith(fresh);
  }
}

if (list) setInterval(() => renew().catch(() => {}), EVERY); // without an answer the old states stay
