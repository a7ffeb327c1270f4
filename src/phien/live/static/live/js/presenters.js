// Who presents now: after a hand-over the page's own words about it come from the server, in the reader's language.
import { whenSeen } from "./media_time.js";

const PARTS = ["presenters", "slot"];
const SPREAD = 3000; // ms over which the pages of a room ask

document.addEventListener("room:handed_over", ({ detail: { data } }) => whenSeen(data.at, () => {
  setTimeout(renew, Math.random() * SPREAD);
}));

async function renew() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const name of PARTS) {
    const place = document.querySelector(`[data-${name}]`);
    const found = page.querySelector(`[data-${name}]`);
    if (place && found) place.replaceChildren(...found.childNodes);
  }
}
