// All people whom documents name as inspectors or leaders.

import { councilsOf, firstDay, inspectionsOf, lastDay, namesakes, partsInWords, postsOf } from "./careers.js";
import { people } from "./data.js";
import { choice, el } from "./element.js";
import { choose, personAddress } from "./route.js";
import { filterBox } from "./filterbox.js";
import { sortable } from "./sortable.js";
import { nameOf, number, plainText, plural, yearsInWords } from "./words.js";

function rowOf(person) {
  const took = inspectionsOf(person);
  const came = took.filter(({ signed }) => !signed);
  const posts = postsOf(person);
  const days = [...took.map(({ inspection }) => inspection.when), ...posts.flatMap((post) => [firstDay(post), lastDay(post)])].filter(Boolean).sort();
  const places = councilsOf(person).map(nameOf);
  return {
    person, took, came, posts, days, places, led: took.filter(({ led }) => led).length, same: namesakes(person).length > 0,
    roles: [...new Set(posts.map(({ role }) => role))],
    words: plainText([person.name, ...person.also, ...places, ...posts.map(({ role, place }) => `${role} ${place || ""}`)].join(" ")),
  };
}

const ROLES = [["", "inspectors and leaders"], ["inspectors", "inspectors"], ["leaders", "leaders"]];

export function peopleList(choices) {
  const role = choices.get("role") || "";
  const all = people.map(rowOf);
  const some = all.filter(({ came, posts }) => (role === "inspectors" ? came.length : role === "leaders" ? posts.length : true));
  const table = sortable({
    name: "sort", caption: "People", choices, rows: [], order: "-number", file: "people",
    columns: [
      { key: "name", label: "Name", value: ({ person }) => person.name, cell: ({ person }) => el("a", { href: personAddress(person) }, person.name), rank: ({ person }) => person.name },
      { key: "what", label: "Named as", value: ({ took, came, roles }) => [came.length ? "Inspector" : took.length ? "Signs letters only" : "", ...roles].filter(Boolean).join("; ") },
      { key: "number", label: "Inspections or posts", number: true, value: ({ came, posts }) => came.length + posts.length, cell: ({ took, posts }) => [partsInWords(took), posts.length ? plural(posts.length, "post", "posts") : ""].filter(Boolean).join("; ") },
      { key: "councils", label: "Councils", value: ({ places }) => places.join("; "), cell: ({ places, same }) => (same || places.length < 5 ? places.join(", ") : `${places.slice(0, 3).join(", ")} and ${places.length - 3} more`) },
      { key: "first", label: "First year", value: ({ days }) => (days[0] || "").slice(0, 4) },
      { key: "last", label: "Last year", value: ({ days }) => (days[days.length - 1] || "").slice(0, 4), cell: ({ days }) => (days.length ? days[days.length - 1].slice(0, 4) : "undated") },
    ],
  });
  return [
    el("h1", null, headline(all)),
    el("div", { class: "controls" },
      filterBox("Name, council or post", choices, some, ({ words }) => words, table.show, "people"),
      choice("Show", ROLES, role, (value) => choose({ role: value }))),
    el("p", { class: "note" }, "Names are taken together only where documents leave no doubt: people of the same name at different councils stand in rows of their own, told apart by their councils."),
    table.box,
  ];
}

function headline(rows) {
  const inspectors = rows.filter(({ came }) => came.length);
  const leaders = rows.filter(({ posts }) => posts.length);
  const top = [...inspectors].sort((a, b) => b.led - a.led)[0];
  const tied = inspectors.filter(({ led }) => led === top?.led).length - 1;
  const when = top?.led ? yearsInWords(top.took.filter(({ led }) => led).map(({ inspection }) => inspection.when)) : "";
  const most = !top?.led ? "" : tied
    ? `; ${top.person.name} and ${plural(tied, "other", "others")} led most inspections (${top.led} each)`
    : `; ${top.person.name} led most inspections (${top.led}, ${when})`;
  return `${number(inspectors.length)} ${inspectors.length === 1 ? "inspector" : "inspectors"} and ${plural(leaders.length, "leader", "leaders")} are named${most}`;
}
