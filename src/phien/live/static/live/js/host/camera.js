// The phone's cameras and microphones: opened, listed, switched, made silent; and what to say when they do not come.

import { type } from "./recorder.js";

const MEMORY = "phien-camera-devices";
const remembered = JSON.parse(localStorage.getItem(MEMORY) ?? "{}");

export const isPossible = () => isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia) && Boolean(type);

/** Which note explains this failure. */
export function reasonOf(error) {
  if (error.name === "NotAllowedError" || error.name === "SecurityError") return "denied";
  if (error.name === "NotFoundError" || error.name === "OverconstrainedError") return "none";
  if (error.name === "NotReadableError" || error.name === "AbortError") return "busy";
  return "failed";
}

export class Camera {
  stream = null;
  facing = remembered.facing ?? "user";
  camera = remembered.camera ?? "";
  microphone = remembered.microphone ?? "";
  isMuted = false;
  isResting = false; // nothing is seen or heard, and the recording goes on

  /** `onLost()` when a camera or microphone went away by itself. */
  constructor(onLost) { this.onLost = onLost; }

  get video() { return this.stream?.getVideoTracks()[0]; }

  get audio() { return this.stream?.getAudioTracks()[0]; }

  get isLive() { return this.video?.readyState === "live" && this.audio?.readyState === "live"; }

  get isFacingUs() { return (this.video?.getSettings().facingMode ?? "user") === "user"; }

  #picture({ width, height }) {
    const which = this.camera ? { deviceId: { exact: this.camera } } : { facingMode: { ideal: this.facing } };
    return { ...which, width: { ideal: width }, height: { ideal: height }, frameRate: { ideal: 30, max: 30 } };
  }

  /** Open what was chosen; without the chosen device any other will do. Raises what getUserMedia raises. */
  async open(quality) {
    this.close();
    const sound = { echoCancellation: true, noiseSuppression: true, ...(this.microphone && { deviceId: { exact: this.microphone } }) };
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: this.#picture(quality), audio: sound });
    } catch (error) {
      if (!(this.camera || this.microphone) || reasonOf(error) !== "none") throw error;
      this.camera = this.microphone = "";
      return this.open(quality);
    }
    for (const track of this.stream.getTracks()) track.addEventListener("ended", () => this.stream?.getTracks().includes(track) && this.onLost());
    this.apply();
    localStorage.setItem(MEMORY, JSON.stringify({ facing: this.facing, camera: this.camera, microphone: this.microphone }));
    return this.stream;
  }

  close() {
    const tracks = this.stream?.getTracks() ?? [];
    this.stream = null;
    for (const track of tracks) track.stop();
  }

  async resize({ width, height }) {
    const upright = this.video.getSettings().height > this.video.getSettings().width;
    const size = upright && !matchMedia("(pointer: coarse)").matches ? [height, width] : [width, height];
    await this.video.applyConstraints({ width: { ideal: size[0] }, height: { ideal: size[1] }, frameRate: { ideal: 30, max: 30 } }).catch(() => {});
  }

  apply() {
    if (this.audio) this.audio.enabled = !this.isMuted && !this.isResting;
    if (this.video) this.video.enabled = !this.isResting;
  }

  /** {cameras, microphones}: [{id, label}] */
  async list() {
    const found = await navigator.mediaDevices.enumerateDevices();
    const of = (kind) => found.filter((one) => one.kind === kind && one.deviceId).map((one) => ({ id: one.deviceId, label: one.label }));
    return { cameras: of("videoinput"), microphones: of("audioinput") };
  }

  /** Choose the other side of the phone, or the next of several cameras; open() then opens it. */
  async choosesNext() {
    const { cameras } = await this.list();
    const at = cameras.findIndex(({ id }) => id === this.video?.getSettings().deviceId);
    if (matchMedia("(pointer: coarse)").matches && this.video?.getSettings().facingMode) {
      this.facing = this.isFacingUs ? "environment" : "user";
      this.camera = "";
    } else {
      this.camera = cameras[(at + 1) % cameras.length]?.id ?? "";
    }
  }
}
