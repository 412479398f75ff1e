// A cell with a share of weaknesses, and the row of quotes that it opens.

import { KINDS, loadFindings } from "./data.js";
import { choice, el } from "./element.js";
import { findingList } from "./quotes.js";
import { readAddress } from "./route.js";
import { kindName, kindNames, plural } from "./words.js";

/** Fewer judged findings than this say too little for a share. */
const FEW = 5;

/** Strengths, weaknesses and mixed findings together: recommendations judge nothing. */
const judged = ([good, bad, mixed]) => good + bad + mixed;

/** The share of weaknesses among the judged findings, or null where they are too few. */
export const share = (counts) => (judged(counts) >= FEW ? counts[1] / judged(counts) : null);

/** The share as it is written: "37%", "1 of 2". */
export function shareInWords(counts) {
  const all = judged(counts);
  if (!all) return counts[3] ? `➜ ${counts[3]}` : "";
  return all < FEW ? `${counts[1]} of ${all}` : `${Math.round((100 * counts[1]) / all)}%`;
}

/** A cell of a table with a link that opens its quotes; `says` names its row and column. */
export function shareCell(counts, says, href, open) {
  const all = judged(counts);
  if (!all && !counts[3]) return el("td", { class: "share" }, el("span", { class: "unseen" }, "no findings"));
  const part = share(counts);
  const text = all
    ? [el("b", null, shareInWords(counts)), all < FEW ? "" : el("small", null, ` of ${all}`)]
    : [el("b", null, shareInWords(counts))];
  const cell = el("td", { class: part === null ? "share" : "share shaded" },
    el("a", {
      href, "aria-expanded": String(open), title: sharesInWords(counts),
    }, el("span", { class: "unseen" }, `${says}: `), text));
  if (part !== null) cell.style.setProperty("--share", `${Math.round(55 * part)}%`);
  return cell;
}

/** "9 of 24 findings are weaknesses; 2 recommendations". */
export function sharesInWords(counts) {
  const all = judged(counts);
  return [
    all ? `${counts[1]} of ${plural(all, "finding is a weakness", "findings are weaknesses")}` : "",
    counts[3] ? plural(counts[3], "recommendation", "recommendations") : "",
  ].filter(Boolean).join("; ") || "no findings";
}

/** A row under an opened cell: heading, a way to close it, and what `body` holds. */
export const openedRow = (columns, heading, closeAddress, body) => el("tr", { class: "opened" },
  el("td", { colspan: String(columns) },
    el("div", { class: "opened-box", tabindex: "-1", role: "group", "aria-label": heading },
      el("p", { class: "opened-head" }, el("strong", null, heading), " ", el("a", { href: closeAddress, "data-close": "" }, "Close")),
      body)));

/** The findings that `wanted` picks, weaknesses first and recommendations last, once they are read.
 * `counts` are what the cell counted: words that are not on the page are named. */
export function quotesOf(wanted, counts, options) {
  const box = el("div", null, el("p", { class: "note" }, "Reading the findings …"));
  loadFindings().then((all) => {
    const some = all.filter(wanted);
    const parts = [1, 0, 2, 3].map((kind) => some.filter((one) => one.kind === KINDS[kind]));
    const missing = counts.reduce((sum, count) => sum + count, 0) - some.length;
    box.replaceChildren(
      el("p", { class: "note" }, [1, 0, 2, 3].filter((kind) => counts[kind]).map((kind) => plural(counts[kind], kindName(KINDS[kind]), kindNames(KINDS[kind]))).join(", "), ".",
        missing > 0 ? ` The words of ${missing} of them are not on this page.` : ""),
      findingList(parts.flat(), { first: 12, ...options }));
  });
  return box;
}

let asked = "";

/** Call once for a screen, before it is drawn: moves the focus to what is opened, be it by a link from elsewhere, and back
 * to its link when it is closed. */
export function focusOpened(key) {
  const before = asked;
  asked = key;
  const { screen, argument } = readAddress(location.hash);
  const stays = document.documentElement.dataset.ready === `${screen}/${argument}`;
  if (stays ? key === before : !key) return;
  requestAnimationFrame(() => {
    const target = key
      ? document.querySelector("#screen .opened-box")
      : document.querySelector(`#screen [data-opens="${CSS.escape(before)}"]`);
    target?.focus({ preventScroll: Boolean(!key) });
    if (key) target?.scrollIntoView({ block: stays ? "nearest" : "center" });
  });
}

/** A choice whose box keeps the focus when the screen is drawn anew. */
export function keptChoice(id, ...rest) {
  const label = choice(...rest);
  label.querySelector("select").id = id;
  return label;
}
