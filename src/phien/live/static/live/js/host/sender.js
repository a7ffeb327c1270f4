/* Sends what was recorded, one chunk at a time, each take's in order, until the site has acknowledged all of it.

   The newest take goes first, so that viewers are live again soon after a gap; what an older one still has follows while
   the newest has nothing much to send. A take that the site does not know yet is opened before any newer one sends, since
   the site shows the take that was opened last.

   on.change()                    something was sent, or waits
   on.behind(seconds)             the line works again, and the take being made is so far behind
   on.lost(take)                  the site cannot go on with this take
   on.replaced(take)              another camera has taken over from it; what was recorded until then is still taken
   on.held(code, message)         nothing is sent until go(); on.link(isUp) */

import { now } from "./awake.js";
import { chunk, dropChunks, dropTake } from "./store.js";

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15_000;
const PATIENCE = 15_000; // ms for a request, and as long again for each 100 kB
const BEHIND = 15; // seconds

/** What waits of one take, or of several: {chunks, bytes, seconds}. */
export function waitingOf(takes) {
  const keys = takes.flatMap((take) => take.queue);
  const sum = (place) => keys.reduce((total, key) => total + key[place], 0);
  return { chunks: keys.length, bytes: sum(2), seconds: sum(3) / 1000 };
}

export class Sender {
  constructor({ url, token, freshToken, on }) {
    Object.assign(this, { url, token, freshToken, on, takes: [], held: "", isUp: true, speed: 0 });
    this.pause = FIRST_PAUSE;
    this.rouse = () => {};
    addEventListener("online", () => this.hurry());
    addEventListener("offline", () => this.stopAsking?.abort());
    this.run();
  }

  add(take) {
    this.takes.push(take);
    this.takes.sort((a, b) => a.wall - b.wall);
    this.wake();
  }

  get waiting() { return waitingOf(this.takes); }

  get isDone() { return this.takes.every((take) => take.refused); }

  /** Every take that was begun is known to the site, and may be finished after the broadcast is over. */
  get isOpened() { return this.takes.every((take) => take.opened || !take.queue.length); }

  /** Something is there to be sent. A pause after a failure is kept. */
  wake() { if (this.isIdle) this.rouse(); }

  hurry() {
    this.pause = FIRST_PAUSE;
    this.rouse();
  }

  /** Go on after a hold; `takesOver` sends the other camera away. */
  go({ takesOver = false } = {}) {
    this.held = "";
    if (takesOver) for (const take of this.takes) take.takesOver = true;
    this.hurry();
  }

