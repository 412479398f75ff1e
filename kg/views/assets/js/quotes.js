// Quotes and the documents that they come from, counts of findings, and rows that open on both.

import { goTo } from "./actions.js";
import { FINDINGS, gradeOfLabel } from "./data.js";
import { button, chip, el, sourceLine } from "./element.js";
import { countsInWords, plural } from "./words.js";

/** One thing that is said, with every place that says it. */
function factItem(same) {
  const [{ label, value }] = same;
  const token = gradeOfLabel.get(value);
  return el("li", { class: "fact" },
    el("p", { class: "said" },
      el("span", { class: "label" }, label),
      value ? (token ? chip(token) : el("span", { class: "value" }, value)) : ""),
    same.map((fact) => [fact.quote ? el("blockquote", null, el("p", null, fact.quote)) : "", sourceLine(fact)]));
}

/** Facts that say the same of a thing, brought together in the order of the first of each. */
function groupFacts(found) {
  const groups = new Map();
  for (const fact of found) {
    const key = fact.value ? JSON.stringify([fact.label, fact.value]) : fact;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(fact);
  }
  return [...groups.values()];
}

/** A button that brings in the rest of a list, and hands the focus on to what it brought. */
export function moreButton(rest, bring, list) {
  const made = button(`Show ${rest.toLocaleString("en-GB")} more`, () => {
    const before = list.children.length;
    bring();
    made.remove();
    const next = list.children[before];
    const target = next.matches("details") ? next.querySelector("summary") : next;
    if (target === next) next.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  }, { class: "more" });
  return made;
}

/** A list of facts, the first few at once and the rest on demand. */
export function factList(found, first, more) {
  const some = groupFacts(found);
  const list = el("ul", { class: "facts" }, some.slice(0, first).map(factItem));
  const parts = [list];
  if (some.length > first) {
    const rest = some.length - first;
    parts.push(moreButton(rest, () => list.append(...some.slice(first).map(factItem)), list));
  }
  if (more) parts.push(el("p", { class: "note" }, `${plural(more, "more finding", "more findings")} not quoted here.`));
  return parts;
}

/** A bar whose parts are the kinds of findings, and their counts. */
export function countBar(counts, widest) {
  const bar = el("span", { class: "counts", role: "img", "aria-label": countsInWords(counts) });
  FINDINGS.forEach(([kind, , glyph], i) => {
    if (!counts[i]) return;
    const part = el("span", { class: `part part-${kind}` }, `${glyph}${counts[i]}`);
    part.style.flexGrow = counts[i];
    bar.append(part);
  });
  const total = counts.reduce((sum, count) => sum + count, 0);
  bar.style.width = `${Math.max(22, (100 * total) / widest)}%`;
  return bar;
}

export const NO_WORDS = "This link follows from others, or from reference data: it has no words of its own.";

/** A row that opens on the quotes behind a link. */
export function linkRow(node, some, head, extra) {
  const row = el("details", { class: "link" }, el("summary", null, head, extra || ""));
  row.addEventListener("toggle", () => {
    if (!row.open || row.dataset.filled) return;
    row.dataset.filled = "yes";
    row.append(button(`Go to ${node.label}`, () => goTo(node), { class: "go" }));
    for (const edge of some) row.append(...factList(edge.facts, 4, edge.more));
    if (!some.some((edge) => edge.facts.length)) {
      row.append(el("p", { class: "note" }, NO_WORDS));
    }
  });
  return row;
}
