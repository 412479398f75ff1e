// A council on one axis of years: bands of grades, marks of visits, and its leaders.

import { el, svg } from "./element.js";
import { isFull, lineage, spansOf } from "./grades.js";
import { inWords, yearsOf } from "./journeys.js";
import { documentAddress, personAddress } from "./route.js";
import { areasInOrder, shortArea } from "./standing.js";
import { fullName, keyOf } from "./visit.js";
import { dateInWords, gradeName, inSentence, inspectionName, LETTERS, listed, monthInWords, typeName } from "./words.js";

const ROW = 21;
const LANE = 19;
const HEAD = 20;
const NARROW = 640;
const LETTER_WIDTH = 6.1;

/** The shapes of visits, by type: paths around 0,0. */
const SHAPES = {
  __proto__: null,
  full: "M-3,-7 H3 V7 H-3 Z",
  "focused-visit": "M0,-5.5 A5.5,5.5 0 1 1 -0.01,-5.5 Z",
  "monitoring-visit": "M0,-6.5 L6.5,5.5 H-6.5 Z",
  "joint-targeted-area": "M0,-7 L7,0 L0,7 L-7,0 Z",
  "area-send": "M-5,-5 H5 V5 H-5 Z",
  other: "M-6,-3 H-3 V-6 H3 V-3 H6 V3 H3 V6 H-3 V3 H-6 Z",
};
const shapeOf = (inspection) => (isFull(inspection) ? "full" : SHAPES[inspection.type?.token] ? inspection.type.token : "other");

/** The roles whose tenures are drawn. */
const ROLES = [
  ["Director of children’s services", ["director-of-childrens-services"]], ["Chief executive", ["chief-executive"]],
  ["Leader or mayor", ["council-leader", "mayor"]], ["Lead member", ["lead-member"]],
];

/** The inspections of a council, and dated ones of those that it replaced. */
export const allInspections = (council) =>
  lineage(council).flatMap((one) => (one === council ? one.inspections : one.inspections.filter(({ when }) => when)));

/** Posts of a role at the council by person: {person, since, named (days, oldest first)}. */
function tenures(council, tokens) {
  const byPerson = new Map();
  for (const post of council.posts.filter((one) => one.own && tokens.includes(one.token))) {
    const held = byPerson.get(post.person) || { person: post.person, since: "", named: [] };
    if (post.since && (!held.since || post.since < held.since)) held.since = post.since;
    const when = post.inspection?.when || post.document?.when;
    if (when) held.named.push(when);
    byPerson.set(post.person, held);
  }
  return [...byPerson.values()].map((held) => ({ ...held, named: [...new Set(held.named)].sort() }))
    .filter(({ since, named }) => since || named.length)
    .sort((a, b) => ((a.since || a.named[0]) < (b.since || b.named[0]) ? -1 : 1));
}

/** Puts intervals into lanes so that none overlap; gives the lane of each and how many there are. */
function inLanes(intervals) {
  const ends = [];
  const lanes = intervals.map(([from, to]) => {
    let lane = ends.findIndex((end) => end + 4 <= from);
    if (lane < 0) lane = ends.push(0) - 1;
    ends[lane] = to;
    return lane;
  });
  return { lanes, count: Math.max(1, ends.length) };
}

/** A label's interval beside a mark: to the right, or to the left where the picture ends. */
function besides(x, text, right, reach = 9) {
  const wide = text.length * LETTER_WIDTH;
  return x + reach + wide <= right ? { from: x - reach, to: x + reach + wide, anchor: "start", at: x + reach } : { from: x - reach - wide, to: x + reach, anchor: "end", at: x - reach };
}

