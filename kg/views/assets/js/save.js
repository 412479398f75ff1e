// Saves pictures as SVG and PNG, and tables as CSV.

import { documents, title } from "./data.js";
import { announce, button, el, svg } from "./element.js";
import { plainText, plural } from "./words.js";

/** Properties of style that a saved picture needs, because the style sheet stays behind. */
const STYLES = ["fill", "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-dasharray", "font", "font-family", "font-size", "font-weight", "text-anchor", "dominant-baseline"];

/** Save a file; its name comes from the title of the page and what it shows. */
export function saveFile(content, type, name) {
  const blob = content instanceof Blob ? content : new Blob([content], { type });
  const stem = plainText(title).replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 50) || "view";
  const link = el("a", { href: URL.createObjectURL(blob), download: `${stem}-${name}` });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  announce(`${link.download} saved`);
}

/** XML without characters that it forbids, and that a name may have all the same. */
// eslint-disable-next-line no-control-regex -- what XML forbids
const forXml = (text) => text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd");

/** A copy of a picture with its styles, without its links. */
function styled(picture) {
  const copy = picture.cloneNode(true);
  const [own, copied] = [picture, copy].map((one) => [one, ...one.querySelectorAll("*")]);
  own.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of STYLES) copied[i].style.setProperty(name, style.getPropertyValue(name));
    for (const name of ["href", "class", "tabindex"]) copied[i].removeAttribute(name);
  });
  return copy;
}

/** The keys that the screen shows for a picture: those in the nearest part around it that has any. */
function keysOf(picture) {
  let place = picture.parentElement;
  while (place && place.id !== "screen" && !place.querySelector(".key")) place = place.parentElement;
  return [...(place || document.getElementById("screen")).querySelectorAll(".key")];
}

/** A key in pieces, each a word or a mark, that may stand on lines of any width: {text} or {box} or {mark}; `gap` is the
 * space after it. */
const piecesOf = (part) => [...part.childNodes].flatMap((node) => {
  const name = node.nodeName.toLowerCase();
  if (name === "i") return { box: node, gap: 5 };
  if (name === "svg") return { mark: node, gap: 5 };
  if (name !== "#text") return piecesOf(node).map((piece, i, all) => (i === all.length - 1 ? { ...piece, gap: 16 } : piece));
  return node.textContent.split(/\s+/).filter(Boolean).map((text) => ({ text, gap: 4 }));
});

const pen = document.createElement("canvas").getContext("2d");

/** Draw pieces on lines of this width from the height `top` on: {drawn, height}. */
function onLines(pieces, width, top, ink, size, weight = 400) {
  const line = Math.round(size * 1.5);
  const drawn = [];
  let [x, y] = [4, top];
  pen.font = `${weight} ${size}px sans-serif`;
  let run = null; // the words that stand together on this line
  for (const { text, box, mark, gap } of pieces) {
    const wide = text ? pen.measureText(text).width : 20;
    if (x > 4 && x + wide > width - 4) {
      [x, y] = [4, y + line];
      run = null;
    }
    const letter = (words, at, fill, bold) => svg("text", { x: at, y: y + size, fill, "font-family": "sans-serif", "font-size": size, "font-weight": bold }, words);
    if (text && run) run.append(` ${text}`);
    else if (text) drawn.push(run = letter(text, x, ink, weight));
    if (!text || gap > 4) run = null;
    if (box) {
      const { backgroundColor, color } = getComputedStyle(box);
      const middle = letter(box.textContent, x + 10, color, 700);
      middle.setAttribute("text-anchor", "middle");
      drawn.push(svg("rect", { x, y, width: 20, height: size + 3, rx: 3, fill: backgroundColor }), middle);
    }
    if (mark) {
      const copy = styled(mark);
      for (const [name, value] of [["x", x], ["y", y - 1], ["width", 16], ["height", 16]]) copy.setAttribute(name, value);
      drawn.push(copy);
    }
    x += wide + (gap > 4 ? gap : pen.measureText(" ").width);
  }
  return { drawn, height: y + line - top };
}

const wordsOf = (text) => text.split(/\s+/).filter(Boolean).map((word) => ({ text: word, gap: 4 }));

/** Where the facts of a picture come from. */
function source() {
  const years = documents.map(({ when }) => when.slice(0, 4)).filter(Boolean).sort();
  const span = years.length ? ` of ${[...new Set([years[0], years[years.length - 1]])].join(" to ")}` : "";
  return `Source: ${plural(documents.length, "document", "documents")}${span} in “${title}”, ${location.hash || "#/"}`;
}

/** A picture of the page as an SVG file: the whole, whatever is in sight, with its styles, its heading, its key and
 * where it comes from. */
function fileOf(picture, heading) {
  const [, , own, height] = picture.getAttribute("viewBox").split(" ").map(Number);
  const width = Math.max(own, 320);
  const { backgroundColor, color } = getComputedStyle(document.body);
  const head = onLines(wordsOf(heading), width, 6, color, 15, 600);
  const top = head.height + 12;
  const key = onLines(keysOf(picture).flatMap(piecesOf), width, top + height + 8, color, 11);
  const foot = onLines(wordsOf(source()), width, top + height + key.height + 14, color, 10);
  const tall = top + height + key.height + foot.height + 18;
  const copy = styled(picture);
  for (const [name, value] of [["x", 0], ["y", top], ["width", own], ["height", height]]) copy.setAttribute(name, value);
  const root = svg("svg", { xmlns: copy.namespaceURI, width, height: tall, viewBox: `0 0 ${width} ${tall}`, role: "img" },
    svg("title", null, heading),
    svg("rect", { x: 0, y: 0, width, height: tall, fill: backgroundColor }),
    head.drawn, copy, key.drawn, foot.drawn);
  return { text: forXml(new XMLSerializer().serializeToString(root)), width, height: tall };
}

/** Save a picture as PNG, three times as wide and high, at most 8,000 pixels. */
function savePng(picture, heading, name) {
  const { text, width, height } = fileOf(picture, heading);
  const scale = Math.min(3, 8000 / Math.max(width, height));
  const image = new Image();
  image.onload = () => {
    const canvas = el("canvas", { width: Math.round(width * scale), height: Math.round(height * scale) });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => saveFile(blob, "image/png", `${name}.png`));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
}

const headingNow = () => document.querySelector("#screen h1")?.textContent || title;

/** Buttons that save a picture; `picture()` gives the SVG element. */
export const saveButtons = (picture, name) => el("span", { class: "saves" },
  button("SVG", () => saveFile(fileOf(picture(), headingNow()).text, "image/svg+xml", `${name}.svg`), { "aria-label": `Save the ${name} as SVG` }),
  button("PNG", () => savePng(picture(), headingNow(), name), { "aria-label": `Save the ${name} as PNG` }));

/** Rows as CSV (RFC 4180), with the mark that makes spreadsheets read it as UTF-8.  A text that a spreadsheet would
 * run as a formula has an apostrophe before it. */
export function toCsv(rows) {
  const cell = (value) => {
    const text = typeof value === "string" && /^[\s\u200e\u200f\u202a-\u202e]*[=+\-@＝＋－＠]/.test(value) ? `'${value}` : String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `\ufeff${rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("")}`;
}

/** A button that saves a table; `rows()` gives its rows, the headings first. */
export const csvButton = (rows, name) => button("CSV", async () => saveFile(toCsv(await rows()), "text/csv", `${name}.csv`), { "aria-label": `Save ${name} as CSV` });
