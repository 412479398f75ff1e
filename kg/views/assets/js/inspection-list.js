// All inspections and visits: by grade, area and years, whole and as a table.

import { keptChoice } from "./cell.js";
import { comparedAreas, councils, grades, inspections, OVERALL, regions } from "./data.js";
import { el } from "./element.js";
import { filterBox } from "./filterbox.js";
import { gradeFor } from "./grades.js";
import { gradeCell } from "./person.js";
import { choose, councilAddress } from "./route.js";
import { sortable } from "./sortable.js";
import { asGraded, shortArea } from "./standing.js";
import { keyOf } from "./visit.js";
import { dateInWords, gradeName, inSentence, listed, monthInWords, nameOf, number, plainText, plural, typeName } from "./words.js";

const yearOf = ({ when }) => when.slice(0, 4);
const namesOf = ({ councils: some }) => some.map(nameOf).join("; ");
const regionsOf = ({ councils: some }) => regions.filter((region) => some.some((council) => council.region === region)).map(({ label }) => label).join("; ");

/** What is asked for: {area, grade (null for any), since, until}. */
const askedFor = (choices) => ({
  area: comparedAreas.find(({ token }) => token === choices.get("area")) || comparedAreas.find(({ token }) => token === OVERALL),
  grade: grades.find(({ token }) => token === choices.get("grade")) || null,
  since: choices.get("since") || "", until: choices.get("until") || "",
});

/** The screen: the table, its choices, and what they leave as a sentence. */
export function inspectionList(choices) {
  const asked = askedFor(choices);
  const { area, grade, since, until } = asked;
  const ofGrade = inspections.filter((one) => !grade || gradeFor(one, area.token)?.grade === grade);
  const some = ofGrade.filter((one) => (!since && !until) || (one.when && (!since || yearOf(one) >= since) && (!until || yearOf(one) <= until)));
  const undated = ofGrade.filter((one) => !one.when);
  const table = sortable({
    name: "sort", caption: "Inspections and visits", choices, rows: [], order: "-date", file: "inspections",
    columns: [
      { key: "council", label: "Council", value: namesOf, cell: (one) => one.councils.map((council, i) => [i ? ", " : "", el("a", { href: councilAddress(council, { visit: keyOf(one) }) }, nameOf(council))]) },
      { key: "region", label: "Region", value: regionsOf },
      { key: "date", label: "Date", value: ({ when }) => when, cell: ({ when }) => (when ? el("time", { datetime: when }, dateInWords(when)) : "undated") },
      { key: "type", label: "Inspection", value: ({ type }) => typeName(type) },
      { key: "grade", label: area.token === OVERALL ? "Overall grade given" : `Grade for ${inSentence(area.label)}`, value: (one) => (gradeFor(one, area.token) ? gradeName(gradeFor(one, area.token).grade) : ""), cell: (one) => gradeCell(one, area.token), rank: (one) => (gradeFor(one, area.token) ? grades.indexOf(gradeFor(one, area.token).grade) : null) },
    ],
  });
  const years = [...new Set(inspections.map(yearOf))].filter(Boolean).sort();
  const year = (key, label, value) => keptChoice(key, label, [["", "any year"], ...years.map((one) => [one, one])], value, (chosen) => choose({ [key]: chosen }));
  return [
    el("h1", null, headline(some, asked)),
    el("div", { class: "controls" },
      keptChoice("grade", "Grade", [["", "any, or none"], ...grades.map((one) => [one.token, gradeName(one)])], grade?.token || "", (value) => choose({ grade: value })),
      keptChoice("area", "For", comparedAreas.map((one) => [one.token, one.label]), area.token, (value) => choose({ area: value === OVERALL ? "" : value })),
      year("since", "From", since), year("until", "To", until),
      filterBox("Council, region or type", choices, some, (one) => plainText(`${namesOf(one)} ${regionsOf(one)} ${typeName(one.type)} ${one.type?.label || ""}`), table.show, "inspections")),
    el("p", { class: "note" }, "Each council leads to what its inspection was, with the words of the documents. ",
      (since || until) && undated.length ? `Without a date, so not in these years: ${listed(undated.map((one) => `${namesOf(one)} (${typeName(one.type).toLowerCase()})`))}.` : ""),
    table.box,
  ];
}

/** "74 inspections found 61 councils inadequate overall, since 2019". */
function headline(some, { area, grade, since, until }) {
  const places = councils.filter((council) => some.some((one) => one.councils.includes(council)));
  const when = since && since === until ? ` in ${since}` : [since && ` since ${since}`, until && ` until ${until}`].filter(Boolean).join("");
  const scope = area.token === OVERALL ? "overall" : `for ${inSentence(shortArea(area))}`;
  if (grade) return `${some.length ? number(some.length) : "No"} ${some.length > 1 ? "inspections" : "inspection"} found ${some.length ? plural(places.length, "council", "councils") : "a council"} ${asGraded(grade)} ${scope}${when}`;
  const dated = some.map(({ when: day }) => day).filter(Boolean).sort();
  const span = dated.length && !when ? `, ${monthInWords(dated[0])} to ${monthInWords(dated[dated.length - 1])}` : when;
  return `${plural(some.length, "inspection or visit", "inspections and visits")} of ${plural(places.length, "council", "councils")}${span}`;
}
