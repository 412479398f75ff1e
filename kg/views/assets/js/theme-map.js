// The first screen by a theme: the share of weaknesses on it in the newest full report of each council.

import { addCounts, countsOf, regions, today } from "./data.js";
import { share, shareInWords, sharesInWords } from "./cell.js";
import { bar, percent } from "./chart.js";
import { el } from "./element.js";
import { isFull } from "./grades.js";
import { hexmap } from "./hexmap.js";
import { councilAddress, themeAddress } from "./route.js";
import { keyOf } from "./visit.js";
import { monthInWords, nameOf, number, plural } from "./words.js";

/** So many councils are listed. */
const MOST = 8;

/** The newest full inspection up to a day. */
const newestFull = (council, day) =>
  council.inspections.filter((one) => one.when && isFull(one) && (!day || one.when <= day)).pop();

const judged = ([good, bad, mixed]) => good + bad + mixed;

/** What the newest full report of a council says on a theme: {council, inspection, counts}, or null. */
function saidOn(theme, council, day) {
  const inspection = newestFull(council, day);
  const counts = inspection && countsOf([inspection], theme);
  return counts && judged(counts) ? { council, inspection, counts } : null;
}

const yearOf = ({ inspection }) => inspection.when.slice(0, 4);
const weakOf = (counts) => `${number(counts[1])} of ${number(judged(counts))}`;

/** The parts of the screen for a theme: {heading, lead, map, key, aside}.  `there` are the councils that there were on
 * the day, and `speakers(council)` those that speak for a hexagon. */
export function themeView(theme, day, there, speakers, named) {
  const rows = there.map((council) => saidOn(theme, council, day)).filter(Boolean);
  const enough = rows.filter(({ counts }) => share(counts) !== null)
    .sort((a, b) => share(b.counts) - share(a.counts) || judged(b.counts) - judged(a.counts));
  return {
    heading: headline(theme, rows, enough, day),
    lead: spanOf(rows),
    map: mapOf(theme, day, speakers, named),
    key: el("p", { class: "key" }, "Weaknesses among the strengths, weaknesses and mixed findings of the newest full report: the darker, the more. Under 5 findings no share is given, and no shade. –: no such finding here."),
    aside: [regionTable(theme, rows), highest(theme, enough)],
  };
}

/** The finding as a sentence. */
function headline(theme, rows, enough, day) {
  const when = day ? `, up to the end of ${day.slice(0, 4)}` : "";
  if (!rows.length) return `${theme.label}: no full report here has findings on it${when}`;
  const all = addCounts(rows.map(({ counts }) => counts));
  const top = enough[0] && enough[0].counts[1] ? `; among the highest shares: ${enough[0].council.name}, ${weakOf(enough[0].counts)} in ${yearOf(enough[0])}` : "";
  return `${theme.label}: ${weakOf(all)} findings${judged(all) < 5 ? "" : ` (${percent(all[1] / judged(all))})`} are weaknesses in the newest full ${rows.length === 1 ? "report" : "reports"} of ${plural(rows.length, "council", "councils")}${when}${top}`;
}

/** The years of the reports, as a sentence. */
function spanOf(rows) {
  const when = rows.map(yearOf).sort();
  return rows.length > 1 && when[0] !== when[when.length - 1] ? `These reports are from ${when[0]} to ${when[when.length - 1]}: look at the year before you compare two councils.` : "";
}

/** The map: a share needs at least five findings. */
function mapOf(theme, day, speakers, named) {
  return hexmap(today, `Share of weaknesses on ${theme.label}`, (council) => {
    const rows = speakers(council).map((one) => saidOn(theme, one, day)).filter(Boolean);
    if (!rows.length) return { text: "–", says: "no findings on it" };
    const counts = addCounts(rows.map((row) => row.counts));
    const part = share(counts);
    const says = rows.map((row) => `${row.council === council ? "" : `${nameOf(row.council)}: `}${sharesInWords(row.counts)}, ${monthInWords(row.inspection.when)}`).join("; ");
    return { text: shareInWords(counts), shade: part === null ? undefined : part, says, pale: rows.some((row) => row.council !== council) };
  }, named);
}

/** The share of each region, as a table. */
function regionTable(theme, rows) {
  const all = regions.map((region) => {
    const some = rows.filter(({ council }) => council.region === region);
    return { region, some, counts: addCounts(some.map(({ counts }) => counts)) };
  }).filter(({ some }) => some.length);
  const most = Math.max(...all.map(({ counts }) => share(counts) || 0));
  return el("table", { class: "bars of-shares" },
    el("caption", null, `${theme.label}, by region`),
    el("thead", null, el("tr", null, ["Region", "Weaknesses", "of findings"].map((name) => el("th", { scope: "col" }, name)))),
    el("tbody", null, all.map(({ region, some, counts }) => el("tr", null,
      el("th", { scope: "row" }, `${region.label} (${plural(some.length, "council", "councils")})`),
      el("td", null, share(counts) === null ? shareInWords(counts) : bar(share(counts), most, shareInWords(counts))),
      el("td", null, weakOf(counts))))));
}

/** The councils with the highest shares, each with the way to its quotes. */
function highest(theme, enough) {
  return enough.length > 0 && el("div", null,
    el("h2", null, "The highest shares of weaknesses"),
    el("ul", { class: "plain" }, enough.slice(0, MOST).map(({ council, inspection, counts }) => el("li", null,
      el("a", { href: councilAddress(council, { theme: theme.token, of: keyOf(inspection) }) }, nameOf(council)),
      `: ${shareInWords(counts)} (${weakOf(counts)}), ${monthInWords(inspection.when)}`))),
    el("p", null, el("a", { href: themeAddress(theme) }, "All on this theme")));
}
