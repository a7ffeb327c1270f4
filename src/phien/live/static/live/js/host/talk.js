// The room as the host sees it: who watches, the last lines of the chat, the product shown, the broadcast's state.
import { openStream } from "../../../phien/js/stream.js";
import { filled } from "./notes.js";

const MOST = 4;
const lines = document.querySelector("[data-lines]");
const pinned = document.querySelector("[data-pinned]");
const goods = document.querySelector("[data-goods]").content;
const figures = new Intl.NumberFormat(document.documentElement.lang);
let close = () => {};

/** `onState(state, isResting)` on every change; `freshUrl()` gives another address where the page has grown too old. */
export function listen(url, onState, freshUrl) {
  close();
  close = openStream(url, (kind, data, number) => {
    if (kind === "chat") add(number, data.name, data.text, data.team);
    else if (kind === "sold") add(number, "", filled(lines.dataset.sold, { quantity: data.quantity, name: data.names?.[document.documentElement.lang] ?? data.name }));
    else if (kind === "hidden") lines.querySelector(`[data-number="${Number(data.number)}"]`)?.remove();
    else if (kind === "counters") viewers(data.viewers);
    else if (kind === "pin") show(data.offer);
    else if (kind === "unpin") show(null);
    else if (kind === "state") onState(data.state, data.back_soon);
    else if (kind === "reset") renew();
  }, (state) => { if (state === "expired") renew(); });

  const renew = async () => {
    const fresh = await freshUrl();
    if (fresh) listen(fresh, onState, freshUrl);
    else setTimeout(renew, 10_000);
  };
}

function viewers(count) {
  if (count !== undefined) for (const place of document.querySelectorAll("[data-viewers]")) place.textContent = figures.format(count);
}

function add(number, name, text, isTeam) {
  if (lines.querySelector(`[data-number="${number}"]`)) return;
  const line = document.createElement("li");
  line.dataset.number = number;
  line.className = name ? (isTeam ? "team" : "") : "sold";
  if (name) line.append(Object.assign(document.createElement("b"), { textContent: name }), " ");
  line.append(text);
  lines.append(line);
  while (lines.children.length > MOST) lines.firstElementChild.remove();
}

function show(offer) {
  const found = goods.querySelector(`[data-offer="${Number(offer)}"]`);
  pinned.hidden = offer === null || !found;
  if (found) pinned.querySelector("[data-name]").textContent = found.textContent;
}
