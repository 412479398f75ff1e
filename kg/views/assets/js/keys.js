// Keys, and the help that lists them.

import { $, button, el } from "./element.js";

// No letters: those who speak to their computer would press them without meaning to.
const KEYS = [
  ["/", "search", () => $("find").focus()],
  ["?", "this help", () => $("help").click()],
];

export function makeKeys(dialog, opener) {
  dialog.append(
    el("h2", null, "Keys"),
    el("dl", null, KEYS.map(([key, name]) => [el("dt", null, el("kbd", null, key)), el("dd", null, name)]),
      el("dt", null, "arrows"), el("dd", null, "on the map and in the journeys: the next council that way")),
    el("p", null, "The browser’s Back undoes a step. The address holds what is chosen: copy it to come back or to send it with the file."),
    button("Close", () => dialog.close()));
  opener.addEventListener("click", () => dialog.showModal());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea, dialog[open]")) return;
    const found = KEYS.find(([key]) => key === event.key);
    if (!found) return;
    event.preventDefault();
    found[2]();
  });
}
