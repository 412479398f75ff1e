// Shares of weaknesses among the judged findings of inspections: strengths, weaknesses and mixed findings.

import { countsOf, inspections, OVERALL } from "./data.js";
import { el } from "./element.js";
import { gradeFor } from "./grades.js";
import { councilAddress } from "./route.js";
import { nameOf, typeName, yearsInWords } from "./words.js";

/** A share that rests on fewer inspections says so. */
export const FEW = 5;

const FULL = "Full inspection";

/** Whether an inspection is a full one, of whichever framework. */
export const isFull = (inspection) => typeName(inspection.type) === FULL;

/** The inspections that are asked for: full ones, or with `visits` all. */
export const wanted = (visits) => (visits ? inspections : inspections.filter(isFull));

/** The types of the full inspections, as a choice of the screen of findings. */
export const fullTypes = () => [...new Set(inspections.filter(isFull).map(({ type }) => type.token))].sort().join(",");

/** The numbers on a theme in some inspections: {counts, weak, judged, share (null without judged findings), inspections, small, years (of those inspections)}. */
export function sharesOf(some, theme) {
  const counts = countsOf(some, theme);
  const judged = counts[0] + counts[1] + counts[2];
  const judging = some.filter((inspection) => {
    const [good, bad, mixed] = (theme ? inspection.themes.get(theme) : inspection.counts) || [0, 0, 0];
    return good + bad + mixed > 0;
  });
  return {
    counts, weak: counts[1], judged, share: judged ? counts[1] / judged : null, inspections: judging.length, small: judging.length < FEW,
    years: yearsInWords(judging.map(({ when }) => when)),
  };
}

export const overallOf = (inspection) => gradeFor(inspection, OVERALL)?.grade || null;

/** A council's name as a link to its screen. */
export const councilLink = (council) => el("a", { href: councilAddress(council) }, nameOf(council));
