// A box for words that narrows a list while it is typed in.

import { announce, el } from "./element.js";
import { noteChoice } from "./route.js";
import { number, plainText } from "./words.js";

/** The box: `show(rows)` shows the rows with all words in `text(row)`.  The words go into the address without a new drawing,
 * so that the cursor stays where it is. */
export function filterBox(label, choices, rows, text, show, what) {
  const said = el("output", { class: "found-count" });
  const input = el("input", { type: "search", id: "filter", autocomplete: "off", spellcheck: "false", value: choices.get("q") || "", input: () => {
    noteChoice({ q: input.value.trim() });
    apply();
    announce(said.textContent);
  } });
  function apply() {
    const words = plainText(input.value).split(/\s+/).filter(Boolean);
    const found = rows.filter((row) => words.every((word) => text(row).includes(word)));
    said.textContent = words.length ? `${number(found.length)} of ${number(rows.length)} ${what}` : `${number(rows.length)} ${what}`;
    show(found);
  }
  apply();
  return el("label", { class: "choice" }, el("span", null, label), input, said);
}
