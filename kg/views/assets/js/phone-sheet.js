// On a phone, the panel is a sheet over the picture: a bar that opens on a selection.

import { listeners, state } from "./state.js";

export function makeSheet(panel, grip) {
  function setOpen(open) {
    document.body.classList.toggle("sheet-open", open);
    grip.setAttribute("aria-expanded", String(open));
    grip.querySelector("span").textContent = open ? "Less" : "Details";
  }
  grip.addEventListener("click", () => setOpen(!document.body.classList.contains("sheet-open")));
  panel.addEventListener("focusin", (event) => event.target !== grip && setOpen(true));
  listeners.push((changed) => {
    if (["node", "edge", "path"].some((name) => changed.has(name))) setOpen(Boolean(state.node || state.edge || state.path));
  });
  setOpen(false);
}
