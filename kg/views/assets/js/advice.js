// The recommendations of full inspections, and what later documents found on the same themes.

import { addCounts, loadFindings, NONE } from "./data.js";
import { el } from "./element.js";
import { isFull } from "./grades.js";
import { sourceLine } from "./quotes.js";
import { findingsAddress } from "./route.js";
import { countsInWords, inspectionName, monthInWords, plural } from "./words.js";

/** The council's dated inspections after this one. */
const later = (council, inspection) => council.inspections.filter((one) => one.when && inspection.when && one.when > inspection.when);

/** What came after, on one theme: a sentence with a link to those findings. */
function afterwards(council, theme, after) {
  const counts = addCounts(after.map((one) => one.themes.get(theme) || NONE));
  return el("li", null, `${theme.label}, since then: `,
    counts.some(Boolean)
      ? el("a", { href: findingsAddress({ council: council.gss, theme: theme.token, since: after[0].when }) }, countsInWords(counts))
      : "no findings");
}

function recommendation(finding, council, after) {
  return el("li", { class: "card", "data-kind": "recommendation" },
    el("blockquote", null, finding.words || "The words are not on this page."),
    sourceLine(finding),
    after.length > 0 && el("ul", { class: "plain about" }, finding.themes.map((theme) => afterwards(council, theme, after))));
}

/** The recommendations, newest inspection first, and open; words come once they are read. */
export function advice(council) {
  const some = council.inspections.filter((one) => isFull(one) && one.counts[3]).reverse();
  if (!some.length) return el("p", { class: "note" }, "No full inspection here has recommendations.");
  return some.map((inspection, i) => {
    const after = later(council, inspection);
    const list = el("ul", { class: "cards" });
    loadFindings().then((all) => {
      const own = all.filter((one) => one.kind === "recommendation" && one.inspections.includes(inspection));
      list.replaceChildren(...own.map((one) => recommendation(one, council, after)));
      if (own.length < inspection.counts[3]) list.append(el("li", { class: "note" }, `The words of ${inspection.counts[3] - own.length} are not on this page.`));
    });
    return el("details", { class: "advice", open: i === 0 },
      el("summary", null, `${inspectionName(inspection)}: ${plural(inspection.counts[3], "recommendation", "recommendations")}`,
        after.length ? `, ${plural(after.length, "later report", "later reports")} since ${monthInWords(after[0].when)}` : ", no later report here"),
      list);
  });
}
