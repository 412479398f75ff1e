// Saves pictures as SVG and PNG, and tables as CSV.

import { title } from "./data.js";
import { announce, button, el } from "./element.js";
import { plainText } from "./words.js";

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

/** A picture of the page as an SVG file: the whole, whatever is in sight, with its styles. */
function fileOf(picture, heading) {
  const copy = picture.cloneNode(true);
  const [own, copied] = [picture, copy].map((one) => [one, ...one.querySelectorAll("*")]);
  own.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of STYLES) copied[i].style.setProperty(name, style.getPropertyValue(name));
    copied[i].removeAttribute("href");
    copied[i].removeAttribute("class");
  });
  const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
  const [top, bottom] = [34, 22];
  const paper = getComputedStyle(document.body).backgroundColor;
  const ink = getComputedStyle(document.body).color;
  const root = document.createElementNS(copy.namespaceURI, "svg");
  for (const [key, value] of [["xmlns", copy.namespaceURI], ["width", width], ["height", height + top + bottom], ["viewBox", `0 ${-top} ${width} ${height + top + bottom}`], ["role", "img"]]) root.setAttribute(key, value);
  const part = (name, attributes, text) => {
    const element = document.createElementNS(copy.namespaceURI, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    if (text) element.textContent = text;
    root.append(element);
  };
  part("title", {}, heading);
  part("rect", { x: 0, y: -top, width, height: height + top + bottom, fill: paper });
  part("text", { x: 4, y: -12, fill: ink, "font-family": "sans-serif", "font-size": 15, "font-weight": 600 }, heading);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  root.append(copy);
  part("text", { x: 4, y: height + 14, fill: ink, "font-family": "sans-serif", "font-size": 10 }, title);
  return { text: forXml(new XMLSerializer().serializeToString(root)), width, height: height + top + bottom };
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
