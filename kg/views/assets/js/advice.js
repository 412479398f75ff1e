// The recommendations of a council's inspections, their states, and what later documents say of them.

import { loadFindings } from "./data.js";
import { el } from "./element.js";
import { sourceLine } from "./quotes.js";
import { inspectionName, KIND_SIGNS, kindName, plural } from "./words.js";

/** The states in order, with a sign and words; "" is that of a document without a date. */
const STATES = new Map([
  ["raised-again", ["▼", "raised again"]],
  ["some-progress", ["◆", "some progress"]],
  ["settled", ["▲", "settled"]],
  ["no-later-word", ["–", "no later word found"]],
  ["", ["?", "no date, so nothing is later"]],
]);

const stateName = (state) => STATES.get(state)[1];

/** "3 raised again, 2 settled". */
function statesInWords(recommendations) {
  return [...STATES.keys()]
    .map((state) => [recommendations.filter((one) => one.state === state).length, state])
    .filter(([count]) => count)
    .map(([count, state]) => `${count} ${stateName(state)}`).join(", ");
}

/** A later statement: when and where, what it says, its words, and its place. */
function statement({ finding, says }) {
  return el("li", { "data-kind": finding.kind },
    el("p", { class: "kind" },
      el("span", { class: "kind-sign", "aria-hidden": "true" }, KIND_SIGNS[finding.kind]),
      `${kindName(finding.kind)}: ${stateName(says)} · `, finding.inspections.map(inspectionName).join(" · ")),
    el("blockquote", null, finding.words || "The words are not on this page."),
    sourceLine(finding));
}

/** Whether the council has a dated inspection after this one. */
const hasLater = (council, inspection) => council.inspections.some((one) => one.when && inspection.when && one.when > inspection.when);

function recommendation(finding, hope) {
  const { later, state } = finding;
  const [sign, name] = state && !hope ? ["–", "no later report here"] : STATES.get(state);
  return el("li", { class: "card", "data-kind": "recommendation" },
    el("p", { class: "kind" }, el("span", { "aria-hidden": "true" }, `${sign} `), el("strong", null, name),
      finding.priority ? " · area for priority action" : ""),
    el("blockquote", null, finding.words || "The words are not on this page."),
    sourceLine(finding),
    later.length > 0 && el("details", null,
      el("summary", null, plural(later.length, "later statement", "later statements")),
      el("ul", { class: "plain later" }, later.map(statement))));
}

/** The recommendations, newest inspection first, and open; words come once they are read. */
export function advice(council) {
  const some = council.inspections.filter((one) => one.counts[3]).reverse();
  if (!some.length) return el("p", { class: "note" }, "No inspection here has recommendations.");
  return [
    el("p", { class: "note" }, "A later statement stands here if it is clearly about the same issue; the latest document that has one decides the state. Some are missed: “no later word found” doesn’t mean that nothing was said."),
    some.map((inspection, i) => {
      const hope = hasLater(council, inspection);
      const list = el("ul", { class: "cards" });
      const states = el("span", null);
      loadFindings().then((all) => {
        const own = all.filter((one) => one.kind === "recommendation" && one.inspections.includes(inspection));
        list.replaceChildren(...own.map((one) => recommendation(one, hope)));
        states.textContent = hope && own.length ? `: ${statesInWords(own)}` : ", no later report here";
        if (own.length < inspection.counts[3]) list.append(el("li", { class: "note" }, `The words of ${inspection.counts[3] - own.length} are not on this page.`));
      });
      return el("details", { class: "advice", open: i === 0 },
        el("summary", null, `${inspectionName(inspection)}, ${plural(inspection.counts[3], "recommendation", "recommendations")}`, states),
        list);
    }),
  ];
}
