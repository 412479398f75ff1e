// The data as tables, for readers who can't see the picture or prefer lists.

import { goTo } from "./actions.js";
import { byName, edges, gradeLabels, kindNames, KINDS, nodes } from "./data.js";
import { $, announce, button, chip, el, sourceLine } from "./element.js";
import { change, listeners, NONE, shown, state } from "./state.js";
import { relationOf } from "./words.js";

const toThing = (node) => button(node.label, () => goTo(node), { class: "go" });

const TABLES = {
  things: {
    caption: "Things",
    rows() {
      const order = (node) => KINDS.findIndex(([kind]) => kind === node.kind);
      return [...shown().nodes].sort((a, b) => order(a) - order(b) || byName(a, b));
    },
    columns: [
      ["Name", (node) => node.label, (node) => toThing(node), "wide"],
      ["Kind", (node) => kindNames.get(node.kind) || "Thing", null, "narrow"],
      ["Details", (node) => node.detail, null, "wide"],
      ["Date", (node) => node.when, null, "narrow"],
      ["Grade", (node) => gradeLabels.get(node.grade) || "", (node) => (node.grade ? chip(node.grade) : "")],
      ["Links", (node) => node.links.filter((edge) => shown().edges.has(edge)).length, null, "narrowest"],
    ],
    more: [["IRI", (node) => node.iri]],
  },
  links: {
    caption: "Links",
    rows: () => [...shown().edges],
    columns: [
      ["From", (edge) => edge.from.label, (edge) => toThing(edge.from)],
      ["Link", (edge) => relationOf(edge)],
      ["To", (edge) => edge.to.label, (edge) => toThing(edge.to)],
      ["In the words of the source", (edge) => (edge.facts[0] ? edge.facts[0].quote : ""), (edge) => {
        const [first] = edge.facts;
        const rest = edge.facts.length + edge.more - 1;
        return first ? [first.quote ? el("q", null, first.quote) : "", sourceLine(first),
          rest > 0 ? button(`and ${rest.toLocaleString("en-GB")} more`, () => change({ ...NONE, edge, table: "" }), { class: "go" }) : ""] : "";
      }, "widest"],
    ],
    more: [
      ["Document", (edge) => edge.facts[0]?.source.path || edge.facts[0]?.source.title],
      ["Page", (edge) => edge.facts[0]?.page],
      ["Paragraph", (edge) => edge.facts[0]?.paragraph],
      ["Strengths", (edge) => edge.counts[0]],
      ["Weaknesses", (edge) => edge.counts[1]],
      ["Mixed", (edge) => edge.counts[2]],
      ["Recommendations", (edge) => edge.counts[3]],
      ["From IRI", (edge) => edge.from.iri],
      ["To IRI", (edge) => edge.to.iri],
    ],
  },
};

/** Rows sorted by a column; equal rows keep their order. */
export function sortedBy(rows, key, up) {
  const order = (a, b) => {
    const [x, y] = [key(a), key(b)];
    return typeof x === "number" && typeof y === "number" ? x - y : String(x).localeCompare(String(y), "en-GB");
  };
  return [...rows].sort((a, b) => (up ? order(a, b) : order(b, a)));
}

export function makeTable(section) {
  const orders = { things: null, links: null }; // [column, ascending] of each table
  const counts = new Map();

  function rowsOf(name) {
    const { rows, columns } = TABLES[name];
    if (!orders[name]) return rows();
    const [column, up] = orders[name];
    return sortedBy(rows(), columns[column][1], up);
  }

  /** Add the rows a few at a time, so that a long table appears at once. */
  function fillBody(body, rows, columns) {
    const line = (row) => el("tr", null, columns.map(([, key, cell], i) =>
      el(i ? "td" : "th", i ? null : { scope: "row" }, cell ? cell(row) : String(key(row)))));
    const turn = (counts.get(body) || 0) + 1;
    counts.set(body, turn);
    body.replaceChildren(...rows.slice(0, 150).map(line));
    const more = (from) => {
      if (counts.get(body) !== turn || !body.isConnected || from >= rows.length) return;
      body.append(...rows.slice(from, from + 250).map(line));
      setTimeout(more, 0, from + 250);
    };
    setTimeout(more, 0, 150);
  }

  function build(name) {
    const { caption, columns } = TABLES[name];
    const body = el("tbody");
    const heads = columns.map(([title], i) => {
      const head = el("th", { scope: "col" });
      head.append(button(title, () => {
        const [column, up] = orders[name] || [];
        orders[name] = [i, column === i ? !up : true];
        mark();
        fillBody(body, rowsOf(name), columns);
        announce(`Sorted by ${title}, ${orders[name][1] ? "ascending" : "descending"}`);
      }));
      return head;
    });
    function mark() {
      const [column, up] = orders[name] || [];
      heads.forEach((head, i) => head.setAttribute("aria-sort", i !== column ? "none" : up ? "ascending" : "descending"));
    }
    mark();
    const rows = rowsOf(name);
    const total = (name === "things" ? nodes : edges).length;
    const of = rows.length < total ? `${rows.length.toLocaleString("en-GB")} of ${total.toLocaleString("en-GB")}` : total.toLocaleString("en-GB");
    const table = el("table", null,
      el("caption", null, caption, el("span", { class: "count" }, ` ${of}`)),
      el("colgroup", null, columns.map(([, , , width]) => el("col", { class: width }))),
      el("thead", null, el("tr", null, heads)), body);
    fillBody(body, rows, columns);
    return el("div", { class: "scroll", role: "region", "aria-label": caption, tabindex: "0" }, table);
  }

  function draw() {
    section.hidden = !state.table;
    document.body.classList.toggle("tabled", Boolean(state.table));
    $("as-table").setAttribute("aria-pressed", String(Boolean(state.table)));
    if (!state.table) return section.replaceChildren();
    const focused = section.contains(document.activeElement);
    const tabs = Object.entries(TABLES).map(([name, { caption }]) =>
      button(caption, () => change({ table: name }), { class: "tab", "aria-pressed": String(name === state.table) }));
    section.replaceChildren(el("div", { class: "tabs", role: "group", "aria-label": "Which table" }, tabs), build(state.table));
    if (focused) section.querySelector('[aria-pressed="true"]').focus();
    return undefined;
  }

  listeners.push((changed) => {
    if (changed.has("table") || (state.table && changed.has("shown"))) draw();
  });
  draw();

  /** The rows of a table in their current order, with further columns for the file. */
  function cells(name) {
    const columns = [...TABLES[name].columns, ...TABLES[name].more];
    return [columns.map(([title]) => title), ...rowsOf(name).map((row) => columns.map(([, key]) => key(row)))];
  }
  return { things: () => cells("things"), links: () => cells("links") };
}
