// All programmes and organisations that documents name.

import { placesOf } from "./body.js";
import { bodies } from "./data.js";
import { choice, el } from "./element.js";
import { filterBox } from "./filterbox.js";
import { choose, bodyAddress } from "./route.js";
import { sortable } from "./sortable.js";
import { nameOf, number, plainText, plural } from "./words.js";

function rowOf(body) {
  const councils = [...new Set(body.namings.map(({ council }) => council))];
  const days = body.namings.map(({ document }) => document.when).filter(Boolean).sort();
  return {
    body, councils, first: (days[0] || "").slice(0, 4), last: (days[days.length - 1] || "").slice(0, 4),
    words: plainText([body.name, ...body.also, body.kind, ...councils.map(nameOf)].join(" ")),
  };
}

const SORTS = [["", "programmes and organisations"], ["programme", "programmes"], ["organisation", "organisations"]];

export function bodyList(choices) {
  const only = choices.get("only") || "";
  const all = bodies.map(rowOf).sort((a, b) => b.councils.length - a.councils.length || a.body.name.localeCompare(b.body.name, "en-GB"));
  const some = only ? all.filter(({ body }) => body.sort === only) : all;
  const table = sortable({
    name: "sort", caption: "Programmes and organisations", choices, rows: [], order: "-councils", file: "programmes",
    columns: [
      { key: "name", label: "Name", value: ({ body }) => body.name, cell: ({ body }) => el("a", { href: bodyAddress(body) }, body.name) },
      { key: "sort", label: "What", value: ({ body }) => [body.sort === "programme" ? "Programme" : "Organisation", body.kind && body.kind.toLowerCase() !== body.sort ? body.kind : ""].filter(Boolean).join(": ") },
      { key: "councils", label: "Councils", number: true, value: ({ councils }) => councils.length },
      { key: "where", label: "Where", value: ({ councils }) => councils.map(nameOf).join("; "), cell: ({ body }) => placesOf(body) },
      { key: "first", label: "First year", value: ({ first }) => first, cell: ({ first }) => first || "undated" },
      { key: "last", label: "Last year", value: ({ last }) => last, cell: ({ last }) => last || "undated" },
    ],
  });
  return [
    el("h1", null, headline(some, only)),
    el("div", { class: "controls" },
      filterBox("Name or council", choices, some, ({ words }) => words, table.show, "names"),
      choice("Show", SORTS, only, (value) => choose({ only: value }))),
    el("p", { class: "note" }, "Names that documents on several councils share come first. A name that stands twice is kept apart by council, where documents don’t say that it is one thing."),
    table.box,
  ];
}

function headline(rows, only) {
  const [one, many] = only === "programme" ? ["programme", "programmes"] : only === "organisation" ? ["organisation", "organisations"] : ["programme or organisation", "programmes and organisations"];
  const shared = rows.filter(({ councils }) => councils.length > 1).length;
  const top = rows[0];
  return `${plural(rows.length, one, many)}, ${number(shared)} of them named on more than one council${top && top.councils.length > 1 ? `; most often ${top.body.name} (${plural(top.councils.length, "council", "councils")})` : ""}`;
}
