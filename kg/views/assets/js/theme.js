// A theme: where weaknesses are found, who improved, what the best do, and what recurs.

import { councils, grades, KINDS, loadFindings, regions, themes } from "./data.js";
import { bar, percent, shareColumns, widthOf } from "./chart.js";
import { choice, el, section } from "./element.js";
import { gradeFor } from "./grades.js";
import { findingList } from "./quotes.js";
import { choose, findingsAddress } from "./route.js";
import { saveButtons } from "./save.js";
import { councilLink, FEW, fullTypes, isFull, overallOf, sharesOf, wanted } from "./shares.js";
import { sortable } from "./sortable.js";
import { countsInWords, gradeName, LETTERS, monthInWords, nameOf, number, plural, regionInWords } from "./words.js";

/** The choice whether visits count. */
export const visitsChoice = (choices) =>
  choice("Count", [["", "full inspections only"], ["visits", "visits and other inspections too"]], choices.get("count") || "", (value) => choose({ count: value }));

/** "−12" or "+3" percentage points, with a sign that isn't a hyphen. */
export const signed = (change) => {
  const points = Math.round(100 * change);
  return points < 0 ? `−${-points}` : points > 0 ? `+${points}` : "0";
};

const gradeText = (grade) => (grade ? gradeName(grade) : "No overall grade given");

const gradeCell = ({ grade }) => {
  const token = grade ? grade.token : "not-reported";
  return [el("i", { "data-grade": token, "data-ink": token, "aria-hidden": "true" }, grade ? LETTERS[token] : "…"), " ", gradeText(grade)];
};

/** The address of the findings on a theme behind a number. */
const behind = (theme, visits, more) => findingsAddress({ theme: theme.token, ...(visits ? {} : { type: fullTypes() }), ...more });

export function themeScreen(choices, argument) {
  const theme = themes.find((one) => one.token === argument);
  if (!theme) return [el("h1", null, "There is no such theme here"), el("p", null, el("a", { href: "#/themes" }, "All themes"))];
  const visits = choices.get("count") === "visits";
  const some = wanted(visits);
  const all = sharesOf(some, theme);
  const byRegion = regions.map((region) => ({ region, ...sharesOf(some.filter((one) => one.councils.some((council) => council.region === region)), theme) })).filter(({ judged }) => judged);
  const byGrade = [...grades, null].map((grade) => ({ grade, ...sharesOf(some.filter((one) => overallOf(one) === grade), theme) })).filter(({ judged }) => judged);
  const link = (more) => behind(theme, visits, more);
  return [
    el("h1", null, headline(theme, all, byRegion, byGrade)),
    el("p", { class: "lead" }, theme.definition, theme.definition ? " " : "",
      el("a", { href: link({}) }, `${countsInWords(all.counts)} in ${plural(all.inspections, "inspection", "inspections")}`), ". ",
      el("a", { href: "#/themes" }, "All themes")),
    el("div", { class: "controls" },
      choice("Theme", themes.map(({ token, label }) => [token, label]), theme.token, (value) => { location.hash = `#/theme/${value}${choices.size ? `?${choices}` : ""}`; }),
      visitsChoice(choices)),
    el("p", { class: "note" }, `The share of weaknesses is that among strengths, weaknesses and mixed findings; recommendations aren’t counted. Pale bars rest on fewer than ${FEW} inspections. The numbers of weaknesses and of findings lead to their quotes. Compare regions and grades with care: their inspections are of different years.`),
    el("div", { class: "two" },
      el("div", null, yearPart(some, theme, link),
        groupTable("grades", "By the overall grade that the inspection gave", "Grade", byGrade, choices, ({ grade }) => gradeText(grade), gradeCell,
          ({ grade }) => link({ grade: grade ? grade.token : "not-reported" }), ({ grade }) => (grade ? grades.indexOf(grade) : grades.length))),
      groupTable("regions", "By region", "Region", byRegion, choices, ({ region }) => region.label, ({ region }) => region.label, ({ region }) => link({ region: region.token }))),
    changes(theme, choices),
    best(theme, some, visits),
    recurring(theme, choices),
  ];
}

