// The view: what the reader has chosen, and who wants to know of a change.

import { edges, focused, otherEnd } from "./data.js";
import { shortestPath } from "./path.js";
import { ALL, FILTERS, visibleIn } from "./visible.js";

/** Whether all links to themes are drawn from the start: more would cover the rest. */
export const FINDINGS_SHOWN = edges.filter((edge) => edge.kind === "theme").length <= 160;

export const state = {
  ...ALL,
  node: null, // the selected node
  edge: null, // or the selected edge
  path: null, // or [from, to], the ends of a way
  findings: FINDINGS_SHOWN,
  pathFrom: null, // the thing from which a path is being chosen
  table: "", // "things" or "links" when that table takes the place of the picture
  dark: false,
};

export const listeners = [];
let visible = visibleIn(state);
let way = null;
let highlighted = null;

/** {nodes, edges, known}: what the view shows. */
export const shown = () => visible;

/** The links of the chosen path in order; null when there is none. */
export const steps = () => way;

/** {nodes, edges} that the selection keeps in the light; null when nothing is selected. */
export const highlight = () => highlighted;

/** Change the view and tell everyone the names of what has changed.  `step` is how the change goes
 * into the history: "new" for a step to which the reader can return, "same" for no step. */
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

/** The nodes and edges that a selection keeps in the light; null when nothing is selected.
 *
 * A council leads on to what its inspections say and who made them; what is not a council leads
 * by way of an inspection to the council that was inspected. */
function findHighlight() {
  if (state.path) {
    const found = way || [];
    return { nodes: new Set([...state.path, ...found.flatMap((e) => [e.from, e.to])]), edges: new Set(found) };
  }
  if (state.edge) {
    return { nodes: new Set([state.edge.from, state.edge.to]), edges: new Set([state.edge]) };
  }
  // The whole picture is about what it is drawn around.
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
