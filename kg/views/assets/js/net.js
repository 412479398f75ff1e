// The network: things and the links that documents make between them.  Made when it is first needed.

import { bodies, councils, inspections, given, OVERALL, people, themes } from "./data.js";
import { gradeFor } from "./grades.js";
import { countsInWords, LETTERS, monthInWords, plainText, plural, typeName } from "./words.js";

/** The kinds of things, in the order of the legend, with their names for one and for many. */
export const THING_KINDS = {
  __proto__: null, council: ["council", "councils"], inspection: ["inspection", "inspections"], inspector: ["inspector", "inspectors"],
  leader: ["leader", "leaders"], programme: ["programme", "programmes"], organisation: ["organisation", "organisations"],
  theme: ["theme", "themes"], other: ["other thing", "other things"],
};
export const KIND_ORDER = Object.keys(THING_KINDS);
/** Themes link nearly everything, so they are off at first. */
export const USUAL_KINDS = KIND_ORDER.filter((kind) => kind !== "theme");
/** So many neighbours of a kind are drawn; the others are listed. */
export const MOST = 60;
/** So many things of a network that the page is given are drawn; the others are in the table. */
export const MOST_GIVEN = 300;

const BASE = "https://w3id.org/inspection-kg/";
const THEMES = `${BASE}concept/theme/`;

/** An IRI as the address holds it: short where it is one of this project's, and without a comma. */
export const shortIri = (iri) => (iri.startsWith(`${BASE}id/`) ? iri.slice(BASE.length + 3) : iri).replaceAll("%", "%25").replaceAll(",", "%2C");

/** The IRIs of a list in an address. */
export const longIris = (list) => (list || "").split(",").filter(Boolean).map((part) => {
  const iri = part.replaceAll("%2C", ",").replaceAll("%25", "%");
  return /^[a-z][a-z0-9+.-]*:/i.test(iri) ? iri : `${BASE}id/${iri}`;
});

const VISITS = { __proto__: null, "focused-visit": "F", "monitoring-visit": "M", "joint-targeted-area": "J", "area-send": "S" };

/** How an inspection is marked: {letter, grade, visit}; one without an overall grade has the letter of its type. */
function markOf(inspection) {
  const overall = gradeFor(inspection, OVERALL);
  if (overall) return { letter: LETTERS[overall.grade.token] || "–", grade: overall.grade.token, visit: false };
  const letter = VISITS[inspection.type?.token];
  if (letter) return { letter, grade: "", visit: true };
  return { letter: inspection.grades.length ? "…" : "–", grade: inspection.grades.length ? "not-reported" : "none", visit: false };
}

const councilsOf = (inspection) => inspection.councils.map((council) => council.name).join(" and ");
/** "the focused visit of Bradford in September 2018"; `place` is left out where the sentence says it. */
function inspectionInWords(inspection, place = true) {
  const type = typeName(inspection.type);
  return ["the", type[0].toLowerCase() + type.slice(1), place && inspection.councils.length ? `of ${councilsOf(inspection)}` : "", inspection.when ? `in ${monthInWords(inspection.when)}` : "(undated)"].filter(Boolean).join(" ");
}
const capital = (text) => text[0].toUpperCase() + text.slice(1);

/** "Bradford, September 2018"; its type stands beside it. */
const placeAndMonth = (inspection) => [councilsOf(inspection), inspection.when ? monthInWords(inspection.when) : "undated"].filter(Boolean).join(", ");

const OTHER_PART = "Other part";
const SIGNATORY = "Signatory";
/** Whether somebody's part doesn't make them an inspector: whoever signs the letter of a joint inspection. */
const isWeak = ({ role, inspection }) => role === OTHER_PART || (role === SIGNATORY && inspection.type?.token === "joint-targeted-area");

/** Build the whole: {nodes: Map from IRI to node, links}.  A node is {id, iri, kind, label, full, thing, mark, when,
 * links, given}; a link is {id, from, to, kind, label, says, facts, weak, given, property}. */
