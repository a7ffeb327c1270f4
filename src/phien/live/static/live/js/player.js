// Plays a live stream in [data-player]. hls.js wherever Media Source exists, since native players lag; else native HLS.
const RETRY = [1500, 2500, 4000, 6000, 10000];

for (const screen of document.querySelectorAll("[data-player]")) if (screen.dataset.player) play(screen);

async function play(screen) {
  const video = screen.querySelector("video");
  const sound = screen.querySelector("[data-sound]");
  const lost = screen.querySelector("[data-reconnecting]");
  const source = screen.dataset.player;
  let failures = 0;

  video.addEventListener("playing", () => {
    failures = 0;
    video.hidden = false;
    screen.classList.toggle("wide", video.videoWidth > video.videoHeight);
    if (lost) lost.hidden = true;
    if (sound) sound.hidden = !video.muted;
  });
  video.addEventListener("waiting", () => { if (lost && !video.hidden) show(lost); });
  sound?.addEventListener("click", () => {
    video.muted = false;
    sound.hidden = true;
    video.play().catch(() => { video.muted = true; sound.hidden = false; });
  });
  // A tap on the picture plays what the browser would not start by itself.
  screen.addEventListener("click", (event) => { if (event.target === video && video.paused) video.play(); });

  const again = (start) => {
    if (lost && !video.hidden) lost.hidden = false;
    setTimeout(start, RETRY[Math.min(failures++, RETRY.length - 1)] * (0.8 + Math.random() * 0.4));
  };

  if (window.MediaSource || window.ManagedMediaSource) {
    const { default: Hls } = await import("../../phien/vendor/hls.light.min.mjs");
    if (Hls.isSupported()) return withHls(Hls, source, video, again);
  }
  if (video.canPlayType("application/vnd.apple.mpegurl")) {
    const start = () => { video.src = source; video.load(); begin(video); };
    video.addEventListener("error", () => again(start));
    start();
  }
}

function withHls(Hls, source, video, again) {
  let hls;
  const start = () => {
    hls?.destroy();
    hls = new Hls({
      enableWorker: false, // a worker needs a second copy of the library
      maxLiveSyncPlaybackRate: 1.06,
      liveSyncOnStallIncrease: 0.3,
      backBufferLength: 20,
      maxBufferLength: 20,
    });
    hls.on(Hls.Events.MANIFEST_PARSED, () => begin(video));
    hls.on(Hls.Events.ERROR, (_, error) => {
      if (!error.fatal) return;
      if (error.type === Hls.ErrorTypes.MEDIA_ERROR && !hls.recovered) {
        hls.recovered = true;
        hls.recoverMediaError();
      } else again(start);
    });
    hls.loadSource(source);
    hls.attachMedia(video);
  };
  start();
}

function begin(video) {
  video.hidden = false;
  video.play().catch(() => { video.controls = true; });
}

function show(lost) {
  clearTimeout(lost.timer);
  lost.timer = setTimeout(() => { lost.hidden = false; }, 2500);
  const hide = () => clearTimeout(lost.timer);
  document.querySelector("[data-player] video").addEventListener("playing", hide, { once: true });
}
