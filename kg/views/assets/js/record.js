// The pages of a server with every fact about a thing, and with the pages of documents as pictures.

import { documents, loadTexts, served } from "./data.js";
import { el } from "./element.js";

/** Screens of things, whose address is the last part of their IRI. */
const THINGS = ["council", "person", "programme", "organisation"];

/** A place in UTF-16 units as one in code points, which the server counts. */
const inCodePoints = (text, place) => [...text.slice(0, place)].length;

/** The address of a document's page, with the words that its screen marks. */
async function documentRecord(paper, choices) {
  const address = `/document/${encodeURIComponent(paper.citation.document)}`;
  const place = /^(\d+)-(\d+)$/.exec(choices.get("at") || "");
  const text = (await loadTexts())[paper.id];
  return place && text ? `${address}?at=${inCodePoints(text, place[1])}-${inCodePoints(text, place[2])}#here` : address;
}

/** A link to what the server has on the thing of a screen; null in a file, and for other screens. */
export async function recordLink(screen, argument, choices) {
  if (!served) return null;
  const paper = screen === "document" && documents[Number(argument)];
  if (paper) return el("a", { href: await documentRecord(paper, choices) }, "Its pages and all facts");
  if (!THINGS.includes(screen) || !argument) return null;
  return el("a", { href: `/${screen}/${argument.split("/").map(encodeURIComponent).join("/")}` }, "All its facts");
}
