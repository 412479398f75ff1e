// The side panel for a selection: what it is, what the sources say, and its links.

import { goTo, startPath } from "./actions.js";
import { addCounts, byDate, byName, folds, kindNames, KINDS, otherEnd, RESPONSE } from "./data.js";
import { button, chip, el, heading, sign } from "./element.js";
import { countBar, factList, linkRow, moreButton, NO_WORDS } from "./quotes.js";
import { change, NONE, shown, state, steps } from "./state.js";
import { expandPatch, foldOf, foldPatch, gain, neighboursOf } from "./visible.js";
import { countsInWords, plural, relationOf } from "./words.js";

/** The neighbours of one kind, each with the edges that lead to it. */
function neighboursOfKind(node, edgeKinds, kinds) {
  const found = new Map();
  for (const edge of node.links) {
    const other = otherEnd(edge, node);
    if (!edgeKinds.includes(edge.kind) || !kinds.includes(other.kind)) continue;
    if (!found.has(other)) found.set(other, []);
    found.get(other).push(edge);
  }
  return found;
}

/** Rows: the first few, and the rest on demand. */
function someRows(rows, first) {
  const list = el("div", { class: "rows" }, rows.slice(0, first + 1));
  if (rows.length <= first + 1) return [list];
  list.lastChild.remove();
  return [list, moreButton(rows.length - first, () => list.append(...rows.slice(first)), list)];
}

function plainSection(node, title, edgeKinds, kinds) {
  const found = [...neighboursOfKind(node, edgeKinds, kinds)];
  if (!found.length) return [];
  found.sort(([a], [b]) => (a.kind === "inspection" && b.kind === "inspection" ? byDate(a, b) : byName(a, b)));
  return [
    heading(title, found.length),
    ...someRows(found.map(([other, some]) => {
      const plain = ["inspection", "programme", "organisation"];
      const labelOf = (edge) => {
        if (edge.kind === "follows") return edge.to === other ? "previous inspection" : "next inspection";
        return plain.includes(edge.kind) ? "" : edge.label;
      };
      const relation = some.map(labelOf).filter(Boolean).join("; ");
      const brief = node.kind === "council" && other.kind === "inspection" && other.detail;
      const named = [
        // For a council's own inspections, the kind and dates are enough.
        el("span", { class: "name" }, brief ? other.detail : other.label),
        el("span", { class: "relation" }, relation || (brief ? "" : other.detail)),
      ];
      return linkRow(other, some, [sign(other.kind, other.grade), el("span", { class: "text" }, named)]);
    }), 8),
  ];
}

/** Findings by theme of an inspection, or of all inspections of a council. */
function themeSection(node) {
  const sources = node.kind === "council"
    ? [node, ...neighboursOfKind(node, ["inspection"], ["inspection"]).keys()] : [node];
  const found = new Map();
  for (const source of sources) {
    for (const edge of source.links) {
      if (edge.kind !== "theme") continue;
      const other = node.kind === "theme" ? otherEnd(edge, node) : edge.to;
      if (!found.has(other)) found.set(other, []);
      found.get(other).push(edge);
    }
  }
  if (!found.size) return [];
  const total = (some) => some.reduce((sum, edge) => sum + edge.total, 0);
  const rows = [...found].sort(([a, x], [b, y]) => total(y) - total(x) || byName(a, b));
  const widest = total(rows[0][1]);
  return [
    heading(node.kind === "theme" ? "Findings by inspection" : "Findings by theme", rows.length),
    ...someRows(rows.map(([other, some]) =>
      linkRow(other, some, [el("span", { class: "text" }, el("span", { class: "name" }, other.label))],
        countBar(addCounts(some), widest))), 12),
  ];
}

