// The first screen: where the councils of England stand, on a map and over the years.

import { byName, comparedAreas, councils, grades, OVERALL, regions, themes, title, today } from "./data.js";
import { gradeChip } from "./chip.js";
import { announce, choice, el } from "./element.js";
import { gradeFor, gradeInForce, judgementsOf, lineage, ownJudgements, tally, years } from "./grades.js";
import { hexmap } from "./hexmap.js";
import { inWords, journeys, partsOf } from "./journeys.js";
import { choose } from "./route.js";
import { saveButtons } from "./save.js";
import { themeView } from "./theme-map.js";
import { gradeName, LETTERS, listed, monthInWords, nameOf, plural, regionInWords } from "./words.js";

const SORTS = [["grade", "grade"], ["change", "last change"], ["name", "name"], ["since", "time since the last judgement"]];

/** A share of a region rests on at least so many councils. */
const FEW = 5;

/** What the map shows: an area, the overall one where the address names none that there is; or a theme. */
function subject(choices) {
  const by = choices.get("by");
  const theme = themes.find(({ token }) => `theme-${token}` === by);
  const area = comparedAreas.find(({ token }) => token === by)?.token || OVERALL;
  return { by: theme ? by : area, theme, area };
}

/** The councils that there were on a day; those of today without one. */
const thereOn = (day) => (day
  ? councils.filter(({ formed, abolished }) => (!formed || formed <= day) && (!abolished || abolished > day))
  : today);

const keyOf = (judgement) => (judgement ? (judgement.grade ? judgement.grade.token : "not-reported") : "none");

/** The tokens of the grades in these judgements, those of areas among them. */
const tokensOf = (judgements) => new Set(judgements.flatMap(partsOf).map(({ grade }) => grade));

/** What the letters of a picture mean. */
const gradeKey = (judgements, ...more) => el("p", { class: "key" },
  grades.filter(({ token }) => tokensOf(judgements).has(token)).map((grade) =>
    el("span", null, el("i", { "data-grade": grade.token, "data-ink": grade.token, "aria-hidden": "true" }, LETTERS[grade.token]), gradeName(grade))),
  judgements.some(({ grade }) => !grade) && el("span", null, el("i", { "data-grade": "not-reported", "aria-hidden": "true" }, "…"),
    "several letters: no overall grade, but those of help and protection, in care, care leavers, leadership, in this order"),
  judgements.some(({ stated }) => stated) && el("span", null, "in brackets: known from a later document alone"),
  more);

