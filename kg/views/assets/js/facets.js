// The facets of findings: what can be chosen, and how many findings each choice would leave.

import { byName, councils, documents, grades, inspections, KINDS, OVERALL, regions, themes, types } from "./data.js";
import { gradeFor } from "./grades.js";
import { withIri } from "./route.js";
import { dateInWords, gradeName, inspectionName, kindNames, nameOf } from "./words.js";

/** Findings whose confidence is lower are doubtful. */
export const DOUBTFUL = 0.6;
export const NO_GRADE = "not-reported";

const concept = ({ token, label }) => ({ token, label });

/** Remembers what was made of a list: findings share theirs. */
function remembered(make) {
  const made = new Map();
  return (list) => {
    if (!made.has(list)) made.set(list, make(list));
    return made.get(list);
  };
}

const ids = (some) => [...new Set(some.filter(Boolean).map(({ id }) => id))];
const whenOf = (finding) => finding.inspections.find(({ when }) => when)?.when || (finding.inspections.length ? "" : finding.document.when) || "";

/** The facets and their values; `of(finding)` gives positions in `values`. */
function facetsOf(findings) {
  const whens = [...new Set(findings.map(whenOf))].sort();
  const whenAt = new Map(whens.map((when, at) => [when, [at]]));
  const single = [...Array(101).keys()].map((at) => [at]);
  const gradeIds = remembered((some) => {
    const given = ids(some.map((one) => gradeFor(one, OVERALL)?.grade));
    return given.length ? given : [grades.length];
  });
  const regionIds = remembered((some) => ids(some.map(({ region }) => region)));
  const councilIds = remembered(ids);
  const themeIds = remembered(ids);
  const typeIds = remembered((some) => ids(some.map(({ type }) => type)));
  const inspectionIds = remembered(ids);
  return [
    { key: "kind", label: "Kind", values: KINDS.map((token) => ({ token, label: kindNames(token) })), of: ({ kind }) => single[KINDS.indexOf(kind)] },
    { key: "theme", label: "Theme", values: themes.map(concept), of: (one) => themeIds(one.themes) },
    { key: "region", label: "Region", values: regions.map(concept), of: (one) => regionIds(one.councils) },
    { key: "grade", label: "Overall grade given", values: [...grades.map((grade) => ({ token: grade.token, label: gradeName(grade) })), { token: NO_GRADE, label: "None given" }], of: (one) => gradeIds(one.inspections) },
    { key: "council", label: "Council", values: councils.map((council) => ({ token: council.gss, label: nameOf(council) })), of: (one) => councilIds(one.councils) },
    { key: "type", label: "Type of inspection", values: types.map(concept), of: (one) => typeIds(one.inspections) },
    { key: "trend", label: "Trend", values: ["improving", "declining"].map((token) => ({ token, label: token })), of: ({ trend }) => (trend ? single[trend === "improving" ? 0 : 1] : []) },
    { key: "priority", label: "Priority", values: [{ token: "yes", label: "area for priority action" }], of: ({ priority }) => (priority ? single[0] : []) },
    { key: "when", label: "Date", values: whens.map((token) => ({ token, label: token })), of: (one) => whenAt.get(whenOf(one)) },
    { key: "min", label: "Confidence", values: single.map(([at]) => ({ token: String(at), label: `${at}%` })), of: ({ confidence }) => single[Math.round(100 * confidence)] },
    { key: "inspection", label: "Inspection", values: inspections.map((one) => ({ token: one.iri, label: `${one.councils.map(nameOf).join(", ")}: ${inspectionName(one)}` })), of: (one) => inspectionIds(one.inspections) },
    { key: "document", label: "Document", values: documents.map((one) => ({ token: String(one.id), label: one.title })), of: ({ document }) => inspectionIds([document]) },
  ];
}

/** The place of each council in the alphabet. */
const rankOf = new Map([...councils].sort(byName).map((council, rank) => [council, rank]));

/** Findings with their facets, and their orders. */
export class Findings {
  constructor(findings) {
    this.all = findings;
    this.facets = facetsOf(findings);
    for (const facet of this.facets) {
      facet.column = findings.map(facet.of);
      facet.used = new Uint8Array(facet.values.length);
      for (const values of facet.column) for (const at of values) facet.used[at] = 1;
    }
    this.orders = new Map();
  }

  facet(key) {
    return this.facets.find((facet) => facet.key === key);
  }

  /** What a facet's values are limited to: {values: [{token, label}], mask}, or null for no limit. */
  limit(facet, choices) {
    if (facet.key === "when") return dateLimit(facet, choices.get("since") || "", choices.get("until") || "");
    const tokens = (choices.get(facet.key) || "").split(",").filter(Boolean);
    if (!tokens.length) return null;
    if (facet.key === "min") return confidenceLimit(facet, Number(tokens[0]));
    const mask = new Uint8Array(facet.values.length);
    const values = tokens.map((token) => {
      const at = facet.key === "inspection" ? inspections.indexOf(withIri(inspections, token)) : facet.values.findIndex((value) => value.token === token);
      if (at >= 0) mask[at] = 1;
      // What isn't on this page has no findings here; its chip says what was asked for.
      return { token, label: at >= 0 ? facet.values[at].label : `“${token.slice(0, 40)}” (not on this page)` };
    });
    return { values, mask };
  }

