// All findings: searched by words, narrowed by facets, shown as quotes, saved as tables.

import { councils, documents, found, loadFindings, loadTexts, title, types } from "./data.js";
import { announce, button, choice, el } from "./element.js";
import { Findings, NO_GRADE } from "./facets.js";
import { chips, makeFilters } from "./filters.js";
import { findingList } from "./quotes.js";
import { choose } from "./route.js";
import { csvButton, saveFile } from "./save.js";
import { LONGEST, marked, termsOf, WordSearch } from "./wordsearch.js";
import { kindName, kindNames, listed, nameOf, number, plural, regionInWords, typeName } from "./words.js";
import { MOST_ROWS, workbook } from "./xlsx.js";

const SORTS = [["", "newest first"], ["council", "council"], ["confidence", "surest first"]];
const PAUSE = 120;

let screen = null;

/** The screen of findings: its parts are made once and changed in place. */
export async function findings(choices) {
  const list = await loadFindings();
  screen ||= makeScreen(list);
  screen.update(choices);
  return screen.parts;
}

function makeScreen(list) {
  const all = new Findings(list);
  const words = new WordSearch(list.map((finding) => finding.words));
  const filters = makeFilters(all);
  const state = { drawn: null, result: [], heading: "", lines: [] };
  const heading = el("h1");
  const field = wordField();
  const sort = choice("Sort by", SORTS, "", (value) => choose({ sort: value }));
  const notes = el("div", { class: "hints" });
  const chosen = el("div", { class: "chips", role: "group", "aria-label": "Chosen" });
  const results = el("section", { class: "results", "aria-label": "Findings" });
  const parts = [
    heading,
    el("div", { class: "controls" }, field.box, sort, el("span", { class: "saves" },
      csvButton(async () => { const table = await tableOf(state.result); return [table.columns.map((column) => column.heading), ...table.rows]; }, "findings"),
      button("Excel", () => saveWorkbook(state), { "aria-label": "Save findings as an Excel workbook" }))),
    missing(list.length),
    notes, chosen,
    el("div", { class: "findings" }, filters.box, results),
  ];
  return {
    parts,
    update(choices) {
      if (state.drawn === choices.toString()) return;
      const first = state.drawn === null;
      state.drawn = choices.toString();
      const terms = termsOf(choices.get("q") || "");
      const limits = all.facets.map((facet) => all.limit(facet, choices));
      const narrowed = all.narrow(limits, words.hits(terms));
      state.result = all.sorted(narrowed.passes, choices.get("sort") || "newest");
      heading.replaceChildren(...headline(all, narrowed, limits, terms));
      state.heading = heading.textContent;
      field.show(choices.get("q") || "");
      sort.querySelector("select").value = choices.get("sort") || "";
      filters.update(choices, narrowed.counts);
      const place = [...chosen.children].indexOf(document.activeElement);
      const now = chips(all, limits, choices, terms);
      chosen.replaceChildren(...now);
      // The button that took a choice away has gone with it: its neighbour, else the field, has the focus.
      if (place >= 0) (now[Math.min(place, now.length - 1)] || field.input).focus();
      state.lines = now.filter((chip) => !chip.classList.contains("every")).map((chip) => chip.firstChild.textContent);
      const left = terms.length ? 0 : all.leftOut(limits);
      notes.replaceChildren(...leftOutHint(left, narrowed.total), ...hints(words, terms, narrowed.total, now.length - (terms.length ? 1 : 0)));
      results.replaceChildren(findingList(state.result, { first: 20, words: terms.length ? (finding) => marked(finding.words, terms) : null }));
      if (!first) announce(plural(narrowed.total, "finding", "findings"));
    },
  };
}

/** The field for words.  A question that is being typed is one step of the history. */
function wordField() {
  const input = el("input", { type: "search", id: "words", maxlength: LONGEST, autocomplete: "off", spellcheck: "false", placeholder: "supervision “case notes”" });
  let waiting = 0;
  let typing = false;
  let asked = "";
  const go = () => {
    clearTimeout(waiting);
    const question = input.value.trim();
    if (question === asked) return;
    asked = question;
    choose({ q: question }, typing);
    typing = true;
  };
  input.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(go, PAUSE); });
  input.addEventListener("change", go);
  input.addEventListener("blur", () => { typing = false; });
  return {
    input,
    box: el("label", { class: "choice words" }, el("span", null, "Words"), input),
    show(question) {
      // What is being typed stays, though the answer to its beginning comes now.
      if (question === asked) return;
      clearTimeout(waiting);
      asked = question;
      input.value = question.slice(0, LONGEST);
    },
  };
}

