// The history of views is that of the browser: Undo, Ctrl+Z and the back button do the same.

import { fromHash, toHash } from "./address.js";
import { change, listeners, state } from "./state.js";
import { FILTERS } from "./visible.js";

const VIEW = ["node", "edge", "path", "findings", "table", ...FILTERS];

export function makeHistory(picture, undo, redo) {
  let step = 0;
  let last = 0;
  let restoring = false;
  let going = false;

  function write(how) {
    try {
      const hash = toHash(state, picture.position());
      history[how]({ step, last }, "", hash || location.pathname + location.search);
    } catch {
      // In a frame without an origin, or with too many steps a second, there is no history.
    }
    undo.disabled = step === 0;
    redo.disabled = step >= last;
  }

  listeners.push((changed, how) => {
    if (restoring || !VIEW.some((name) => changed.has(name))) return;
    if (how === "new") {
      step += 1;
      last = step;
    }
    write(how === "new" ? "pushState" : "replaceState");
  });

  /** Show the view in the address. */
  function restore() {
    restoring = true;
    const { view, at } = fromHash(location.hash);
    change(view, "same");
    picture.place(at);
    restoring = false;
  }

  window.addEventListener("popstate", ({ state: saved }) => {
    going = false;
    // An address that the reader typed has no state: it is a new step.
    step = saved ? saved.step : step + 1;
    last = saved ? Math.max(last, saved.step) : step;
    restore();
    write("replaceState");
  });

  /** Go a step back or forward.  Writing before the browser arrives would stop it. */
  function go(way) {
    going = true;
    history[way]();
  }

  undo.addEventListener("click", () => step > 0 && go("back"));
  redo.addEventListener("click", () => step < last && go("forward"));
  picture.onMoved(() => going || write("replaceState"));

  if (history.state && Number.isInteger(history.state.step)) ({ step, last } = history.state);
  if (location.hash) restore();
  write("replaceState");
  return { write };
}
