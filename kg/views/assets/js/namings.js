// Where documents name a programme or organisation: by council, with the grades then and next.

import { bodies, councils, grades, OVERALL } from "./data.js";
import { gradeInForce, judgementsOf, ownJudgements } from "./grades.js";
import { plainText } from "./words.js";

/** The councils whose documents name a body: {council, first (day or ""), last, documents, facts, then, next}, first named first. */
export function byCouncil(body) {
  const found = new Map();
  for (const { council, document, facts } of body.namings) {
    const one = found.get(council) || { council, namings: [] };
    one.namings.push({ document, facts });
    found.set(council, one);
  }
  return [...found.values()].map(({ council, namings }) => {
    const days = namings.map(({ document }) => document.when).filter(Boolean).sort();
    const first = days[0] || "";
    const sorted = [...namings].sort((a, b) => (a.document.when < b.document.when ? -1 : 1));
    return {
      council, first, last: days[days.length - 1] || "", documents: new Set(namings.map(({ document }) => document)).size,
      facts: sorted.flatMap(({ facts }) => facts),
      then: first ? gradeInForce(council, OVERALL, first) : null,
      next: first ? judgementsOf(council, OVERALL).find((one) => one.council === council && one.inspection.when > first) || null : null,
    };
  }).sort((a, b) => Number(!a.first) - Number(!b.first) || (a.first < b.first ? -1 : a.first > b.first ? 1 : a.council.id - b.council.id));
}

/** "Adequate" was the third of four grades before "requires improvement" was. */
const rank = (grade) => (grade.token === "adequate" ? grades.findIndex(({ token }) => token === "requires-improvement") : grades.indexOf(grade));

/** How the next grade compares: "better", "worse", "same", or "" where either is missing. */
export function changeOf(then, next) {
  if (!then?.grade || !next?.grade) return "";
  const step = rank(then.grade) - rank(next.grade);
  return step > 0 ? "better" : step < 0 ? "worse" : "same";
}

/** How each overall grade of a council compares with the one before it, for all councils: a list as `changeOf` gives. */
export const allChanges = () => councils.flatMap((council) => {
  const given = ownJudgements(council, OVERALL);
  return given.slice(1).map((next, i) => changeOf(given[i], next)).filter(Boolean);
});

/** Other bodies with this name, those of other councils. */
export const sameName = (body) => bodies.filter((other) => other !== body && other.sort === body.sort && plainText(other.name) === plainText(body.name));
