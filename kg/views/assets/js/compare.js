// Up to twelve councils side by side: the grades of areas, then shares of weaknesses by theme.

import { councils, countsOf, grades, OVERALL, themes } from "./data.js";
import { focusOpened, keptChoice, openedRow, quotesOf, share, shareCell, shareInWords } from "./cell.js";
import { button, el } from "./element.js";
import { inWords } from "./journeys.js";
import { gradeMark } from "./matrix.js";
import { quote } from "./quotes.js";
import { addressOf, choose, councilAddress, themeAddress } from "./route.js";
import { csvButton } from "./save.js";
import { abolition, areasInOrder, current, newestFull, noGrade, shortArea } from "./standing.js";
import { gradeName, inSentence, inspectionName, listed, monthInWords, number, plainText, plural, yearsInWords } from "./words.js";

const MOST = 12;

/** Councils are said to differ where each has at least so many findings. */
const ENOUGH = 10;

const chosen = (choices) => [...new Set((choices.get("with") || "").split(","))].map((gss) => councils.find((one) => one.gss === gss)).filter(Boolean).slice(0, MOST);
const chooseCouncils = (some) => choose({ with: some.map(({ gss }) => gss).join(","), row: "", of: "" });

/** The inspections whose findings are counted. */
const inspectionsOf = (council, all) => (all ? council.inspections : [newestFull(council)].filter(Boolean));

/** The share of weaknesses where it rests on enough findings to say how councils differ, else null. */
const fairShare = (counts) => (counts[0] + counts[1] + counts[2] >= ENOUGH ? share(counts) : null);

/** The year or years of what is counted of a council: "2017", "2013 to 2025", "undated". */
const yearsOf = (council, all) => yearsInWords(inspectionsOf(council, all).map(({ when }) => when));

/** Rows of themes: {theme, counts (a list, by council), difference (between the highest and the lowest fair share, or null)}. */
function themeRows(some, all) {
  return themes.map((theme) => {
    const counts = some.map((council) => countsOf(inspectionsOf(council, all), theme));
    const shares = counts.map(fairShare).filter((one) => one !== null);
    return { theme, counts, difference: shares.length > 1 ? Math.max(...shares) - Math.min(...shares) : null };
  }).filter(({ counts }) => counts.some((one) => one.some(Boolean)));
}

/** What the comparison shows, as a sentence. */
function headline(some, rows, all) {
  if (!some.length) return "Compare councils";
  const latest = some.map((council) => current(council, OVERALL)?.grade);
  const best = grades[0];
  const worst = grades[grades.length - 1];
  const count = (grade) => latest.filter((one) => one === grade).length;
  const [good, bad] = [count(best), count(worst)];
  const are = (n, grade) => `${n || "none"} ${n === 1 ? "is" : "are"} ${gradeName(grade).toLowerCase()}`;
  const start = some.length === 1 ? some[0].name : `Of ${some.length} councils, ${are(good, best)}${good || bad ? ` and ${bad || "none"} ${gradeName(worst).toLowerCase()}` : ""}`;
  const widest = [...rows].filter(({ difference }) => difference !== null).sort((a, b) => b.difference - a.difference)[0];
  if (!widest || !widest.difference) return start;
  const shares = widest.counts.map(fairShare);
  const known = shares.filter((one) => one !== null);
  const [low, high] = [shares.indexOf(Math.min(...known)), shares.indexOf(Math.max(...known))];
  const ofTheirs = (i) => `${shareInWords(widest.counts[i])} of ${number(widest.counts[i][0] + widest.counts[i][1] + widest.counts[i][2])} findings in ${some[i].name} (${yearsOf(some[i], all)})`;
  return `${start}; they differ most on ${inSentence(widest.theme.label)}: weaknesses are ${ofTheirs(high)}, ${ofTheirs(low)}`;
}

/** How far apart the years are, where they differ: years don't compare as councils do. */
function spanInWords(some, all) {
  const years = [...new Set(some.flatMap((council) => inspectionsOf(council, all)).map(({ when }) => when.slice(0, 4)).filter(Boolean))].sort();
  return years.length > 1 ? `These inspections are of different years, ${years[0]} to ${years[years.length - 1]}: councils, and what is inspected, have changed meanwhile. ` : "";
}

