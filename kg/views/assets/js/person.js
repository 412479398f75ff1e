// A person: an inspector's calendar and companions, and a leader's posts against the grades of their councils.

import { inspectionsOf, councilsOf, firstDay, lastDay, namesakes, postsOf } from "./careers.js";
import { widthOf } from "./chart.js";
import { OVERALL, people } from "./data.js";
import { el, section, svg } from "./element.js";
import { gradeFor, gradeInForce, judgementsOf, years } from "./grades.js";
import { bandsOf, inWords, partsOf, yearsOf } from "./journeys.js";
import { openable } from "./quotes.js";
import { councilAddress, personAddress, withIri } from "./route.js";
import { saveButtons } from "./save.js";
import { councilLink } from "./shares.js";
import { sortable } from "./sortable.js";
import { dateInWords, gradeName, inspectionName, LETTERS, listed, monthInWords, nameOf, plural, typeName, yearsInWords } from "./words.js";

export function personScreen(choices, argument) {
  const person = withIri(people, argument);
  if (!person) return [el("h1", null, "There is no such person here"), el("p", null, el("a", { href: "#/people" }, "All people"))];
  const took = inspectionsOf(person);
  const posts = postsOf(person);
  const others = namesakes(person);
  return [
    el("h1", null, headline(person, took, posts)),
    el("p", { class: "lead" }, el("a", { href: "#/people" }, "All people"),
      person.also.length ? `. Also written: ${listed(person.also)}` : "",
      others.length ? [". The same name in other documents, kept apart because nothing says that it is one person: ", others.map((other, i) => [i ? ", " : "", el("a", { href: personAddress(other) }, other.name), ` (${listed(councilsOf(other).slice(0, 3).map(nameOf))})`])] : ""),
    took.length ? calendarPart(took) : "",
    posts.length ? postsPart(posts) : "",
    took.length ? inspectionTable(took, choices) : "",
    took.length ? companions(person, took, choices) : "",
  ];
}

/** What the person did, as a sentence. */
function headline(person, took, posts) {
  const parts = [took.length ? inspectedInWords(took) : "", posts.length ? heldInWords(posts) : ""].filter(Boolean);
  return took.length ? `${person.name} ${parts.join("; ")}` : `${person.name}: ${parts.join("; ")}`;
}

function inspectedInWords(took) {
  const led = took.filter((one) => one.led);
  const part = took.filter((one) => !one.led && !one.signed);
  const letters = took.filter((one) => one.signed);
  const [main, verb, many] = led.length ? [led, "led", "inspections"] : part.length ? [part, "took part in", "inspections"] : [letters, "signed the letters of", "inspections"];
  const where = new Set(main.flatMap(({ inspection }) => inspection.councils));
  const when = yearsInWords(main.map(({ inspection }) => inspection.when));
  const rest = [led.length && part.length ? `took part in ${part.length} more` : "", main !== letters && letters.length ? `signed the ${letters.length === 1 ? "letter" : "letters"} of ${letters.length} others`.replace("1 others", "1 other") : ""].filter(Boolean);
  return `${verb} ${plural(main.length, "inspection", many)} of ${plural(where.size, "council", "councils")}, ${when}${rest.length ? `, and ${rest.join(" and ")}` : ""}`;
}

function heldInWords(posts) {
  const said = posts.slice(0, 3).map((post, i) => {
    const again = i && post.token === posts[i - 1].token && post.token !== "other";
    const named = post.place && !post.role.includes(post.place) ? post.place : "";
    return `${again && named ? named : [post.role, named].filter(Boolean).join(", ")} (${yearsInWords([firstDay(post), lastDay(post)])})`;
  });
  return `${said.join(", then ")}${posts.length > 3 ? `, and ${plural(posts.length - 3, "other post", "other posts")}` : ""}`;
}

// An inspector

const TYPE_LETTERS = { __proto__: null, "focused-visit": "F", "monitoring-visit": "M", "joint-targeted-area": "J", "area-send": "S" };

/** The marks of an inspection: its overall grade, else those of its areas, else a letter for its type. */
function marksOf(inspection) {
  const given = gradeFor(inspection, OVERALL);
  if (given || inspection.grades.length) return partsOf({ inspection, grade: given ? given.grade : null });
  return [{ grade: "none", letter: TYPE_LETTERS[inspection.type?.token] || "–", says: "no grade" }];
}

