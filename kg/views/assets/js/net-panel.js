// What the network says of the thing that is chosen: its facts with their quotes, and what can be done with it.

import { loadFindings, OVERALL } from "./data.js";
import { button, el } from "./element.js";
import { gradeFor, gradeInForce } from "./grades.js";
import { symbol } from "./net-draw.js";
import { hintOf, MOST, neighboursInWords, neighboursOf, otherEnd, THING_KINDS } from "./net.js";
import { findingList, openable, quote } from "./quotes.js";
import { bodyAddress, councilAddress, documentAddress, findingsAddress, personAddress, themeAddress } from "./route.js";
import { dateInWords, listed, monthInWords, plural, typeName } from "./words.js";
import { gradeChip } from "./chip.js";

const SHORT = 8;

/** Links to the screens of a thing. */
function screensOf({ kind, thing }) {
  if (!thing) return [];
  if (kind === "council") return [[councilAddress(thing), "All on this council"]];
  if (kind === "inspector" || kind === "leader") return [[personAddress(thing), "All on this person"]];
  if (kind === "programme" || kind === "organisation") return [[bodyAddress(thing), `All on this ${kind}`]];
  if (kind === "theme") return [[themeAddress(thing), "All on this theme"]];
  return [...thing.councils.map((council) => [councilAddress(council), council.name]), ...thing.documents.map((document) => [documentAddress({ document }), document.title])];
}

/** What a thing is, in a few lines. */
function factsOf({ kind, thing }) {
  if (!thing) return [];
  if (kind === "council") {
    const now = gradeInForce(thing, OVERALL);
    return [
      thing.abolished ? `Abolished in ${dateInWords(thing.abolished)}. ` : "", thing.region ? `${thing.region.label}. ` : "",
      now && now.grade ? ["Overall ", gradeChip(now.grade), ` since ${monthInWords(now.inspection.when)}.`] : now ? `No overall grade reported since ${monthInWords(now.inspection.when)}.` : "No dated grade here.",
    ];
  }
  if (kind === "inspection") {
    const overall = gradeFor(thing, OVERALL);
    const others = thing.grades.filter((given) => given !== overall);
    return [
      `${typeName(thing.type)}, ${thing.start ? dateInWords(thing.start) : thing.when ? dateInWords(thing.when) : "undated"}. `,
      overall ? el("div", null, openable(el("span", null, "Overall ", gradeChip(overall.grade)), overall.facts)) : thing.grades.length ? "No overall grade reported. " : "No grade. ",
      others.map((given) => el("div", null, openable(el("span", null, `${given.area.label}: `, gradeChip(given.grade)), given.facts))),
    ];
  }
  if (kind === "theme") return [thing.definition];
  return thing.also.length ? [`Also written ${listed(thing.also.slice(0, 4))}.`] : [];
}

/** How two things are linked, beside the name of one in the panel of the other. */
const shortly = (link) => ({ __proto__: null, inspected: "quotes", naming: "named" }[link.kind] || link.label);

/** A neighbour: its name (a button that chooses it), how it is linked, and the quotes. */
function neighbour(node, other, shown, acts) {
  const links = node.links.filter((link) => otherEnd(link, node) === other);
  const facts = [...new Set(links.flatMap((link) => link.facts))];
  const how = [...new Set(links.map(shortly))].slice(0, 3).join("; ");
  const theme = links.find((link) => link.kind === "theme");
  return el("li", null,
    symbol(other.kind, other.mark),
    el("div", null,
      shown.has(other) ? button(other.full, () => acts.select(other, true), { class: "as-link" }) : [el("span", null, other.full), " ", button("Show", () => acts.show(other), { class: "as-link", "aria-label": `Show ${other.full} in the picture` })],
      " ", theme ? findingsOf(theme, how) : openable(how, facts)));
}

/** The findings that a link between an inspection and a theme counts. */
function findingsOf({ from, to }, how) {
  const box = el("details", { class: "openable" }, el("summary", null, how));
  box.addEventListener("toggle", async () => {
    if (!box.open || box.children.length > 1) return;
    const some = (await loadFindings()).filter((one) => one.inspections.includes(from.thing) && one.themes.includes(to.thing));
    box.append(some.length ? findingList(some, { first: 3 }) : el("p", { class: "note" }, "The words of these findings are not on this page."),
      el("a", { href: findingsAddress({ council: from.thing.councils[0]?.gss, theme: to.thing.token }) }, "All findings"));
  });
  return box;
}

function neighbourList(node, kind, some, shown, acts) {
  const list = el("ul", { class: "near-list" }, some.slice(0, SHORT).map((other) => neighbour(node, other, shown, acts)));
  const left = some.slice(SHORT);
  const more = left.length && button(`and ${left.length} more: show`, () => {
    const at = list.children.length;
    list.append(...left.map((other) => neighbour(node, other, shown, acts)));
    more.remove();
    list.children[at]?.querySelector("button, summary")?.focus();
  }, { class: "as-link", "aria-label": `and ${left.length} more ${THING_KINDS[kind][1]} of ${node.label}: show in this list` });
  return el("div", null, el("h3", null, plural(some.length, ...THING_KINDS[kind])), list, more || "");
}

/** The panel of a thing.  `acts` are what its buttons do; `rest` what is not drawn of its neighbours. */
export function panelOf(node, { opened, only, begun, shown, rest, acts, chooser }) {
  const near = neighboursOf(node);
  const own = rest.filter((one) => one.node === node);
  const act = (name, text, run, more) => button(text, run, { class: "plain-button", "data-act": name, ...more });
  return [
    el("h2", { tabindex: "-1" }, symbol(node.kind, node.mark), " ", node.full),
    el("p", { class: "note" }, hintOf(node) === node.label ? THING_KINDS[node.kind][0] : hintOf(node)),
    el("div", { class: "what" }, factsOf(node)),
    el("p", { class: "screens" }, screensOf(node).map(([href, text]) => el("a", { href }, text))),
    el("div", { class: "acts" },
      only ? "" : opened ? act("fold", "Hide its neighbours", () => acts.fold(node)) : near.size ? act("expand", "Show its neighbours", () => acts.expand(node)) : "",
      act("hide", "Remove", () => acts.hide(node), begun ? { disabled: true, title: "The picture begins with it" } : null),
      act("begin", "Begin here", () => acts.begin(node))),
    chooser,
    own.map(({ kind, left }) => el("p", { class: "note" },
      `${MOST} of ${plural(near.get(kind).length, ...THING_KINDS[kind])} are drawn, the most linked, and ${left.length} more: `,
      button("show", () => acts.whole(node, kind), { class: "as-link", "aria-label": `Draw ${left.length} more ${THING_KINDS[kind][1]}` }))),
    el("h3", { class: "linked" }, near.size ? `Linked with ${listed(neighboursInWords(node))}` : "Linked with nothing here"),
    [...near].map(([kind, some]) => neighbourList(node, kind, some, shown, acts)),
  ];
}

/** A way as a list of sentences, each with its quote. */
export const wayList = (links) => el("ol", { class: "way" }, links.map((link) => el("li", null,
  el("p", null, `${link.says}.`),
  link.facts.length ? quote(link.facts[0]) : link.kind === "theme" ? findingsOf(link, "the findings") : el("p", { class: "note" }, "Follows from the dates and types of the inspections."),
  link.facts.length > 1 ? openable(`${plural(link.facts.length - 1, "more quote", "more quotes")}`, link.facts.slice(1)) : "")));
