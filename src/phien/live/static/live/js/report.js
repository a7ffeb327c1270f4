// The report button takes along the second of the broadcast that is seen at that moment.
import { mediaTime } from "./media_time.js";

for (const link of document.querySelectorAll("[data-report]")) {
  link.addEventListener("click", () => {
    const seen = mediaTime();
    const started = Number(link.dataset.report);
    if (seen === null || !started) return;
    const address = new URL(link.href);
    address.searchParams.set("at", Math.max(0, Math.round((seen - started) / 1000)));
    link.href = address.href;
  });
}