function build() {
  const nodes = new Map();
  const links = [];
  const add = (iri, kind, label, more) => {
    const node = { id: nodes.size, iri, kind, label, full: label, thing: null, mark: null, when: "", links: [], given: false, ...more };
    nodes.set(iri, node);
    return node;
  };
  const join = (from, to, kind, label, says, quotes, more) => {
    if (!from || !to || from === to) return;
    const link = { id: links.length, from, to, kind, label, says, facts: quotes, weak: false, given: false, property: "", ...more };
    links.push(link);
    from.links.push(link);
    to.links.push(link);
  };
  const ofCouncil = councils.map((thing) => add(thing.iri, "council", thing.abolished ? `${thing.name} (abolished)` : thing.name, { thing }));
  const ofInspection = inspections.map((thing) => add(thing.iri, "inspection", placeAndMonth(thing), {
    thing, mark: markOf(thing), when: thing.when, full: `${typeName(thing.type)}, ${placeAndMonth(thing)}`,
  }));
  for (const thing of people) add(thing.iri, thing.visits.length ? "inspector" : "leader", thing.name, { thing });
  for (const thing of bodies) add(thing.iri, thing.sort === "programme" ? "programme" : "organisation", thing.name, { thing });
  const ofTheme = themes.map((thing) => add(THEMES + thing.token, "theme", thing.label, { thing }));

  for (const inspection of inspections) {
    const node = ofInspection[inspection.id];
    for (const council of inspection.councils) {
      join(node, ofCouncil[council.id], "inspected", "inspection of", `${capital(inspectionInWords(inspection, false))} was at ${council.name}`, inspection.facts);
    }
    for (const earlier of inspection.follows) join(node, ofInspection[earlier.id], "follows", "follows", `${capital(inspectionInWords(inspection))} follows ${inspectionInWords(earlier, false)}`, []);
    for (const [theme, counts] of inspection.themes) {
      join(node, ofTheme[theme.id], "theme", countsInWords(counts), `${capital(inspectionInWords(inspection))} has ${countsInWords(counts)} on ${theme.label}`, [], { counts });
    }
  }
  for (const person of people) {
    const node = nodes.get(person.iri);
    for (const visit of person.visits) {
      const to = ofInspection[visit.inspection.id];
      join(node, to, "visit", visit.role.toLowerCase() || "took part", saysOfVisit(person, visit), visit.facts, { weak: isWeak(visit) });
    }
    for (const post of person.posts) {
      if (!post.council) continue;
      const own = post.organisation === post.council.name;
      const at = post.organisation && !own ? `, ${post.organisation}` : "";
      join(node, ofCouncil[post.council.id], "post", `${post.role || "post"}${at}`,
        own ? `${person.name} is ${post.role || "in a post"} at ${post.council.name}` : `A document on ${post.council.name} names ${person.name}, ${post.role || "in a post"}${at}`,
        post.facts, { weak: !own });
    }
  }
  for (const body of bodies) {
    for (const naming of body.namings) {
      join(nodes.get(body.iri), ofCouncil[naming.council.id], "naming", "named in a document on", `A document on ${naming.council.name} names ${body.name}`, naming.facts);
    }
  }
  addGiven(nodes, add, join);
  return { nodes, links };
}

function saysOfVisit(person, visit) {
  const which = inspectionInWords(visit.inspection);
  if (visit.role === SIGNATORY) return `${person.name} signed the letter on ${which}`;
  if (visit.role === OTHER_PART) return `${person.name} took another part in ${which}`;
  return `${person.name} was ${visit.role.toLowerCase() || "one of those"} at ${which}`;
}

/** The network that the page is given: the answer of a query.  What the data knows keeps its own name and screen. */
function addGiven(nodes, add, join) {
  if (!given) return;
  const own = given.nodes.map(([iri, kind, label]) => {
    const node = nodes.get(iri) || add(iri, THING_KINDS[kind] ? kind : "other", label || iri);
    node.given = true;
    return node;
  });
  for (const [from, to, label, property] of given.links) {
    const [one, other] = [own[from], own[to]];
    if (!one || !other) continue;
    // What documents say of the two is the evidence for whatever the query calls their link.
    const quotes = one.links.filter((link) => !link.given && (link.from === other || link.to === other)).flatMap((link) => link.facts);
    join(one, other, "given", label || "linked with", `${one.full}: ${label || "linked with"}: ${other.full}`, quotes, { given: true, property });
  }
}

let built = null;
/** The network; made once. */
export const net = () => (built ||= build());

/** Whether the page was made with a network of its own. */
export const hasGiven = Boolean(given);
export const givenNodes = () => [...net().nodes.values()].filter((node) => node.given);

export const otherEnd = (link, node) => (link.from === node ? link.to : link.from);

/** The neighbours of a node by kind: a Map from kind to a list, inspections by date and others most linked first. */
export function neighboursOf(node) {
  const found = new Map();
  for (const link of node.links) {
    const other = otherEnd(link, node);
    found.set(other.kind, (found.get(other.kind) || new Set()).add(other));
  }
  const order = (a, b) => (a.kind === "inspection" ? (a.when < b.when ? -1 : a.when > b.when ? 1 : 0) : b.links.length - a.links.length) || a.label.localeCompare(b.label, "en-GB") || a.id - b.id;
  return new Map(KIND_ORDER.filter((kind) => found.has(kind)).map((kind) => [kind, [...found.get(kind)].sort(order)]));
}

/** Kinds that link nearly everything. */
const HUBS = ["programme", "organisation", "theme"];