  /** The findings that fit the choices: {passes, total, counts, within}.  For each facet, `within` has the findings
   * of each value among those that fit, and `counts` those that the value would leave, given the other choices. */
  narrow(limits, hits) {
    const { facets, all } = this;
    const passes = new Uint8Array(all.length);
    const within = facets.map(({ values }) => new Uint32Array(values.length));
    const beyond = facets.map(({ values }) => new Uint32Array(values.length));
    const active = facets.map((facet, n) => ({ n, column: facet.column, mask: limits[n]?.mask })).filter(({ mask }) => mask);
    let total = 0;
    for (let i = 0; i < all.length; i++) {
      if (hits && !hits[i]) continue;
      let failed = -1;
      let more = false;
      for (const { n, column, mask } of active) {
        if (fits(column[i], mask)) continue;
        more = failed >= 0;
        if (more) break;
        failed = n;
      }
      if (more) continue;
      if (failed >= 0) add(beyond[failed], facets[failed].column[i]);
      else {
        passes[i] = 1;
        total++;
        for (let n = 0; n < facets.length; n++) add(within[n], facets[n].column[i]);
      }
    }
    const counts = within.map((own, n) => own.map((count, at) => count + beyond[n][at]));
    return { passes, total, counts, within };
  }

  /** How many findings of documents whose words are not on the page fit the limits; 0 where their numbers don't tell.
   * Only their kinds, and one theme at a time, are counted by inspection. */
  leftOut(limits) {
    const limitOf = new Map(this.facets.map(({ key }, n) => [key, limits[n]]));
    if (["trend", "priority", "min", "document"].some((key) => limitOf.get(key)) || limitOf.get("theme")?.values.length > 1) return 0;
    const passes = (key, pseudo) => !limitOf.get(key) || fits(this.facet(key).of(pseudo), limitOf.get(key).mask);
    const theme = limitOf.get("theme") ? themes.find(({ token }) => token === limitOf.get("theme").values[0].token) : null;
    return inspections.filter((one) => one.documents.length && !one.documents.some(({ shown }) => shown)).reduce((sum, one) => {
      const pseudo = { councils: one.councils, inspections: [one], document: one.documents[0] };
      if (!["region", "grade", "council", "type", "inspection"].every((key) => passes(key, pseudo)) || !(limitOf.get("when")?.holds(one.when) ?? true)) return sum;
      const counts = limitOf.get("theme") ? one.themes.get(theme) || [] : one.counts;
      return sum + counts.reduce((all, count, n) => all + (passes("kind", { kind: KINDS[n] }) ? count : 0), 0);
    }, 0);
  }

  /** The findings that pass, sorted: "newest", "council" or "confidence". */
  sorted(passes, order) {
    if (!this.orders.has(order)) this.orders.set(order, this.orderOf(order));
    const list = [];
    for (const i of this.orders.get(order)) if (passes[i]) list.push(this.all[i]);
    return list;
  }

  orderOf(order) {
    const whens = this.facet("when").column.map(([at]) => at);
    const names = this.all.map(({ councils: some }) => (some.length ? rankOf.get(some[0]) : councils.length));
    const newest = (a, b) => whens[b] - whens[a] || names[a] - names[b] || a - b;
    const by = {
      __proto__: null, newest,
      council: (a, b) => names[a] - names[b] || newest(a, b),
      confidence: (a, b) => this.all[b].confidence - this.all[a].confidence || newest(a, b),
    };
    return Uint32Array.from(this.all.keys()).sort(by[order] || newest);
  }
}

function fits(values, mask) {
  for (let n = 0; n < values.length; n++) if (mask[values[n]]) return true;
  return false;
}

function add(counts, values) {
  for (let n = 0; n < values.length; n++) counts[values[n]]++;
}

/** Dates may be years, months or days: "until 2021" has all of 2021. */
function dateLimit(facet, since, until) {
  if (!since && !until) return null;
  const holds = (day) => Boolean(day) && (!since || day >= since) && (!until || day.slice(0, until.length) <= until);
  const mask = Uint8Array.from(facet.values, ({ token }) => Number(holds(token)));
  const label = since && since === until ? `${since.length > 7 ? "on" : "in"} ${dateInWords(since)}` : [since && `since ${dateInWords(since)}`, until && `until ${dateInWords(until)}`].filter(Boolean).join(" ");
  return { values: [{ token: "", label }], mask, holds };
}

function confidenceLimit(facet, least) {
  if (!(least > 0)) return null;
  const mask = Uint8Array.from(facet.values.keys(), (at) => Number(at >= Math.round(100 * least)));
  return { values: [{ token: String(least), label: least === DOUBTFUL ? "no doubtful ones" : `at least ${Math.round(100 * least)}%` }], mask };
}
