// One press of the buy button on its way to the claim desk. Its key stays the same through double presses, lost
// networks, reloads and the back button, until the claim is over: so it is one claim, however often it is sent.
const KEPT = "phien:claim:";
const PHONE = "phien:phone";
const FIRST = 1000, LONGEST = 10_000, PATIENCE = 180_000; // ms

/** The claims of this tab: [[offer, key]]. */
export function keptClaims() {
  try {
    return Object.keys(sessionStorage).filter((name) => name.startsWith(KEPT)).map((name) => [name.slice(KEPT.length), sessionStorage[name]]);
  } catch { return []; }
}

export function forget(offer) {
  try { sessionStorage.removeItem(KEPT + offer); } catch { /* nothing was kept */ }
  unkept.delete(String(offer));
}

const unkept = new Map(); // where the browser keeps nothing

function keyOf(offer) {
  try {
    return (sessionStorage[KEPT + offer] ??= newKey());
  } catch {
    if (!unkept.has(String(offer))) unkept.set(String(offer), newKey());
    return unkept.get(String(offer));
  }
}

/** A random UUID; `randomUUID` is there only where the site is reached by HTTPS. */
function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The phone number that was given on this device, for offers with a limit per number. */
export function knownPhone() {
  try { return localStorage[PHONE] ?? ""; } catch { return ""; }
}

export function rememberPhone(phone) {
  try { localStorage[PHONE] = phone; } catch { /* asked again next time */ }
}

/** Claim until there is an answer: {status, facts}; sent again after 429, 503 and a lost network, as asked for.
    `onAgain` is told that it takes longer. Status 0: still no answer after minutes, or `ended` was aborted. */
export async function press({ offer, quantity = 1, phone = "", token, via = "", onAgain, ended }) {
  const key = keyOf(offer);
  const body = JSON.stringify({ t: token, offer: Number(offer), quantity, key, ...(phone && { phone }), ...(via && { via }) });
  const headers = { "Content-Type": "application/json", "Accept-Language": document.documentElement.lang };
  const since = performance.now();
  for (let pause = FIRST; !ended?.aborted && performance.now() - since < PATIENCE; pause = Math.min(pause * 2, LONGEST)) {
    let wait = pause * (0.5 + Math.random() / 2);
    try {
      const answer = await fetch("/claim", { method: "POST", body, headers, signal: AbortSignal.timeout?.(15_000) });
      const later = Number(answer.headers.get("Retry-After"));
      if (answer.status !== 429 && answer.status < 500) return { status: answer.status, facts: { key, ...(await answer.json()) } };
      if (later) wait = later * 1000 * (1 + Math.random() / 2); // not all in the same second
    } catch { /* the network, or no answer in time: the same press again */ }
    onAgain?.();
    await new Promise((resolve) => { setTimeout(resolve, wait); });
  }
  return { status: 0, facts: { key } };
}
