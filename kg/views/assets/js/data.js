// The data of the page as objects that refer to each other.  This module doesn't change the page.
// kg/views/rows.py describes the rows.

const block = document.getElementById("data");
const raw = JSON.parse(block.textContent);

/** Whether a server gives the data, and not the page itself. */
export const served = Boolean(block.dataset.from);

/** The heading of the page. */
export const title = raw.title;
/** Sentences on what is not on the page. */
export const notes = raw.notes;
/** The address of the first screen. */
export const firstScreen = raw.screen;
/** The number of findings, whether their words are on the page or not. */
export const found = raw.found;
/** A network that the page is to show, {nodes, links} of rows, or null. */
export const given = raw.network || null;

export const KINDS = ["strength", "weakness", "mixed", "recommendation"];
/** The counts of no findings. */
export const NONE = [0, 0, 0, 0];

/** A day, month or year; any other text, which only a graph made elsewhere can have, counts as undated. */
const dated = (text) => (/^\d{4}(-\d\d){0,2}$/.test(text) ? text : "");

const concepts = (rows) => rows.map(([token, label, definition, comparedAs], id) => ({ id, token, label, definition, comparedAs }));

export const grades = concepts(raw.grades);
export const areas = concepts(raw.areas);
export const themes = concepts(raw.themes);
export const types = concepts(raw.types);
export const regions = concepts(raw.regions);
const focuses = concepts(raw.focuses);

export const OVERALL = "overall-effectiveness";
/** The areas that grades are compared by, the overall grade first; older areas count as one of these. */
export const comparedAreas = areas.filter((area) => !area.comparedAs && area.token !== "adoption" && area.token !== "lscb");

const some = (list) => (places) => places.map((place) => list[place]);

export const documents = raw.documents.map(([name, path, url, paged, when, reports, shown, [key, authors, official, published, inspected]], id) => ({
  id, title: name, path, url, paged: Boolean(paged), when: dated(when), reports, shown: Boolean(shown), inspections: [],
  citation: { document: key, title: name, authors, official: Boolean(official), published, inspected, url },
}));

/** Places in documents: {document, start, end, page, paragraph, words}; `words` only where the page has no text. */
const facts = raw.facts.map(([document, start, end, page, paragraph, words]) =>
  ({ document: documents[document], start, end, page, paragraph, words }));
const factsOf = some(facts);

/** Councils.  `hexagon` is [column, row]; `replaced` are the councils that it replaced. */
export const councils = raw.councils.map(([gss, name, iri, official, kind, region, formed, abolished, , , also, hexagon], id) => ({
  id, gss, name, iri, official, kind, region: regions[region] || null, formed: dated(formed), abolished: dated(abolished), also, hexagon,
  successors: [], neighbours: [], replaced: [], inspections: [], posts: [], bodies: [], responses: [],
}));
raw.councils.forEach((row, id) => {
  councils[id].successors = some(councils)(row[8]);
  councils[id].neighbours = some(councils)(row[9]);
  for (const successor of councils[id].successors) successor.replaced.push(councils[id]);
});
/** The councils of today. */
export const today = councils.filter((council) => !council.abolished);

/** Inspections, oldest first in each council.  `counts` are those of KINDS; `themes` maps a theme to
 * such counts; `grades` is a list of {area, grade, facts}; `leftOut` are areas without a grade in its framework. */
export const inspections = raw.inspections.map(([iri, places, type, start, end, published, nextDue, , focus, leftOut, given, reports, quotes, counts, byTheme], id) => {
  const perTheme = new Map();
  for (let at = 0; at < byTheme.length; at += 5) perTheme.set(themes[byTheme[at]], byTheme.slice(at + 1, at + 5));
  return {
    id, iri, councils: some(councils)(places), type: types[type] || null, start: dated(start), end: dated(end),
    published: dated(published), nextDue: dated(nextDue), when: dated(start) || dated(end) || dated(published), follows: [], followedBy: [], focus: some(focuses)(focus), leftOut: some(areas)(leftOut),
    grades: given.map(([area, grade, places2]) => ({ area: areas[area], grade: grades[grade], facts: factsOf(places2) })),
    documents: some(documents)(reports), facts: factsOf(quotes), counts, themes: perTheme, visits: [], responses: [],
  };
});
raw.inspections.forEach((row, id) => {
  inspections[id].follows = some(inspections)(row[7]);
  for (const earlier of inspections[id].follows) earlier.followedBy.push(inspections[id]);
});
export const byDate = (a, b) => (a.when < b.when ? -1 : a.when > b.when ? 1 : a.id - b.id);
for (const inspection of [...inspections].sort(byDate)) {
  for (const council of inspection.councils) council.inspections.push(inspection);
}
for (const document of documents) document.inspections = some(inspections)(document.reports);

/** Overall grades that later documents state, of inspections without a report here: each council has its own, as
 * judgements whose `inspection` is known by its date alone; oldest first. */
