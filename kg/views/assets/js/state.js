// The view: the reader's choices, and the listeners for changes.

import { edges, focused, otherEnd } from "./data.js";
import { shortestPath } from "./path.js";
import { ALL, FILTERS, visibleIn } from "./visible.js";

/** Whether links to themes are drawn at first; many would cover the rest. */
export const FINDINGS_SHOWN = edges.filter((edge) => edge.kind === "theme").length <= 160;

export const state = {
  ...ALL,
  node: null, // the selected node
  edge: null, // or the selected edge
  path: null, // or [from, to], the ends of a path
  findings: FINDINGS_SHOWN,
  pathFrom: null, // the start of a path while the reader chooses its end
  table: "", // "things" or "links" while that table is shown instead of the picture
  dark: false,
};

export const listeners = [];
let visible = visibleIn(state);
let way = null;
let highlighted = null;

/** {nodes, edges, known} of the view: see visible.js. */
export const shown = () => visible;

/** The links of the chosen path in order; null when there is none. */
export const steps = () => way;

/** {nodes, edges} that the selection highlights; null when nothing is selected. */
export const highlight = () => highlighted;

/** Change the view, and call the listeners with the names of what has changed.  `step` is "new" for
 * a step in the history, to which the reader can return, or "same" for no step. */
export function change(patch, step = "new") {
  const changed = new Set(Object.keys(patch).filter((name) => patch[name] !== state[name]));
  if (!changed.size) return;
  Object.assign(state, patch);
  if (FILTERS.some((name) => changed.has(name))) {
    visible = visibleIn(state);
    changed.add("shown");
  }
  way = state.path && shortestPath(...state.path, visible.edges);
  highlighted = findHighlight();
  for (const listener of listeners) listener(changed, step);
}

export const NONE = { node: null, edge: null, path: null };
export const select = (node) => change({ ...NONE, node });
export const selectEdge = (edge) => change({ ...NONE, edge });
export const selectPath = (from, to) => change({ ...NONE, path: [from, to] });
export const clear = () => change(NONE);

export const isShown = (node) => visible.nodes.has(node);

/** The nodes and edges that a selection highlights; null when nothing is selected.
 *
 * For a council, they include the findings and inspectors of its inspections; for other things, the
 * councils of their inspections. */
function findHighlight() {
  if (state.path) {
    const found = way || [];
    return { nodes: new Set([...state.path, ...found.flatMap((e) => [e.from, e.to])]), edges: new Set(found) };
  }
  if (state.edge) {
    return { nodes: new Set([state.edge.from, state.edge.to]), edges: new Set([state.edge]) };
  }
  // When the picture is drawn around the selected node, all of it is relevant.
  if (!state.node || (focused.size === 1 && focused.has(state.node))) return null;
  const found = { nodes: new Set([state.node]), edges: new Set() };
  const add = (edge, end) => {
    found.edges.add(edge);
    found.nodes.add(end);
  };
  for (const edge of state.node.links) {
    const near = otherEnd(edge, state.node);
    add(edge, near);
    if (near.kind !== "inspection" || state.node.kind === "inspection") continue;
    for (const further of near.links) {
      const end = otherEnd(further, near);
      if ((end.kind === "council") !== (state.node.kind === "council")) add(further, end);
    }
  }
  return found;
}
