// Numbers, grades, findings and links in words.

import { FINDINGS } from "./data.js";

/** A grade in one or two letters, so that its meaning is not in colour alone. */
export const gradeLetters = (token) =>
  token.split(/[\s-]+/).map((word) => word.charAt(0)).join("").toUpperCase();

export const plural = (count, one, many) => `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

/** Counts of findings in words, such as "12 strengths, 3 weaknesses". */
export const countsInWords = (counts) =>
  FINDINGS.map(([one, many], i) => counts[i] && plural(counts[i], one, many)).filter(Boolean).join(", ");

const EDGE_WORDS = { inspection: "inspection", follows: "follows" };

/** The relation between the ends of a link, in words. */
export const relationOf = (edge) =>
  (edge.kind === "theme" ? countsInWords(edge.counts) : edge.label || EDGE_WORDS[edge.kind] || "link");