export function compare(choices) {
  const some = chosen(choices);
  const all = choices.get("from") === "all";
  const order = choices.get("sort") || "";
  const rows = themeRows(some, all);
  if (order !== "themes") rows.sort((a, b) => (b.difference ?? -1) - (a.difference ?? -1) || a.theme.id - b.theme.id);
  const now = Object.fromEntries(choices);
  const address = (changed) => addressOf("compare", "", { ...now, ...changed });
  const opened = { row: choices.get("row") || "", of: choices.get("of") || "" };
  focusOpened(opened.row ? `cell:${opened.row}:${opened.of}` : "");
  return [
    el("h1", null, headline(some, rows, all)),
    chooser(some),
    some.length
      ? [
        el("div", { class: "controls" },
          keptChoice("from", "Findings of", [["", "the latest full inspection"], ["all", "all inspections and visits"]], all ? "all" : "", (value) => choose({ from: value })),
          keptChoice("sort", "Order of themes", [["", "most different first"], ["themes", "by name"]], order, (value) => choose({ sort: value })),
          el("span", { class: "saves" }, csvButton(() => csvOf(some, rows, all), "comparison"))),
        el("div", { class: "wide" }, table(some, rows, all, opened, address)),
        el("p", { class: "note" }, `Grades are the latest dated ones of each council’s own reports. Below them: the share of weaknesses among strengths, weaknesses and mixed findings${all ? ", of all inspections and visits together" : " of the latest full inspection"}, and their number; under 5 findings no share is given, and “most different” counts shares of at least ${ENOUGH}. ${spanInWords(some, all)}Each cell opens its quotes.`),
      ]
      : el("p", { class: "lead" }, `Choose up to ${MOST} councils: their grades by area and their weaknesses by theme, side by side.`),
  ];
}

const optionOf = (council) => (council.abolished ? `${council.name} (until ${council.abolished.slice(0, 4)})` : council.name);

/** Finds a council by a name of its own. */
function named(text) {
  const plain = plainText(text.trim());
  const names = (council) => [council.name, council.official, council.gss, ...council.also].map(plainText);
  return plain && (councils.find((one) => !one.abolished && names(one).includes(plain)) || councils.find((one) => plainText(optionOf(one)) === plain)
    || councils.find((one) => names(one).includes(plain)));
}

/** The councils of a text with one name, or several with commas between them, though a name may have commas itself:
 * {found, unknown}. */
function allNamed(text) {
  const parts = text.split(",").map((part) => part.trim()).filter(Boolean);
  const found = [];
  const unknown = [];
  for (let at = 0; at < parts.length;) {
    let end = parts.length;
    while (end > at && !named(parts.slice(at, end).join(", "))) end -= 1;
    if (end > at) found.push(named(parts.slice(at, end).join(", ")));
    else unknown.push(parts[at]);
    at = Math.max(end, at + 1);
  }
  return { found, unknown };
}

/** The choice of councils: a box to add some, and a button to take each away. */
function chooser(some) {
  const full = some.length >= MOST;
  const problem = el("p", { class: "note", id: "not-added", role: "alert" });
  const box = el("input", {
    type: "text", list: "councils-to-add", disabled: full, autocomplete: "off", "aria-describedby": "not-added", "data-council": "add",
    placeholder: full ? `${MOST} at most` : "Names, with commas",
    change: () => {
      const { found, unknown } = allNamed(box.value);
      const added = found.filter((one) => !some.includes(one));
      if (unknown.length) problem.textContent = `No council here is called ${listed(unknown.map((one) => `“${one}”`))}.`;
      else if (added.length) chooseCouncils([...some, ...added]);
      else if (found.length) problem.textContent = `${listed(found.map(({ name }) => name))} ${found.length === 1 ? "is" : "are"} there already.`;
    },
  });
  const first = some[0];
  const more = first ? first.neighbours.filter((one) => !some.includes(one)).slice(0, MOST - some.length) : [];
  return el("div", null,
    el("div", { class: "controls" },
      el("label", { class: "choice" }, el("span", null, "Add councils"), box),
      el("datalist", { id: "councils-to-add" }, councils.filter((one) => !some.includes(one)).map((one) => el("option", { value: optionOf(one) }))),
      more.length > 0 && button(`Add ${plural(more.length, "statistical neighbour", "statistical neighbours")} of ${first.name}`, () => chooseCouncils([...some, ...more]), { class: "plain-button" }),
      some.length > 1 && button("Remove all", () => chooseCouncils([]), { class: "plain-button" })),
    problem);
}

