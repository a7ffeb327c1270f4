// The screen stays on while the camera is open, and the page's own clock goes on where the phone slept.
let lock = null;
let wanted = false;
let slept = 0; // ms that performance.now() missed while the page was hidden and the phone asleep
let left = null;

/** Milliseconds that pass evenly: no change of the phone's clock moves them, and sleep counts. */
export const now = () => performance.now() + slept;

export function keepAwake(on) {
  if (on === wanted) return;
  wanted = on;
  if (on) hold();
  else lock?.release().catch(() => {});
}

async function hold() {
  if (!wanted || document.hidden || (lock && !lock.released)) return;
  lock = await navigator.wakeLock?.request("screen").catch(() => null); // none in power saving: nothing to be done
}

document.addEventListener("visibilitychange", () => {
  if (document.hidden) {
    left = { wall: Date.now(), own: performance.now() };
  } else if (left) {
    slept += Math.max(0, Date.now() - left.wall - (performance.now() - left.own));
    left = null;
  }
  hold();
});
