// Search by words: all words, each as the beginning of a word; case, accents and apostrophes don't count.

/* global MiniSearch */

import { el } from "./element.js";
import { plainText } from "./words.js";

/** Longer questions are cut: no reader types them, and a pasted page must not stop this one. */
export const LONGEST = 200;

const WORD = /[\p{L}\p{N}\p{M}]+(?:['’ʼ][\p{L}\p{N}\p{M}]+)*/gu;
const NOT_WORD = /[^\p{L}\p{N}\p{M}]+/gu;

const APOSTROPHES = /['’ʼ]/g;
/** Letters and marks other than those of ASCII; quotation marks and dashes are not among them. */
const WIDE = /[\u0080-\u1fff\u2c00-\uffff]/;

/** Words as they are compared, with a space before and after each: "Children’s plans" is " childrens plans ". */
export function fold(text) {
  const own = text.replace(APOSTROPHES, "");
  if (!WIDE.test(own)) return ` ${own.toLowerCase().replace(/[^a-z0-9]+/g, " ").trim()} `;
  return ` ${plainText(own).replace(NOT_WORD, " ").trim()} `;
}

/** A question as terms {words, exact, text}: words in quotation marks are whole and stand together. */
export function termsOf(question) {
  const terms = new Map();
  for (const [all, straight, curly] of question.slice(0, LONGEST).matchAll(/"([^"]*)"|“([^”]*)”|[^\s"“”]+/g)) {
    const quoted = straight ?? curly;
    const words = fold(quoted ?? all).trim();
    if (words) terms.set(`${quoted === undefined}${words}`, { words, exact: quoted !== undefined, text: quoted ?? all });
  }
  return [...terms.values()];
}

const needleOf = ({ words, exact }) => ` ${words}${exact ? " " : ""}`;

/** Finds terms in texts: `hits(terms)` is a list of 0 and 1, or null where there is no term. */
export class WordSearch {
  constructor(texts) {
    this.texts = texts;
    this.known = new Map();
  }

  /** The texts as they are compared: made once, at the first question. */
  get folded() {
    return (this.made ||= this.texts.map(fold));
  }

  /** The texts with one term.  The last few answers are kept, so that a new word reads the texts once. */
  having(term) {
    const needle = needleOf(term);
    if (!this.known.has(needle)) {
      if (this.known.size > 11) this.known.delete(this.known.keys().next().value);
      const { folded } = this;
      const hits = new Uint8Array(folded.length);
      for (let i = 0; i < hits.length; i++) if (folded[i].includes(needle)) hits[i] = 1;
      this.known.set(needle, hits);
    }
    return this.known.get(needle);
  }

  hits(terms) {
    if (!terms.length) return null;
    const [first, ...others] = terms.map((term) => this.having(term));
    return others.length ? first.map((hit, i) => (hit && others.every((other) => other[i]) ? 1 : 0)) : first;
  }

  /** In how many texts a term is. */
  count(term) {
    return this.having(term).reduce((sum, hit) => sum + hit, 0);
  }

  /** Words of the texts that are spelt like an unknown one, the likeliest first. */
  suggestions(word) {
    this.index ||= indexOf(this.folded);
    return this.index.search(word, { fuzzy: 0.3, boostDocument: (...about) => Math.log2(1 + about[2].count) }).slice(0, 3).map(({ id }) => id);
  }
}

/** An index of the words of texts.  Words that stand in one text only are as likely misspelt. */
function indexOf(folded) {
  const counts = new Map();
  for (const text of folded) for (const word of text.split(" ")) if (word.length > 3) counts.set(word, (counts.get(word) || 0) + 1);
  const index = new MiniSearch({ fields: ["id"], storeFields: ["count"], tokenize: (text) => [text], processTerm: (term) => term });
  index.addAll([...counts].filter(([, count]) => count > 1).map(([id, count]) => ({ id, count })));
  return index;
}

/** Where terms stand in a text: a list of [start, end], in order and apart. */
export function placesOf(text, terms) {
  if (!terms.length) return [];
  const words = [...text.matchAll(WORD)].map((match) => ({ from: match.index, to: match.index + match[0].length, word: fold(match[0]).trim() }));
  const places = [];
  for (const { words: wanted, exact } of terms) {
    const parts = wanted.split(" ");
    const last = parts.length - 1;
    const fits = (at) => parts.every((part, n) => {
      const word = words[at + n]?.word;
      return word !== undefined && (n === last && !exact ? word.startsWith(part) : word === part);
    });
    words.forEach(({ from }, at) => { if (fits(at)) places.push([from, words[at + last].to]); });
  }
  places.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const apart = [];
  for (const [from, to] of places) {
    const before = apart[apart.length - 1];
    if (before && from < before[1]) before[1] = Math.max(before[1], to);
    else apart.push([from, to]);
  }
  return apart;
}

/** A text as nodes, with the words that were found marked. */
export function marked(text, terms) {
  const parts = [];
  let at = 0;
  for (const [from, to] of placesOf(text, terms)) {
    parts.push(text.slice(at, from), el("mark", null, text.slice(from, to)));
    at = to;
  }
  return [...parts, text.slice(at)];
}
