// Fills the list of communes when a province is chosen. Without this module a button of the form does it.
for (const box of document.querySelectorAll("[data-communes]")) {
  const province = box.querySelector("select[name=province]");
  const commune = box.querySelector("select[name=commune]");
  const button = box.querySelector(".fill-communes");
  if (!province || !commune) continue;
  if (button) button.hidden = true;
  let asked = 0;
  province.addEventListener("change", async () => {
    const mine = ++asked;
    commune.length = 1;
    commune.value = "";
    if (!province.value) return;
    commune.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(`${box.dataset.communes}?province=${encodeURIComponent(province.value)}`);
      if (!answer.ok) throw new Error(String(answer.status));
      const options = await answer.text();
      if (mine === asked) commune.innerHTML = options;
    } catch {
      if (mine === asked && button) button.hidden = false;
    } finally {
      if (mine === asked) commune.removeAttribute("aria-busy");
    }
  });
}
