// The side panel: the details of the selection, or of the whole picture.

import { actionButtons, edgePanel, nodePanel, pathPanel } from "./details.js";
import { button } from "./element.js";
import { introPanel } from "./intro.js";
import { clear, listeners, state } from "./state.js";

/** Fill the panel, and refill it when the view changes. */
export function makePanel(panel) {
  function fill() {
    const chosen = state.node || state.edge || state.path;
    const back = chosen ? [button("×", clear, { class: "close", "aria-label": "Clear the selection" })] : [];
    const parts = state.path ? pathPanel(state.path) : state.node ? nodePanel(state.node)
      : state.edge ? edgePanel(state.edge) : introPanel();
    panel.replaceChildren(...back, ...parts);
    panel.parentElement.scrollTop = 0;
  }

  /** Update the counts on the buttons; the rows that the reader has opened stay open. */
  function renew(box) {
    const focused = box.contains(document.activeElement) && document.activeElement.dataset.act;
    box.replaceChildren(actionButtons(state.node));
    if (focused) (box.querySelector(`[data-act="${focused}"]`) || box.querySelector("button")).focus();
  }

  listeners.push((changed) => {
    const box = panel.querySelector(".acting");
    if (["node", "edge", "path"].some((name) => changed.has(name)) || (state.path && changed.has("shown"))) fill();
    else if (changed.has("shown") && state.node && box) renew(box);
  });
  fill();
}
