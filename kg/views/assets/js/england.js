// The first screen: where the councils of England stand, on a map and over the years.

import { comparedAreas, countsOf, grades, OVERALL, regions, themes, title, today } from "./data.js";
import { announce, choice, el, section } from "./element.js";
import { gradeFor, gradeInForce, judgementsOf, tally, years } from "./grades.js";
import { hexmap } from "./hexmap.js";
import { inWords, journeys, partsOf } from "./journeys.js";
import { choose } from "./route.js";
import { saveButtons } from "./save.js";
import { gradeName, LETTERS, listed, monthInWords, plural } from "./words.js";

const SORTS = [["grade", "grade"], ["change", "last change"], ["name", "name"], ["since", "time since the last judgement"]];

/** What the map shows: {token of an area, or theme}. */
function subject(choices) {
  const by = choices.get("by") || OVERALL;
  return { by, theme: themes.find((theme) => `theme-${theme.token}` === by), area: by };
}

/** The newest full inspection with findings up to a day. */
const newestFull = (council, day) =>
  council.inspections.filter((one) => one.grades.length && one.when && (!day || one.when <= day)).pop();

/** The share of weaknesses among the judged findings on a theme, or null. */
function shareOf(some, theme) {
  const [good, bad, mixed] = countsOf(some, theme);
  return good + bad + mixed ? bad / (good + bad + mixed) : null;
}

const keyOf = (judgement) => (judgement ? (judgement.grade ? judgement.grade.token : "not-reported") : "none");

const gradeKey = () => el("p", { class: "key" }, grades.map((grade) =>
  el("span", null, el("i", { "data-grade": grade.token, "data-ink": grade.token, "aria-hidden": "true" }, LETTERS[grade.token]), gradeName(grade))),
el("span", null, el("i", { class: "blank", "aria-hidden": "true" }, "–"), "no dated grade here"));

const shadeKey = () => el("p", { class: "key" }, "Weaknesses among the strengths, weaknesses and mixed findings of the newest full inspection: the darker, the more.");

export const gradeChip = (grade) => el("span", { class: "chip", "data-grade": grade.token, "data-ink": grade.token }, gradeName(grade));

export function england(choices) {
  const { by, theme, area } = subject(choices);
  const range = years();
  if (!range) return [el("h1", null, title), el("p", { class: "lead" }, "No document here gives a grade.")];
  const [first, last] = range;
  const year = Number(choices.get("year")) || last;
  const day = year < last ? `${year}-12-31` : "";
  const token = theme ? OVERALL : area;
  const wanted = choices.get("grade") || "";
  const counts = tally(today, token, day);
  const isFaint = (council) => Boolean(wanted) && keyOf(gradeInForce(council, token, day)) !== wanted;
  const width = Math.max(320, Math.min(document.documentElement.clientWidth, 1900) - 48);
  const map = theme ? themeMap(theme, day) : gradeMap(area, day, isFaint);
  const drawn = journeys(groupsOf(choices, token, day), token, range, width, isFaint);
  const areaName = comparedAreas.find((one) => one.token === token)?.label.toLowerCase() || "";
  return [
    el("h1", null, headline(counts, areaName, day)),
    el("div", { class: "controls" },
      choice("Show", [...comparedAreas.map((one) => [one.token, one.label]), ...themes.map((one) => [`theme-${one.token}`, `Share of weaknesses: ${one.label}`])], by, (value) => choose({ by: value === OVERALL ? "" : value })),
      yearSlider(first, last, year),
      saveButtons(() => map, "map")),
    el("div", { class: "england" },
      el("div", { class: "map" }, map, theme ? shadeKey() : gradeKey()),
      el("div", { class: "aside" },
        tiles(counts, wanted),
        regionBars(token, day),
        recent(token))),
    section("Journeys",
      el("p", { class: "note" }, "A band is the grade in force; a letter is a new judgement. Pale bands are of a council that this one replaced. Bands of several colours are reports without an overall grade: their areas, from above: help and protection, in care, care leavers, leadership."),
      el("div", { class: "controls" },
        choice("Sort by", SORTS, choices.get("sort") || "grade", (value) => choose({ sort: value === "grade" ? "" : value })),
        choice("Group", [["", "by region"], ["no", "not at all"]], choices.get("group") || "", (value) => choose({ group: value })),
        saveButtons(() => drawn, "journeys")),
      el("div", { class: "wide" }, drawn),
      undated(token)),
  ];
}