/** "the North West", but "London". */

const cut = (text) => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

const small = (text) => (/[A-Z]{2}/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1));

/** "from focused visits", "from inspections graded good or outstanding". */
function visits(chosenTypes, chosenGrades) {
  if (!chosenTypes.length && !chosenGrades.length) return "";
  const names = chosenTypes.map(({ token, label }) => types.find((type) => type.token === token) ? `${small(typeName(types.find((type) => type.token === token)))}s` : label);
  const given = chosenGrades.filter(({ token }) => token !== NO_GRADE).map(({ label }) => label.toLowerCase());
  const none = chosenGrades.length > given.length ? "without an overall grade" : "";
  return ` from ${listed([...new Set(names)]) || "inspections"} ${[given.length ? `graded ${given.join(" or ")}` : "", none].filter(Boolean).join(" or ")}`.trimEnd();
}

/** What was found, as a sentence: "1,204 weaknesses mention supervision, in 98 councils; most in London (312)". */
function headline(all, { total, within }, limits, terms) {
  const limit = (key) => limits[all.facets.findIndex((facet) => facet.key === key)]?.values || [];
  const counts = (key) => within[all.facets.findIndex((facet) => facet.key === key)];
  const kinds = limit("kind").map(({ token }) => token);
  const noun = kinds.length === 1 && all.facet("kind").values.some(({ token }) => token === kinds[0]) ? kindNames(kinds[0]) : "findings";
  const single = kinds.length === 1 && noun !== "findings" ? kindName(kinds[0]) : "finding";
  const many = limit("theme");
  const about = many.length ? ` on ${many.length > 2 ? `${many.length} themes` : listed(many.map(({ label }) => label.toLowerCase()))}` : "";
  const asked = terms.flatMap(({ text, exact }, n) => [n === 0 ? "" : n === terms.length - 1 ? " and " : ", ", el("bdi", null, exact ? `“${cut(text)}”` : cut(text))]);
  const mention = terms.length ? [total > 1 ? " mention " : " mentions ", ...asked] : [];
  const marks = [...limit("trend").map(({ label }) => label), ...limit("priority").map(() => "for priority action")];
  const marking = marks.length ? ` marked ${marks.join(" or ")}` : "";
  const dates = limit("when").map(({ label }) => ` ${label}`).join("");
  const start = total ? number(total) : "No";
  const here = !total && all.all.length < found ? ` among the ${plural(all.all.length, "finding", "findings")} that can be read here` : "";
  const chosenCouncils = limit("council");
  const chosenRegions = limit("region");
  const inCouncils = all.facet("council").values.filter((value, at) => value && counts("council")[at]);
  const where = chosenCouncils.length === 1 ? ` in ${chosenCouncils[0].label}` : chosenRegions.length === 1 ? ` in ${regionInWords(chosenRegions[0])}` : "";
  const spread = !total || chosenCouncils.length === 1 ? "" : `${terms.length || marking || about || where || dates || limit("type").length || limit("grade").length ? "," : ""} in ${inCouncils.length === 1 ? inCouncils[0].label : plural(inCouncils.length, "council", "councils")}`;
  const top = inCouncils.length > 1 && !where ? most(all.facet("region").values, counts("region")) : "";
  return [`${start} ${total > 1 ? noun : single}${marking}${about}${visits(limit("type"), limit("grade"))}${where}${dates}`, ...mention, spread, top, here].filter(Boolean);
}

/** The value with the most findings, if it is one alone. */
function most(values, counts) {
  const top = Math.max(...counts, 0);
  const those = values.filter((value, at) => value && counts[at] === top);
  return top && those.length === 1 ? `; most in ${regionInWords(those[0])} (${number(top)})` : "";
}

/** How many more fit the choices, where their documents are not on the page. */
function leftOutHint(left, total) {
  if (!left) return [];
  const others = total ? plural(left, "more finding fits", "more findings fit") : plural(left, "finding fits", "findings fit");
  return [el("p", { class: "hint" }, `${others} these choices, but ${left === 1 ? "its words are" : "their words are"} not on this page.`)];
}