export function england(choices) {
  const { by, theme, area } = subject(choices);
  const range = years();
  if (!range) return [el("h1", null, title), el("p", { class: "lead" }, "No document here gives a grade.")];
  const [first, last] = range;
  const year = Math.min(last, Math.max(first, Math.round(Number(choices.get("year"))) || last));
  const day = year < last ? `${year}-12-31` : "";
  const there = thereOn(day);
  // A council that there wasn't yet stands for those that it replaced.
  const speakers = (council) => lineage(council).filter((one) => there.includes(one));
  const shown = (council) => speakers(council).map((one) => gradeInForce(one, area, day)).filter(Boolean);
  const counts = tally(there, area, day);
  const wanted = tilesOf(counts, area).find(({ token }) => token === choices.get("grade"))?.token || "";
  const isFaint = (council) => Boolean(wanted) && !(shown(council).some((one) => keyOf(one) === wanted) || (wanted === "none" && !shown(council).length));
  const width = document.documentElement.clientWidth;
  const named = width > 640;
  const made = theme ? themeView(theme, day, there, speakers, named) : {
    heading: headline(counts, there, area, day),
    lead: newness(counts, there, area, day, last),
    map: gradeMap(shown, isFaint, named),
    key: gradeKey(today.flatMap(shown),
      today.some((council) => !shown(council).length) && el("span", null, el("i", { class: "blank", "aria-hidden": "true" }, "–"), "no dated grade here"),
      day && today.some((council) => shown(council).some((one) => one.council !== council)) && el("span", null, "pale: the grade of a council that this one has replaced since")),
    aside: [tiles(counts, area, wanted), regionBars(there, area, day), !day && recent(area)],
  };
  const drawn = journeys(groupsOf(choices, area, day), area, range, Math.max(320, Math.min(width, 1900) - 48), isFaint);
  return [
    el("h1", null, made.heading),
    made.lead && el("p", { class: "lead" }, made.lead),
    el("div", { class: "controls" },
      choice("Show", [...comparedAreas.map((one) => [one.token, one.label]), ...themes.map((one) => [`theme-${one.token}`, `Share of weaknesses: ${one.label}`])], by, (value) => choose({ by: value === OVERALL ? "" : value })),
      yearSlider(first, last, year),
      saveButtons(() => made.map, "map")),
    el("div", { class: "england" },
      el("div", { class: "map" }, made.map, made.key),
      el("div", { class: "aside" }, made.aside)),
    el("section", { class: "all-journeys" }, el("h2", null, theme ? "Journeys of the overall grade" : "Journeys"),
      el("p", { class: "note" }, "A band is the grade in force; a letter is a new judgement. Pale bands are of a council that this one replaced. Bands of several colours are reports without an overall grade: their areas, from above: help and protection, in care, care leavers, leadership."),
      el("div", { class: "controls" },
        choice("Sort by", SORTS, choices.get("sort") || "grade", (value) => choose({ sort: value === "grade" ? "" : value })),
        choice("Group", [["", "by region"], ["no", "not at all"]], choices.get("group") || "", (value) => choose({ group: value })),
        saveButtons(() => drawn, "journeys")),
      gradeKey(today.flatMap((council) => judgementsOf(council, area)).filter(({ inspection }) => inspection.when)),
      el("div", { class: "wide" }, drawn),
      without(area),
      undated(area)),
  ];
}

/** The number of councils whose grade is known and given. */
const gradedIn = (counts) => grades.reduce((sum, grade) => sum + (counts.get(grade) || []).length, 0);

/** The finding as a sentence. */
function headline(counts, there, area, day) {
  const [worst, best] = ["inadequate", "outstanding"].map((one) => grades.find(({ token }) => token === one));
  const label = comparedAreas.find(({ token }) => token === area)?.label.toLowerCase() || "";
  const scope = area === OVERALL ? "overall" : `for ${label}`;
  const weak = counts.get(worst) || [];
  const graded = gradedIn(counts);
  const [verb, have] = day ? [weak.length === 1 ? "was" : "were", "had"] : [weak.length === 1 ? "is" : "are", ""];
  const missing = (counts.get(undefined) || []).length;
  const byRegion = regions.map((region) => {
    const rated = there.filter((council) => council.region === region && gradeInForce(council, area, day)?.grade);
    return { region, rated, weak: rated.filter((council) => weak.includes(council)) };
  }).filter(({ rated, weak: some }) => rated.length >= FEW && some.length > 1).sort((a, b) => b.weak.length / b.rated.length - a.weak.length / a.rated.length);
  const top = byRegion[0];
  const strong = top ? top.rated.filter((council) => (counts.get(best) || []).includes(council)).length : 0;
  return [
    `${day ? `At the end of ${day.slice(0, 4)}` : "By the newest report here"}, ${weak.length || "none"} of ${plural(graded, "council", "councils")} ${weak.length ? verb : day ? "was" : "is"} inadequate ${scope}`,
    top && `in ${regionInWords(top.region)} ${top.weak.length} of ${top.rated.length}, ${strong ? `with ${strong} outstanding` : "with none outstanding"}`,
    missing && `${missing} ${have || (missing === 1 ? "has" : "have")} no dated grade here`,
  ].filter(Boolean).join("; ");
}