/** The finding as a sentence. */
function headline(counts, areaName, day) {
  const worst = grades.find((grade) => grade.token === "inadequate");
  const best = grades.find((grade) => grade.token === "outstanding");
  const weak = counts.get(worst) || [];
  const graded = today.length - (counts.get(undefined) || []).length;
  const when = day ? `At the end of ${day.slice(0, 4)}, ` : "";
  const are = day ? "were" : "are";
  const scope = areaName === "overall effectiveness" ? "overall" : `for ${areaName}`;
  if (!weak.length) return `${when}${when ? "no" : "No"} council of ${graded} ${day ? "was" : "is"} inadequate ${scope}`;
  const byRegion = regions.map((region) => {
    const all = today.filter((council) => council.region === region && !(counts.get(undefined) || []).includes(council));
    return { region, all, weak: weak.filter((council) => council.region === region) };
  }).filter(({ all }) => all.length >= 5).sort((a, b) => b.weak.length / b.all.length - a.weak.length / a.all.length);
  const top = byRegion[0];
  const strong = top ? (counts.get(best) || []).filter((council) => council.region === top.region).length : 0;
  const where = top && top.weak.length > 1 ? `; ${top.region.label}: ${top.weak.length} of ${top.all.length}, ${strong ? `${strong} outstanding` : "none outstanding"}` : "";
  return `${when}${weak.length} of ${graded} councils ${are} inadequate ${scope}${where}`;
}

function gradeMap(area, day, isFaint) {
  return hexmap(today, "Councils of England", (council) => {
    const judgement = gradeInForce(council, area, day);
    if (!judgement) return { text: "–", says: "no dated grade", faint: isFaint(council) };
    const parts = partsOf(judgement);
    const since = `since ${monthInWords(judgement.inspection.when)}`;
    const says = `${inWords(judgement)}, ${since}`;
    return parts.length === 1 ? { text: parts[0].letter, grade: parts[0].grade, says, faint: isFaint(council) } : { parts, says, faint: isFaint(council) };
  });
}

function themeMap(theme, day) {
  return hexmap(today, `Share of weaknesses on ${theme.label}`, (council) => {
    const newest = newestFull(council, day);
    const share = newest ? shareOf([newest], theme) : null;
    if (share === null) return { text: "–", says: "no findings on it" };
    return { text: `${Math.round(100 * share)}%`, shade: share, says: `${Math.round(100 * share)}% of findings are weaknesses, ${monthInWords(newest.when)}` };
  });
}

function yearSlider(first, last, year) {
  const out = el("output", null, year < last ? `end of ${year}` : "newest");
  const slide = el("input", {
    type: "range", min: first, max: last, value: year, "aria-valuetext": year < last ? `end of ${year}` : "newest",
    input: () => { out.textContent = Number(slide.value) < last ? `end of ${slide.value}` : "newest"; },
    change: () => choose({ year: Number(slide.value) < last ? slide.value : "" }),
  });
  return el("label", { class: "choice" }, el("span", null, "When"), slide, out);
}

/** The numbers of councils by grade; each is a button that puts the others back. */
function tiles(counts, wanted) {
  const all = [...grades.map((grade) => [grade, grade.token, gradeName(grade), LETTERS[grade.token]]), [null, "not-reported", "No overall grade reported", "…"], [undefined, "none", "No dated grade here", "–"]];
  return el("div", { class: "tiles", role: "group", "aria-label": "Councils by grade" }, all
    .filter(([key]) => counts.get(key)?.length)
    .map(([key, token, name, letter]) => el("button", {
      type: "button", class: "tile", "aria-pressed": String(wanted === token), title: counts.get(key).map((council) => council.name).join(", "),
      click: () => {
        choose({ grade: wanted === token ? "" : token });
        announce(wanted === token ? "All councils" : `${name}: ${listed(counts.get(key).map((council) => council.name))}`);
      },
    }, el("i", { "data-grade": token, "data-ink": token, "aria-hidden": "true" }, letter), el("strong", null, String(counts.get(key).length)), el("span", null, name))));
}

/** A bar for each region, with the councils of each grade. */
function regionBars(token, day) {
  const rows = regions.map((region) => {
    const councils = today.filter((council) => council.region === region);
    return { region, councils, counts: tally(councils, token, day) };
  }).filter(({ councils }) => councils.length);
  return el("table", { class: "bars" },
    el("caption", null, "By region"),
    el("tbody", null, rows.map(({ region, councils, counts }) => el("tr", null,
      el("th", { scope: "row" }, `${region.label} (${councils.length})`),
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
  return el("div", null, el("h2", null, "Latest changes"), el("ul", { class: "plain" }, moves.map(({ council, judgement, before }) =>
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

/** Graded inspections without a date, which no picture of time can show. */
function undated(token) {
  const some = today.flatMap((council) => council.inspections.filter((one) => !one.when && gradeFor(one, token)).map((inspection) => ({ council, inspection })));
  return some.length ? el("p", { class: "note" }, `${plural(some.length, "graded inspection has", "graded inspections have")} no date and ${some.length === 1 ? "isn’t" : "aren’t"} drawn: `,
    some.map(({ council, inspection }, i) => [i ? ", " : "", el("a", { href: `#/council/${council.gss}` }, council.name), ` (${gradeName(gradeFor(inspection, token).grade).toLowerCase()})`])) : "";
}
