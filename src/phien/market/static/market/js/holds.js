// Counts down how long the basket is kept; when the time is over the page says so.
for (const note of document.querySelectorAll("[data-until]")) {
  const left = note.querySelector("[data-left]");
  // The site's clock may be shifted, so the page's own loading time is what the rest is counted from.
  const end = performance.now() + Number(note.dataset.seconds) * 1000;
  const show = () => {
    const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
    left.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
    note.classList.toggle("soon", seconds < 120);
    if (seconds > 0) return;
    clearInterval(timer);
    note.textContent = note.dataset.over;
    note.setAttribute("role", "status");
  };
  const timer = setInterval(show, 1000);
  show();
}
