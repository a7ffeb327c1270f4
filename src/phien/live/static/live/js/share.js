// Share the room by the phone's own sheet, or copy its short address.
const button = document.querySelector("[data-share]");

if (button && (navigator.share || navigator.clipboard)) {
  const url = button.dataset.share || location.href.split("?")[0];
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      if (navigator.share) await navigator.share({ title: document.title, url });
      else {
        await navigator.clipboard.writeText(url);
        button.classList.add("copied");
        button.querySelector("[data-copied]")?.removeAttribute("hidden");
        setTimeout(() => button.classList.remove("copied"), 2000);
      }
    } catch { /* the person changed their mind */ }
  });
}
