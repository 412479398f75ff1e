// Citations of a place in a document: plain text, BibTeX, RIS and CSL-JSON.  kg/citation.py writes the same texts for
// `kg why`, and says more; tests/data/citations.json holds both to the same cases.

import { dateInWords, datesInWords, MONTHS } from "./words.js";

// eslint-disable-next-line no-control-regex -- control characters are what is replaced
const BLANKS = /[\x00-\x20\x7f-\xa0\u2028\u2029]+/g;
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const TEX = {
  __proto__: null, "\\": "\\textbackslash{}", "{": "\\textbraceleft{}", "}": "\\textbraceright{}",
  "~": "\\textasciitilde{}", "^": "\\textasciicircum{}",
};

const line = (text) => text.replace(DIRECTIONS, "").replace(BLANKS, " ").replace(/^ | $/g, "");
const tex = (text) => line(text).replace(/[\\{}~^$&%#_]/g, (char) => TEX[char] || `\\${char}`);
const address = (text) => text.replace(/[^!#-;=?-Z[\]_a-z~]+/g, encodeURIComponent);
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** Year, month and day as far as they are known. */
const parts = (date) => (/^([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?$/.exec(date) || []).slice(1).filter(Boolean);
const daysOf = ({ inspected }) => [...new Set(inspected)].filter((date) => parts(date).length);
const inspectedWhen = (one) => (daysOf(one).length ? `inspected ${datesInWords(daysOf(one)[0], daysOf(one).at(-1))}` : "");
const paragraphOf = ({ paragraph }) => (paragraph ? `paragraph ${line(paragraph)}` : "");
const noteOf = (one) => capital([inspectedWhen(one), paragraphOf(one)].filter(Boolean).join("; "));
const keyOf = ({ document, page, paragraph }) => ["kg", document, page && `p${page}`, paragraph].filter(Boolean).join(" ").match(/[A-Za-z0-9]+/g).join("-");

function asText(one) {
  const published = parts(one.published).length ? dateInWords(one.published) : "";
  const about = [line(one.title), published ? `published ${published}` : inspectedWhen(one), one.page ? `page ${one.page}` : "", paragraphOf(one)];
  const authors = one.authors.map(line).join("; ");
  return `${authors && `${authors}: `}${about.filter(Boolean).join(", ")}.${one.url && ` ${address(one.url)}`}\n`;
}

function asBibtex(one) {
  const [year = "", month] = parts(one.published);
  const fields = {
    author: one.authors.map((name) => `{${tex(name)}}`).join(" and "), title: `{${tex(one.title)}}`, date: parts(one.published).join("-"),
    year, month: month ? MONTHS[Number(month) - 1].slice(0, 3).toLowerCase() : "", pages: String(one.page || ""), note: tex(noteOf(one)), url: address(one.url),
  };
  const lines = Object.entries(fields).filter(([, value]) => value).map(([name, value]) => `  ${name} = ${name === "month" ? value : `{${value}}`},\n`);
  return `@misc{${keyOf(one)},\n${lines.join("")}}\n`;
}

function asRis(one) {
  const [year = "", month = "", day = ""] = parts(one.published);
  const fields = [
    ["TY", one.official ? "RPRT" : "GEN"], ["ID", keyOf(one)], ...one.authors.map((name) => ["AU", line(name)]), ["TI", line(one.title)], ["PY", year],
    ["DA", year && `${year}/${month}/${day}/`], ["SP", String(one.page || "")], ["N1", noteOf(one)], ["UR", address(one.url)],
  ];
  return `${fields.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value}\r\n`).join("")}ER  - \r\n`;
}

function asCslJson(one) {
  const numbers = (date) => parts(date).map(Number);
  const item = {
    id: keyOf(one), type: one.official ? "report" : "document", author: one.authors.length && one.authors.map((name) => ({ literal: line(name) })), title: line(one.title),
    issued: parts(one.published).length && { "date-parts": [numbers(one.published)] }, "event-date": daysOf(one).length && { "date-parts": daysOf(one).map(numbers) },
    page: String(one.page || ""), note: capital(paragraphOf(one)), URL: address(one.url),
  };
  return `${JSON.stringify([Object.fromEntries(Object.entries(item).filter(([, value]) => value))], null, 2)}\n`;
}

/** The formats: [name, media type, extension, function of a citation]. */
export const CITATION_FORMATS = [
  ["Plain text", "text/plain", "txt", asText], ["BibTeX", "application/x-bibtex", "bib", asBibtex],
  ["RIS", "application/x-research-info-systems", "ris", asRis], ["CSL-JSON", "application/vnd.citationstyles.csl+json", "json", asCslJson],
];
