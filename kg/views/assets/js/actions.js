// The reader's actions, by click, key or search, as changes of the view.

import { folds, layouts } from "./data.js";
import { $, announce } from "./element.js";
import { isPhone } from "./screen.js";
import { change, FINDINGS_SHOWN, isShown, NONE, shown, state } from "./state.js";
import { ALL, expandPatch, foldOf, foldPatch, gain, layoutOf, visibleIn } from "./visible.js";

/** The picture; main.js creates it after the modules that call these functions. */
let picture = null;

/** Set the picture that these functions move. */
export function setPicture(created) {
  picture = created;
}

/** The changes that show a hidden node: open folds, else clear the filters. */
function revealPatch(node) {
  if (isShown(node)) return {};
  const home = foldOf(node);
  const open = {
    noLeaves: false,
    folded: expandPatch({ ...state, unfolded: new Set() }, node).folded || state.folded,
    opened: state.opened && new Set([...state.opened, node]),
    unfolded: home ? new Set([...state.unfolded, home.node]) : state.unfolded,
  };
  if (visibleIn({ ...state, ...open }).nodes.has(node)) return open;
  const { places } = layoutOf(state.layout);
  return { ...ALL, unfolded: open.unfolded, layout: places[node.id] ? state.layout : layouts[0].name };
}

/** Start choosing the end of a path from a node; null stops it. */
export function startPath(node) {
  change({ pathFrom: node }, "same");
  if (node) announce(`Path from ${node.label}: choose where it ends`);
}

/** Handle a node chosen by click or search: as the end of a path, or as the selection. */
export function choose(node) {
  const from = state.pathFrom;
  startPath(null);
  const patch = { ...revealPatch(node), ...NONE };
  if (from && from !== node) change({ ...patch, path: [from, node] });
  else change({ ...patch, node });
  if (isPhone() && state.node) picture.show(node);
}

/** Choose a node from outside the picture, and move the picture to it. */
export function goTo(node) {
  if (state.table) change({ table: "" }, "same");
  choose(node);
  if (state.path) picture.fit(true);
  else picture.show(node);
  const head = $("details").querySelector("h2");
  (head || $("panel")).focus({ preventScroll: true });
}

/** Show the neighbours of a node. */
export const expand = (node) => change(expandPatch(state, node));

/** Fold the neighbours of a node. */
export const fold = (node) => change(foldPatch(state, node));

/** Show a node's neighbours when some are hidden, else fold them. */
export function expandOrFold(node) {
  if (folds.get(node)?.members.length || gain(state, expandPatch(state, node), shown()) > 0) expand(node);
  else fold(node);
}

/** Show a table instead of the picture; "" shows the picture again. */
export function showTable(name) {
  change({ table: name });
  if (name) $("table").querySelector("button").focus();
}

/** The whole picture, without filters and with nothing selected. */
export function reset() {
  change({ ...ALL, ...NONE, findings: FINDINGS_SHOWN, table: "" });
  picture.fit(true);
}
