// What the host tells the site: begin, end, pause, go on. Said again until it was heard.
import { note, unnote } from "./notes.js";

const AGAIN = 2000;
const secret = document.querySelector("[name=csrfmiddlewaretoken]");

/** {ok, body}. Without a connection it goes on trying, until `isWanted()` says no: then null. */
export async function tell(url, isWanted = () => true) {
  for (;;) {
    try {
      const data = new FormData();
      data.set("csrfmiddlewaretoken", secret.value);
      const answer = await fetch(url, { method: "POST", body: data, headers: { Accept: "application/json" }, signal: AbortSignal.timeout(15_000) });
      if (answer.status < 500) {
        unnote("untold");
        return { ok: answer.ok, body: await answer.json().catch(() => ({})) };
      }
    } catch { /* no line: once more */ }
    if (!isWanted()) return null;
    note("untold");
    await new Promise((resolve) => { setTimeout(resolve, AGAIN); });
  }
}

/** What the page needs anew: {token, stream, state, back_soon}; null without a connection, false when it may not. */
export async function ask(url) {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(15_000) });
    if (answer.ok) return await answer.json();
    return answer.status < 500 ? false : null;
  } catch {
    return null;
  }
}
