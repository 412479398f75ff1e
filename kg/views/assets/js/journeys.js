// Journeys: for each council a band of the grade in force, with a letter where a new judgement begins.

import { svg } from "./element.js";
import { compared, lineage, spansOf } from "./grades.js";
import { roam } from "./hexmap.js";
import { councilAddress } from "./route.js";
import { gradeName, LETTERS, monthInWords } from "./words.js";

const ROW = 15;
const NAME = 148;
const GAP = 22;
const HEAD = 44;

/** A day as a number of years. */
export const yearsOf = (date) => {
  const [year, month, day] = date.split("-").map(Number);
  return year + ((month || 7) - 1) / 12 + ((day || 15) - 1) / 366;
};

/** The letters and colours of a judgement: one grade, in brackets where only a later document states it, or those of
 * the areas where there is no overall grade. */
export function partsOf({ inspection, grade, stated }) {
  const letter = grade && (LETTERS[grade.token] || "?");
  if (grade) return [{ grade: grade.token, letter: stated ? `(${letter})` : letter, says: gradeName(grade).toLowerCase() }];
  return inspection.grades
    .filter(({ area }) => !compared(area).comparedAs)
    .map((given) => ({ grade: given.grade.token, letter: LETTERS[given.grade.token] || "?", says: `${given.area.label}: ${gradeName(given.grade).toLowerCase()}` }));
}

/** A judgement in words. */
export const inWords = (judgement) => (judgement.grade
  ? `${gradeName(judgement.grade).toLowerCase()}${judgement.stated ? " (stated in a later document)" : ""}`
  : `no overall grade reported; ${partsOf(judgement).map(({ says }) => says).join("; ")}`);

/** The bands of a council and of those that it replaced for an area: {from, to (years), judgement}. */
export const bandsOf = (council, area, until) => lineage(council).flatMap((one) =>
  spansOf(one, area).map(({ judgement, to }) => ({ judgement, from: yearsOf(judgement.inspection.when), to: to ? yearsOf(to) : until })));

/** Rows in columns of about the same height; `groups` is a list of {label, councils}. */
function inColumns(groups, columns) {
  const total = groups.reduce((sum, { councils }) => sum + councils.length * ROW + HEAD, 0);
  const filled = Array.from({ length: columns }, () => []);
  let at = 0;
  let height = 0;
  groups.forEach((group) => {
    const own = group.councils.length * ROW + HEAD;
    if (height && at < columns - 1 && height + own / 2 > total / columns) {
      at += 1;
      height = 0;
    }
    filled[at].push(group);
    height += own;
  });
  return filled;
}

/** All journeys as one SVG of this width, in as many columns as fit. */
export function journeys(groups, area, [first, last], width, isFaint = () => false) {
  const columns = Math.max(1, Math.min(4, Math.floor(width / 400)));
  const each = (width - GAP * (columns - 1)) / columns;
  const span = [first, last + 1];
  const scale = (year) => NAME + ((year - span[0]) / (span[1] - span[0])) * (each - NAME - 2);
  const parts = [];
  const centres = [];
  let height = 0;
  inColumns(groups, columns).forEach((column, i) => {
    let y = 0;
    const group = svg("g", { transform: `translate(${i * (each + GAP)} 0)` });
    for (const { label, councils } of column) {
      group.append(svg("text", { x: 0, y: y + 22, class: "group" }, label), ...axis(scale, span, y, councils.length));
      y += HEAD;
      for (const council of councils) {
        group.append(rowOf(council, area, y, scale, span[1], isFaint(council)));
        centres.push([i * (each + GAP), y]);
        y += ROW;
      }
    }
    height = Math.max(height, y);
    parts.push(group);
  });
  return roam(svg("svg", { class: "journeys", width, height: height + 6, viewBox: `0 0 ${width} ${height + 6}`, role: "group", "aria-label": "Journeys of grades" }, parts), centres);
}

/** Years above a group, and a line down for each. */
function axis(scale, [from, to], y, rows) {
  const step = (scale(from + 1) - scale(from)) < 17 ? 2 : 1;
  const marks = [];
  for (let year = from; year < to; year += 1) {
    marks.push(svg("line", { x1: scale(year), x2: scale(year), y1: y + HEAD - 4, y2: y + HEAD + rows * ROW - 2, class: "grid" }));
    if ((year - from) % step === 0) marks.push(svg("text", { x: scale(year), y: y + HEAD - 7, class: "year" }, step === 1 && scale(from + 1) - scale(from) < 28 ? `’${String(year).slice(2)}` : String(year)));
  }
  return marks;
}

function rowOf(council, area, y, scale, until, faint) {
  const bands = bandsOf(council, area, until);
  const says = bands.map(({ judgement }) => `${inWords(judgement)} from ${monthInWords(judgement.inspection.when)}${judgement.council === council ? "" : ` (${judgement.council.name}, until ${judgement.council.abolished.slice(0, 4)})`}`).join("; ") || "no dated grade";
  return svg("a", { href: councilAddress(council), class: faint ? "row faint" : "row", "data-council": council.gss },
    svg("title", null, `${council.name}: ${says}`),
    svg("g", { "aria-hidden": "true" },
      svg("rect", { x: 0, y, width: scale(until), height: ROW, class: "target" }),
      svg("text", { x: NAME - 8, y: y + 11, class: "council" }, council.name.length > 25 ? `${council.name.slice(0, 24)}…` : council.name),
      bands.map((band) => bandOf(band, council, y + 1.5, scale))));
}

function bandOf({ judgement, from, to }, council, y, scale) {
  const x = scale(from);
  const wide = Math.max(1.5, scale(to) - x - 1);
  const parts = partsOf(judgement);
  const tall = ROW - 3;
  return svg("g", { class: judgement.council === council ? "band" : "band earlier" },
    parts.map(({ grade }, i) => svg("rect", { x, y: y + (tall * i) / parts.length, width: wide, height: tall / parts.length, "data-grade": grade })),
    parts.length === 1
      ? wide > 9 && svg("text", { x: x + 3, y: y + 9.3, class: "small", "data-ink": parts[0].grade }, parts[0].letter)
      : wide > 9 * parts.length && parts.map(({ letter, grade }, i) => svg("text", { x: x + 3 + 9 * i, y: y + 9.3, class: "small plate", "data-ink": grade }, letter)));
}