/** The finding as a sentence. */
function headline(theme, all, byRegion, byGrade) {
  if (all.share === null) return `${theme.label}: no findings here, recommendations aside`;
  const enough = (rows) => rows.filter(({ small }) => !small);
  const top = enough(byRegion).sort((a, b) => b.share - a.share)[0];
  const low = enough(byGrade.filter(({ grade }) => grade)).sort((a, b) => a.share - b.share)[0];
  const most = top && byRegion.length > 1 ? `; most in ${regionInWords(top.region)} (${percent(top.share)})` : "";
  const least = low && byGrade.length > 1 ? `${most ? "," : ";"} least among councils found ${gradeName(low.grade).toLowerCase()} (${percent(low.share)})` : "";
  return `${theme.label}: ${percent(all.share)} of findings are weaknesses${most}${least}`;
}

/** Shares by the year of the inspection. */
function yearPart(some, theme, link) {
  const dated = some.filter(({ when }) => when);
  const years = dated.map(({ when }) => Number(when.slice(0, 4)));
  const undated = sharesOf(some.filter(({ when }) => !when), theme);
  const first = Math.min(...years);
  const points = years.length ? [...Array(Math.max(...years) - first + 1).keys()].map((i) => {
    const year = first + i;
    const { share, weak, judged, inspections, small } = sharesOf(dated.filter(({ when }) => when.startsWith(String(year))), theme);
    return {
      year, share, small, text: inspections ? `${inspections}` : "–", href: link({ since: year, until: year, kind: "weakness" }),
      says: `${year}: ${share === null ? "no findings" : `${percent(share)}, ${plural(weak, "weakness", "weaknesses")} of ${plural(judged, "finding", "findings")}`} in ${plural(inspections, "inspection", "inspections")}${small ? ", few" : ""}`,
    };
  }) : [];
  if (!points.length) return el("section", null, el("h2", null, "By year"), el("p", { class: "note" }, "No inspection here has a date."));
  const drawn = shareColumns(points, { label: `Share of weaknesses on ${theme.label} by year`, width: widthOf(document.documentElement.clientWidth > 1150 ? 0.48 : 1) });
  return el("section", { class: "years" },
    el("div", { class: "heading-line" }, el("h2", null, "By year of inspection"), saveButtons(() => drawn, "years")),
    drawn,
    el("p", { class: "note" }, "Under each year: how many inspections. ", undated.judged ? `${plural(undated.inspections, "inspection", "inspections")} without a date, ${plural(undated.judged, "finding", "findings")}, can’t be shown by year.` : ""));
}

/** A table of groups with a bar each; `link(row)` leads to the findings of a group. */
function groupTable(name, caption, label, rows, choices, text, cell, link, rank) {
  const most = Math.max(...rows.map(({ share }) => share), 0);
  return sortable({
    name, caption, choices, rows, order: rank ? "group" : "-share",
    columns: [
      { key: "group", label, value: text, cell, rank },
      { key: "share", label: "Share of weaknesses", number: true, value: ({ share }) => Number((100 * share).toFixed(1)), cell: (row) => bar(row.share, most, percent(row.share), row.small) },
      { key: "weak", label: "Weaknesses", number: true, value: ({ weak }) => weak, cell: (row) => el("a", { href: `${link(row)}&kind=weakness`, "aria-label": `${number(row.weak)} weaknesses: ${text(row)}` }, number(row.weak)) },
      { key: "judged", label: "Findings", number: true, value: ({ judged }) => judged, cell: (row) => el("a", { href: `${link(row)}&kind=strength%2Cweakness%2Cmixed`, "aria-label": `${number(row.judged)} findings: ${text(row)}` }, number(row.judged)) },
      { key: "inspections", label: "Inspections", number: true, value: ({ inspections }) => inspections, cell: ({ inspections, small }) => `${inspections}${small ? " (few)" : ""}` },
      { key: "years", label: "Years", value: ({ years }) => years, cell: ({ years }) => el("span", { class: "whole" }, years) },
    ],
  }).box;
}

/** For each council with two dated full inspections, the newest two: {council, before, after}. */
const newestTwo = () => councils.flatMap((council) => {
  const [before, after] = council.inspections.filter((one) => isFull(one) && one.when).slice(-2);
  return after ? [{ council, before, after }] : [];
});

