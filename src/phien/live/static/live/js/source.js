/* Plays one of a broadcast's lists in a <video> and goes on by itself through whatever breaks: no picture yet, a lost
   network, a restarted server. hls.js wherever Media Source exists, since native players know no parts; else native HLS.

   openSource(video, list, tell) gives { close, playingDate, behind, goLive, hold, goOn }.
   list: { url, plain, kind: "low" | "plain" | "sound" | "replay", at }: `plain` is for players that know no parts, `at` where
   a replay begins, in seconds
   tell("waiting" | "lost" | "failing")   nothing there yet; it was there and broke off; it is there and fails again and again */

const PAUSES = [800, 1500, 2500, 4000, 6000, 10_000];
const STUCK = 12_000; // ms without a new picture until everything is opened afresh
const MANY = 3; // troubles, each within TROUBLED of the one before
const TROUBLED = 60_000;

const LIVE = { liveSyncOnStallIncrease: 0.3, backBufferLength: 30, maxBufferLength: 20 };
const SETTINGS = {
  low: { ...LIVE, lowLatencyMode: true, maxLiveSyncPlaybackRate: 1.15 }, // a sync count of our own would turn the parts off
  plain: { ...LIVE, lowLatencyMode: false, maxLiveSyncPlaybackRate: 1.06 },
  sound: { ...LIVE, lowLatencyMode: false, maxLiveSyncPlaybackRate: 1.06 },
  replay: { lowLatencyMode: false, backBufferLength: 60, maxBufferLength: 30 },
};

export function openSource(video, list, tell) {
  const life = new AbortController();
  const { signal } = life;
  let hls = null, failures = 0, troubles = 0, troubled = 0, timer = 0;
  let held = false, has = false, moved = performance.now(), place = -1;

  const trouble = () => {
    const now = performance.now();
    troubles = now - troubled < TROUBLED ? troubles + 1 : 1;
    troubled = now;
    if (troubles <= MANY) return;
    troubles = 0;
    tell("failing");
  };
  const fail = (isGone = false) => {
    if (signal.aborted || timer) return;
    drop();
    tell(has ? "lost" : "waiting");
    if (!isGone) trouble(); // a server that restarts is no fault of the list
    failures++;
    const pause = PAUSES[Math.min(failures, PAUSES.length) - 1] * (0.7 + Math.random() * 0.6); // not all at once
    timer = setTimeout(() => { timer = 0; begin(); }, pause);
  };
  const drop = () => {
    if (list.kind === "replay" && video.currentTime > 0) list.at = video.currentTime;
    hls?.destroy();
    hls = null;
  };

  video.addEventListener("timeupdate", () => {
    if (video.currentTime === place) return;
    place = video.currentTime;
    moved = performance.now();
    if (!video.paused) { has = true; failures = 0; }
  }, { signal });
  addEventListener("online", () => { if (timer) { clearTimeout(timer); timer = 0; begin(); } }, { signal });
  const watch = setInterval(() => {
    if (held || timer || video.paused || video.ended || performance.now() - moved < STUCK) return;
    moved = performance.now();
    fail();
  }, 1000);
  signal.addEventListener("abort", () => { clearInterval(watch); clearTimeout(timer); drop(); });

  async function begin() {
    if (signal.aborted) return;
    moved = performance.now();
    if (window.MediaSource || window.ManagedMediaSource) {
      const Hls = await import("../../phien/vendor/hls.light.min.mjs").then((found) => found.default, () => null);
      if (signal.aborted) return;
      if (!Hls) return fail(true);
      if (Hls.isSupported()) return withHls(Hls);
    }
    natively();
  }

  function withHls(Hls) {
    const { MANIFEST_LOAD_ERROR, MANIFEST_LOAD_TIMEOUT, LEVEL_LOAD_ERROR, LEVEL_LOAD_TIMEOUT } = Hls.ErrorDetails;
    const GONE = new Set([MANIFEST_LOAD_ERROR, MANIFEST_LOAD_TIMEOUT, LEVEL_LOAD_ERROR, LEVEL_LOAD_TIMEOUT]);
    let mended = 0;
    hls = new Hls({ enableWorker: false, startPosition: list.at || -1, ...SETTINGS[list.kind] }); // a worker needs a second copy
    hls.on(Hls.Events.MANIFEST_PARSED, () => { if (!held) play(video); });
    hls.on(Hls.Events.ERROR, (_, error) => {
      if (error.details === Hls.ErrorDetails.BUFFER_STALLED_ERROR && navigator.onLine) trouble();
      if (!error.fatal || signal.aborted) return;
      if (error.type === Hls.ErrorTypes.MEDIA_ERROR && performance.now() - mended > 10_000) {
        mended = performance.now();
        hls.recoverMediaError();
      } else fail(GONE.has(error.details));
    });
    hls.loadSource(list.url);
    hls.attachMedia(video);
  }

  function natively() {
    video.addEventListener("error", () => fail(), { signal, once: true });
    video.src = list.plain || list.url;
    video.load();
    if (list.at) video.addEventListener("loadedmetadata", () => { video.currentTime = list.at; }, { signal, once: true });
    play(video);
  }

  begin();
  return {
    close() {
      life.abort();
      video.removeAttribute("src");
      video.load();
    },
    /** The site's time, in ms, at which what is seen now was filmed; null where that is not known, or a live picture stands
        still: nothing may wait for one that does not move. */
    playingDate() {
      if (list.kind !== "replay" && (video.paused || video.readyState < 3)) return null;
      const start = hls ? null : video.getStartDate?.().getTime();
      return hls?.playingDate?.getTime() ?? (start > 0 ? start + video.currentTime * 1000 : null);
    },
    /** How many seconds one could go forward, past what this list is behind anyway. */
    behind: () => (hls && hls.latency > Math.max(8, (hls.targetLatency ?? 0) + 3) ? Math.round(hls.latency) : 0),
    goLive() {
      const edge = hls ? hls.liveSyncPosition : video.seekable.length ? video.seekable.end(video.seekable.length - 1) - 6 : null;
      if (edge) video.currentTime = edge;
      play(video);
    },
    /** A pause asks for nothing more; going on begins where the list then is, if what was paused at is gone. */
    hold() { held = true; hls?.stopLoad(); },
    goOn() { held = false; moved = performance.now(); hls?.startLoad(-1); },
  };
}

function play(video) {
  video.play().catch((error) => {
    if (error.name === "NotAllowedError") video.dispatchEvent(new Event("refused")); // the browser wants a tap first
  });
}