for (const council of councils) council.stated = [];
for (const [place, stated, grade, quotes] of raw.stated) {
  const when = dated(stated);
  const council = councils[place];
  if (!when || !council) continue;
  const overall = areas.find((area) => area.token === OVERALL);
  const inspection = {
    id: -1, iri: "", councils: [council], type: null, start: when, end: "", published: "", nextDue: "", when, follows: [],
    followedBy: [], focus: [], leftOut: [], grades: [{ area: overall, grade: grades[grade], facts: factsOf(quotes) }],
    documents: [], facts: factsOf(quotes), counts: NONE, themes: new Map(), visits: [], responses: [],
  };
  council.stated.push({ inspection, grade: grades[grade], facts: factsOf(quotes), council, stated: true });
}

/** People: {name, posts, visits}, leaders or inspectors or both.  A post is `own` where it is one of the council itself. */
export const people = raw.people.map(([iri, name, also, posts, visits], id) => {
  const person = { id, iri, name, also, posts: [], visits: [] };
  person.posts = posts.map(([council, organisation, token, role, since, inspection, document, places]) => ({
    person, council: councils[council] || null, organisation, token, role, since: dated(since),
    own: Boolean(councils[council]) && organisation === councils[council].name,
    inspection: inspections[inspection] || null, document: documents[document], facts: factsOf(places),
  }));
  person.visits = visits.filter(([inspection]) => inspection >= 0).map(([inspection, role, places]) =>
    ({ person, inspection: inspections[inspection], role, facts: factsOf(places) }));
  for (const post of person.posts) if (post.council) post.council.posts.push(post);
  for (const visit of person.visits) visit.inspection.visits.push(visit);
  return person;
});

/** Programmes and organisations: {sort, kind, name, namings}; a naming is {body, council, document, facts}. */
export const bodies = raw.bodies.map(([iri, sort, kind, name, also, namings], id) => {
  const body = { id, iri, sort, kind, name, also, namings: [] };
  body.namings = namings.filter(([council]) => council >= 0).map(([council, document, places]) =>
    ({ body, council: councils[council], document: documents[document], facts: factsOf(places) }));
  for (const council of new Set(body.namings.map((naming) => naming.council))) council.bodies.push(body);
  return body;
});

export const responses = raw.responses.map(([speaker, about, inspected, places]) => {
  const response = { speaker, councils: some(councils)(about), inspections: some(inspections)(inspected), facts: factsOf(places) };
  for (const thing of [...response.councils, ...response.inspections]) thing.responses.push(response);
  return response;
});

export const addCounts = (lists) => lists.reduce((sum, counts) => sum.map((count, i) => count + counts[i]), NONE);

/** Counts of the findings of some inspections, of one theme or of all. */
export const countsOf = (some_, theme) =>
  addCounts(some_.map((inspection) => (theme ? inspection.themes.get(theme) || NONE : inspection.counts)));

/** A block that the server has. */
async function fetchBlock(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** A block of the page: compressed in it, or with the server that the page came from. */
async function unpack(id) {
  const { dataset, textContent } = document.getElementById(id);
  if (dataset.from) return fetchBlock(dataset.from);
  const bytes = Uint8Array.from(atob(textContent), (char) => char.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

const once = (make) => {
  let made = null;
  return () => (made ||= make());
};

/** The texts of the documents, or null where the page hasn't one, by the document's id; a Promise. */
export const loadTexts = once(() => unpack("texts"));

/** All findings that are shown; a Promise of a list of {id, document, start, end, page, paragraph, kind, trend,
 * priority, confidence (0 to 1), themes, councils, inspections, words, state (of a recommendation, or ""),
 * later: [{finding, says}, ...] (later findings about its issue)}. */
export const loadFindings = once(async () => {
  const [columns, texts] = await Promise.all([unpack("findings"), loadTexts()]);
  const lists = { themes: [], councils: [], inspections: [] };
  columns.sets.forEach((places, id) => {
    lists.themes[id] = some(themes)(places);
    lists.councils[id] = some(councils)(places);
    lists.inspections[id] = some(inspections)(places);
  });
  const findings = columns.document.map((place, id) => {
    const start = columns.start[id];
    const end = start + columns.length[id];
    return {
      id, document: documents[place], start, end, page: columns.page[id], paragraph: columns.names[columns.paragraph[id]],
      kind: columns.kinds[columns.kind[id]], trend: ["", "improving", "declining"][columns.trend[id]],
      priority: Boolean(columns.priority[id]), confidence: columns.confidence[id] / 100,
      themes: lists.themes[columns.themes[id]], councils: lists.councils[columns.councils[id]],
      inspections: lists.inspections[columns.inspections[id]],
      words: columns.words[id] ?? (texts[place] || "").slice(start, end), state: "", later: [],
    };
  });
  for (const [id, state, ...pairs] of columns.followed) {
    findings[id].state = columns.states[state];
    for (let k = 0; k < pairs.length; k += 2) findings[id].later.push({ finding: findings[pairs[k]], says: columns.states[pairs[k + 1]] });
  }
  return findings;
});

/** The words at a place; a Promise. */
export const wordsAt = async (fact) =>
  fact.words ?? ((await loadTexts())[fact.document.id] || "").slice(fact.start, fact.end);

export const byName = (a, b) => a.name.localeCompare(b.name, "en-GB") || a.id - b.id;
