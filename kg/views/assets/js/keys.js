// The keyboard shortcuts, and the dialog that lists them.

import { choose, expand, fold, reset, showTable, startPath } from "./actions.js";
import { $, button, el } from "./element.js";
import { nodeInDirection } from "./screen-positions.js";
import { change, clear, isShown, shown, state } from "./state.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function makeKeys(picture) {
  const dialog = $("help");
  const chosen = (run) => () => state.node && run(state.node);
  const press = (id) => () => $(id).click();

  /** [key, description, function]; the reader can switch off keys of one character. */
  const KEYS = [
    ["/", "Find a council, a person, a theme …", () => $("find").focus()],
    ["Arrows", "In the picture: select the next thing in that direction", null],
    ["Shift+Arrows", "In the picture: move the view", null],
    ["Enter", "In the picture: go to the details of the selection", null],
    ["e", "Show the selected thing’s neighbours, or open its fold", chosen(expand)],
    ["f", "Fold the selected thing’s neighbours", chosen(fold)],
    ["o", "Show only the selected thing and its neighbours", chosen((node) => change({ opened: new Set([node]) }))],
    ["p", "Path from the selected thing to another", chosen(startPath)],
    ["h", "Hide things with only one neighbour, or show them again", () => change({ noLeaves: !state.noLeaves })],
    ["l", "Filters by theme, region, document and date", press("filter")],
    ["t", "Table or picture", () => showTable(state.table ? "" : "things")],
    ["s", "Save as PNG, SVG, CSV or Turtle; print", press("save")],
    ["d", "Dark or light", press("theme")],
    ["+", "Zoom in", () => picture.zoom(1.4)],
    ["-", "Zoom out", () => picture.zoom(1 / 1.4)],
    ["0", "The whole picture, without filters", reset],
    ["u", "Undo; also Ctrl+Z, and the browser’s Back", press("undo")],
    ["r", "Redo; also Ctrl+Y, and the browser’s Forward", press("redo")],
    ["Escape", "Close, or clear the selection", () => (state.pathFrom ? startPath(null) : clear())],
    ["?", "This list", () => help()],
  ];
  const RUN = new Map(KEYS.filter(([, , run]) => run).map(([key, , run]) => [key, run]));
  RUN.set("=", RUN.get("+"));
  const single = el("input", { type: "checkbox", id: "single-keys", checked: true });

  function help() {
    // A closed dialog returns the focus.  Where nothing had it, the dialog would keep it until the
    // next frame and swallow keys.
    if (document.activeElement === document.body) $("canvas").focus({ preventScroll: true });
    dialog.showModal();
  }
  $("keys-help").addEventListener("click", help);
  dialog.append(
    el("div", { class: "head" }, el("h2", null, "Keys"), button("×", () => dialog.close(), { class: "close", "aria-label": "Close" })),
    el("table", null, el("caption", { class: "unseen" }, "What each key does"), el("tbody", null, KEYS.map(([key, text]) =>
      el("tr", null, el("th", { scope: "row" }, key.split("+").map((part, i) => [i && key !== "+" ? "+" : "", el("kbd", null, part || "+")]).slice(0, key === "+" ? 1 : 9)), el("td", null, text))))),
    el("p", { class: "note" }, "Click a thing or a link to read its quotes; double-click a thing to show or fold its neighbours. Drag to move the view, and use the wheel to zoom. Tab reaches every button. The address contains the view: copy it to return to the view, or to send it with the file."),
    el("label", { class: "check" }, single, "Use keys of one character"),
  );
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (dialog.open || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName)) return;
    const control = (event.ctrlKey || event.metaKey) && !event.altKey;
    if (control && (key === "z" || key === "Z")) (event.shiftKey ? $("redo") : $("undo")).click();
    else if (control && key === "y") $("redo").click();
    else if (control || event.metaKey || event.altKey) return;
    else if (target.id === "canvas" && ARROWS[key]) {
      const [x, y] = ARROWS[key];
      if (event.shiftKey) picture.pan(60 * x, 60 * y);
      else walk(ARROWS[key]);
    } else if (target.id === "canvas" && key === "Enter") state.node && ($("details").querySelector("h2") || $("panel")).focus();
    else if (RUN.has(key) && (single.checked || key === "Escape")) RUN.get(key)();
    else return;
    event.preventDefault();
  });

  /** Select the next thing in a direction; without a selection, the most important thing. */
  function walk(direction) {
    const first = () => [...shown().nodes].sort((a, b) => a.rank - b.rank)[0];
    const next = state.node && isShown(state.node) ? nodeInDirection(state.node, direction) : first();
    if (!next) return;
    choose(next);
    picture.show(next);
  }
}
