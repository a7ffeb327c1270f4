// A list whose lines carry a number for their place: two buttons move a line up and down and write the numbers anew.
for (const list of document.querySelectorAll("[data-sortable]")) {
  const lines = () => [...list.querySelectorAll("li")];
  const number = () => lines().forEach((line, at) => (line.querySelector("[data-place]").value = at + 1));
  for (const line of lines()) {
    const moves = line.querySelector("[data-moves]");
    const name = line.querySelector("b").textContent;
    for (const [word, sign, move] of [
      [moves.dataset.up, "↑", () => line.previousElementSibling?.before(line)],
      [moves.dataset.down, "↓", () => line.nextElementSibling?.after(line)],
    ]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn quiet";
      button.textContent = sign;
      button.setAttribute("aria-label", `${word} · ${name}`);
      button.addEventListener("click", () => {
        move();
        number();
        button.focus();
      });
      moves.append(button);
    }
  }
  list.classList.add("sorted");
}
