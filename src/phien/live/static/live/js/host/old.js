// Footage of earlier takes that this phone still has: it is sent, each take once no other tab works on it.
import { holdTake } from "./recorder.js";
import { dropTake, takesOf, waitingOf } from "./store.js";

const TOO_OLD = 24 * 3_600_000; // ms; the site takes nothing older

export async function bringOld(room, sender, onChange) {
  for (const { code, wall } of await takesOf(room)) {
    if (Date.now() - wall > TOO_OLD) dropTake(code);
    else holdTake(code, () => bring(code, sender, onChange));
  }
}

async function bring(code, sender, onChange) {
  const take = await waitingOf(code);
  if (!take) return undefined;
  const first = take.queue[0]?.[1];
  const made = Math.max(take.made, (take.queue.at(-1)?.[1] ?? -1) + 1);
  sender.add({ ...take, made, over: true, isOld: true, opened: first !== 0 && made > 0 });
  onChange();
  return new Promise(() => {});
}