/** What one inspection says, with a link to its weaknesses on the theme. */
const oneShare = (theme, council, inspection, { weak, judged, share }) => [
  `${share === null ? "" : `${percent(share)} `}`,
  el("a", { href: findingsAddress({ theme: theme.token, kind: "strength,weakness,mixed", council: council.gss, type: inspection.type.token, since: inspection.when, until: inspection.when }), "aria-label": `${weak} of ${judged}: ${nameOf(council)}, ${monthInWords(inspection.when)}` }, `${weak} of ${judged}`),
  el("span", { class: "quiet" }, ` ${monthInWords(inspection.when)}`),
];

/** A change of fewer findings than this, before or after, may be chance. */
const ENOUGH = 10;

/** "Most improved: A, from 12 of 20 (60%) in May 2013 to 2 of 25 (8%) in June 2019. ", among changes of enough findings. */
function mostImproved(better) {
  const [top] = better.filter(({ then, now }) => then.judged >= ENOUGH && now.judged >= ENOUGH).sort((a, b) => a.change - b.change);
  if (!top) return "";
  const said = ({ weak, judged, share }, { when }) => `${number(weak)} of ${number(judged)} findings (${percent(share)}) in ${monthInWords(when)}`;
  return `It fell most in ${nameOf(top.council)}: from ${said(top.then, top.before)} to ${said(top.now, top.after)}${better.some(({ change }) => change < top.change) ? `, leaving out those with fewer than ${ENOUGH} findings in either` : ""}. `;
}

/** Who improved most and least, between the newest two full inspections. */
function changes(theme, choices) {
  const pairs = newestTwo().map(({ council, before, after }) => ({ council, before, after, then: sharesOf([before], theme), now: sharesOf([after], theme) }));
  const fair = pairs.filter(({ then, now }) => then.judged >= 5 && now.judged >= 5).map((pair) => ({ ...pair, change: pair.now.share - pair.then.share }));
  const table = (name, caption, rows, order) => sortable({
    name, caption, choices, rows, order, first: 10, file: name,
    columns: [
      { key: "council", label: "Council", value: ({ council }) => nameOf(council), cell: ({ council }) => councilLink(council) },
      { key: "change", label: "Change in points", number: true, value: ({ change }) => Math.round(100 * change), cell: ({ change, then, now }) => `${signed(change)}${Math.min(then.judged, now.judged) < ENOUGH ? " (few)" : ""}`, rank: ({ change }) => change },
      { key: "before", label: "Weaknesses before", value: ({ before, then }) => `${then.weak} of ${then.judged}, ${before.when}`, cell: ({ council, before, then }) => oneShare(theme, council, before, then), rank: ({ then }) => then.share },
      { key: "after", label: "Weaknesses after", value: ({ after, now }) => `${now.weak} of ${now.judged}, ${after.when}`, cell: ({ council, after, now }) => oneShare(theme, council, after, now), rank: ({ now }) => now.share },
    ],
  }).box;
  const [better, worse] = [fair.filter(({ change }) => change < 0), fair.filter(({ change }) => change > 0)];
  return section("Who improved most",
    el("p", { class: "note" }, `${plural(fair.length, "council has", "councils have")} two full inspections with at least 5 findings on this theme in each; the newest two are compared: the share of weaknesses fell in ${better.length} and rose in ${worse.length}. ${mostImproved(better)}A number of points is the difference of the two shares; “few”: one of them has fewer than ${ENOUGH} findings, and the change may be chance.`),
    fair.length ? el("div", { class: "halves" },
      better.length ? table("better", "The share of weaknesses fell most", better, "change") : "",
      worse.length ? table("worse", "The share of weaknesses rose most", worse, "-change") : "") : "");
}

/** Whether an inspection found the best: outstanding overall, or in leadership where no overall grade was given. */
const isBest = (inspection) => {
  const best = grades[0];
  const overall = overallOf(inspection);
  return overall ? overall === best : gradeFor(inspection, "leadership")?.grade === best;
};

