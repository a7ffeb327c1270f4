// Share the room by the phone's own sheet, or copy its address; a replay at the second that is seen.
const button = document.querySelector("[data-share]");

if (button && (navigator.share || navigator.clipboard)) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const url = address();
    try {
      if (navigator.share) await navigator.share({ title: document.title, url });
      else {
        await navigator.clipboard.writeText(url);
        button.classList.add("copied");
        setTimeout(() => button.classList.remove("copied"), 2000);
      }
    } catch { /* the person changed their mind */ }
  });
}

function address() {
  const plain = location.href.split(/[?#]/)[0];
  const second = Number(button.dataset.shareAt);
  return second > 5 ? `${plain}?t=${second}` : button.dataset.share || plain;
}
