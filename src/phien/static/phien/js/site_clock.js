// The site's time, which a demo shifts: ms since 1970. A page that uses it says when it was made (data-site-now).
const made = Number(document.querySelector("[data-site-now]")?.dataset.siteNow);
const arrived = performance.timeOrigin + (performance.getEntriesByType("navigation")[0]?.responseStart ?? 0);
const ahead = made ? made - arrived : 0;

export const siteNow = () => Date.now() + ahead;

/** How long until `moment` (ms since 1970): 2:15, 1:02:15; 0:00 once it has passed. */
export function timeUntil(moment) {
  const seconds = Math.max(0, Math.ceil((moment - siteNow()) / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
