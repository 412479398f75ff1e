// A document: its text with marked words, as kg reads it.

import { documents, loadTexts } from "./data.js";
import { el, webLink } from "./element.js";
import { councilAddress } from "./route.js";
import { inspectionName } from "./words.js";

/** The text in paragraphs, with one range marked. */
function paragraphs(text, start, end) {
  const parts = [];
  let at = 0;
  for (const line of text.split("\n")) {
    const [from, to] = [at, at + line.length];
    at = to + 1;
    if (!line.trim()) continue;
    const [a, b] = [Math.max(start, from), Math.min(end, to)];
    parts.push(a < b
      ? el("p", null, text.slice(from, a), el("mark", null, text.slice(a, b)), text.slice(b, to))
      : el("p", null, line));
  }
  return parts;
}

export async function documentScreen(choices, argument) {
  const paper = documents[Number(argument)];
  if (!paper) return [el("h1", null, "There is no such document here")];
  const [start, end] = (choices.get("at") || "").split("-").map(Number);
  const text = (await loadTexts())[paper.id];
  const body = el("div", { class: "text" }, text === null ? el("p", { class: "note" }, "The text of this document is not on this page.") : paragraphs(text, start, end || start));
  requestAnimationFrame(() => body.querySelector("mark")?.scrollIntoView({ block: "center" }));
  return [
    el("h1", null, paper.title),
    el("p", { class: "lead" },
      paper.inspections.map((inspection) => [inspectionName(inspection), ": ", inspection.councils.map((council) => [el("a", { href: councilAddress(council) }, council.name), " "]), "· "]),
      paper.path, " ", webLink(paper.url, "source ↗")),
    body,
  ];
}