/** What the heading leaves out: councils without this grade in their newest report, and how old the grades are. */
function newness(counts, there, area, day, last) {
  const unreported = (counts.get(null) || []).length;
  const less = unreported ? `${plural(unreported, "more council has", "more councils have")} a report without ${area === OVERALL ? "an overall grade" : "a grade for it"}. ` : "";
  if (day) return less;
  const when = there.map((council) => gradeInForce(council, area)).filter((one) => one?.grade).map(({ inspection }) => inspection.when.slice(0, 4)).sort();
  const limit = String(last - 6);
  const old = when.filter((one) => one <= limit).length;
  return less + (old ? `The grades are from ${when[0]} to ${when[when.length - 1]}; ${old} of ${when.length} ${old === 1 ? "is" : "are"} from ${limit} or earlier.` : "");
}

/** A map of the grades that `shown` gives for a council. */
function gradeMap(shown, isFaint, named) {
  return hexmap(today, "Councils of England", (council) => {
    const judgements = shown(council);
    const faint = isFaint(council);
    if (!judgements.length) return { text: "–", says: "no dated grade", faint };
    const says = judgements.map((one) => `${one.council === council ? "" : `${nameOf(one.council)}: `}${inWords(one)}, judged in ${monthInWords(one.inspection.when)}`).join("; ");
    const pale = judgements.some((one) => one.council !== council);
    const parts = new Set(judgements.map(keyOf)).size === 1 ? partsOf(judgements[0]) : judgements.flatMap(partsOf);
    return parts.length === 1 ? { text: parts[0].letter, grade: parts[0].grade, says, faint, pale } : { parts, says, faint, pale };
  }, named);
}

function yearSlider(first, last, year) {
  const words = (value) => (Number(value) < last ? `end of ${value}` : "newest");
  const out = el("output", null, words(year));
  const slide = el("input", {
    id: "year", type: "range", min: first, max: last, value: year, "aria-valuetext": words(year),
    input: () => { out.textContent = words(slide.value); },
    change: () => choose({ year: Number(slide.value) < last ? slide.value : "" }),
  });
  return el("label", { class: "choice" }, el("span", null, "When"), slide, out);
}

/** The grades that councils have, and what there is where they have none: {token, name, letter, some}. */
function tilesOf(counts, area) {
  return [
    ...grades.map((grade) => [grade, grade.token, gradeName(grade), LETTERS[grade.token]]),
    [null, "not-reported", area === OVERALL ? "No overall grade reported" : "No grade of its own", "…"],
    [undefined, "none", "No dated grade here", "–"],
  ].map(([key, token, name, letter]) => ({ token, name, letter, some: counts.get(key) || [] })).filter(({ some }) => some.length);
}

/** The numbers of councils by grade; each is a button that puts the others back. */
function tiles(counts, area, wanted) {
  return el("div", { class: "tiles", role: "group", "aria-label": "Councils by grade" },
    tilesOf(counts, area).map(({ token, name, letter, some }) => el("button", {
      type: "button", class: "tile", id: `tile-${token}`, "aria-pressed": String(wanted === token), title: some.map(nameOf).join(", "),
      click: () => {
        choose({ grade: wanted === token ? "" : token });
        announce(wanted === token ? "All councils" : `${name}: ${listed(some.map(nameOf))}`);
      },
    }, el("i", { "data-grade": token, "data-ink": token, "aria-hidden": "true" }, letter), el("strong", null, String(some.length)), el("span", null, name))));
}

/** A bar for each region, with the councils of each grade. */
function regionBars(there, token, day) {
  const rows = regions.map((region) => {
    const some = there.filter((council) => council.region === region);
    return { region, some, counts: tally(some, token, day) };
  }).filter(({ some }) => some.length);
  return el("table", { class: "bars" },
    el("caption", null, "By region"),
    el("tbody", null, rows.map(({ region, some, counts }) => el("tr", null,
      el("th", { scope: "row" }, `${region.label} (${some.length})`),
      el("td", null, barOf([...grades, null, undefined].filter((grade) => counts.get(grade)?.length).map((grade) => ({
        size: counts.get(grade).length, token: grade ? grade.token : grade === null ? "not-reported" : "none",
        says: `${counts.get(grade).length} ${grade ? gradeName(grade).toLowerCase() : grade === null ? "without an overall grade" : "without a dated grade"}`,
      }))))))));
}

