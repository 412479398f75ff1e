// The data of the page, with indexes.  This module does not change the page.

export const raw = JSON.parse(document.getElementById("data").textContent);

/** Labels, values and quotes, without repeats. */
const { texts } = raw;

/** Documents: {title, path, url, when}; `when` is a day, a month or a year. */
export const documents = raw.documents.map(([title, path, url, paged, when], id) => ({ id, title, path, url, paged, when }));

/** The address of a page of a document, where it has one. */
const addressOf = (source, page) =>
  source.url && page !== null && source.paged && !source.url.includes("#") ? `${source.url}#page=${page}` : source.url;

/** The label of what others than the inspectorate say. */
export const RESPONSE = "Response";

/** Facts, with their quotes. */
export const facts = raw.facts.map(([label, value, quote, source, page, paragraph]) => ({
  label: texts[label], value: texts[value], quote: texts[quote], source: documents[source], page, paragraph,
  url: addressOf(documents[source], page),
}));

/** Things.  `links` has the edges of each. */
export const nodes = raw.nodes.map(
  ([iri, kind, label, caption, detail, also, grade, when, places, region, rank, community, between, more], id) => ({
    id, iri, kind, label, caption, detail, also, grade, when, links: [],
    facts: places.map((place) => facts[place]), region, rank, community, between, more,
  }));

/** Links.  `counts` is [strengths, weaknesses, mixed, recommendations] of an edge to a theme. */
export const edges = raw.edges.map(([from, to, kind, label, counts, places, more, sources], id) => {
  const edge = {
    id, from: nodes[from], to: nodes[to], kind, label: texts[label], counts: counts || [0, 0, 0, 0], more,
    total: counts ? counts.reduce((sum, count) => sum + count, 0) : 0,
    facts: places.map((place) => facts[place]), sources: sources.map((source) => documents[source]),
  };
  edge.from.links.push(edge);
  edge.to.links.push(edge);
  return edge;
});

/** Folds by placeholder: a node that replaces others until the reader opens the fold. */
export const folds = new Map(raw.folds.map(([place, members, count, description, command]) => [
  nodes[place], { node: nodes[place], members: members.map((member) => nodes[member]), count, description, command },
]));

/** The layouts, the initial one first; kg/views/page.py describes their fields. */
export const layouts = raw.layouts.length ? raw.layouts : [{
  name: "", label: "", description: "", places: raw.network.nodes.map(({ x, y }) => [x, y]),
  marks: [], quiet: [], anchors: {}, cells: [],
}];

export const focused = new Set(raw.focus.map((place) => nodes[place]));
export const regionLabels = new Map(raw.regions);

export const byIri = new Map(nodes.map((node) => [node.iri, node]));

export const gradeLabels = new Map(raw.grades);
export const gradeOfLabel = new Map(raw.grades.map(([token, label]) => [label, token]));

export const KINDS = [
  ["council", "Councils", "Council"],
  ["inspection", "Inspections", "Inspection"],
  ["inspector", "Inspectors", "Inspector"],
  ["leader", "Leaders", "Leader"],
  ["programme", "Programmes", "Programme"],
  ["organisation", "Organisations", "Organisation"],
  ["theme", "Themes", "Theme"],
  ["other", "Other things", "Thing"],
].filter(([kind]) => nodes.some((node) => node.kind === kind));

export const kindNames = new Map(KINDS.map(([kind, , one]) => [kind, one]));

export const FINDINGS = [
  ["strength", "strengths", "▲"],
  ["weakness", "weaknesses", "▼"],
  ["mixed", "mixed", "◆"],
  ["recommendation", "recommendations", "➜"],
];

export const otherEnd = (edge, node) => (edge.from === node ? edge.to : edge.from);

/** The sum of the counts of several edges. */
export const addCounts = (some) =>
  some.reduce((sum, edge) => sum.map((count, i) => count + edge.counts[i]), [0, 0, 0, 0]);

export const byDate = (a, b) => (a.when < b.when ? -1 : a.when > b.when ? 1 : a.id - b.id);
export const byName = (a, b) => a.label.localeCompare(b.label, "en-GB") || a.id - b.id;
