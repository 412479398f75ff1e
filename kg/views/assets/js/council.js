// A council: how it stands, its years on one axis, what was found, and who it is like.

import { councils, inspections } from "./data.js";
import { focusOpened } from "./cell.js";
import { el, section } from "./element.js";
import { advice } from "./advice.js";
import { matrix, weakestThemes } from "./matrix.js";
import { neighbourTable } from "./neighbours.js";
import { inspectors, ownPeople, partners } from "./people-of-council.js";
import { openable } from "./quotes.js";
import { addressOf, bodyAddress, councilAddress, findingsAddress, networkAddress } from "./route.js";
import { saveButtons } from "./save.js";
import { nextVisit, standing } from "./standing.js";
import { allInspections, strip, stripKey, undatedVisits } from "./strip.js";
import { keyOf, visitBox } from "./visit.js";
import { plural } from "./words.js";

/** The year in which the data of this page end. */
const lastYear = () => Number(inspections.reduce((last, { when }) => (when > last ? when : last), "").slice(0, 4));

/** "City of Bradford Metropolitan District Council, Yorkshire and the Humber. " */
const about = (council) => `${[council.official || council.name, council.region?.label].filter(Boolean).join(", ")}. `;

export function councilScreen(choices, argument) {
  const council = councils.find(({ gss }) => gss === argument);
  if (!council) return [el("h1", null, "There is no such council here"), el("p", null, el("a", { href: "#/" }, "England"))];
  const now = Object.fromEntries(choices);
  const address = (changed) => addressOf("council", council.gss, { ...now, ...changed });
  const cell = { theme: choices.get("theme") || "", of: choices.get("of") || "" };
  const visit = allInspections(council).find((one) => keyOf(one) === choices.get("visit"));
  const width = Math.max(280, Math.min(document.documentElement.clientWidth, 1900) - (document.documentElement.clientWidth > 900 ? 48 : 24));
  const drawn = strip(council, width, lastYear(), address);
  focusOpened(visit ? `visit:${keyOf(visit)}` : cell.theme ? `cell:${cell.theme}:${cell.of}` : "");
  return [
    el("h1", null, standing(council)),
    el("p", { class: "lead" }, about(council), nextVisit(council)),
    el("p", { class: "links" },
      el("a", { href: findingsAddress({ council: council.gss }) }, "All its findings"), " · ",
      el("a", { href: networkAddress(council.iri) }, "Network"),
      council.replaced.map((other) => [" · Replaced ", el("a", { href: councilAddress(other) }, other.name), ` (until ${other.abolished.slice(0, 4)})`]),
      council.successors.map((other) => [" · Now ", el("a", { href: councilAddress(other) }, other.name)]),
      drawn && saveButtons(() => drawn, "years")),
    drawn
      ? [el("div", { class: "wide" }, drawn), stripKey(council)]
      : el("p", { class: "note" }, "No report here has a date, so no years are drawn."),
    undatedVisits(council, address),
    visit && visitBox(visit, address),
    el("div", { class: "side-by-side" },
      section("What inspections found, by theme",
        weakestThemes(council) && el("p", { class: "lead" }, `${weakestThemes(council)}.`),
        matrix(council, choices.get("order") || "", cell, address)),
      section("Its statistical neighbours", neighbourTable(council))),
    el("div", { class: "columns" },
      section("Recommendations, and what became of them", advice(council)),
      el("div", null,
        section("People", ownPeople(council), partners(council), inspectors(council)),
        named(council, "programme", "Programmes and services"),
        named(council, "organisation", "Organisations"),
        said(council))),
  ];
}

/** The programmes or organisations that documents on a council name, each with the words. */
function named(council, sort, heading) {
  const some = council.bodies.filter((body) => body.sort === sort).sort((a, b) => a.name.localeCompare(b.name, "en-GB"));
  if (!some.length) return null;
  return el("details", { class: "bodies" }, el("summary", null, el("h2", null, `${heading} (${some.length})`)),
    el("ul", { class: "plain" }, some.map((body) => el("li", null,
      el("a", { href: bodyAddress(body) }, body.name), body.kind ? `, ${body.kind.toLowerCase()}: ` : ": ",
      openable("where", body.namings.filter((naming) => naming.council === council).flatMap(({ facts }) => facts))))));
}

/** What others than the inspectorate say. */
function said(council) {
  const some = [...new Set([...council.responses, ...council.inspections.flatMap(({ responses }) => responses)])];
  return some.length > 0 && section("What others said", el("ul", { class: "plain" }, some.map(({ speaker, facts }) =>
    el("li", null, openable(`${speaker}: ${plural(facts.length, "statement", "statements")}`, facts)))));
}
