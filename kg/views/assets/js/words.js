// Numbers, dates, grades and inspections in words.

export const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export const number = (count) => count.toLocaleString("en-GB");
export const plural = (count, one, many) => `${number(count)} ${count === 1 ? one : many}`;

/** "2019-02-05" as "5 February 2019"; months and years as they are stated. */
export function dateInWords(date) {
  const [year, month, day] = date.split("-");
  return [day && String(Number(day)), month && MONTHS[Number(month) - 1], year].filter(Boolean).join(" ");
}

/** Two dates as "5 to 6 February 2019", "30 January to 6 February 2019" or, if they are one, as that. */
export function datesInWords(start, end) {
  if (start === end) return dateInWords(start);
  const [first, last] = [dateInWords(start).split(" "), dateInWords(end).split(" ")];
  const common = [...first.keys()].slice(1).find((at) => last.join(" ").endsWith(` ${first.slice(at).join(" ")}`));
  return `${first.slice(0, common).join(" ")} to ${last.join(" ")}`;
}

/** "2019-02-05" as "February 2019". */
export const monthInWords = (date) => dateInWords(date.slice(0, 7));

/** "2019-02-05" as "Feb 2019". */
export const shortMonth = (date) => monthInWords(date).replace(/^([A-Z][a-z]{2})[a-z]+/, "$1");

/** "2019", "2019 to 2023", or "undated". */
export function yearsInWords(days) {
  const years = days.filter(Boolean).map((day) => day.slice(0, 4)).sort();
  if (!years.length) return "undated";
  return years[0] === years[years.length - 1] ? years[0] : `${years[0]} to ${years[years.length - 1]}`;
}

/** A grade in one or two letters, so that its meaning is not in colour alone. */
export const LETTERS = { __proto__: null, outstanding: "O", good: "G", "requires-improvement": "RI", adequate: "A", inadequate: "I" };

/** A grade's name without the words that all know: "Requires improvement". */
export const gradeName = (grade) => grade.label.replace(/ to be good$/, "");

const SHORT_TYPES = {
  __proto__: null, "single-inspection": "Full inspection", ilacs: "Full inspection", "focused-visit": "Focused visit",
  "monitoring-visit": "Monitoring visit", "joint-targeted-area": "Joint targeted area inspection",
  "area-send": "Area SEND inspection", other: "Inspection",
};

export const typeName = (type) => (type ? SHORT_TYPES[type.token] || type.label : "Inspection");

/** "Full inspection, September 2018". */
export const inspectionName = (inspection) =>
  [typeName(inspection.type), inspection.when ? monthInWords(inspection.when) : "undated"].join(", ");

const KIND_WORDS = {
  strength: ["strength", "strengths"], weakness: ["weakness", "weaknesses"], mixed: ["mixed finding", "mixed findings"],
  recommendation: ["recommendation", "recommendations"],
};
export const KIND_SIGNS = { strength: "▲", weakness: "▼", mixed: "◆", recommendation: "➜" };
export const kindName = (kind) => KIND_WORDS[kind][0];
export const kindNames = (kind) => KIND_WORDS[kind][1];

/** Counts of findings, in the order of KINDS, in words: "12 strengths, 3 weaknesses". */
export const countsInWords = (counts) =>
  Object.values(KIND_WORDS).map(([one, many], i) => counts[i] && plural(counts[i], one, many)).filter(Boolean).join(", ") || "no findings";

/** "A", "A and B", "A, B and C". */
export const listed = (names) =>
  (names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names[names.length - 1]}`);

export const plainText = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

/** A label within a sentence: "disabled children and SEND", but "Covid-19 assurance". */
export const inSentence = (label) => (/^[A-Z][a-z]*(?![\w-]*\d)\b/.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label);

/** A council's name; of one that was abolished, with its last year. */
export const nameOf = ({ name, abolished }) => (abolished ? `${name} (until ${abolished.slice(0, 4)})` : name);

/** "the North West", but "London". */
export const regionInWords = ({ label }) => (/^(?:North|South|East|West)\b/.test(label) ? `the ${label}` : label);
