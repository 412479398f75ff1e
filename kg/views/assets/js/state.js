// What the reader has chosen, and who wants to know of a change.

const state = {
  node: null, // the selected node
  edge: null, // or the selected edge
  offKinds: new Set(), // kinds that the legend hides
  offGrades: new Set(), // grades that it hides; "" stands for inspections without one
  findings: edges.filter((edge) => edge.kind === "theme").length <= 160,
  dark: false,
};

const listeners = [];

/** Change what is chosen and tell everyone; `what` is what they are told has changed. */
function change(patch, what) {
  Object.assign(state, patch);
  light = lit();
  for (const listener of listeners) listener(what);
}

const select = (node) => change({ node, edge: null }, "selection");
const selectEdge = (edge) => change({ node: null, edge }, "selection");
const clear = () => change({ node: null, edge: null }, "selection");

const nodeIsOn = (node) =>
  !state.offKinds.has(node.kind) &&
  !(node.kind === "inspection" && state.offGrades.has(node.grade));

/** The nodes and edges that a selection keeps in the light; null when nothing is selected.
 *
 * A council leads on to what its inspections say and who made them; what is not a council leads
 * by way of an inspection to the council that was inspected. */
function lit() {
  if (state.edge) {
    return { nodes: new Set([state.edge.from, state.edge.to]), edges: new Set([state.edge]) };
  }
  if (!state.node) return null;
  const light = { nodes: new Set([state.node]), edges: new Set() };
  const add = (edge, end) => {
    light.edges.add(edge);
    light.nodes.add(end);
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
  return light;
}

let light = null;

const edgeIsOn = (edge) =>
  nodeIsOn(edge.from) && nodeIsOn(edge.to) &&
  (edge.kind !== "theme" || (light ? light.edges.has(edge) : state.findings));
