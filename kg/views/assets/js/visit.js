// What an inspection or visit was: when, on what, its grades, people, documents, and its words.

import { OVERALL } from "./data.js";
import { el, webLink } from "./element.js";
import { gradeChip } from "./chip.js";
import { quotesOf } from "./cell.js";
import { openable } from "./quotes.js";
import { addressOf, personAddress } from "./route.js";
import { countsInWords, dateInWords, inSentence, inspectionName, listed } from "./words.js";

/** The end of an inspection's IRI, which names it in addresses. */
export const keyOf = (inspection) => inspection.iri.split("/inspection/").pop();

/** The name of an inspection with what a visit was about: "Focused visit, May 2021: front door". */
export const fullName = (inspection) =>
  inspectionName(inspection) + (inspection.focus.length ? `: ${listed(inspection.focus.map(({ label }) => inSentence(label)))}` : "");

const dates = ({ start, end }) => (start && end && start !== end ? `${dateInWords(start)} to ${dateInWords(end)}` : dateInWords(start || end));

/** Links to inspections. */
const linked = (inspections, address) =>
  inspections.map((one, i) => [i ? ", " : "", el("a", { href: address({ visit: keyOf(one) }) }, inspectionName(one))]);

/** The grades of an inspection, the overall grade first. */
const gradesInOrder = ({ grades }) => [...grades].sort((a, b) => Number(b.area.token === OVERALL) - Number(a.area.token === OVERALL) || a.area.id - b.area.id);

/** The visit as a box that can be closed; `address(choices)` gives addresses of this screen. */
export function visitBox(inspection, address) {
  const name = fullName(inspection);
  const rows = [
    [inspection.councils.length > 1 && "Councils", listed(inspection.councils.map((council) => council.name))],
    ["Took place", dates(inspection) || "no date in the documents here"],
    [inspection.published && "Published", dateInWords(inspection.published)],
    [inspection.type && "Kind", inspection.type?.label],
    [inspection.grades.length && "Grades", el("ul", { class: "plain" }, gradesInOrder(inspection).map(({ area, grade, facts }) =>
      el("li", null, openable([`${area.label}: `, gradeChip(grade)], facts))))],
    [inspection.leftOut.length && "Not graded", listed(inspection.leftOut.map(({ label }) => inSentence(label)))],
    [inspection.follows.length && "Follows", linked(inspection.follows, address)],
    [inspection.followedBy.length && "Followed by", linked(inspection.followedBy, address)],
    [inspection.nextDue && "Next visit due", dateInWords(inspection.nextDue)],
    [inspection.visits.length && "Inspectors", inspection.visits.map((visit, i) => [i ? ", " : "", el("a", { href: personAddress(visit.person) }, visit.person.name), ` (${visit.role.toLowerCase()})`])],
    ["Documents", inspection.documents.map((paper) => el("div", null, el("a", { href: addressOf("document", paper.id) }, paper.title), " ", webLink(paper.url, "source ↗")))],
    [inspection.facts.length && "In its words", openable("Where the documents say so", inspection.facts)],
    ["Findings", findingsOf(inspection)],
  ];
  return el("div", { class: "visit opened-box", tabindex: "-1", role: "group", "aria-label": name },
    el("p", { class: "opened-head" }, el("strong", null, name), " ", el("a", { href: address({ visit: "" }), "data-close": "" }, "Close")),
    el("dl", { class: "about-visit" }, rows.filter(([label]) => label).map(([label, value]) => [el("dt", null, label), el("dd", null, value)])));
}

/** The number of its findings, which opens to them. */
function findingsOf(inspection) {
  if (!inspection.counts.some(Boolean)) return "none";
  const box = el("details", { class: "openable" }, el("summary", null, countsInWords(inspection.counts)));
  box.addEventListener("toggle", () => {
    if (box.open && box.children.length === 1) box.append(quotesOf((one) => one.inspections.includes(inspection), inspection.counts, { withCouncil: false }));
  });
  return box;
}
