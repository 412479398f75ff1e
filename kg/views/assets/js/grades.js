// The grades of councils over time.

import { areas, byDate, comparedAreas, OVERALL, today } from "./data.js";

/** The area that grades for this one are compared as. */
export const compared = (area) => (area.comparedAs ? areas.find((one) => one.token === area.comparedAs) : area);

/** The grade of an inspection for an area: {area, grade, facts}, or null. */
export const gradeFor = (inspection, token) =>
  inspection.grades.find((given) => given.area.token === token) ||
  inspection.grades.find((given) => compared(given.area).token === token) || null;

/** Whether an inspection grades areas and its framework leaves this one out. */
const leavesOut = (inspection, token) =>
  inspection.grades.length > 0 && inspection.leftOut.some((area) => area.token === token);

/** The judgements of a council for an area, oldest first: {inspection, grade (null where the framework gives
 * none), facts, council, stated (whether only a later document states it)}, those of the councils that it replaced
 * before its own. */
export function judgementsOf(council, token) {
  const own = council.inspections.flatMap((inspection) => {
    const given = gradeFor(inspection, token);
    if (given) return [{ inspection, grade: given.grade, facts: given.facts, council, stated: false }];
    return leavesOut(inspection, token) ? [{ inspection, grade: null, facts: inspection.facts, council, stated: false }] : [];
  });
  const all = token === OVERALL ? [...own, ...council.stated].sort((a, b) => byDate(a.inspection, b.inspection)) : own;
  const before = council.replaced.flatMap((other) => judgementsOf(other, token));
  return [...before.filter(({ inspection }) => inspection.when), ...all];
}

/** Whether an inspection grades the council's services, as full inspections do. */
export const isFull = (inspection) => inspection.grades.some(({ area }) => comparedAreas.includes(compared(area)));

/** The council's own dated judgements of an area, oldest first. */
export const ownJudgements = (council, token) =>
  judgementsOf(council, token).filter(({ inspection, council: judged }) => judged === council && inspection.when);

/** How long each of the council's own judgements of an area holds: {judgement, to (a day, or "" where it holds
 * still)}, oldest first.  It ends with the next one, with the next full inspection that doesn't grade the area by
 * itself, or with the council. */
export function spansOf(council, token) {
  const full = [...council.inspections.filter((one) => one.when && isFull(one)), ...council.stated.map(({ inspection }) => inspection)]
    .map(({ when }) => when).sort();
  return ownJudgements(council, token).map((judgement) =>
    ({ judgement, to: full.find((when) => when > judgement.inspection.when) || council.abolished }));
}

/** A council and those that it replaced. */
export const lineage = (council) => [...council.replaced.flatMap(lineage), council];

/** The council's own judgement in force on a day (an ISO date; "" for the newest), or null. */
export function gradeInForce(council, token, day = "") {
  const held = spansOf(council, token).filter(({ judgement, to }) =>
    (!day || judgement.inspection.when <= day) && (!to || (day ? to > day : to === council.abolished)));
  return held.length ? held[held.length - 1].judgement : null;
}

/** How many of these councils have each grade: a Map from grade (null for not reported) to councils, and `none`. */
export function tally(councils, token, day = "") {
  const byGrade = new Map();
  for (const council of councils) {
    const judgement = gradeInForce(council, token, day);
    const key = judgement ? judgement.grade : undefined;
    byGrade.set(key, [...(byGrade.get(key) || []), council]);
  }
  return byGrade;
}

/** The first and last year with a graded inspection. */
export function years() {
  const all = today.flatMap((council) => judgementsOf(council, OVERALL).map(({ inspection }) => inspection.when.slice(0, 4))).filter(Boolean).sort();
  return all.length ? [Number(all[0]), Number(all[all.length - 1])] : null;
}