  sleep(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.rouse = () => { clearTimeout(timer); resolve(); };
    });
  }

  async run() {
    for (;;) {
      const take = this.held ? null : this.choose();
      this.isIdle = !take;
      if (!take) await this.sleep(1000);
      else if (take.queue.length) await this.send(take);
      else await this.finish(take);
    }
  }

  choose() {
    const ready = this.takes.filter((take) => !take.refused && (take.queue.length || take.over));
    const unopened = ready.find((take) => !take.opened);
    if (unopened) return unopened;
    const newest = this.takes.at(-1);
    const older = ready.findLast((take) => take !== newest);
    const turn = newest?.queue.length === 0 || (newest?.queue.length === 1 && this.last === newest);
    return older && turn ? older : ready.includes(newest) ? newest : null;
  }

  async send(take) {
    const key = take.queue[0];
    const bytes = await chunk(key);
    if (!bytes) return this.giveUp(take);
    const age = take.began === undefined ? Date.now() - take.wall : now() - take.began;
    const headers = { "Content-Type": take.type, "X-Take-Age": String(Math.max(0, Math.round(age))) };
    if (take.takesOver) headers["X-Take-Over"] = "1";
    const began = performance.now();
    const answer = await this.ask("PUT", `${take.code}/${key[1]}`, bytes, headers);
    if (!answer) return;
    if (answer.status === 200) {
      this.measure(bytes.byteLength, performance.now() - began);
      this.last = take;
      Object.assign(take, { opened: true, takesOver: false });
      await this.acknowledge(take, answer.body.next);
      if (answer.body.ended === "replaced" && !take.over) this.on.replaced(take);
    } else {
      await this.refused(take, answer);
    }
  }

  /** All chunks before `next` are on the site's disk. */
  async acknowledge(take, next) {
    const done = take.queue.filter((key) => key[1] < next);
    take.queue = take.queue.filter((key) => key[1] >= next);
    await dropChunks(done);
    this.on.change();
    const behind = waitingOf([take]).seconds;
    if (!take.over && behind > BEHIND) this.on.behind(take, behind);
  }

  async finish(take) {
    if (take.made) {
      const answer = await this.ask("POST", `${take.code}/end`, JSON.stringify({ chunks: take.made }), { "Content-Type": "application/json" });
      if (!answer) return undefined;
      if (answer.status === 401) return this.renewToken(answer.body);
      if (answer.status >= 500 || answer.status === 429) return this.wait();
    }
    return this.forget(take);
  }

  async forget(take) {
    take.isDropped = true;
    this.takes = this.takes.filter((other) => other !== take);
    await dropTake(take.code);
    this.on.change();
  }

  /** What the site never took, because somebody else was on air. */
  forgetUnopened() {
    for (const take of this.takes) if (!take.opened && !take.isOld) this.forget(take);
    this.go();
  }

  async giveUp(take) {
    await this.forget(take);
    this.on.lost(take);
  }

  async refused(take, { status, body }) {
    if (status === 409 && body.code === "gap") {
      if (take.queue[0][1] > body.next) return this.giveUp(take); // what is asked for was acknowledged before, and is gone
      return this.acknowledge(take, body.next);
    }
    if (status === 409 && body.code === "somebody_else") return this.hold(body);
    if (status === 401) return this.renewToken(body);
    if (status === 413 || status === 404 || status === 409) return this.giveUp(take); // this take is over; the next may do
    if (status === 403 && body.code !== "cut") { // nothing new after the end; what was begun before may be finished
      take.refused = true;
      return this.on.held(body.code, body.message);
    }
    if (status === 403 || status === 415) return this.hold(body);
    if (status === 507) this.on.full(body.message);
    return this.wait();
  }

  hold(body) {
    this.held = body.code;
    this.on.held(body.code, body.message);
  }

  async renewToken(body) {
    const token = await this.freshToken();
    if (token) this.token = token;
    else if (token === null) await this.wait();
    else this.hold(body);
  }

  /** {status, body}, or null when the line failed: then the pause has been kept. */
  async ask(method, path, body, headers) {
    const stop = (this.stopAsking = new AbortController());
    const timer = setTimeout(() => stop.abort(), PATIENCE * (1 + (body.byteLength ?? 0) / 100_000));
    try {
      const answer = await fetch(this.url + path, {
        method, body, signal: stop.signal, cache: "no-store", credentials: "omit",
        headers: { ...headers, Authorization: `Bearer ${this.token}`, "Accept-Language": document.documentElement.lang },
      });
      const said = await answer.json().catch(() => ({}));
      if (answer.status < 500 && answer.status !== 429) this.up(true);
      if (answer.status < 400) this.pause = FIRST_PAUSE;
      return { status: answer.status, body: said };
    } catch {
      this.up(false);
      await this.wait();
      return null;
    } finally {
      clearTimeout(timer);
    }
  }

  up(isUp) {
    if (isUp === this.isUp) return;
    this.isUp = isUp;
    this.on.link(isUp);
  }

  async wait() {
    const pause = this.pause;
    this.pause = Math.min(pause * 2, LONGEST_PAUSE);
    await this.sleep(pause * (0.5 + Math.random()));
  }

  /** Bit/s of the last chunks, the newest counting most. */
  measure(bytes, milliseconds) {
    if (bytes < 20_000 || milliseconds <= 0) return;
    const speed = (bytes * 8000) / milliseconds;
    this.speed = this.speed ? this.speed * 0.7 + speed * 0.3 : speed;
  }
}
