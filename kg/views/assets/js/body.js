// A programme or organisation: the councils whose documents name it, since when, and the grade that came next.

import { keptChoice } from "./cell.js";
import { percent, stepCurve, widthOf } from "./chart.js";
import { bodies } from "./data.js";
import { el } from "./element.js";
import { inWords } from "./journeys.js";
import { allChanges, byCouncil, changeOf, sameName } from "./namings.js";
import { openable } from "./quotes.js";
import { bodyAddress, choose } from "./route.js";
import { saveButtons } from "./save.js";
import { councilLink, FEW } from "./shares.js";
import { sortable } from "./sortable.js";
import { gradeName, LETTERS, listed, monthInWords, nameOf, number, plural } from "./words.js";

/** The screen of a body of one sort. */
const screenOf = (sort) => (choices, argument) => {
  const body = bodies.find((one) => one.sort === sort && one.iri.endsWith(`/${sort}/${argument}`));
  if (!body) return [el("h1", null, `There is no such ${sort} here`), el("p", null, el("a", { href: "#/programmes" }, "All programmes and organisations"))];
  const others = sameName(body);
  const together = choices.get("same") === "all" && others.length ? [body, ...others] : [];
  const rows = byCouncil(together.length ? { namings: together.flatMap(({ namings }) => namings) } : body);
  return [
    el("h1", null, headline(body, rows, together.length)),
    el("p", { class: "lead" }, body.kind ? `${body.kind}. ` : "", body.also.length ? `Also written: ${listed(body.also)}. ` : "",
      el("a", { href: "#/programmes" }, "All programmes and organisations")),
    others.length ? sameNamed(others, together.length > 0) : "",
    curvePart(body, rows),
    table(body, rows, choices),
  ];
};

export const programmeScreen = screenOf("programme");
export const organisationScreen = screenOf("organisation");

/** The councils of a body in a few words. */
export function placesOf(body) {
  const names = [...new Set(body.namings.map(({ council }) => nameOf(council)))];
  return names.length > 3 ? `${names.slice(0, 2).join(", ")} and ${names.length - 2} more` : listed(names);
}

/** Bodies with this name that documents don't say are one: which they are, and a choice to show them together. */
function sameNamed(others, together) {
  const all = others.map((other, i) => [i ? ", " : "", el("a", { href: bodyAddress(other) }, other.name), ` (${placesOf(other)})`]);
  const text = "The same name, kept apart because documents don’t say that it is one thing";
  return [
    el("div", { class: "controls" }, keptChoice("same", "Show", [["", "this one"], ["all", `all ${number(others.length + 1)} of this name`]], together ? "all" : "", (value) => choose({ same: value }))),
    others.length > 6
      ? el("details", { class: "openable" }, el("summary", null, `${text}: ${number(others.length)} more`), el("p", null, all))
      : el("p", { class: "note" }, text, ": ", all, "."),
  ];
}

function headline(body, rows, together) {
  const days = rows.flatMap(({ first, last }) => [first, last]).filter(Boolean).map((day) => day.slice(0, 4)).sort();
  const when = !days.length ? ", none of them dated" : days[0] === days[days.length - 1] ? `, ${days[0]}` : `, ${days[0]} to ${days[days.length - 1]}`;
  if (together) return `${number(together)} ${body.sort === "programme" ? "programmes or services" : "organisations"} called ${body.name}, perhaps not one thing, are named in documents on ${plural(rows.length, "council", "councils")}${when}`;
  if (rows.length === 1) return `${body.name} is named in documents on ${nameOf(rows[0].council)}${when}`;
  return `${body.name} is named in documents on ${plural(rows.length, "council", "councils")}${when}`;
}

/** Councils that name it, added up by year. */
function curvePart(body, rows) {
  const dated = rows.filter(({ first }) => first);
  const undated = rows.filter(({ first }) => !first);
  const missing = undated.length ? el("p", { class: "note" }, `Not in the curve, because no document on it is dated: ${listed(undated.map(({ council }) => nameOf(council)))}.`) : "";
  if (dated.length < 2) return missing;
  const first = Number(dated[0].first.slice(0, 4));
  const last = Number(rows.map((row) => row.last).sort().pop().slice(0, 4));
  let total = 0;
  const points = [...Array(last - first + 1).keys()].map((i) => {
    const added = dated.filter((row) => Number(row.first.slice(0, 4)) === first + i).length;
    total += added;
    return { year: first + i, added, total };
  });
  const drawn = stepCurve(points, { label: `Councils with a document that names ${body.name}`, width: widthOf() });
  return el("section", null,
    el("div", { class: "heading-line" }, el("h2", null, "Councils with a document that names it, added up by year"), saveButtons(() => drawn, "spread")),
    drawn, missing);
}

const chip = (judgement) => {
  if (!judgement) return "–";
  if (!judgement.grade) return inWords(judgement);
  return el("span", { class: "chip", "data-grade": judgement.grade.token, "data-ink": judgement.grade.token }, `${LETTERS[judgement.grade.token]} ${gradeName(judgement.grade)}`);
};
const CHANGES = { __proto__: null, better: "▲ better", worse: "▼ worse", same: "= the same", "": "–" };
const ORDER = ["outstanding", "good", "adequate", "requires-improvement", "inadequate"];
const gradeRank = (judgement) => (judgement?.grade ? ORDER.indexOf(judgement.grade.token) : null);
const gradeValue = (judgement) => (judgement ? `${inWords(judgement)}, ${judgement.inspection.when}` : "");

/** What came next, beside what came next in all councils: without that, most programmes would seem to help. */
function changesInWords(changes) {
  const all = allChanges();
  const of = (list, what) => list.filter((change) => change === what).length;
  const part = (what) => percent(of(all, what) / all.length);
  return `${number(changes.length)} of these councils had an overall grade when a document first named it, and were graded again: ${number(of(changes, "better"))} better, ${number(of(changes, "same"))} the same, ${number(of(changes, "worse"))} worse. `
    + `Of all ${number(all.length)} times that a council here was graded again, ${part("better")} were better, ${part("same")} the same and ${part("worse")} worse. A later grade may have many causes.`;
}

function table(body, rows, choices) {
  const changes = rows.map(({ then, next }) => changeOf(then, next)).filter(Boolean);
  return el("section", null,
    el("h2", null, "The grade then, and the grade that came next"),
    changes.length >= FEW ? el("p", { class: "note" }, changesInWords(changes)) : "",
    sortable({
      name: "sort", caption: `Councils with a document that names ${body.name}`, choices, rows, order: "first", file: "councils",
      columns: [
        { key: "council", label: "Council", value: ({ council }) => nameOf(council), cell: ({ council }) => councilLink(council) },
        { key: "first", label: "First named", value: ({ first }) => first, cell: ({ first, facts }) => openable(first ? monthInWords(first) : "undated", facts) },
        { key: "documents", label: "Documents", number: true, value: ({ documents }) => documents },
        { key: "then", label: "Overall grade then", value: ({ then }) => gradeValue(then), cell: ({ then }) => chip(then), rank: ({ then }) => gradeRank(then) },
        { key: "next", label: "Next overall grade", value: ({ next }) => gradeValue(next), cell: ({ next }) => [chip(next), next ? ` ${monthInWords(next.inspection.when)}` : ""], rank: ({ next }) => gradeRank(next) },
        { key: "change", label: "Change", value: ({ then, next }) => changeOf(then, next), cell: ({ then, next }) => CHANGES[changeOf(then, next)] },
      ],
    }).box);
}
