// A replay's own controls: where it is, ten seconds back and forth, how fast. A second is one of the replay's.
import { players } from "./player.js";

const bar = document.querySelector("[data-transport]");
const player = players.find((one) => one.isReplay);
const STEP = 10;

/** Play from this second, and open the replay if it is not open yet. */
export function seek(second) {
  const { video } = player;
  const start = player.screen.querySelector("[data-start]");
  if (start) start.hidden = true;
  if (!player.isOpen) {
    video.muted = false;
    player.open(second);
  } else {
    video.currentTime = second;
    player.goOn();
  }
}

if (bar && player) {
  const { video, screen } = player;
  const range = bar.querySelector("[data-seek]");
  const time = bar.querySelector("[data-time]");
  const share = document.querySelector("[data-share]");
  let dragging = false;

  const words = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    return [...(h ? [h, String(m).padStart(2, "0")] : [m]), String(s).padStart(2, "0")].join(":");
  };
  const show = (seconds) => {
    if (!dragging) range.value = seconds;
    range.setAttribute("aria-valuetext", words(seconds));
    range.style.setProperty("--done", `${(100 * seconds) / (Number(range.max) || 1)}%`);
    time.textContent = `${words(seconds)} / ${words(Number(range.max))}`;
  };

  video.addEventListener("durationchange", () => { if (video.duration > 0 && Number.isFinite(video.duration)) range.max = video.duration; });
  video.addEventListener("timeupdate", () => {
    if (!player.isOpen || video.readyState === 0) return;
    show(video.currentTime);
    if (share) share.dataset.shareAt = Math.floor(video.currentTime);
    document.dispatchEvent(new CustomEvent("replay:at", { detail: { second: video.currentTime } }));
  });
  range.addEventListener("input", () => { dragging = true; show(Number(range.value)); });
  range.addEventListener("change", () => { dragging = false; seek(Number(range.value)); });
  for (const button of bar.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => {
      const now = player.isOpen ? video.currentTime : Number(range.value);
      seek(Math.min(Math.max(0, now + Number(button.dataset.step) * STEP), Number(range.max)));
    });
  }
  const speed = bar.querySelector("[data-speed]");
  speed.addEventListener("change", () => { video.playbackRate = Number(speed.value); });
  video.addEventListener("loadedmetadata", () => { video.playbackRate = Number(speed.value); });
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea, button, a, summary, dialog") || !player.isOpen) return;
    if (event.key === " ") bar.querySelector("[data-pause]")?.click();
    else if (event.key === "ArrowLeft") seek(video.currentTime - STEP);
    else if (event.key === "ArrowRight") seek(video.currentTime + STEP);
    else return;
    event.preventDefault();
  });
  show(Number(screen.dataset.at) || 0);
}
