// What the host must know now: each note is a template of the page, shown once, renewed in place, taken away again.
const box = document.querySelector("[data-notes]");

/** Put figures into words: "{mb} MB" with {mb: "1.2"}. */
export const filled = (words, facts) => words.replace(/\{(\w+)\}/g, (whole, key) => facts[key] ?? whole);

export function note(key, facts = {}) {
  const made = document.querySelector(`template[data-note="${key}"]`).content.firstElementChild.cloneNode(true);
  made.dataset.key = key;
  const texts = document.createTreeWalker(made, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = filled(texts.currentNode.data, facts);
  const shown = box.querySelector(`[data-key="${key}"]`);
  if (!shown) box.prepend(made);
  else if (shown.textContent !== made.textContent) shown.replaceWith(made);
}

export function unnote(...keys) {
  for (const key of keys) box.querySelector(`[data-key="${key}"]`)?.remove();
}

box.addEventListener("click", ({ target }) => {
  if (target.closest("[data-close]")) target.closest("[data-key]").remove();
});