const nothing = (area, council) => el("span", { class: "dim" }, area.token === OVERALL ? noGrade(council) : el("span", { class: "unseen" }, "no grade"));

function table(some, rows, all, opened, address) {
  const width = some.length + 1;
  const cellKey = (row, council) => ({ row, of: council.gss });
  const toggled = (row, council) => (opened.row === row && opened.of === council.gss ? { row: "", of: "" } : cellKey(row, council));
  const isOpen = (row, council) => opened.row === row && opened.of === council.gss;
  const whose = councils.find(({ gss }) => gss === opened.of);
  return el("table", { class: "matrix compared" },
    el("caption", { class: "unseen" }, "Grades by area and shares of weaknesses by theme"),
    el("thead", null, el("tr", null, el("th", { scope: "col" }, "Area or theme"), some.map((council) => el("th", { scope: "col" },
      el("a", { href: councilAddress(council), title: council.abolished ? abolition(council) : council.official }, council.name),
      council.abolished ? el("span", { class: "dim" }, ` until ${council.abolished.slice(0, 4)}`) : "",
      button("×", () => chooseCouncils(some.filter((one) => one !== council)), { class: "remove", "aria-label": `Remove ${council.name}`, title: `Remove ${council.name}` }))))),
    el("tbody", { class: "areas" }, areasInOrder.map((area) => [
      el("tr", null, el("th", { scope: "row" }, shortArea(area)), some.map((council) => {
        const found = current(council, area.token);
        if (!found) return el("td", null, nothing(area, council));
        return el("td", null, el("a", {
          class: "grade-link", href: address(toggled(area.token, council)), title: `${inWords(found)}, ${monthInWords(found.inspection.when)}`,
          "aria-expanded": String(isOpen(area.token, council)), "data-opens": `cell:${area.token}:${council.gss}`,
        }, el("span", { class: "unseen" }, `${area.label}, ${council.name}: `), found.grade ? gradeMark(found) : el("span", { class: "dim" }, "by areas"), el("small", null, ` ${found.inspection.when.slice(0, 4)}`)));
      })),
      opened.row === area.token && whose && some.includes(whose) && openedGrade(area, whose, width, address),
    ])),
    el("tbody", null, rows.map(({ theme, counts }) => {
      const row = `theme-${theme.token}`;
      return [
        el("tr", null, el("th", { scope: "row" }, el("a", { href: themeAddress(theme) }, theme.label)), some.map((council, i) => {
          const cell = shareCell(counts[i], `${theme.label}, ${council.name}`, address(toggled(row, council)), isOpen(row, council));
          cell.firstChild?.setAttribute("data-opens", `cell:${row}:${council.gss}`);
          return cell;
        })),
        opened.row === row && whose && some.includes(whose) && openedTheme(theme, whose, all, counts[some.indexOf(whose)], width, address),
      ];
    })));
}

function openedGrade(area, council, width, address) {
  const found = current(council, area.token);
  if (!found) return null;
  return openedRow(width, `${area.label}, ${council.name}: ${inWords(found)}, ${inspectionName(found.inspection)}`, address({ row: "", of: "" }), found.facts.map(quote));
}

function openedTheme(theme, council, all, counts, width, address) {
  const counted = new Set(inspectionsOf(council, all));
  const which = all ? "all inspections and visits" : listed([...counted].map(inspectionName));
  return openedRow(width, `${theme.label}, ${council.name}, ${which}`, address({ row: "", of: "" }),
    quotesOf((one) => one.themes.includes(theme) && one.inspections.some((inspection) => counted.has(inspection)), counts, { withCouncil: false }));
}

/** The whole table: a row for each area and theme, three columns for each council. */
function csvOf(some, rows, all) {
  return [
    ["area or theme", ...some.flatMap(({ name }) => [`${name}: grade or share of weaknesses`, `${name}: findings`, `${name}: date`])],
    ...areasInOrder.map((area) => [area.label, ...some.flatMap((council) => {
      const found = current(council, area.token);
      return found ? [found.grade ? gradeName(found.grade) : "no overall grade", "", found.inspection.when] : ["", "", ""];
    })]),
    ...rows.map(({ theme, counts }) => [theme.label, ...some.flatMap((council, i) => {
      const [good, bad, mixed] = counts[i];
      const total = good + bad + mixed;
      return [total ? (bad / total).toFixed(3) : "", total, all ? "" : newestFull(council)?.when || ""];
    })]),
  ];
}
