// Computes which things and links a view shows.  Its functions are pure.

import { edges, folds, layouts, nodes, otherEnd } from "./data.js";

/** A view without filters; `source` is a document or null. */
export const ALL = Object.freeze({
  offKinds: new Set(), // kinds that the legend hides
  offGrades: new Set(), // grades that the legend hides; "" is for inspections without a grade
  theme: null, // the node of the only theme to show
  region: "", // the only region
  source: null, // the only document
  since: "", // the first and the last day, month or year
  until: "",
  noLeaves: false, // whether to hide things with at most one neighbour
  opened: null, // null, or a set of nodes: only they and their neighbours are shown
  folded: new Set(), // nodes with folded neighbours
  unfolded: new Set(), // placeholders with their folds opened
  layout: layouts[0].name,
});
export const FILTERS = Object.keys(ALL);

const isPlace = (node) => node.kind === "council" || node.kind === "inspection";

/** Whether a day, month or year can be between two others; "" is no bound. */
export function within(when, since, until) {
  if (!since && !until) return true;
  if (!when) return false;
  const upTo = (bound) => when.slice(0, bound.length);
  return (!since || upTo(since) >= since.slice(0, when.length)) &&
    (!until || upTo(until) <= until.slice(0, when.length));
}

/** The neighbours of a node over the links for which `keeps` is true. */
export function neighboursOf(node, keeps = () => true) {
  return new Set(node.links.filter(keeps).map((edge) => otherEnd(edge, node)));
}

/** The region of a council, or the regions of an inspection's councils. */
function regionsOf(node) {
  if (node.kind === "council") return node.region ? [node.region] : [];
  return [...neighboursOf(node)].filter((other) => other.kind === "council").flatMap(regionsOf);
}

/** Whether a document is a source of a thing or a link. */
export const cites = (item, source) =>
  item.facts.some((fact) => fact.source === source) || Boolean(item.sources?.includes(source));

/** The nodes that match the filters, before folding. */
function passFilters(view, things, keeps) {
  const { theme, region, source, since, until, offGrades } = view;
  const fromSource = (item) => cites(item, source);
  const on = new Set();
  const inspections = things.filter((node) => node.kind === "inspection");
  for (const node of inspections) {
    if (offGrades.has(node.grade) || !within(node.when, since, until)) continue;
    if (region && !regionsOf(node).includes(region)) continue;
    if (theme && !neighboursOf(node).has(theme)) continue;
    if (source && !fromSource(node) && !node.links.some(keeps)) continue;
    on.add(node);
  }
  const wanting = theme || source || since || until;
  for (const node of things) {
    if (node.kind !== "council" || (region && !regionsOf(node).includes(region))) continue;
    const near = neighboursOf(node);
    const inspected = [...near].filter((other) => other.kind === "inspection");
    const direct = (theme && near.has(theme)) || (source && node.links.some(fromSource));
    if (direct || inspected.some((other) => on.has(other)) || !(wanting || inspected.length)) on.add(node);
  }
  const places = things.some(isPlace);
  for (const node of things) {
    if (isPlace(node)) continue;
    if (node.kind === "theme" && theme) {
      if (node === theme) on.add(node);
      continue;
    }
    if (!places) {
      if (!source || fromSource(node) || node.links.some(keeps)) on.add(node);
      continue;
    }
    const tied = [...neighboursOf(node)].filter(isPlace);
    if (!tied.length ? !(wanting || region) : [...neighboursOf(node, keeps)].some((other) => on.has(other))) on.add(node);
  }
  return new Set([...on].filter((node) => !view.offKinds.has(node.kind)));
}

/** Ranks of kinds: folding a node hides neighbours of a higher rank. */
const RANKS = { council: 0, theme: 0, inspection: 1 };
const rank = (node) => RANKS[node.kind] ?? 2;

/** The nodes that are hidden because these roots are folded: those with no other shown neighbour. */
function hiddenByFolding(on, roots) {
  const away = new Set();
  const near = (node) => [...neighboursOf(node, (edge) => edge.kind !== "theme")].filter((other) => on.has(other));
  const under = new Set();
  for (const root of roots) {
    if (!on.has(root)) continue;
    for (const node of near(root)) {
      if (roots.has(node) || node.kind === "theme" || node.kind === "council") continue;
      if (node.kind === "inspection" && root.kind === "council") away.add(node);
      else under.add(node);
    }
  }
  for (const node of away) for (const next of near(node)) if (rank(next) > 1) under.add(next);
  // A node under a root stays while it has another neighbour that is shown and not a root.
  for (let changed = true; changed;) {
    changed = false;
    for (const node of under) {
      if (away.has(node) || roots.has(node)) continue;
      if (near(node).some((other) => !away.has(other) && !roots.has(other))) continue;
      away.add(node);
      changed = true;
    }
  }
  return away;
}

export const layoutOf = (name) => layouts.find((one) => one.name === name) || layouts[0];

/** The members of closed folds, and the placeholders of open folds. */
function hiddenByFolds(unfolded) {
  const away = new Set();
  const put = (fold) => {
    for (const member of fold.members) {
      away.add(member);
      if (folds.has(member)) put(folds.get(member));
    }
  };
  for (const fold of folds.values()) {
    if (unfolded.has(fold.node)) away.add(fold.node);
    else put(fold);
  }
  return away;
}

/** {nodes, edges, known}: those that are shown, and the nodes that match the filters, folded or not. */
export function visibleIn(view, things = nodes, links = edges) {
  const { theme, source } = view;
  const keeps = (edge) =>
    (!theme || edge.kind !== "theme" || edge.to === theme) &&
    (!source || cites(edge, source));
  const { places } = layoutOf(view.layout);
  const known = passFilters(view, things.filter((node) => places[node.id]), keeps);
  let on = known;
  if (folds.size) {
    const away = hiddenByFolds(view.unfolded);
    on = new Set([...known].filter((node) => !away.has(node)));
  }
  if (view.opened) {
    const near = new Set([...view.opened].flatMap((node) => [node, ...neighboursOf(node)]));
    on = new Set([...on].filter((node) => near.has(node)));
  }
  if (view.folded.size) {
    const away = hiddenByFolding(on, view.folded);
    on = new Set([...on].filter((node) => !away.has(node)));
  }
  if (view.noLeaves) {
    const kept = (edge) => on.has(edge.from) && on.has(edge.to);
    on = new Set([...on].filter((node) => neighboursOf(node, kept).size > 1));
  }
  const shown = links.filter((edge) => on.has(edge.from) && on.has(edge.to) && keeps(edge));
  return { nodes: on, edges: new Set(shown), known };
}

/** The fold that a node is a member of. */
export const foldOf = (node) => [...folds.values()].find((fold) => fold.members.includes(node));

/** The changes to a view that show the neighbours of a node. */
export function expandPatch(view, node) {
  if (folds.get(node)?.members.length) return { unfolded: new Set([...view.unfolded, node]) };
  const roots = new Set([node, ...neighboursOf(node)]);
  const folded = new Set([...view.folded].filter((root) => !roots.has(root)));
  return { folded, opened: view.opened && new Set([...view.opened, node]) };
}

/** The changes to a view that fold the neighbours of a node. */
export function foldPatch(view, node) {
  if (view.opened && view.opened.has(node) && view.opened.size > 1) {
    return { opened: new Set([...view.opened].filter((other) => other !== node)) };
  }
  return { folded: new Set([...view.folded, node]) };
}

/** The number of things that a change to a view would add; negative when it hides some. */
export const gain = (view, patch, shown = visibleIn(view)) =>
  visibleIn({ ...view, ...patch }).nodes.size - shown.nodes.size;
