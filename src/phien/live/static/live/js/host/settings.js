// The choices in the settings sheet: which camera, which microphone, how large a picture.
import { filled } from "./notes.js";
import { number } from "./signs.js";

const sheet = document.querySelector("[data-settings]");

export async function fillChoices(camera) {
  const { cameras, microphones } = await camera.list();
  fill(sheet.querySelector("[name=camera]"), cameras, camera.video?.getSettings().deviceId);
  fill(sheet.querySelector("[name=microphone]"), microphones, camera.audio?.getSettings().deviceId);
  for (const button of document.querySelectorAll("[data-do=flip]")) button.disabled = cameras.length < 2;
}

function fill(select, devices, chosen) {
  select.replaceChildren(...devices.map(({ id, label }, place) => new Option(label || `${select.dataset.word} ${place + 1}`, id, false, id === chosen)));
}

/** What the line carries, and which picture goes out. */
export function showQuality({ quality, isAuto }, megabits) {
  sheet.querySelector(`[name=quality][value="${isAuto ? "auto" : quality.name}"]`).checked = true;
  for (const place of document.querySelectorAll("[data-uplink]")) {
    const words = megabits === null ? place.dataset.unknown : megabits < 1 ? place.dataset.poor : place.dataset.known;
    place.textContent = filled(words, { speed: megabits === null ? "" : number(megabits), quality: quality.name });
  }
}
