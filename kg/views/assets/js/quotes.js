// Quotes with their documents, counts of findings, and rows that open to show both.

import { goTo } from "./actions.js";
import { FINDINGS, gradeOfLabel } from "./data.js";
import { button, chip, el, sourceLine } from "./element.js";
import { countsInWords, plural } from "./words.js";

/** A fact, with each quote and source that states it. */
function factItem(same) {
  const [{ label, value }] = same;
  const token = gradeOfLabel.get(value);
  return el("li", { class: "fact" },
    el("p", { class: "said" },
      el("span", { class: "label" }, label),
      value ? (token ? chip(token) : el("span", { class: "value" }, value)) : ""),
    same.map((fact) => [fact.quote ? el("blockquote", null, el("p", null, fact.quote)) : "", sourceLine(fact)]));
}

/** Facts grouped by label and value, in the order of the first of each. */
function groupFacts(found) {
  const groups = new Map();
  for (const fact of found) {
    const key = fact.value ? JSON.stringify([fact.label, fact.value]) : fact;
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(fact);
  }
  return [...groups.values()];
}

/** A button that shows the rest of a list and moves the focus there. */
export function moreButton(rest, bring, list) {
  const more = button(`Show ${rest.toLocaleString("en-GB")} more`, () => {
    const before = list.children.length;
    bring();
    more.remove();
    const next = list.children[before];
    const target = next.matches("details") ? next.querySelector("summary") : next;
    if (target === next) next.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  }, { class: "more" });
  return more;
}

/** A list of facts: the first few, and the rest on demand. */
export function factList(found, first, more) {
  const some = groupFacts(found);
  const list = el("ul", { class: "facts" }, some.slice(0, first).map(factItem));
  const parts = [list];
  if (some.length > first) {
    const rest = some.length - first;
    parts.push(moreButton(rest, () => list.append(...some.slice(first).map(factItem)), list));
  }
  if (more) parts.push(el("p", { class: "note" }, `${plural(more, "more finding", "more findings")} without a quote here.`));
  return parts;
}

/** A bar with a part for each kind of finding, and its count. */
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

export const NO_WORDS = "This link has no quote: it comes from other links or from reference data.";

/** A row that opens to show the quotes of a link. */
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
