// A citation of a place in a document, to copy or save.

import { CITATION_FORMATS } from "./citation.js";
import { announce, button, choice, el } from "./element.js";
import { saveFile } from "./save.js";

/** A disclosure with the citation of a document, or of a place in it: {page, paragraph}. */
export function citeBox(paper, place) {
  const citation = { ...paper.citation, page: place?.page, paragraph: place?.paragraph };
  const text = el("textarea", { readonly: true, rows: 10, "aria-label": "Citation" });
  let chosen = 0;
  const show = (value) => {
    chosen = Number(value);
    text.value = CITATION_FORMATS[chosen][3](citation);
  };
  const copy = async () => {
    text.select();
    try {
      await navigator.clipboard.writeText(text.value);
      announce("Citation copied");
    } catch { // some browsers let no file use the clipboard
      announce("The citation is selected: copy it with the keys of your system");
    }
  };
  const save = () => {
    const [, type, extension, write] = CITATION_FORMATS[chosen];
    saveFile(write(citation), type, `citation.${extension}`);
  };
  show(0);
  return el("details", { class: "cite" }, el("summary", null, place ? "Cite these words" : "Cite this document"),
    el("div", { class: "controls" }, choice("Citation as", CITATION_FORMATS.map(([name], n) => [n, name]), 0, show), button("Copy", copy), button("Save", save)),
    text);
}
