// A council beside its statistical neighbours, one row each.

import { grades, OVERALL } from "./data.js";
import { el } from "./element.js";
import { gradeMark } from "./matrix.js";
import { addressOf, councilAddress } from "./route.js";
import { areasInOrder, asGraded, current, noGrade, shortArea } from "./standing.js";
import { listed, shortMonth } from "./words.js";

/** The neighbours' grades as a sentence: "3 outstanding, 4 good, 1 without a report here". */
function neighboursInWords(council) {
  const latest = council.neighbours.map((one) => current(one, OVERALL));
  const parts = grades.map((grade) => [latest.filter((one) => one?.grade === grade).length, asGraded(grade)]);
  parts.push([latest.filter((one) => one && !one.grade).length, "graded by areas only"], [latest.filter((one) => !one).length, "without a grade here"]);
  return listed(parts.filter(([count]) => count).map(([count, words]) => `${count} ${words}`));
}

/** The newest grade of a council for an area as the content of a cell. */
function latestGrade(council, area) {
  const found = current(council, area.token);
  if (!found) return el("span", { class: "dim" }, "–");
  if (!found.grade) return el("span", { class: "dim" }, "by areas");
  return gradeMark(found);
}

/** The address of the comparison of a council with its neighbours. */
const comparisonAddress = (council) => addressOf("compare", "", { with: [council, ...council.neighbours].slice(0, 12).map(({ gss }) => gss).join(",") });

export function neighbourTable(council) {
  if (!council.neighbours.length) return el("p", { class: "note" }, "It has no statistical neighbours in the data of the atlas.");
  return [
    el("p", { class: "lead" }, `Of ${council.neighbours.length}: ${neighboursInWords(council)}. `, el("a", { href: comparisonAddress(council), class: "plain-button link-button" }, "Compare with its neighbours")),
    el("div", { class: "wide" }, el("table", { class: "neighbours" },
      el("caption", { class: "unseen" }, `Latest grades of ${council.name} and its statistical neighbours, the most alike first`),
      el("thead", null, el("tr", null, el("th", { scope: "col" }, "Council"), areasInOrder.map((area) => el("th", { scope: "col" }, shortArea(area))), el("th", { scope: "col" }, "Date"))),
      el("tbody", null, [council, ...council.neighbours].map((one) => {
        const newest = current(one, OVERALL);
        return el("tr", { class: one === council ? "own" : null },
          el("th", { scope: "row" }, el("a", { href: councilAddress(one), "aria-current": one === council ? "true" : null }, one.name)),
          newest
            ? [areasInOrder.map((area) => el("td", null, latestGrade(one, area))), el("td", null, shortMonth(newest.inspection.when))]
            : el("td", { colspan: String(areasInOrder.length + 1), class: "dim" }, noGrade(one)));
      })))),
    el("p", { class: "note" }, "–: not graded by itself in the latest full inspection. In brackets: stated in a later document, without a report here."),
  ];
}
