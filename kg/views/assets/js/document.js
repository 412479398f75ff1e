// A document: its text as kg reads it, with what was found in it beside the words.

import { citeBox } from "./cite.js";
import { bodies, documents, KINDS, loadFindings, loadTexts, people, responses } from "./data.js";
import { el, webLink } from "./element.js";
import { addressOf, choose, councilAddress } from "./route.js";
import { countsInWords, LETTERS, gradeName, inspectionName, KIND_SIGNS, kindName, plural } from "./words.js";
import { LONGEST, placesOf, termsOf } from "./wordsearch.js";

/** The facts in a document: {start, end, page, paragraph, sign, label}. */
function factsIn(paper) {
  const here = (list, sign, label) => list.filter(({ document }) => document === paper).map(({ start, end, page, paragraph }) => ({ start, end, page, paragraph, sign, label }));
  return [
    ...paper.inspections.flatMap((inspection) => [
      ...here(inspection.facts, "●", inspectionName(inspection)),
      ...inspection.grades.flatMap(({ area, grade, facts }) => here(facts, LETTERS[grade.token] || "●", `${area.label}: ${gradeName(grade).toLowerCase()}`)),
    ]),
    ...people.flatMap(({ name, posts, visits }) => [
      ...posts.flatMap((post) => here(post.facts, "●", `${name}, ${post.role.toLowerCase()}`)),
      ...visits.flatMap((visit) => here(visit.facts, "●", `${name}, ${visit.role.toLowerCase()}`)),
    ]),
    ...bodies.flatMap(({ name, namings }) => namings.flatMap((naming) => here(naming.facts, "●", name))),
    ...responses.flatMap(({ speaker, facts }) => here(facts, "●", `Said by ${speaker}`)),
  ];
}

/** A piece of text as nodes; `places` are [start, end, class] in the whole text, in order and apart. */
function pieces(text, from, to, places) {
  const parts = [];
  let at = from;
  for (const [start, end, name] of places) {
    const [a, b] = [Math.max(start, at), Math.min(end, to)];
    if (a >= b) continue;
    parts.push(text.slice(at, a), el("mark", { class: name }, text.slice(a, b)));
    at = b;
  }
  return [...parts, text.slice(at, to)];
}

/** The place that is asked for, and the words that are found outside it. */
const placesToMark = (text, start, end, terms) => [
  ...(start < end ? [[start, end, "here"]] : []),
  ...placesOf(text, terms).filter(([from, to]) => to <= start || from >= end || start >= end).map(([from, to]) => [from, to, "term"]),
].sort((a, b) => a[0] - b[0]);

/** The text in paragraphs, each with links to what begins in it. */
function paragraphs(text, places, notes, link) {
  const rows = [];
  let at = 0;
  let next = 0;
  for (const line of text.split("\n")) {
    const [from, to] = [at, at + line.length];
    at = to + 1;
    if (!line.trim()) continue;
    const beside = [];
    while (next < notes.length && notes[next].start < to) beside.push(notes[next++]);
    rows.push(el("div", { class: "para" }, el("p", null, pieces(text, from, to, places)),
      beside.length ? el("ul", { class: "plain margin" }, beside.map((note) => el("li", { "data-kind": note.kind || null },
        el("a", { href: link(note), "aria-label": note.says || note.label }, el("span", { class: "kind-sign", "aria-hidden": "true" }, note.sign), note.label)))) : ""));
  }
  return rows;
}

/** A finding as a note beside the text. */
const noteOf = (finding) => {
  const label = finding.themes.map((theme) => theme.label).slice(0, 2).join(", ") || kindName(finding.kind);
  const { start, end, page, paragraph } = finding;
  return { start, end, page, paragraph, kind: finding.kind, sign: KIND_SIGNS[finding.kind], label, says: `${kindName(finding.kind)}: ${label}` };
};

/** The previous and the next finding: links that keep their place, so that they can be pressed again and again. */
function steps(notes, start, link) {
  if (!notes.length) return "";
  const at = notes.findIndex((note) => note.start === start);
  const before = at > 0 ? notes[at - 1] : at < 0 ? [...notes].reverse().find((note) => note.start < start) : null;
  const after = at >= 0 ? notes[at + 1] : notes.find((note) => note.start > start) || (start ? null : notes[0]);
  const step = (id, note, text) => (note ? el("a", { id, class: "step", href: link(note) }, text) : el("span", { class: "step off" }, text));
  return el("span", { class: "steps" }, step("previous-finding", before, "‹ Previous finding"),
    el("span", null, at >= 0 ? `${at + 1} of ${notes.length}` : plural(notes.length, "finding", "findings")),
    step("next-finding", after, "Next finding ›"));
}

export async function documentScreen(choices, argument) {
  const paper = documents[Number(argument)];
  if (!paper) return [el("h1", null, "There is no such document here")];
  const question = (choices.get("q") || "").slice(0, LONGEST);
  const terms = termsOf(question);
  const [start = 0, end = start] = (choices.get("at") || "").split("-").map(Number).filter(Number.isFinite);
  const text = (await loadTexts())[paper.id];
  const link = (note) => addressOf("document", paper.id, { at: `${note.start}-${note.end}`, q: question });
  const about = el("p", { class: "lead" },
    paper.inspections.map((inspection) => [inspectionName(inspection), ": ", inspection.councils.map((council) => [el("a", { href: councilAddress(council) }, council.name), " "]), "· "]),
    paper.path, " ", webLink(paper.url, "source ↗"));
  if (text === null || text === undefined) {
    return [el("h1", null, paper.title), about, el("p", { class: "note" }, "The text of this document is not on this page",
      paper.shown ? "." : [": only the numbers of its findings are. A page with the words of all documents is made by ", el("code", null, "kg view"), " without ", el("code", null, "--focus"), "."])];
  }
  const findings = (await loadFindings()).filter((finding) => finding.document === paper).sort((a, b) => a.start - b.start || a.end - b.end).map(noteOf);
  const notes = [...findings, ...factsIn(paper)].sort((a, b) => a.start - b.start || a.end - b.end)
    .filter((note, n, all) => !n || note.start !== all[n - 1].start || note.label !== all[n - 1].label);
  const places = placesToMark(text, start, end, terms);
  const body = el("div", { class: "text" }, paragraphs(text, places, notes, link));
  const found = places.filter(([, , name]) => name === "term").length;
  requestAnimationFrame(() => (body.querySelector("mark.here") || body.querySelector("mark"))?.scrollIntoView({ block: "center" }));
  const counts = KINDS.map((kind) => findings.filter((note) => note.kind === kind).length);
  return [
    el("h1", null, `${paper.title}: ${countsInWords(counts)}`),
    about,
    el("div", { class: "controls beside" },
      el("label", { class: "choice" }, el("span", null, "Find in this text"), el("input", { type: "search", id: "in-text", maxlength: LONGEST, value: question, autocomplete: "off", change: (event) => choose({ q: event.target.value.trim(), at: "" }) })),
      terms.length ? el("span", { role: "status" }, plural(found, "place", "places")) : "",
      steps(findings, start, link)),
    citeBox(paper, notes.find((note) => note.start === start && note.end === end)),
    body,
  ];
}