/** The strip as SVG; `until` is the last year of the axis, `address(choices)` gives addresses of this screen. */
export function strip(council, width, until, address) {
  const dated = allInspections(council).filter(({ when }) => when);
  if (!dated.length) return null;
  const narrow = width < NARROW;
  const left = narrow ? 0 : 190;
  const above = narrow ? 15 : 0;
  const right = width - 2;
  const first = Math.floor(Math.min(...dated.map(({ when }) => yearsOf(when))));
  const end = Math.max(until + 1, first + 1);
  const x = (year) => left + ((Math.max(first, year) - first) / (end - first)) * (right - left);
  const parts = [];
  let y = HEAD;
  const label = (text) => parts.push(narrow
    ? svg("text", { x: 0, y: y + 12, class: "strip-label" }, text)
    : svg("text", { x: left - 8, y: y + 15, class: "strip-label end" }, text));

  for (const area of areasInOrder) {
    const rows = lineage(council).map((one) => spansOf(one, area.token));
    if (!rows.some(({ length }) => length)) continue;
    label(shortArea(area));
    y += above;
    rows.forEach((spans, i) => {
      const own = i === rows.length - 1;
      const tall = own ? ROW - 3 : (ROW - 3) / (rows.length - 1);
      parts.push(...spans.map((span) => bandOf(span, area, own, x, end, [y + 1 + (own ? 0 : i * tall), tall], address)));
    });
    y += ROW;
  }
  y += 5;
  const visits = dated.filter((one) => !isFull(one)).sort((a, b) => (a.when < b.when ? -1 : 1));
  label("Inspections and visits");
  y += above;
  y = marks([...dated.filter(isFull), ...visits].sort((a, b) => (a.when < b.when ? -1 : 1)), council, x, y, right, parts, address) + 5;
  for (const [name, tokens] of ROLES) {
    const held = tenures(council, tokens);
    if (!held.length) continue;
    label(name);
    y += above;
    y = people(held, name, x, y, right, parts) + 3;
  }
  const step = [1, 2, 5].find((years) => x(first + years) - x(first) >= 34) || 5;
  const grid = [];
  for (let year = first; year < end; year += 1) {
    grid.push(svg("line", { x1: x(year), x2: x(year), y1: HEAD - 4, y2: y, class: "grid" }));
    if ((year - first) % step === 0) grid.push(svg("text", { x: x(year) + 2, y: HEAD - 7, class: "year" }, String(year)));
  }
  return svg("svg", { class: "strip", width, height: y + 4, viewBox: `0 0 ${width} ${y + 4}`, role: "group", "aria-label": `${council.name}: grades, visits and leaders by year` }, grid, parts);
}

function bandOf({ judgement, to }, area, own, x, end, [y, tall], address) {
  const start = x(yearsOf(judgement.inspection.when));
  const wide = Math.max(2, x(to ? yearsOf(to) : end) - start - 1.5);
  const grade = judgement.grade ? judgement.grade.token : "not-reported";
  const words = judgement.grade ? gradeName(judgement.grade) : "No overall grade: by areas";
  const plain = judgement.grade ? LETTERS[grade] || "?" : "–";
  const letter = judgement.stated ? `(${plain})` : plain;
  const says = `${area.label}: ${inWords(judgement)}, from ${monthInWords(judgement.inspection.when)}${own ? "" : ` (${judgement.council.name})`}`;
  const shown = tall < 12 ? "" : wide > words.length * LETTER_WIDTH + 34 ? `${letter} ${words}` : wide > 20 ? letter : "";
  const leadsTo = judgement.stated ? documentAddress(judgement.facts[0]) : address({ visit: keyOf(judgement.inspection) });
  return svg("a", { href: leadsTo, class: own ? "strip-band" : "strip-band earlier", "aria-label": says.replace(": ", `: ${letter} ${words}: `) },
    svg("title", null, says),
    svg("rect", { x: start, y, width: wide, height: tall - 0.5, rx: 2, "data-grade": grade }),
    shown && svg("text", { x: start + 5, y: y + 13.5, "data-ink": grade, class: "strip-letter" }, shown));
}

/** A mark for each inspection, with what it was about where there is room. */
function marks(inspections, council, x, y, right, parts, address) {
  const placed = inspections.map((inspection) => {
    const at = x(yearsOf(inspection.when));
    const text = isFull(inspection) ? "" : listed(inspection.focus.map(({ label }) => inSentence(label)));
    const short = text.length * LETTER_WIDTH < Math.max(at - x(0), right - at) - 12 ? text : "";
    return { inspection, at, short, beside: besides(at, short, right) };
  });
  const { lanes, count } = inLanes(placed.map(({ beside }) => [beside.from, beside.to]));
  placed.forEach(({ inspection, at, short, beside }, i) => {
    const earlier = !inspection.councils.includes(council);
    const says = `${fullName(inspection)}${earlier ? ` (${inspection.councils.map(({ name }) => name).join(", ")}, before)` : ""}`;
    const key = `visit:${keyOf(inspection)}`;
    parts.push(svg("a", { href: address({ visit: keyOf(inspection) }), class: earlier ? "strip-mark earlier" : "strip-mark", "aria-label": says, "data-opens": key },
      svg("title", null, says),
      svg("rect", { x: at - 9, y: y + lanes[i] * LANE, width: 18, height: LANE, class: "target" }),
      svg("path", { d: SHAPES[shapeOf(inspection)], transform: `translate(${at.toFixed(1)} ${y + lanes[i] * LANE + 9.5})`, class: "strip-shape" }),
      short && svg("text", { x: beside.at, y: y + lanes[i] * LANE + 13.5, "text-anchor": beside.anchor, class: "strip-note", "aria-hidden": "true" }, short)));
  });
  return y + count * LANE;
}