/** One bar of parts whose widths are in proportion. */
function barOf(parts) {
  const bar = el("span", { class: "bar-of" });
  for (const { size, token, says } of parts) {
    const part = el("span", { "data-grade": token, "data-ink": token, title: says }, String(size), el("span", { class: "unseen" }, says.replace(/^\S+/, "")));
    part.style.flex = `${size} 0 0`;
    bar.append(part);
  }
  return bar;
}

/** The councils whose grade changed last. */
function recent(token) {
  const moves = today.flatMap((council) => {
    const all = judgementsOf(council, token).filter(({ inspection, grade }) => inspection.when && grade);
    return all.slice(1).map((judgement, i) => ({ council, judgement, before: all[i] }))
      .filter(({ judgement, before }) => judgement.grade !== before.grade);
  }).sort((a, b) => (a.judgement.inspection.when < b.judgement.inspection.when ? 1 : -1)).slice(0, 6);
  return moves.length > 0 && el("div", null, el("h2", null, "Latest changes"), el("ul", { class: "plain" }, moves.map(({ council, judgement, before }) =>
    el("li", null, el("a", { href: `#/council/${council.gss}` }, council.name), ": ", gradeChip(before.grade), " → ", gradeChip(judgement.grade), ` ${monthInWords(judgement.inspection.when)}`))));
}

function groupsOf(choices, token, day) {
  const sort = choices.get("sort") || "grade";
  const latest = new Map(today.map((council) => [council, gradeInForce(council, token, day)]));
  const rank = (council) => (latest.get(council)?.grade ? grades.indexOf(latest.get(council).grade) : 9);
  const step = (council) => {
    const all = judgementsOf(council, token).filter(({ grade, inspection }) => grade && inspection.when);
    return all.length > 1 ? grades.indexOf(all[all.length - 2].grade) - grades.indexOf(all[all.length - 1].grade) : 0;
  };
  const when = (council) => latest.get(council)?.inspection.when || "";
  const orders = {
    __proto__: null, grade: (a, b) => rank(a) - rank(b), name: () => 0, change: (a, b) => step(b) - step(a),
    since: (a, b) => (when(a) < when(b) ? -1 : when(a) > when(b) ? 1 : 0),
  };
  const sorted = [...today].filter((council) => judgementsOf(council, token).length).sort((a, b) => (orders[sort] || orders.grade)(a, b) || a.name.localeCompare(b.name, "en-GB"));
  if (choices.get("group") === "no") {
    const half = Math.ceil(sorted.length / 3);
    return [0, 1, 2].map((n) => ({ label: n ? "" : "All councils", councils: sorted.slice(n * half, (n + 1) * half) })).filter(({ councils }) => councils.length);
  }
  return regions.map((region) => ({ label: region.label, councils: sorted.filter((council) => council.region === region) })).filter(({ councils }) => councils.length);
}

/** The councils that have no dated grade of their own, which no picture of time can show. */
function without(token) {
  const some = today.filter((council) => !ownJudgements(council, token).length).sort(byName).map((council) =>
    council.name + (judgementsOf(council, token).some(({ inspection }) => inspection.when) ? " (drawn: the council that it replaced)" : ""));
  return some.length > 0 && el("p", { class: "note without" }, `${plural(some.length, "council has", "councils have")} no dated grade here: ${listed(some)}.`);
}

/** Graded inspections without a date, which no picture of time can show. */
function undated(token) {
  const some = today.flatMap((council) => council.inspections.filter((one) => !one.when && gradeFor(one, token)).map((inspection) => ({ council, inspection })));
  return some.length ? el("p", { class: "note" }, `${plural(some.length, "graded inspection has", "graded inspections have")} no date and ${some.length === 1 ? "isn’t" : "aren’t"} drawn: `,
    some.map(({ council, inspection }, i) => [i ? ", " : "", el("a", { href: `#/council/${council.gss}` }, council.name), ` (${gradeName(gradeFor(inspection, token).grade).toLowerCase()})`])) : "";
}
