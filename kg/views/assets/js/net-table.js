// The network as tables, for screen readers and spreadsheets, and as Turtle.

import { wordsAt } from "./data.js";
import { button, el } from "./element.js";
import { hintOf, THING_KINDS } from "./net.js";
import { saveFile, toCsv } from "./save.js";
import { toTurtle } from "./turtle.js";
import { dateInWords, gradeName, plural } from "./words.js";

const gradeOf = (node) => (node.kind === "inspection" && node.thing ? node.thing.grades.find((given) => given.area.token === "overall-effectiveness") : null);

const table = (caption, headings, rows) => el("div", { class: "wide", tabindex: "0", role: "group", "aria-label": caption },
  el("table", { class: "things" }, el("caption", null, caption),
    el("thead", null, el("tr", null, headings.map((heading) => el("th", { scope: "col" }, heading)))),
    el("tbody", null, rows.map(([first, ...cells]) => el("tr", null, el("th", { scope: "row" }, first), cells.map((cell) => el("td", null, cell)))))));

/** "As a table": the things and links of the picture, and the files of both. */
export function tables({ things, links, onSelect }) {
  const degree = new Map(things.map((node) => [node, 0]));
  for (const link of links) for (const node of [link.from, link.to]) if (degree.has(node)) degree.set(node, degree.get(node) + 1);
  const box = el("details", { class: "as-table" }, el("summary", null, `As a table: ${plural(things.length, "thing", "things")}, ${plural(links.length, "link", "links")}`));
  box.addEventListener("toggle", () => {
    if (!box.open || box.children.length > 1) return;
    box.append(
      table("Things in the picture", ["Thing", "Kind", "Date", "Overall grade", "Links here"], things.map((node) => [
        button(node.full, () => onSelect(node), { class: "as-link" }), hintOf(node), node.when ? dateInWords(node.when) : "",
        gradeOf(node) ? gradeName(gradeOf(node).grade) : "", String(degree.get(node)),
      ])),
      table("Links in the picture", ["From", "Link", "To", "Quotes"], links.map((link) => [link.from.full, link.label, link.to.full, String(link.facts.length)])));
  });
  return box;
}

const thingRows = (things) => [
  ["thing", "kind", "date", "overall grade", "IRI"],
  ...things.map((node) => [node.full, THING_KINDS[node.kind][0], node.when, gradeOf(node) ? gradeName(gradeOf(node).grade) : "", node.iri]),
];

/** A row for each quote of a link, or one without a quote. */
const linkRows = async (links) => [
  ["from", "link", "to", "document", "page", "paragraph", "quote", "IRI from", "IRI to"],
  ...(await Promise.all(links.flatMap(({ from, label, to, facts }) => (facts.length ? facts : [null]).map(async (fact) => [
    from.full, label, to.full, fact ? fact.document.title : "", (fact && fact.page) || "", fact ? fact.paragraph : "", fact ? await wordsAt(fact) : "", from.iri, to.iri,
  ])))),
];

/** Buttons that save the things, the links, and both as Turtle. */
export const fileButtons = ({ things, links }) => [
  button("Things (CSV)", () => saveFile(toCsv(thingRows(things)), "text/csv", "things.csv")),
  button("Links (CSV)", async () => saveFile(toCsv(await linkRows(links)), "text/csv", "links.csv")),
  button("Turtle", async () => saveFile(await toTurtle(things, links), "text/turtle", "network.ttl")),
];
