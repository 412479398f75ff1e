// The view: what the reader has chosen, and who wants to know of a change.

/** Whether all links to themes are drawn from the start: more would cover the rest. */
const FINDINGS_SHOWN = edges.filter((edge) => edge.kind === "theme").length <= 160;

const state = {
  ...ALL,
  node: null, // the selected node
  edge: null, // or the selected edge
  path: null, // or [from, to], the ends of a way
  findings: FINDINGS_SHOWN,
  table: "", // "things" or "links" when that table takes the place of the picture
  dark: false,
};

const listeners = [];
let shown = visibleIn(state);
let steps = null; // the links of the chosen way
let light = null;

/** Change the view and tell everyone the names of what has changed.  `step` is how the change goes
 * into the history: "new" for a step to which the reader can return, "same" for no step. */
function change(patch, step = "new") {
  const changed = new Set(Object.keys(patch).filter((name) => patch[name] !== state[name]));
  if (!changed.size) return;
  Object.assign(state, patch);
  if (FILTERS.some((name) => changed.has(name))) {
    shown = visibleIn(state);
    changed.add("shown");
  }
  steps = state.path && pathBetween(...state.path, shown.edges);
  light = lit();
  for (const listener of listeners) listener(changed, step);
}

const NONE = { node: null, edge: null, path: null };
const select = (node) => change({ ...NONE, node });
const selectEdge = (edge) => change({ ...NONE, edge });
const selectPath = (from, to) => change({ ...NONE, path: [from, to] });
const clear = () => change(NONE);

const nodeIsOn = (node) => shown.nodes.has(node);

/** The nodes and edges that a selection keeps in the light; null when nothing is selected.
 *
 * A council leads on to what its inspections say and who made them; what is not a council leads
 * by way of an inspection to the council that was inspected. */
function lit() {
  if (state.path) {
    const found = steps || [];
    return { nodes: new Set([...state.path, ...found.flatMap((e) => [e.from, e.to])]), edges: new Set(found) };
  }
  if (state.edge) {
    return { nodes: new Set([state.edge.from, state.edge.to]), edges: new Set([state.edge]) };
  }
  // The whole picture is about what it is drawn around.
  if (!state.node || (focused.size === 1 && focused.has(state.node))) return null;
  const lights = { nodes: new Set([state.node]), edges: new Set() };
  const add = (edge, end) => {
    lights.edges.add(edge);
    lights.nodes.add(end);
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
  return lights;
}

/** Whether a link is drawn as a line. */
const edgeIsOn = (edge) =>
  shown.edges.has(edge) && !isCell(edge) && !isQuiet(edge) &&
  (edge.kind !== "theme" || (light ? light.edges.has(edge) : state.findings || state.theme === edge.to));
