// The buttons over the picture: sound, pause, small window, full screen, sound only, back to what happens now.
export function wire(player) {
  const { screen, video } = player;
  const find = (name) => screen.querySelector(`[data-${name}]`);
  const sound = find("sound"), pause = find("pause"), small = find("small-window"), whole = find("whole-screen");
  const listen = find("listen"), live = find("go-live"), start = find("start"), more = find("more"), tools = find("tools");

  const showSound = () => {
    if (!sound) return;
    sound.hidden = video.hidden;
    sound.classList.toggle("loud", !video.muted);
  };
  video.addEventListener("volumechange", showSound);
  video.addEventListener("playing", () => {
    if (tools) tools.hidden = false;
    if (start) start.hidden = true;
    showSound();
  });
  sound?.addEventListener("click", () => {
    video.muted = !video.muted;
    if (!video.muted) video.play().catch(() => { video.muted = true; });
  });

  // What the browser would not start by itself, a tap starts.
  video.addEventListener("refused", () => {
    if (start) start.hidden = false;
    else video.controls = true;
  });
  start?.addEventListener("click", () => {
    start.hidden = true;
    if (player.isReplay) video.muted = false;
    if (player.isOpen) player.goOn();
    else player.open(Number(screen.dataset.at) || 0);
  });
  screen.addEventListener("click", (event) => { if (event.target === video && video.paused && player.isOpen) player.goOn(); });

  const showPause = () => { if (pause) pause.classList.toggle("rests", video.paused); };
  for (const name of ["play", "playing", "pause"]) video.addEventListener(name, showPause);
  pause?.addEventListener("click", () => {
    if (!player.isOpen) start?.click();
    else if (video.paused) player.goOn();
    else player.pause();
  });

  if (small && document.pictureInPictureEnabled) {
    small.hidden = false;
    small.addEventListener("click", () => {
      if (document.pictureInPictureElement) document.exitPictureInPicture();
      else video.requestPictureInPicture().catch(() => {});
    });
  }
  const stage = screen.closest("[data-room]") ?? screen; // with the chat and the product, which lie over the picture
  if (whole && (stage.requestFullscreen || video.webkitEnterFullscreen)) {
    whole.hidden = false;
    whole.addEventListener("click", () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else if (stage.requestFullscreen) stage.requestFullscreen().catch(() => {});
      else video.webkitEnterFullscreen();
    });
  }

  if (listen) {
    const show = () => listen.setAttribute("aria-pressed", String(player.soundOnly));
    show();
    listen.addEventListener("click", () => {
      video.muted = player.soundOnly && video.muted;
      player.setSoundOnly(!player.soundOnly);
      show();
    });
    const hint = find("save-data");
    if (hint && navigator.connection?.saveData && !player.soundOnly) {
      hint.hidden = false;
      hint.addEventListener("click", () => { listen.click(); hint.remove(); });
    }
  }

  if (live) {
    setInterval(() => { live.hidden = video.hidden || (!video.paused && player.behind() === 0); }, 1000);
    live.addEventListener("click", () => { player.goLive(); live.hidden = true; });
  }

  if (more) {
    document.addEventListener("click", ({ target }) => {
      if (!more.contains(target) || target.closest(".menu button, .menu a")) more.open = false;
    });
    more.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || !more.open) return;
      more.open = false;
      more.querySelector("summary").focus();
    });
  }
}
