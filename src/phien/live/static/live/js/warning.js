// A warning of the host's or the moderator's stands over the picture, from when the viewer sees its moment.
import { whenSeen } from "./media_time.js";

const place = document.querySelector("[data-warning]");

if (place) {
  document.addEventListener("room:warning", ({ detail: { data } }) => whenSeen(data.at, () => {
    const { text } = data;
    const words = typeof text === "object" && text ? text[document.documentElement.lang] || text.vi || Object.values(text)[0] : text;
    place.querySelector("[data-warning-words]").textContent = words || "";
    place.hidden = !words;
  }));
}
