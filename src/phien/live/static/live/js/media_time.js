// The viewer's media time: the moment, by the site's clock, at which what is seen now was filmed. Players lag by 2 to 10 s.
const LONGEST = 30_000;
const waiting = [];
let ask = () => null;
let timer = 0;

export function tellTime(source) {
  ask = source;
}

/** In ms since 1970; null while nothing plays or its time is not known. */
export function mediaTime() {
  return ask();
}

/** Act once the picture has reached `at` (ISO): at once where no picture tells, and at the latest after half a minute. */
export function whenSeen(at, act) {
  waiting.push({ at: Date.parse(at ?? ""), since: performance.now(), act });
  look();
}

/** In the order in which they came: a later one never goes before one that still waits. */
function look() {
  while (waiting.length && isDue(waiting[0])) waiting.shift().act();
  clearTimeout(timer);
  if (waiting.length) timer = setTimeout(look, 200);
}

function isDue({ at, since }) {
  const now = mediaTime();
  return now === null || !(at > now) || performance.now() - since > LONGEST;
}