/** Buttons for a node's actions, each with the number of things that it would show or hide. */
export function actionButtons(node) {
  const some = [];
  const fold = folds.get(node);
  const add = (text, count, patch, key) => some.push(button([text, count === null ? "" :
    el("span", { class: "count" }, count.toLocaleString("en-GB"))], () => change(patch), { class: "act", "data-act": key }));
  const more = gain(state, expandPatch(state, node), shown());
  if (fold?.members.length) add("Open", fold.members.length, expandPatch(state, node), "expand");
  else if (more > 0) add("Show neighbours", more, expandPatch(state, node), "expand");
  const less = -gain(state, foldPatch(state, node), shown());
  if (less > 0) add("Fold neighbours", less, foldPatch(state, node), "fold");
  const near = neighboursOf(node).size;
  if (near && !(state.opened && state.opened.size === 1 && state.opened.has(node))) {
    add("Only this and its neighbours", near, { opened: new Set([node]) }, "only");
  }
  const home = foldOf(node);
  if (home && state.unfolded.has(home.node)) {
    const without = new Set([...state.unfolded].filter((other) => other !== home.node));
    add(`Fold into ${home.node.label} again`, home.members.length, { ...NONE, node: home.node, unfolded: without }, "refold");
  }
  if (near) some.push(button("Path to …", () => startPath(node), { class: "act", "data-act": "path" }));
  return el("div", { class: "acts", role: "group", "aria-label": "Actions" }, some);
}

function foldNote(node) {
  const fold = folds.get(node);
  if (!fold) return [];
  return [el("p", { class: "lead" }, fold.description),
    fold.command ? el("p", { class: "note" }, "To see them: ", el("code", null, fold.command)) : ""];
}

export function nodePanel(node) {
  const parts = [
    el("p", { class: "kind" }, sign(node.kind, node.grade), kindNames.get(node.kind) || "Thing"),
    el("h2", { tabindex: "-1" }, node.label),
  ];
  if (node.detail) parts.push(el("p", { class: "detail" }, node.detail));
  if (node.grade) parts.push(el("p", null, chip(node.grade)));
  parts.push(...foldNote(node), el("div", { class: "acting" }, actionButtons(node)));
  const said = node.facts.filter((fact) => fact.label === RESPONSE);
  const quoted = node.facts.filter((fact) => fact.quote && fact.label !== RESPONSE);
  const known = node.facts.filter((fact) => !fact.quote);
  if (quoted.length) parts.push(heading("What the sources say", quoted.length), ...factList(quoted, 3, node.more));
  parts.push(
    ...plainSection(node, "Inspections", ["inspection", "follows", "inspector"], ["inspection"]),
    ...plainSection(node, "Councils", ["inspection", "post", "programme", "organisation", "inspector"], ["council"]),
    ...plainSection(node, "In post", ["post"], ["leader", "inspector"]),
    ...themeSection(node),
    ...plainSection(node, "Inspectors", ["inspector"], ["inspector", "leader"]),
    ...plainSection(node, "Programmes", ["programme"], ["programme"]),
    ...plainSection(node, "Organisations", ["organisation", "post"], ["organisation"]),
    ...plainSection(node, "Links", ["link"], KINDS.map(([kind]) => kind)),
  );
  if (said.length) parts.push(heading("What others said", said.length), ...factList(said, 3));
  if (known.length) {
    parts.push(heading("Reference data"), el("dl", null, known.map((fact) =>
      [el("dt", null, fact.label), el("dd", null, fact.value)])));
  }
  parts.push(el("p", { class: "iri" }, node.iri));
  return parts;
}

const endButton = (node) => button([sign(node.kind, node.grade), el("span", null, node.label)], () => goTo(node), { class: "end" });

export function edgePanel(edge) {
  return [
    el("p", { class: "kind" }, "Link"),
    el("h2", { tabindex: "-1" }, edge.kind === "theme" ? countsInWords(edge.counts) : edge.label || "Inspection"),
    el("p", { class: "ends" }, endButton(edge.from), endButton(edge.to)),
    edge.facts.length ? heading("What the sources say", edge.facts.length)
      : el("p", { class: "note" }, NO_WORDS),
    ...factList(edge.facts, 8, edge.more),
  ];
}

export function pathPanel([from, to]) {
  const parts = [
    el("p", { class: "kind" }, "Path"),
    el("h2", { tabindex: "-1" }, `${from.label} to ${to.label}`),
  ];
  if (!steps()) {
    return [...parts, el("p", { class: "lead" }, "No path over the links that are shown. Filters or folds may hide it.")];
  }
  parts.push(el("p", { class: "detail" }, `${plural(steps().length, "step", "steps")}, the shortest path over the links that are shown.`));
  const way = el("ol", { class: "way" }, el("li", null, endButton(from)));
  let at = from;
  for (const edge of steps()) {
    at = otherEnd(edge, at);
    way.append(el("li", null, el("p", { class: "relation" }, relationOf(edge)), endButton(at), factList(edge.facts, 1, edge.more)));
  }
  return [...parts, way];
}
