// One take: a recorder from its start to its stop, its chunks numbered and kept before anybody may send them.
import { now } from "./awake.js";
import { keepChunk, keepTake } from "./store.js";

// Best first: what the site can pass on as it is, then what it must transcode.
const TYPES = [
  "video/webm;codecs=h264,opus",
  "video/mp4;codecs=avc1.42E01F,mp4a.40.2",
  "video/mp4;codecs=avc1.42E01F,opus",
  "video/mp4",
  "video/webm;codecs=vp8,opus",
];
// What is asked for is what is said to the site: Chromium calls its own WebM with H.264 "video/x-matroska".
export const type = TYPES.find((name) => globalThis.MediaRecorder?.isTypeSupported(name)) ?? "";

const isMp4 = type.startsWith("video/mp4"); // such recorders give something only at key frames
const SLICE = isMp4 ? 1000 : 500;

const newCode = () => Array.from(crypto.getRandomValues(new Uint8Array(10)), (byte) => byte.toString(36).padStart(2, "0")).join("");

/** Hold the take's name while this page lives: another tab leaves it alone, and goes on with it afterwards. */
export const holdTake = (code, work) => (navigator.locks ? navigator.locks.request(`phien-take:${code}`, work) : work());

/** Start a take of the stream. `onChunk(take, isKept)` for each that may be sent, `onDone(take, wasAsked)` at the end. */
export function record(stream, { room, rate, lowLatency, onChunk, onDone }) {
  const take = { code: newCode(), room, type, wall: Date.now(), began: now(), made: 0, over: false, opened: false, queue: [] };
  const recorder = new MediaRecorder(stream, {
    mimeType: type,
    videoBitsPerSecond: rate,
    audioBitsPerSecond: 96_000,
    videoKeyFrameIntervalDuration: isMp4 && lowLatency ? 1000 : 2000,
  });
  let asked = false;
  let last = now();
  let kept = Promise.resolve(); // one after the other, in the order in which they were made
  holdTake(take.code, () => new Promise(() => {}));
  recorder.addEventListener("start", () => {
    Object.assign(take, { wall: Date.now(), began: now() });
    last = take.began;
    kept = kept.then(() => keepTake(take));
  });
  recorder.addEventListener("dataavailable", ({ data }) => {
    if (!data.size) return;
    const lasted = Math.round(now() - last);
    last = now();
    kept = kept.then(async () => {
      if (take.isDropped) return;
      const key = [take.code, take.made++, data.size, lasted];
      const isKept = await keepChunk(take, key, await data.arrayBuffer());
      take.queue.push(key);
      onChunk(take, isKept);
    });
  });
  recorder.addEventListener("error", () => recorder.state !== "inactive" && recorder.stop());
  recorder.addEventListener("stop", () => {
    kept = kept.then(async () => {
      take.over = true;
      if (!take.isDropped) await keepTake(take);
      onDone(take, asked);
    });
  });
  recorder.start(SLICE);
  return {
    take,
    isAlive: () => recorder.state !== "inactive",
    flush: () => recorder.state === "recording" && recorder.requestData(),
    stop() {
      asked = true;
      if (recorder.state !== "inactive") recorder.stop();
    },
  };
}
