// A claim's own page: its forms answer without loading it again, and it turns into the form when it is called.
import { tend } from "./claim.js";
import { ask, tendForms } from "./order_form.js";

const place = document.querySelector("[data-claim-place]");
document.documentElement.classList.add("moves");

function show(nodes) {
  if (!nodes) return location.reload();
  place.replaceChildren(...nodes);
  start();
}

async function again() {
  try {
    show(await ask(location.href));
  } catch {
    setTimeout(again, 3000);
  }
}

function start() {
  tendForms(place, show);
  const section = place.querySelector("[data-claim]");
  if (section) tend(section, again);
}

start();
