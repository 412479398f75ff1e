// Quotes: the words that a fact or finding rests on, with their document, page and paragraph.

import { wordsAt } from "./data.js";
import { button, el, webLink } from "./element.js";
import { councilAddress, documentAddress, themeAddress } from "./route.js";
import { inspectionName, KIND_SIGNS, kindName, plural } from "./words.js";

/** The address of a page of a document's source, where it has one. */
const sourceAddress = ({ document, page }) =>
  (document.url && document.paged && page && !document.url.includes("#") ? `${document.url}#page=${page}` : document.url);

/** Where words stand: the document (a link to its text, with the words marked), page and paragraph. */
export function sourceLine(fact) {
  const where = [fact.page ? `p. ${fact.page}` : "", fact.paragraph ? `para. ${fact.paragraph}` : ""].filter(Boolean).join(", ");
  return el("p", { class: "source" },
    el("a", { href: documentAddress(fact) }, fact.document.title), where ? `, ${where}` : "", " ",
    webLink(sourceAddress(fact), "source ↗"));
}

/** A quote with its source.  The words come when they are there: texts are read on demand. */
export function quote(fact) {
  const words = el("blockquote", null, "…");
  wordsAt(fact).then((text) => { words.textContent = text || "The words are not on this page."; });
  return el("div", { class: "quote" }, words, sourceLine(fact));
}

/** A summary that opens to the quotes of some facts; without facts, only the summary. */
export function openable(summary, facts) {
  if (!facts.length) return el("span", null, summary);
  const box = el("details", { class: "openable" }, el("summary", null, summary));
  box.addEventListener("toggle", () => {
    if (box.open && box.children.length === 1) box.append(...facts.slice(0, 5).map(quote));
  });
  return box;
}

/** A finding as a card: its kind, its words (as `words` shows them), what it is about, and its source. */
function findingCard(finding, { withCouncil = true, words = null } = {}) {
  return el("li", { class: "card", "data-kind": finding.kind },
    el("p", { class: "kind" },
      el("span", { class: "kind-sign", "aria-hidden": "true" }, KIND_SIGNS[finding.kind]), kindName(finding.kind),
      finding.trend ? ` · ${finding.trend}` : "", finding.priority ? " · area for priority action" : "",
      finding.confidence < 0.6 ? " · doubtful" : ""),
    el("blockquote", null, (finding.words && words ? words(finding) : finding.words) || "The words are not on this page."),
    el("p", { class: "about" },
      withCouncil ? finding.councils.map((council) => [el("a", { href: councilAddress(council) }, council.name), " · "]) : "",
      finding.inspections.map((inspection) => `${inspectionName(inspection)} · `),
      finding.themes.map((theme, i) => [i ? ", " : "", el("a", { href: themeAddress(theme) }, theme.label)])),
    sourceLine(finding));
}

/** A list of findings as cards: the first few, and more on demand. */
export function findingList(findings, options = {}) {
  const { first = 10, step = 50 } = options;
  const list = el("ul", { class: "cards" }, findings.slice(0, first).map((one) => findingCard(one, options)));
  if (findings.length <= first) return list;
  const more = button(`Show ${Math.min(step, findings.length - first)} more of ${plural(findings.length, "finding", "findings")}`, () => {
    const shown = list.children.length;
    list.append(...findings.slice(shown, shown + step).map((one) => findingCard(one, options)));
    list.children[shown]?.querySelector("a")?.focus();
    if (list.children.length >= findings.length) more.remove();
    else more.textContent = `Show ${Math.min(step, findings.length - list.children.length)} more of ${plural(findings.length, "finding", "findings")}`;
  }, { class: "plain-button" });
  return el("div", null, list, more);
}