/** What to do where little or nothing was found. */
function hints(words, terms, total, filters) {
  const unknown = terms.filter((term) => !words.count(term));
  const lines = unknown.map((term) => {
    const likely = term.words.includes(" ") ? [] : words.suggestions(term.words);
    return el("p", { class: "hint" }, "No finding has ", el("bdi", null, `“${cut(term.text)}”`), likely.length ? ". Did you mean " : ".",
      likely.map((word, n) => [n ? ", " : "", button(word, () => choose({ q: terms.map((one) => (one === term ? word : one.exact ? `"${one.text}"` : one.text)).join(" ") }), { class: "word" })]), likely.length ? "?" : "");
  });
  if (!total && !unknown.length && terms.length > 1) lines.push(el("p", { class: "hint" }, `One by one, in all findings: ${terms.map((term) => `${cut(term.text)} ${number(words.count(term))}`).join(", ")}.`));
  if (!total && !unknown.length && terms.length && filters > 0) {
    const hits = words.hits(terms).reduce((sum, hit) => sum + hit, 0);
    if (hits) lines.push(el("p", { class: "hint" }, `Without the other choices: ${plural(hits, "finding", "findings")}.`));
  }
  return lines;
}

/** Findings whose words are not on the page: how many, and how to get them. */
function missing(here) {
  if (here >= found) return null;
  const shown = documents.filter((document) => document.shown).length;
  return el("p", { class: "note" }, `This page has the words of ${number(here)} of ${plural(found, "finding", "findings")}: those of ${number(shown)} of ${plural(documents.length, "document", "documents")}. `,
    "Only these can be searched and counted here. A page of all of them is made by ", el("code", null, "kg view"), " without ", el("code", null, "--focus"), ".");
}

const COLUMNS = [
  ["council", 24], ["gss", 11], ["region", 20], ["inspection type", 26], ["date", 11, { date: true }], ["kind", 15], ["themes", 30], ["trend", 10], ["priority", 8],
  ["confidence", 10], ["text", 90, { wrap: true }], ["document", 40], ["page", 6], ["paragraph", 10], ["start", 9], ["end", 9],
].map(([heading, width, more]) => ({ heading, width, ...more }));

/** Findings as a table: {columns, rows}. */
async function tableOf(result) {
  const texts = await loadTexts();
  const wide = texts.map((text) => Boolean(text) && /[\ud800-\udbff]/.test(text));
  // The graph counts characters, scripts count most emoji twice.
  const position = ({ id }, at) => (wide[id] ? [...texts[id].slice(0, at)].length : at);
  const joined = (some, name) => [...new Set(some.map(name))].filter(Boolean).join("; ");
  const rows = result.map((finding) => [
    joined(finding.councils, nameOf), joined(finding.councils, ({ gss }) => gss), joined(finding.councils, ({ region }) => region?.label),
    joined(finding.inspections, ({ type }) => type?.label), joined(finding.inspections, ({ when }) => when), finding.kind,
    joined(finding.themes, ({ label }) => label), finding.trend, finding.priority ? "yes" : "", finding.confidence,
    finding.words.replace(/\s+/g, " "), finding.document.title, finding.page || "", /^[1-9]\d{0,5}$/.test(finding.paragraph) ? Number(finding.paragraph) : finding.paragraph,
    position(finding.document, finding.start), position(finding.document, finding.end),
  ]);
  return { columns: COLUMNS, rows };
}

async function saveWorkbook({ result, heading, lines }) {
  announce("Writing the workbook");
  const { columns, rows } = await tableOf(result.slice(0, MOST_ROWS - 1));
  const about = [
    ["Title", title], ["Found", heading], ...lines.map((line) => ["Chosen", line]), ["Address", location.hash],
    ["Councils on the page", councils.length], ["Documents", documents.length], ["Line breaks in texts", "written as spaces"],
  ];
  const blob = await workbook([{ name: "Findings", columns, rows }, { name: "About", columns: [{ heading: "about", width: 22 }, { heading: "value", width: 100, wrap: true }], rows: about }]);
  saveFile(blob, blob.type, "findings.xlsx");
}
