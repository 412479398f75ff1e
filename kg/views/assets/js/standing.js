// How a council stands, in sentences: its grade now, since when, what it was before, and the next visit.

import { comparedAreas, grades, OVERALL } from "./data.js";
import { gradeFor, isFull, ownJudgements, spansOf } from "./grades.js";
import { dateInWords, gradeName, inSentence, inspectionName, listed, monthInWords } from "./words.js";

const SHORT_AREAS = { __proto__: null, "overall-effectiveness": "Overall", "help-and-protection": "Help and protection" };
const IS = { __proto__: null, "requires-improvement": ["requires improvement", "required improvement", "requiring improvement"] };

/** A grade as a verb: "is good", "requires improvement". */
const isGraded = (grade) => IS[grade.token]?.[0] || `is ${gradeName(grade).toLowerCase()}`;
const wasGraded = (grade) => IS[grade.token]?.[1] || `was ${gradeName(grade).toLowerCase()}`;
export const asGraded = (grade) => IS[grade.token]?.[2] || gradeName(grade).toLowerCase();

/** The areas in the order in which reports give them: the overall grade first. */
export const areasInOrder = [...comparedAreas.filter(({ token }) => token === OVERALL), ...comparedAreas.filter(({ token }) => token !== OVERALL)];

/** The newest dated full inspection of a council, or undefined. */
export const newestFull = (council) => council.inspections.filter((one) => one.when && isFull(one)).pop();

/** The council's own judgement of an area that holds still, or did at its end; or null. */
export function current(council, token) {
  const last = spansOf(council, token).pop();
  return last && (!last.to || last.to === council.abolished) ? last.judgement : null;
}

/** Why there is no grade. */
export const noGrade = (council) => (council.inspections.length ? "no grade in a report here" : "no report here");

/** "abolished in April 2019 (now A and B)", or "". */
export const abolition = (council) => (council.abolished
  ? `abolished in ${monthInWords(council.abolished)}${council.successors.length ? `, now part of ${council.successors.map(({ name }) => name).join(" and ")}` : ""}`
  : "");

/** An area's name in a few words. */
export const shortArea = (area) => SHORT_AREAS[area.token] || area.label;

/** The grades of an inspection's areas: "good for leadership, requiring improvement for care leavers". */
function byAreas(inspection) {
  const given = areasInOrder.map((area) => gradeFor(inspection, area.token)).filter(Boolean);
  const kinds = grades.filter((grade) => given.some((one) => one.grade === grade));
  if (kinds.length === 1 && given.length > 1) return `${asGraded(kinds[0])} in all ${given.length} areas`;
  return kinds.map((grade) => `${asGraded(grade)} for ${listed(given.filter((one) => one.grade === grade).map(({ area }) => inSentence(shortArea(area))))}`).join(", ");
}

/** The council's standing as a sentence. */
export function standing(council) {
  const name = council.abolished ? `${council.name} (${abolition(council)})` : council.name;
  const all = ownJudgements(council, OVERALL);
  const last = all[all.length - 1];
  if (!last) {
    const undated = council.inspections.find((one) => gradeFor(one, OVERALL));
    return undated
      ? `${name}: ${gradeName(gradeFor(undated, OVERALL).grade).toLowerCase()}, in a report without a date here`
      : `${name}: no report here gives an overall grade`;
  }
  if (!last.grade) {
    const before = all.filter(({ grade }) => grade).pop();
    return `${name}: no overall grade since ${monthInWords(last.inspection.when)}; ${byAreas(last.inspection)}${before ? `; overall ${asGraded(before.grade)} before` : ""}`;
  }
  let first = all.length - 1;
  while (first > 0 && all[first - 1].grade === last.grade) first -= 1;
  const before = all.slice(0, first).filter(({ grade }) => grade).pop();
  const since = monthInWords(all[first].inspection.when);
  const again = first < all.length - 1 ? `, judged so again in ${monthInWords(last.inspection.when)}` : "";
  if (council.abolished) return `${name} ${wasGraded(last.grade)} from ${since}${before ? `; ${asGraded(before.grade)} before` : ""}`;
  return `${name} ${isGraded(last.grade)}, since ${since}${again}${before ? `; ${asGraded(before.grade)} before` : ""}`;
}

/** What the documents say of the next visit. */
export function nextVisit(council) {
  if (council.abolished) return "";
  const dated = council.inspections.filter((one) => one.when);
  const last = dated[dated.length - 1];
  const said = last?.nextDue ? last : council.inspections.find((one) => !one.when && one.nextDue);
  if (said) return `Next visit due: ${dateInWords(said.nextDue)}, says ${inspectionName(said)}.`;
  return last
    ? `Last seen here: ${inspectionName(last)}. No document here says when the next visit is due.`
    : "No document here says when the next visit is due.";
}