/** A line from the day that a document states as the first, dots where documents name the person; no end is invented. */
function people(held, role, x, y, right, parts) {
  const placed = held.map((one) => {
    const dots = one.named.map((day) => x(yearsOf(day)));
    const from = one.since ? x(yearsOf(one.since)) : dots[0];
    const last = dots.length ? Math.max(dots[dots.length - 1], from) : from;
    const beside = besides(last, one.person.name, right, 8);
    return { ...one, dots, start: from, last, beside: { ...beside, from: Math.min(beside.from, from - 5) } };
  });
  const { lanes, count } = inLanes(placed.map(({ beside }) => [beside.from, beside.to]));
  placed.forEach(({ person, since, named, dots, start, last, beside }, i) => {
    const middle = y + lanes[i] * LANE + 9.5;
    const says = `${role}: ${person.name}${since ? `, since ${dateInWords(since)}` : ""}${named.length ? `, named in ${listed(named.map(monthInWords))}` : ""}`;
    parts.push(svg("a", { href: personAddress(person), class: "strip-person", "aria-label": says },
      svg("title", null, says),
      svg("line", { x1: start, x2: last, y1: middle, y2: middle, class: "same" }),
      since && svg("line", { x1: start, x2: last, y1: middle, y2: middle, class: "tenure" }),
      since && svg("line", { x1: start, x2: start, y1: middle - 5, y2: middle + 5, class: "tenure" }),
      dots.map((dot) => svg("circle", { cx: dot, cy: middle, r: 4 })),
      svg("text", { x: beside.anchor === "end" ? Math.min(beside.at, start - 8) : beside.at, y: middle + 4, "text-anchor": beside.anchor, class: "strip-note", "aria-hidden": "true" }, person.name)));
  });
  return y + count * LANE;
}

const mini = (shape) => svg("svg", { class: "strip", width: 16, height: 16, viewBox: "0 0 16 16", "aria-hidden": "true" }, shape);

/** The legend: the shapes in words. */
export function stripKey(council) {
  const some = allInspections(council).filter(({ when }) => when);
  const earlier = lineage(council).filter((one) => one !== council && one.inspections.some(({ when }) => when));
  const shapes = new Map(some.map((one) => [shapeOf(one), isFull(one) ? "full inspection" : inSentence(typeName(one.type))]));
  return el("p", { class: "key" },
    [...shapes].map(([shape, name]) => el("span", null, mini(svg("path", { d: SHAPES[shape], transform: "translate(8 8)", class: "strip-shape" })), name)),
    council.posts.some(({ own }) => own) && el("span", null, mini(svg("circle", { cx: 8, cy: 8, r: 4, class: "strip-shape" })), "documents name the person, joined if the same"),
    council.posts.some(({ own, since }) => own && since) && el("span", null, mini(svg("path", { d: "M2,3 V13 M2,8 H16", class: "tenure" })), "in post since, as stated"),
    earlier.length > 0 && el("span", null, `pale: ${listed(earlier.map(({ name, abolished }) => `${name}, until ${abolished.slice(0, 4)}`))}`));
}

/** Inspections without a date, which no axis can show. */
export function undatedVisits(council, address) {
  const some = council.inspections.filter(({ when }) => !when);
  return some.length ? el("p", { class: "note" }, "Without a date, so not drawn: ", some.map((one, i) => [i ? ", " : "",
    el("a", { href: address({ visit: keyOf(one) }), "data-opens": `visit:${keyOf(one)}` }, fullName(one) || inspectionName(one))])) : "";
}