/** The things within a number of links, but not through what links nearly everything; without those at the start. */
export function within(begun, steps) {
  const reached = new Set(begun);
  let edge = [...begun];
  for (let step = 0; step < steps; step += 1) {
    edge = edge.flatMap((node) => [...neighboursOf(node)].filter(([kind]) => !HUBS.includes(kind)).flatMap(([, some]) => some.slice(0, MOST)))
      .filter((node) => !reached.has(node));
    edge.forEach((node) => reached.add(node));
  }
  return [...reached].filter((node) => !begun.includes(node));
}

/** "12 inspections, 3 leaders". */
export const neighboursInWords = (node) => [...neighboursOf(node)].map(([kind, some]) => plural(some.length, ...THING_KINDS[kind]));

const byLinks = (some) => [...some].sort((a, b) => b.links.length - a.links.length || a.id - b.id);

/** What is in the picture: {things, links, kinds, rest}.  `begun`, `open`, `also`, `hidden` and `way` are lists of nodes, and
 * `kinds` of kinds; `whole` has "IRI kind" for what is drawn though it is much.  `kinds` maps a kind to {all, shown},
 * and `rest` lists {node, kind, left}: neighbours that would be too many to draw. */
export function shownOf({ begun, open, also, hidden, kinds, whole, way, drawn }) {
  const out = new Set(hidden);
  const things = new Set([...begun, ...way, ...also, ...drawn].filter((node) => !out.has(node)));
  const all = new Map();
  const count = (node) => all.set(node.kind, (all.get(node.kind) || new Set()).add(node));
  things.forEach(count);
  const rest = [];
  const opened = [...new Set([...(way.length || drawn.length ? [] : begun), ...open])].filter((node) => !out.has(node));
  for (const node of opened) {
    things.add(node);
    count(node);
    for (const [kind, some] of neighboursOf(node)) {
      some.forEach(count);
      if (!kinds.includes(kind)) continue;
      const few = some.length <= MOST || whole.includes(`${node.iri} ${kind}`) ? some : byLinks(some).slice(0, MOST);
      for (const other of few) if (!out.has(other)) things.add(other);
      const left = some.filter((other) => !things.has(other) && !out.has(other));
      if (left.length) rest.push({ node, kind, left });
    }
  }
  // A link of a given network stands for itself; others come with what the reader opens.
  const links = net().links.filter((link) => things.has(link.from) && things.has(link.to) && (!drawn.length || link.given || opened.includes(link.from) || opened.includes(link.to)));
  const list = [...things];
  return {
    things: list, links, rest,
    kinds: new Map(KIND_ORDER.filter((kind) => all.has(kind)).map((kind) => [kind, { all: all.get(kind).size, shown: list.filter((node) => node.kind === kind).length }])),
  };
}

/** What a list shows beside a name, to tell things of the same name from each other. */
export function hintOf(node) {
  if (node.kind === "inspection") return typeName(node.thing?.type).toLowerCase();
  const places = new Set(node.links.flatMap((link) => {
    const other = otherEnd(link, node);
    return other.kind === "council" ? [other.label] : other.kind === "inspection" ? other.thing?.councils.map((council) => council.name) || [] : [];
  }));
  const kind = THING_KINDS[node.kind][0];
  if (node.kind === "council" || node.kind === "theme" || !places.size) return kind;
  return places.size < 3 ? `${kind}, ${[...places].join(" and ")}` : `${kind}, ${plural(places.size, "council", "councils")}`;
}

/** Names to choose from: a Map from what a reader sees to the node; no two are alike. */
export function namesOf(nodes) {
  const names = new Map();
  for (const node of nodes) {
    const name = `${node.label} (${hintOf(node)})`;
    let own = name;
    for (let n = 2; names.has(own); n += 1) own = `${name} ${n}`;
    names.set(own, node);
  }
  return names;
}

/** The node of a name, or the most linked one that has these words in its names. */
export function nodeNamed(names, text) {
  if (names.has(text)) return names.get(text);
  const wanted = plainText(text.trim());
  if (!wanted) return null;
  const rank = ([name, node]) => {
    const own = [node.label, ...(node.thing?.also || [])].map(plainText);
    return own.includes(wanted) ? 0 : own.some((one) => one.startsWith(wanted)) ? 1 : plainText(name).includes(wanted) || own.some((one) => one.includes(wanted)) ? 2 : 3;
  };
  const found = [...names].map((entry) => [rank(entry), entry[1]]).filter(([place]) => place < 3)
    .sort(([a, one], [b, other]) => a - b || KIND_ORDER.indexOf(one.kind) - KIND_ORDER.indexOf(other.kind) || other.links.length - one.links.length || one.id - other.id);
  return found.length ? found[0][1] : null;
}

