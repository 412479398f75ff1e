// One history of views: the browser's own.  Its back button, the page's Undo and Ctrl+Z are one.

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
      // A page in a frame without an origin, or too many steps a second: it goes on without.
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

  /** Take the view that the address names. */
  function restore() {
    restoring = true;
    const { view, at } = fromHash(location.hash);
    change(view, "same");
    picture.place(at);
    restoring = false;
  }

  window.addEventListener("popstate", ({ state: kept }) => {
    going = false;
    // An address that the reader typed brings no state: it is a step of its own.
    step = kept ? kept.step : step + 1;
    last = kept ? Math.max(last, kept.step) : step;
    restore();
    write("replaceState");
  });

  /** Go a step; until the browser is there, nothing is written, for that would keep it here. */
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
