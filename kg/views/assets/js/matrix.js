// What the inspections of a council found, by theme: shares of weaknesses under the grades of areas.

import { NONE, themes } from "./data.js";
import { keptChoice, openedRow, quotesOf, share, shareCell, sharesInWords } from "./cell.js";
import { el } from "./element.js";
import { gradeFor, isFull } from "./grades.js";
import { choose, themeAddress } from "./route.js";
import { csvButton } from "./save.js";
import { areasInOrder, newestFull, shortArea } from "./standing.js";
import { fullName, keyOf } from "./visit.js";
import { gradeName, inSentence, inspectionName, LETTERS, listed, shortMonth, typeName } from "./words.js";

/** A grade as its letter in its colour, in brackets where only a later document states it, with its name for those
 * who don't see it. */
export const gradeMark = ({ grade, stated }) => [
  el("i", { "data-grade": grade.token, "data-ink": grade.token, "aria-hidden": "true" }, stated ? `(${LETTERS[grade.token] || "?"})` : LETTERS[grade.token] || "?"),
  el("span", { class: "unseen" }, stated ? `${gradeName(grade)}, stated in a later document` : gradeName(grade)),
];

/** The inspections that have findings, oldest first, those without a date last. */
const columnsOf = (council) => {
  const some = council.inspections.filter((one) => one.grades.length || one.counts.some(Boolean));
  return [...some.filter(({ when }) => when), ...some.filter(({ when }) => !when)];
};

/** Themes in the order chosen: those first that the newest full inspection found weakest, or by name. */
function rowsOf(council, inspections, order) {
  const named = themes.filter((theme) => inspections.some((one) => one.themes.has(theme)));
  if (order === "name") return named;
  const newest = newestFull(council) || inspections[inspections.length - 1];
  const of = (theme) => share(newest?.themes.get(theme) || NONE) ?? -1;
  return [...named].sort((a, b) => of(b) - of(a) || a.id - b.id);
}

/** The weakest themes of the newest full inspection, as a sentence; "" where it has too few findings. */
export function weakestThemes(council) {
  const newest = newestFull(council);
  if (!newest) return "";
  const some = rowsOf(council, [newest], "").filter((theme) => (share(newest.themes.get(theme)) || 0) > 0).slice(0, 3);
  if (!some.length) return "";
  return `${inspectionName(newest)}: weakest on ${listed(some.map((theme) => `${inSentence(theme.label)} (${sharesInWords(newest.themes.get(theme)).split(";")[0]})`))}`;
}

const head = (one, address) => el("th", { scope: "col", class: isFull(one) ? "full" : null },
  el("a", { href: address({ visit: keyOf(one) }), title: fullName(one) }, typeName(one.type), el("br"), one.when ? shortMonth(one.when) : "undated"));

/** One tab stop for the links and buttons of a table; arrow keys move along its rows and columns.  What a cell has opened
 * is not part of that. */
function roam(table) {
  const rows = [...table.rows].filter((row) => !row.classList.contains("opened"))
    .map((row) => [...row.cells].map((cell) => cell.querySelector("a, button")));
  const all = rows.flat().filter(Boolean);
  const stop = (one) => all.forEach((other) => other.setAttribute("tabindex", other === one ? "0" : "-1"));
  stop(all.find((one) => one.getAttribute("aria-expanded") === "true") || all[0]);
  table.addEventListener("focusin", ({ target }) => { if (all.includes(target)) stop(target); });
  table.addEventListener("keydown", (event) => {
    const way = { __proto__: null, ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
    let down = rows.findIndex((row) => row.includes(event.target));
    if (!way || down < 0 || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    let across = rows[down].indexOf(event.target);
    event.preventDefault();
    // Cells without a link are passed over.
    do {
      down += way[0];
      across += way[1];
    } while (rows[down]?.[across] === null);
    rows[down]?.[across]?.focus();
  });
}

/** The matrix and its tools; `opened` is {theme, of}: the cell that is open. */
export function matrix(council, order, opened, address) {
  const inspections = columnsOf(council);
  const rows = rowsOf(council, inspections, order);
  if (!rows.length) return el("p", { class: "note" }, "No inspection here has findings on a theme.");
  const areas = areasInOrder.filter((area) => inspections.some((one) => gradeFor(one, area.token) || (isFull(one) && one.leftOut.includes(area))));
  const width = inspections.length + 1;
  const table = el("table", { class: "matrix" },
    el("caption", null, "Share of weaknesses among the strengths, weaknesses and mixed findings of each inspection, by theme, and the number of those findings"),
    el("thead", null, el("tr", null, el("th", { scope: "col" }, "Theme"), inspections.map((one) => head(one, address)))),
    areas.length > 0 && el("tbody", { class: "areas" }, areas.map((area) => el("tr", null,
      el("th", { scope: "row" }, shortArea(area)),
      inspections.map((one) => {
        const given = gradeFor(one, area.token);
        return el("td", null, given
          ? el("a", { href: address({ visit: keyOf(one) }), class: "grade-link", title: `${area.label}: ${gradeName(given.grade)}` }, gradeMark(given))
          : isFull(one) && one.leftOut.includes(area) ? el("span", { class: "dim" }, "not graded") : el("span", { class: "unseen" }, "no grade"));
      })))),
    el("tbody", null, rows.map((theme) => [
      el("tr", null, el("th", { scope: "row" }, el("a", { href: themeAddress(theme) }, theme.label)),
        inspections.map((one) => {
          const key = `cell:${theme.token}:${keyOf(one)}`;
          const open = opened.theme === theme.token && opened.of === keyOf(one);
          const cell = shareCell(one.themes.get(theme) || NONE, `${theme.label}, ${fullName(one)}`, address(open ? { theme: "", of: "" } : { theme: theme.token, of: keyOf(one) }), open);
          cell.firstChild?.setAttribute("data-opens", key);
          return cell;
        })),
      theme.token === opened.theme && openedCell(theme, inspections.find((one) => keyOf(one) === opened.of), width, address),
    ])));
  roam(table);
  return [
    el("div", { class: "controls" },
      keptChoice("order", "Order of themes", [["", "weakest first"], ["name", "by name"]], order, (value) => choose({ order: value })),
      el("span", { class: "saves" }, csvButton(() => csvOf(areas, rows, inspections), "themes"))),
    el("div", { class: "wide" }, table),
    el("p", { class: "note" }, "“37% of 24”: 24 findings judge the theme, 37% of them are weaknesses. Under 5 findings no share is given. Older reports are up to three times as long, so numbers of findings don’t compare across them; shares do. ➜ means recommendations only. With keys: Tab leads into the table, arrow keys to its cells, Enter opens one."),
  ];
}

function openedCell(theme, inspection, width, address) {
  if (!inspection) return null;
  const counts = inspection.themes.get(theme) || NONE;
  return openedRow(width, `${theme.label}, ${fullName(inspection)}`, address({ theme: "", of: "" }),
    quotesOf((one) => one.inspections.includes(inspection) && one.themes.includes(theme), counts, { withCouncil: false }));
}

function csvOf(areas, rows, inspections) {
  return [
    ["area or theme", "inspection", "date", "grade", "strengths", "weaknesses", "mixed findings", "recommendations"],
    ...areas.flatMap((area) => inspections.filter((one) => gradeFor(one, area.token)).map((one) =>
      [area.label, fullName(one), one.when, gradeName(gradeFor(one, area.token).grade)])),
    ...rows.flatMap((theme) => inspections.filter((one) => one.themes.has(theme)).map((one) =>
      [theme.label, fullName(one), one.when, "", ...one.themes.get(theme)])),
  ];
}
