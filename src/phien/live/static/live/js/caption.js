// Says over the picture how it stands with it, in words that the page brought along.
export class Caption {
  #timer = 0;

  constructor(place) {
    this.place = place; // null on pages that have none
  }

  /** `name` is one of the words in data-…; after `later` ms, unless something else is to be said before. */
  say(name, later = 0) {
    clearTimeout(this.#timer);
    if (!this.place) return;
    const words = this.place.dataset[name];
    if (!later || !this.place.hidden) this.#show(words);
    else this.#timer = setTimeout(() => this.#show(words), later);
  }

  clear() {
    clearTimeout(this.#timer);
    if (this.place) this.place.hidden = true;
  }

  #show(words) {
    if (this.place.textContent !== words) this.place.textContent = words;
    this.place.hidden = false;
  }
}
