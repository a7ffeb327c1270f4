// Plays the broadcast in each [data-player]: chooses the list, says how it stands, rests while the host does.
import { Caption } from "./caption.js";
import { wire } from "./controls.js";
import { tellTime } from "./media_time.js";
import { openSource } from "./source.js";

const SOUND_ONLY = "phien.sound-only";

export class Player {
  #source = null;
  #gaveUpLow = false;

  constructor(screen) {
    this.screen = screen;
    this.video = screen.querySelector("video");
    this.caption = new Caption(screen.querySelector("[data-caption]"));
    const { player, low, soundOnly, replay } = screen.dataset;
    this.lists = { plain: player, low, sound: soundOnly, replay };
    this.isReplay = Boolean(replay);
    this.soundOnly = Boolean(soundOnly) && kept(SOUND_ONLY) === "1";
    tellTime(() => this.#source?.playingDate() ?? null);
    this.#listen();
  }

  get isOpen() {
    return this.#source !== null;
  }

  get kind() {
    if (this.isReplay) return "replay";
    if (this.soundOnly) return "sound";
    return this.lists.low && !this.#gaveUpLow ? "low" : "plain";
  }

  /** Open the list that is right now; `at` seconds into it, if it is a replay. */
  open(at = 0) {
    this.#source?.close();
    const kind = this.kind;
    this.screen.classList.toggle("listening", kind === "sound");
    const list = { url: this.lists[kind], plain: kind === "low" ? this.lists.plain : "", kind, at };
    this.#source = openSource(this.video, list, (how) => this.#told(how));
    this.screen.dispatchEvent(new Event("opened"));
  }

  close() {
    this.#source?.close();
    this.#source = null;
    this.video.hidden = true;
    this.caption.clear();
  }

  setSoundOnly(isOn) {
    this.soundOnly = isOn;
    keep(SOUND_ONLY, isOn ? "1" : "");
    if (this.isOpen) this.open();
  }

  pause() {
    this.video.pause();
    this.#source?.hold();
  }

  goOn() {
    this.#source?.goOn();
    return this.video.play().catch(() => {});
  }

  behind() {
    return this.#source?.behind() ?? 0;
  }

  goLive() {
    this.#source?.goOn();
    this.#source?.goLive();
  }

  #told(how) {
    if (how === "failing" && this.kind === "low") {
      this.#gaveUpLow = true; // parts ask for a good line; whole segments are patient
      this.open();
    } else if (how === "waiting") this.caption.say("waiting");
    else if (how === "lost") this.caption.say("lost", 1000);
  }

  #listen() {
    const { video, screen } = this;
    video.addEventListener("playing", () => {
      this.caption.clear();
      video.hidden = false;
      screen.classList.add("plays");
      screen.classList.toggle("wide", video.videoWidth > video.videoHeight);
    });
    video.addEventListener("resize", () => screen.classList.toggle("wide", video.videoWidth > video.videoHeight));
    video.addEventListener("waiting", () => { if (!video.hidden && !video.seeking) this.caption.say("lost", 2500); });
    if (this.isReplay) return;
    // While the host pauses there is nothing to see, and nothing is fetched.
    document.addEventListener("room:state", ({ detail: { data } }) => {
      if (data.back_soon) this.close();
      else if (!this.isOpen && ["live", "practice", "interrupted"].includes(data.state)) this.open();
      const shows = !video.hidden && video.readyState > HTMLMediaElement.HAVE_CURRENT_DATA; // some seconds are still to come
      if (data.state === "interrupted" && this.isOpen && !shows) this.caption.say("lost");
    });
  }
}

function kept(name) {
  try { return localStorage.getItem(name); } catch { return null; } // a browser that keeps nothing
}

function keep(name, value) {
  try { localStorage.setItem(name, value); } catch { /* then for this page alone */ }
}

export const players = [...document.querySelectorAll("[data-player]")]
  .filter((screen) => screen.dataset.player || screen.dataset.replay)
  .map((screen) => {
    const player = new Player(screen);
    wire(player);
    if (!player.isReplay && !("rests" in screen.dataset)) player.open();
    return player;
  });
