// Who presents now. The page holds what there is to say of each slot, in the reader's language, so that a hand-over costs
// the site nothing; only what was put into the programme since is asked for.
import { whenSeen } from "./media_time.js";
import { turn } from "./room.js";

document.addEventListener("room:handed_over", ({ detail: { data } }) => whenSeen(data.at, () => {
  if (!show(document, data.slot)) setTimeout(renew, turn(3000), data.slot);
}));

/** Put what `page` says of the slot (null: nobody's) into the bar. False when it does not know the slot. */
function show(page, slot) {
  const found = page.querySelector(`[data-presented="${CSS.escape(slot ?? "")}"]`);
  if (!found) return false;
  const [presenters, words] = found.content.cloneNode(true).children;
  document.querySelector("[data-presenters]").replaceChildren(...presenters.childNodes);
  document.querySelector("[data-slot]").replaceChildren(...words.childNodes);
  return true;
}

async function renew(slot) {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (answer?.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"), slot);
}
