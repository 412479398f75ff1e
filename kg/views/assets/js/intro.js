// The side panel while nothing is selected: what the picture shows and leaves out.

import { goTo } from "./actions.js";
import { addCounts, byName, edges, folds, KINDS, nodes, raw } from "./data.js";
import { button, el, heading } from "./element.js";
import { countBar } from "./quotes.js";
import { gradeLetters, plural } from "./words.js";

export function introPanel() {
  const count = (kind) => nodes.filter((node) => node.kind === kind && !folds.has(node)).length;
  const findings = addCounts(edges);
  const quoted = new Set(edges.flatMap((edge) => edge.facts).filter((fact) => fact.quote).map((fact) => fact.source));
  const tiles = KINDS.map(([kind, many, one]) =>
    el("li", null, el("strong", null, count(kind).toLocaleString("en-GB")), count(kind) === 1 ? one : many));
  const parts = [
    el("h2", { class: "about", tabindex: "-1" }, "In this picture"),
    el("ul", { class: "tiles" }, tiles),
    el("p", { class: "lead" }, quoted.size
      ? `The links are based on quotes from ${plural(quoted.size, "document", "documents")}. Select a thing or a link to read its quotes, with page and paragraph.`
      : "The links come from a query or from reference data, so they have no quotes."),
  ];
  const inspections = nodes.filter((node) => node.kind === "inspection");
  const graded = inspections.filter((node) => node.grade);
  if (graded.length) {
    const bar = el("div", { class: "grades" });
    for (const [token, label] of raw.grades) {
      const some = graded.filter((node) => node.grade === token).length;
      if (!some) continue;
      const part = el("span", { "data-grade": token, title: label }, `${gradeLetters(token)} ${some}`);
      part.style.flexGrow = some;
      bar.append(part);
    }
    parts.push(heading("Overall grades"), bar);
    if (inspections.length > graded.length) {
      parts.push(el("p", { class: "note" }, `${plural(inspections.length - graded.length, "inspection gives", "inspections give")} no overall grade.`));
    }
  }
  if (findings.some(Boolean)) {
    parts.push(heading("Findings by theme"), ...themeTotals());
  }
  const openable = [...folds.values()];
  if (raw.folded.length || openable.length) {
    parts.push(heading("Left out"), el("ul", { class: "plain" }, raw.folded.map((text) => el("li", null, text)),
      openable.map((fold) => el("li", null, fold.description, " ", fold.members.length
        ? button("Show", () => goTo(fold.node), { class: "go", "aria-label": `Show ${fold.node.label}` }) : el("code", null, fold.command)))));
  }
  parts.push(el("p", { class: "note keys-note" }, "Press ", el("kbd", null, "?"), " for all keys."));
  return parts;
}

function themeTotals() {
  const rows = nodes.filter((node) => node.kind === "theme").map((node) => [node, addCounts(node.links)]);
  const total = (counts) => counts.reduce((sum, count) => sum + count, 0);
  rows.sort(([a, x], [b, y]) => total(y) - total(x) || byName(a, b));
  return rows.slice(0, 8).map(([node, counts]) =>
    button([el("span", { class: "name" }, node.label), countBar(counts, total(rows[0][1]))], () => goTo(node), { class: "row" }));
}
