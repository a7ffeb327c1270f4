/* A room's live messages. All tabs of a browser share one stream: who holds the room's Web Lock reads it and passes it on
   through a BroadcastChannel; when that tab goes, the next goes on from the number it has. Read with fetch, since EventSource
   hides kinds it was not told of, the status of a refusal, and a line that has silently died.

   openStream(url, onEvent, onState) gives a function that closes it.
   onEvent(kind, data, number)   number is null for "counters"; on "reset" load the page's messages again
   onState("open" | "reconnecting" | "offline" | "expired")   on "expired" the page itself must be loaded again */

const SILENT = 40_000; // ms; the server says something at least every 15 seconds
const LONGEST = 30_000;
const KEPT = 300; // events that a tab which comes later can be given without the server

export function openStream(url, onEvent, onState = () => {}) {
  const address = new URL(url, location.href);
  const name = "phien:" + address.searchParams.get("t").split(":")[0]; // the topic; the rest is time and signature
  const me = Math.random().toString(36).slice(2);
  const shared = "locks" in navigator && "BroadcastChannel" in window;
  let last = address.searchParams.has("since") ? Number(address.searchParams.get("since")) : null;
  let state = "", heard = 0, closed = false, asking = false, leading = null, life, channel;

  const say = (message) => channel?.postMessage(message);
  const ask = () => { asking = true; say({ ask: me, last }); };
  const setState = (next) => { if (next !== state) onState((state = next)); };

  function take(event) {
    heard = Date.now();
    if (event.kind === "beat") return;
    if (event.number !== null) {
      if (event.kind !== "reset" && last !== null && event.number <= last) return;
      last = event.number;
    }
    onEvent(event.kind, event.data, event.number);
  }

  async function lead(ended) { // the tab that reads the stream
    const mine = (leading = { kept: [], from: last, figures: {}, line: null });
    const tell = (next) => { setState(next); say({ state: next }); };
    let pause = 1000;
    ended.addEventListener("abort", () => mine.line.abort());
    say({ hello: me });
    while (!ended.aborted) {
      mine.line = new AbortController();
      heard = Date.now();
      if (last !== null) address.searchParams.set("since", last);
      try {
        const answer = await fetch(address, { signal: mine.line.signal, cache: "no-store" });
        if (answer.status === 403) {
          tell("expired");
          return await new Promise((resolve) => ended.addEventListener("abort", resolve));
        }
        if (!answer.ok) throw new Error(answer.status);
        tell("open");
        for await (const { id, event: kind, data, retry } of parts(answer.body)) {
          if (retry) pause = Number(retry);
          if (!kind || ended.aborted) continue;
          const event = { number: id ? Number(id) : null, kind, data: JSON.parse(data) };
          keep(mine, event);
          say({ event });
          take(event);
        }
      } catch { /* a broken line; the next attempt says how it stands */ }
      if (ended.aborted) return;
      tell(navigator.onLine ? "reconnecting" : "offline");
      await sleep(pause * (0.5 + Math.random()), ended);
      pause = Math.min(pause * 2, LONGEST);
    }
  }

  function keep(mine, { number, kind, data }) {
    if (kind === "counters") {
      for (const [key, value] of Object.entries(data)) {
        mine.figures[key] = typeof value === "object" ? { ...mine.figures[key], ...value } : value;
      }
    } else if (kind === "reset") {
      Object.assign(mine, { kept: [], from: number });
    } else if (number !== null) {
      mine.from ??= number - 1;
      if (kind === "hidden") mine.kept = mine.kept.filter((old) => (old.kind === "shown_again" ? old.data.number : old.number) !== data.number);
      if (mine.kept.push({ number, kind, data }) > KEPT) mine.from = mine.kept.shift().number;
    }
  }

  function hear({ data: { ask: who, last: known, hello, to, events, event, state: next } }) {
    if (leading) {
      if (!who) return;
      const lacks = known !== null && leading.from !== null;
      const missed = lacks && known < leading.from
        ? [{ number: last, kind: "reset", data: { number: last } }]
        : leading.kept.filter(({ number }) => lacks && number > known);
      say({ to: who, events: [...missed, { number: null, kind: "counters", data: leading.figures }], state });
    } else if (hello) {
      ask();
    } else if (to === me) {
      asking = false;
      events.forEach(take);
      if (next) setState(next);
    } else if (event && !asking) { // while asking, the answer holds it, after what comes before it
      take(event);
    } else if (next && !to) {
      setState(next);
    }
  }

  function start(steal = false) {
    life = new AbortController();
    const ended = life.signal;
    heard = Date.now();
    if (!shared) return void lead(ended);
    channel = new BroadcastChannel(name);
    channel.onmessage = hear;
    ask();
    navigator.locks.request(name, steal ? { steal } : { signal: ended }, () => lead(ended))
      .catch(() => { if (!ended.aborted) restart(); }); // another tab took over, since this one seemed asleep
    const watch = setInterval(() => {
      if (Date.now() - heard < SILENT || state === "expired") return;
      heard = Date.now();
      if (leading) leading.line.abort();
      else if (document.visibilityState === "visible") restart(true);
    }, 5000);
    ended.addEventListener("abort", () => clearInterval(watch));
  }

  function stop() {
    life.abort();
    channel?.close();
    leading = null;
  }

  const restart = (steal) => { stop(); start(steal); };
  addEventListener("pagehide", stop);
  addEventListener("pageshow", ({ persisted }) => { if (persisted && !closed) start(); });
  start();
  return () => { closed = true; stop(); };
}

const sleep = (milliseconds, ended) => new Promise((resolve) => {
  setTimeout(resolve, milliseconds);
  addEventListener("online", resolve, { once: true, signal: ended });
  ended.addEventListener("abort", resolve, { once: true });
});

async function* parts(body) { // {id, event, data, retry}; the server writes at most one line of each
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = "", step; !(step = await reader.read()).done; ) {
    const whole = (text + step.value).split("\n\n");
    text = whole.pop();
    for (const part of whole) yield Object.fromEntries(part.split("\n").map((line) => line.split(/: ([^]*)/)));
  }
}
