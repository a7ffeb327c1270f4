// A box with data-progress asks every second how far a file has come, and shows the page anew once it is through.
const PAUSE = 1000;
for (const box of document.querySelectorAll("[data-progress]")) {
  const lines = box.querySelector("[data-lines]");
  const bar = box.querySelector("progress");
  const show = new Intl.NumberFormat(document.documentElement.lang);
  const ask = async () => {
    try {
      const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const said = await answer.json();
        if (said.state !== "taking_in") return location.reload();
        lines.textContent = show.format(said.lines);
        if (said.of) {
          bar.max = said.of;
          bar.value = said.lines;
        } else {
          bar.removeAttribute("value");
        }
      }
    } catch {
      // the site is away for a moment: ask again
    }
    setTimeout(ask, PAUSE);
  };
  setTimeout(ask, PAUSE);
}
