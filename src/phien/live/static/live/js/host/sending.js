/* One camera's picture on its way: a recording, and its successor where something changes that a recording cannot bear.

   on.recording()          another take was begun
   on.kept(isKept)         a chunk lies on the phone, or only in this page
   on.lost()               the camera is gone; nothing is recorded
   on.weak(quality)        the line does not carry it: the picture is this one now, or null when there is no smaller */

import { record } from "./recorder.js";
import { waitingOf } from "./sender.js";
import { below } from "./uplink.js";

const LOOK = 500;
const JUDGE = 5000;
const PILED_UP = 5; // seconds that wait, and become more, before the picture is made smaller

export class Sending {
  isWanted = false;
  isAuto = true;
  recording = null;
  #busy = false;
  #waited = 0;
  #times = 0;

  /** `size()`: the picture as it is seen now, "360x640", or "" while none is; the track's settings tell it late. */
  constructor({ room, lowLatency, camera, sender, quality, size, on }) {
    Object.assign(this, { room, lowLatency, camera, sender, quality, size, on });
    setInterval(() => this.look(), LOOK);
    setInterval(() => this.judge(), JUDGE);
    addEventListener("pagehide", () => this.recording?.flush());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.recording?.flush() : this.look()));
  }

  start() {
    this.isWanted = true;
    this.renew();
  }

  stop() {
    this.isWanted = false;
    this.recording?.stop();
    this.recording = null;
  }

  /** Another take from here on; the rest of the one before follows it. */
  renew() {
    this.recording?.stop();
    this.recording = null;
    if (!this.isWanted || !this.camera.isLive) return;
    this.recording = record(this.camera.stream, {
      room: this.room,
      rate: this.quality.rate,
      lowLatency: this.lowLatency,
      onChunk: (take, isKept) => { this.sender.wake(); this.on.kept(isKept); },
      onDone: (take, wasAsked) => {
        this.sender.wake();
        if (!wasAsked && this.recording?.take === take) this.recover();
      },
    });
    this.sender.add(this.recording.take);
    this.#waited = this.#times = 0;
    this.on.recording();
  }

  recover() {
    if (this.camera.isLive) this.renew();
    else this.on.lost();
  }

  /** A picture of another size, and a recorder that died, end the take. */
  look() {
    if (!this.isWanted || this.#busy) return;
    if (!this.recording?.isAlive()) return this.camera.isLive && this.renew();
    const { take } = this.recording;
    const seen = this.size();
    if (!seen) return;
    take.seen ??= seen;
    if (take.seen !== seen) this.renew();
  }

  async judge() {
    if (!this.recording || !this.sender.isUp || this.sender.held) return;
    const { seconds } = waitingOf([this.recording.take]);
    this.#times = seconds > PILED_UP && seconds > this.#waited ? this.#times + 1 : 0;
    this.#waited = seconds;
    if (this.#times < 2) return;
    this.#times = 0;
    if (this.isAuto && below(this.quality)) await this.choose(below(this.quality));
    this.on.weak(this.isAuto ? this.quality : null);
  }

  /** The line works again and what waits is long: viewers get the present first, the rest follows. */
  async catchUp() {
    const smaller = below(this.quality);
    const isSlow = this.sender.speed && this.sender.speed < this.quality.rate * 1.1;
    if (this.isAuto && isSlow && smaller) {
      await this.choose(smaller);
      this.on.weak(smaller);
    } else {
      this.renew();
    }
  }

  async choose(quality) {
    if (quality === this.quality) return;
    this.quality = quality;
    await this.change(() => this.camera.resize(quality));
  }

  /** Do something to the camera, between two takes where it is being recorded. */
  async change(work) {
    this.#busy = true;
    this.recording?.stop();
    this.recording = null;
    try {
      await work();
    } finally {
      this.#busy = false;
      if (this.isWanted) this.renew();
    }
  }
}
