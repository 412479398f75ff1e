// Tables that are sorted by buttons in their headings, and saved as CSV.

import { button, el } from "./element.js";
import { choose } from "./route.js";
import { csvButton } from "./save.js";
import { number } from "./words.js";

const blank = (value) => value === null || value === undefined || value === "";

/** Compare two values of a column; those that are missing come last whichever way it is sorted. */
function compare(a, b, down) {
  if (blank(a) || blank(b)) return Number(blank(a)) - Number(blank(b));
  const order = typeof a === "number" ? a - b : String(a).localeCompare(String(b), "en-GB", { numeric: true });
  return down ? -order : order;
}

/** The rows in the order that the address asks for: "year", or "-year" for the other way round. */
function sorted(rows, columns, order) {
  const key = order.replace(/^-/, "");
  const column = columns.find((one) => one.key === key);
  if (!column) return rows;
  const rank = column.rank || column.value;
  return [...rows].sort((a, b) => compare(rank(a), rank(b), order !== key));
}

function heading({ key, label, number: isNumber }, name, order) {
  const [up, down] = [order === key, order === `-${key}`];
  // Numbers begin with the largest, words with A.
  const next = isNumber ? (down ? key : `-${key}`) : up ? `-${key}` : key;
  return el("th", { scope: "col", class: isNumber ? "figure" : null, "aria-sort": up ? "ascending" : down ? "descending" : null },
    button([label, el("span", { "aria-hidden": "true", class: "arrow" }, up ? " ▲" : down ? " ▼" : " ↕")], () => choose({ [name]: next }), { id: `sort-${name}-${key}` }));
}

/**
 * A table: {box, show(rows)}.  `columns` are {key, label, value(row), cell(row), rank(row), number}: the value is saved as
 * CSV, and shown and sorted by unless there is a cell or rank.  The first column has the row headings.  `name` is the
 * choice of the address that holds the order, and `order` the one without a choice.
 */
export function sortable({ name, caption, columns, rows, choices, order = "", first = 100, file = name }) {
  const chosen = choices.get(name) || order;
  const body = el("tbody");
  const more = button("", () => {
    const at = body.children.length;
    fill(at + 500);
    body.children[at]?.querySelector("a, summary")?.focus();
  }, { class: "plain-button" });
  let all = [];
  const cellOf = (row, column, i) => {
    const content = column.cell ? column.cell(row) : column.value(row);
    return i ? el("td", { class: column.number ? "figure" : null }, content) : el("th", { scope: "row" }, content);
  };
  function fill(count) {
    const at = body.children.length;
    body.append(...all.slice(at, count).map((row) => el("tr", { class: row.small ? "few" : null }, columns.map((column, i) => cellOf(row, column, i)))));
    more.hidden = body.children.length >= all.length;
    more.textContent = `Show ${number(Math.min(500, all.length - body.children.length))} more of ${number(all.length)}`;
  }
  const show = (some) => {
    all = sorted(some, columns, chosen);
    body.replaceChildren();
    fill(first);
  };
  show(rows);
  const box = el("div", { class: "sortable", "data-table": name },
    el("div", { class: "wide" }, el("table", null,
      el("caption", null, el("span", null, caption)),
      el("thead", null, el("tr", null, columns.map((column) => heading(column, name, chosen)))),
      body)),
    el("p", { class: "under" }, more, el("span", { class: "saves" }, csvButton(() => [columns.map(({ label }) => label), ...all.map((row) => columns.map((column) => column.value(row)))], file))));
  return { box, show };
}