/** Strengths of the best, from as many inspections as can be: the surest of each first, newest inspections before older ones. */
function bestFirst(findings) {
  const rounds = new Map();
  const sure = [...findings].sort((a, b) => b.confidence - a.confidence || a.id - b.id);
  const ranked = sure.map((finding) => {
    const key = finding.inspections[0];
    const round = rounds.get(key) || 0;
    rounds.set(key, round + 1);
    return { finding, doubtful: Number(finding.confidence < 0.6), round, when: key.when };
  });
  ranked.sort((a, b) => a.doubtful - b.doubtful || a.round - b.round || (a.when < b.when ? 1 : a.when > b.when ? -1 : a.finding.id - b.finding.id));
  return ranked.map(({ finding }) => finding);
}

/** When the screen has been drawn. */
const afterDrawing = () => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });

/** What the best do, in quotes.  Reading the findings takes a second, so the rest is drawn first. */
function best(theme, some, visits) {
  const chosen = new Set(some.filter(isBest));
  const box = el("div", { class: "best" }, el("p", { class: "note" }, "Reading the findings …"));
  afterDrawing().then(loadFindings).then((findings) => {
    const found = bestFirst(findings.filter((one) => one.kind === "strength" && one.themes.includes(theme) && one.inspections.some((inspection) => chosen.has(inspection))));
    const total = sharesOf([...chosen], theme).counts[KINDS.indexOf("strength")];
    box.replaceChildren(
      el("p", { class: "note" }, total ? [`${plural(total, "strength", "strengths")} in ${plural(chosen.size, "inspection", "inspections")} that found the council outstanding overall, or outstanding in leadership where no overall grade was given. The surest of each inspection come first, those of the newest before older ones. `,
        found.length < total ? `The words of ${number(found.length)} are on this page. ` : "",
        el("a", { href: behind(theme, visits, { grade: grades[0]?.token, kind: "strength" }) }, "Those of councils outstanding overall, as a list")] : "No inspection here found a council outstanding and named a strength on this theme."),
      found.length ? findingList(found, { first: 6 }) : "");
  });
  return section("What the best do, in quotes", box);
}

/** Weaknesses recur where each inspection has so many, and so large a share of its findings on the theme. */
const RECURRING = { weak: 3, share: 0.2 };

/** Councils with weaknesses on the theme in two successive full inspections. */
function recurring(theme, choices) {
  const weakIn = (inspection) => {
    const { weak, share } = sharesOf([inspection], theme);
    return weak >= RECURRING.weak && share >= RECURRING.share;
  };
  const all = newestTwo();
  const rows = all.filter(({ before, after }) => weakIn(before) && weakIn(after)).map((pair) => {
    const full = pair.council.inspections.filter((one) => isFull(one) && one.when).reverse();
    const run = full.findIndex((one) => !weakIn(one));
    return { ...pair, then: sharesOf([pair.before], theme), now: sharesOf([pair.after], theme), run: run < 0 ? full.length : run };
  });
  return section("Recurring weaknesses",
    el("p", { class: "note" }, `${rows.length} of ${plural(all.length, "council", "councils")} with two full inspections had at least ${RECURRING.weak} weaknesses on this theme, and ${percent(RECURRING.share)} of its findings or more, in both of the newest two.`),
    rows.length ? sortable({
      name: "recurring", caption: "Councils with weaknesses in two successive full inspections", choices, rows, order: "-after", first: 10,
      columns: [
        { key: "council", label: "Council", value: ({ council }) => nameOf(council), cell: ({ council }) => councilLink(council) },
        { key: "run", label: "Inspections in a row", number: true, value: ({ run }) => run },
        { key: "before", label: "Weaknesses before", value: ({ before, then }) => `${then.weak} of ${then.judged}, ${before.when}`, cell: ({ council, before, then }) => oneShare(theme, council, before, then), rank: ({ then }) => then.weak },
        { key: "after", label: "Weaknesses after", value: ({ after, now }) => `${now.weak} of ${now.judged}, ${after.when}`, cell: ({ council, after, now }) => oneShare(theme, council, after, now), rank: ({ now }) => now.weak },
      ],
    }).box : "");
}