/** What an inspection found, in words. */
const foundInWords = (inspection) =>
  (inspection.grades.length ? inWords({ inspection, grade: gradeFor(inspection, OVERALL)?.grade || null }) : "no grade given");

const MARK = 21;
const LANE = 26;

/** Years across, and a mark for each inspection, above others where they would lie on each other. */
function calendar(dated) {
  const width = widthOf();
  const from = Number(dated[0].inspection.when.slice(0, 4));
  const to = Number(dated[dated.length - 1].inspection.when.slice(0, 4)) + 1;
  const scale = (year) => 4 + ((year - from) / (to - from)) * (width - 8);
  const ends = [];
  const marks = dated.map((one) => {
    const parts = marksOf(one.inspection);
    const wide = MARK * parts.length;
    const x = Math.min(Math.max(4, scale(yearsOf(one.inspection.when)) - wide / 2), width - wide - 4);
    let lane = ends.findIndex((end) => end <= x);
    if (lane < 0) lane = ends.length;
    ends[lane] = x + wide + 3;
    return { ...one, parts, wide, x, lane };
  });
  const height = ends.length * LANE + 30;
  const step = Math.ceil(34 / (scale(from + 1) - scale(from)));
  const lines = [...Array(to - from + 1).keys()].map((i) => [
    svg("line", { x1: scale(from + i), x2: scale(from + i), y1: 0, y2: height - 18, class: "grid" }),
    i < to - from && i % step === 0 ? svg("text", { x: scale(from + i) + (scale(from + 1) - scale(from)) / 2, y: height - 5, class: "year" }, String(from + i)) : "",
  ]);
  return svg("svg", { class: "chart calendar", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Calendar of inspections" }, lines,
    marks.map(({ inspection, parts, wide, x, lane, led, roles }) => {
      const y = height - 24 - LANE * (lane + 1);
      const says = `${inspection.councils.map(nameOf).join(", ")}: ${inspectionName(inspection)}, ${foundInWords(inspection)}; ${roles.join(", ").toLowerCase()}`;
      return svg("a", { href: inspection.councils[0] ? councilAddress(inspection.councils[0]) : "#/people", class: led ? "mark led" : "mark" },
        svg("title", null, says),
        parts.map(({ grade, letter }, i) => [
          svg("rect", { x: x + MARK * i, y: y + 1, width: MARK, height: 19, "data-grade": grade }),
          svg("text", { x: x + MARK * (i + 0.5), y: y + 14.5, class: "letter", "data-ink": grade, "aria-hidden": "true" }, letter),
        ]),
        svg("rect", { x, y: y + 1, width: wide, height: 19, class: "frame" }));
    }));
}

function calendarPart(took) {
  const dated = took.filter(({ inspection }) => inspection.when);
  const undated = took.filter(({ inspection }) => !inspection.when);
  const drawn = dated.length ? calendar(dated) : "";
  const types = new Set(dated.filter(({ inspection }) => !inspection.grades.length).map(({ inspection }) => inspection.type).filter(Boolean));
  return el("section", null,
    el("div", { class: "heading-line" }, el("h2", null, "Inspections by date"), drawn ? saveButtons(() => drawn, "calendar") : ""),
    drawn,
    el("p", { class: "note" }, "A letter is the overall grade that the inspection gave; several are those of areas, where no overall grade was given",
      [...types].map((type) => `; ${TYPE_LETTERS[type.token] || "–"}: ${typeName(type)}, no grade`), ". A strong frame: this person led. Each mark leads to the council.",
      undated.length ? ` Undated, and not drawn: ${listed(undated.map(({ inspection }) => `${inspection.councils.map(nameOf).join(", ")} (${typeName(inspection.type).toLowerCase()})`))}.` : ""));
}

/** The grade that an inspection gave for an area; without an overall grade, those of its areas. */
export const gradeCell = (inspection, token = OVERALL) => {
  const given = gradeFor(inspection, token);
  if (given) return el("span", { class: "chip", "data-grade": given.grade.token, "data-ink": given.grade.token }, gradeName(given.grade));
  if (!inspection.grades.length) return "no grade given";
  if (token !== OVERALL) return "not graded by itself";
  return ["none reported; ", partsOf({ inspection, grade: null }).map(({ grade, letter, says }, i) => [i ? "; " : "", el("i", { "data-grade": grade, "data-ink": grade, "aria-hidden": "true" }, letter), ` ${says}`])];
};

/** The inspections, each with the words that name the person. */
function inspectionTable(took, choices) {
  return section("What they inspected", sortable({
  name: "inspections", caption: plural(took.length, "inspection", "inspections"), choices, rows: took, order: "-date",
  columns: [
    { key: "council", label: "Council", value: ({ inspection }) => inspection.councils.map(nameOf).join("; "), cell: ({ inspection }) => inspection.councils.map((council, i) => [i ? ", " : "", councilLink(council)]) },
    { key: "date", label: "Date", value: ({ inspection }) => inspection.when, cell: ({ inspection }) => (inspection.when ? monthInWords(inspection.when) : "undated") },
    { key: "type", label: "Inspection", value: ({ inspection }) => typeName(inspection.type) },
    { key: "part", label: "Part", value: ({ roles }) => roles.join(", "), cell: ({ roles, facts }) => openable(roles.join(", "), facts) },
    { key: "grade", label: "Overall grade given", value: ({ inspection }) => foundInWords(inspection), cell: ({ inspection }) => gradeCell(inspection) },
  ],
}).box);
}

/** Those who inspected with a person, those who did so most often first. */
function companions(person, took, choices) {
  const found = new Map();
  for (const { inspection } of took) {
    for (const other of new Set(inspection.visits.map((visit) => visit.person))) {
      if (other !== person) found.set(other, [...(found.get(other) || []), inspection]);
    }
  }
  const rows = [...found].map(([other, together]) => ({ other, together })).sort((a, b) => b.together.length - a.together.length || a.other.name.localeCompare(b.other.name, "en-GB"));
  if (!rows.length) return "";
  return section("Inspected with", sortable({
    name: "with", caption: plural(rows.length, "person on the same inspections", "people on the same inspections"), choices, rows, order: "-together", first: 20, file: "inspected-with",
    columns: [
      { key: "name", label: "Name", value: ({ other }) => other.name, cell: ({ other }) => el("a", { href: personAddress(other) }, other.name) },
      { key: "together", label: "Inspections together", number: true, value: ({ together }) => together.length },
      { key: "last", label: "Last together", value: ({ together }) => together.map(({ when }) => when).sort().pop(), cell: ({ together }) => { const last = together.map(({ when }) => when).sort().pop(); return last ? monthInWords(last) : "undated"; } },
      { key: "councils", label: "Councils", value: ({ together }) => [...new Set(together.flatMap((one) => one.councils.map(nameOf)))].join("; "), cell: ({ together }) => [...new Set(together.flatMap((one) => one.councils))].map((council, i) => [i ? ", " : "", councilLink(council)]) },
    ],
  }).box);
}

// A leader

const BAND = 46;

/** A row for each post: the bands of the council's grade, and over them the time in which documents name the person. */
function postsPicture(posts) {
  const width = widthOf();
  const name = Math.min(260, Math.floor(width * 0.3));
  const graded = years() || [];
  const ends = posts.flatMap((post) => [firstDay(post), lastDay(post)]).filter(Boolean).map((day) => Number(day.slice(0, 4)));
  if (!graded.length && !ends.length) return ""; // nothing has a date
  const from = Math.min(...graded, ...ends);
  const to = Math.max(...graded, ...ends) + 1;
  const scale = (year) => name + ((year - from) / (to - from)) * (width - name - 4);
  const height = posts.length * BAND + 24;
  const step = Math.ceil(34 / (scale(from + 1) - scale(from)));
  const lines = [...Array(to - from).keys()].map((i) => [
    svg("line", { x1: scale(from + i), x2: scale(from + i), y1: 0, y2: height - 18, class: "grid" }),
    i % step === 0 ? svg("text", { x: scale(from + i), y: height - 5, class: "year" }, String(from + i)) : "",
  ]);
  return svg("svg", { class: "chart posts", width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Posts by date" }, lines,
    posts.map((post, i) => postRow(post, i * BAND, scale, to, name)));
}

function postRow(post, y, scale, until, name) {
  // A grade is the council's: posts of others have none.
  const bands = post.own && post.council ? bandsOf(post.council, OVERALL, until).filter(({ judgement }) => judgement.council === post.council) : [];
  const days = [post.since, ...post.days].filter(Boolean);
  const says = `${[post.role, post.place].filter(Boolean).join(", ")}: ${post.since ? `since ${dateInWords(post.since)}, ` : ""}${post.days.length ? `named in ${listed(post.days.map(monthInWords))}` : "undated"}. ${post.own && post.council ? `${nameOf(post.council)}: ` : ""}${bands.map(({ judgement }) => `${inWords(judgement)} from ${monthInWords(judgement.inspection.when)}`).join("; ") || (post.own ? "no dated grade" : "")}`;
  const [a, b] = days.length ? [scale(yearsOf(days[0])), scale(yearsOf(days[days.length - 1]))] : [0, 0];
  const short = (text) => { const most = Math.floor(name / 6.4); return text.length > most ? `${text.slice(0, most - 1)}…` : text; };
  return svg("a", { href: post.councils.length ? councilAddress(post.councils[0]) : "#/people", class: "post" }, svg("title", null, says),
    svg("rect", { x: 0, y, width: scale(until), height: BAND, class: "target" }),
    svg("text", { x: 0, y: y + 20, class: "strong", "aria-hidden": "true" }, short(post.place || post.role)), svg("text", { x: 0, y: y + 34, class: "quiet", "aria-hidden": "true" }, short(post.place ? post.role : "")),
    bands.flatMap(({ judgement, from, to }) => partsOf(judgement).map(({ grade, letter }, i, all) => [
      svg("rect", { x: scale(from), y: y + 20 + (16 * i) / all.length, width: Math.max(2, scale(to) - scale(from) - 1), height: 16 / all.length, "data-grade": grade }),
      scale(to) - scale(from) > 10 * all.length + 4 ? svg("text", { x: scale(from) + 3 + 10 * i, y: y + 32, class: all.length > 1 ? "small plate" : "small", "data-ink": grade, "aria-hidden": "true" }, letter) : "",
    ])),
    days.length ? svg("line", { x1: a, x2: Math.max(b, a + 1), y1: y + 12, y2: y + 12, class: "tenure" }) : "",
    post.since ? svg("line", { x1: a, x2: a, y1: y + 6, y2: y + 18, class: "tenure" }) : "",
    post.days.map((day) => svg("circle", { cx: scale(yearsOf(day)), cy: y + 12, r: 4.5, class: "named" })));
}

const spanCell = (grade) => (grade ? el("span", { class: "chip", "data-grade": grade.token, "data-ink": grade.token }, `${LETTERS[grade.token]} ${gradeName(grade)}`) : "–");

/** The grades in force when a post was first and last named. */
function gradesAround(post) {
  if (!post.own || !post.council) return { then: null, next: null };
  const at = (day) => (day ? gradeInForce(post.council, OVERALL, day) : null);
  const later = lastDay(post) ? judgementsOf(post.council, OVERALL).find(({ inspection, council }) => council === post.council && inspection.when > lastDay(post)) : null;
  return { then: at(lastDay(post)), next: later || null };
}

function postsPart(posts) {
  const drawn = postsPicture(posts);
  const own = posts.some((post) => post.own);
  const others = posts.some((post) => !post.own);
  return el("section", null,
    el("div", { class: "heading-line" }, el("h2", null, own ? "Posts, and the council’s overall grade at the time" : "Posts"), saveButtons(() => drawn, "posts")),
    drawn,
    el("p", { class: "note" }, "A dot: a document names the person in this post. The line joins the first and the last; a bar at its beginning is the day that a document states for the start.",
      own ? " Below it, the council’s overall grade in force." : "", others ? " Posts with partners, and those whose organisation no document states, have no grade." : ""),
    el("ul", { class: "plain" }, posts.map((post) => {
      const { then, next } = gradesAround(post);
      const words = openable(`${post.role}: ${post.since ? `since ${dateInWords(post.since)}, ` : ""}${post.days.length ? `named ${listed(post.days.map(monthInWords))}` : "no dated document"}`, post.facts);
      if (post.facts.length && posts.length <= 3) words.open = true;
      return el("li", null,
        el("p", { class: "held" }, post.own ? "" : `${post.place || "Organisation not stated"}, in documents on `, post.councils.map((council, i) => [i ? ", " : "", councilLink(council)]),
          then ? [" · overall grade then: ", then.grade ? spanCell(then.grade) : inWords(then)] : "",
          next ? [" · next: ", next.grade ? spanCell(next.grade) : inWords(next), ` ${monthInWords(next.inspection.when)}`] : ""),
        words);
    })));
}
