// The map of hexagons: one hexagon a council, with its name and a letter or number.

import { svg } from "./element.js";
import { councilAddress } from "./route.js";

const SIDE = 25;
const WIDTH = Math.sqrt(3) * SIDE;

const centre = ([column, row], top) => [
  (column + (row % 2 ? 0.5 : 0) + 0.5) * WIDTH + 2,
  (top - row) * 1.5 * SIDE + SIDE + 2,
];

const corners = (x, y, side) =>
  [0, 1, 2, 3, 4, 5].map((n) => {
    const angle = (Math.PI / 180) * (60 * n - 90);
    return `${(x + side * Math.cos(angle)).toFixed(1)},${(y + side * Math.sin(angle)).toFixed(1)}`;
  }).join(" ");

/** Where a long word of a place name may be parted. */
const ENDINGS = /(?<=.{3})(shire|borough|brough|hampton|minster|chester|berland|stone|mouth|worth|bridge|smith|burn|ford|land|wall|side|ham|ton|ley)(?=[,.]?$)/;

/** A word in parts that fit into a line. */
function fitted(word, most) {
  if (word.length <= most) return [word];
  const at = word.search(ENDINGS);
  const cut = at > 0 && at < most ? at : Math.min(most - 1, Math.ceil(word.length / 2));
  return [`${word.slice(0, cut)}-`, ...fitted(word.slice(cut), most)];
}

/** A name in up to three lines that fit into a hexagon; a longer one gives way to a shorter name, or is cut. */
function linesOf(council, most = 9) {
  const words = council.name.replace(/ and /g, " & ").replace(/ upon /g, " on ").split(/ |(?<=-)/).flatMap((word) => fitted(word, most));
  const lines = [""];
  for (const word of words) {
    const line = lines[lines.length - 1];
    const joined = line && !line.endsWith("-") ? `${line} ${word}` : line + word;
    if (joined.length <= most || !line) lines[lines.length - 1] = joined;
    else lines.push(word);
  }
  if (lines.length <= 3) return lines;
  const short = council.also.find((name) => /^[A-Z]{2,5}$/.test(name));
  return short ? [short] : [...lines.slice(0, 2), `${lines[2].slice(0, most - 1).replace(/[-, ]+$/, "")}…`];
}

/** The map as SVG.  `paint(council)` gives {text, says, grade or shade, faint, parts}: the letter, the same in words,
 * the grade or a number from 0 to 1 for the colour, whether it is put back, and letters of parts instead of one. */
export function hexmap(councils, label, paint) {
  const placed = councils.filter((council) => council.hexagon);
  const top = Math.max(...placed.map(({ hexagon }) => hexagon[1]), 0);
  const right = Math.max(...placed.map(({ hexagon }) => centre(hexagon, top)[0]), 0) + WIDTH / 2 + 2;
  const below = Math.max(...placed.map(({ hexagon }) => centre(hexagon, top)[1]), 0) + SIDE + 2;
  const order = [...placed].sort((a, b) => b.hexagon[1] - a.hexagon[1] || a.hexagon[0] - b.hexagon[0]);
  const map = svg("svg", { class: "hexmap", viewBox: `0 0 ${right.toFixed(0)} ${below.toFixed(0)}`, role: "group", "aria-label": label },
    order.map((council) => hexagonOf(council, centre(council.hexagon, top), paint(council))));
  roam(map, order.map(({ hexagon }) => centre(hexagon, top)));
  return map;
}

/** The grades of areas, each a small square with its letter. */
const partsOf = (parts, x, y) => parts.map(({ grade, letter }, i) => {
  const left = x + 8.6 * (i - parts.length / 2);
  return svg("g", { class: "part" },
    svg("rect", { x: left, y: y - 7, width: 8.2, height: 10, "data-grade": grade }),
    svg("text", { x: left + 4.1, y: y + 0.6, class: "small", "data-ink": grade }, letter));
});

function hexagonOf(council, [x, y], { text, says, grade, shade, faint, parts }) {
  const names = linesOf(council);
  const first = y - [3, 7, 10.5][names.length - 1];
  const shape = svg("polygon", { points: corners(x, y, SIDE - 0.8), "data-grade": grade, class: shade === undefined ? "hex" : "hex shade" });
  if (shade !== undefined) shape.style.setProperty("--share", `${Math.round(100 * shade)}%`);
  return svg("a", { href: councilAddress(council), class: faint ? "cell faint" : "cell", "data-council": council.gss },
    svg("title", null, `${council.name}: ${says}`),
    shape,
    svg("g", { "data-ink": grade || (shade > 0.55 ? "dark" : "light"), "aria-hidden": "true" },
      names.map((line, i) => svg("text", { x, y: first + 7.6 * i, class: "name" }, line)),
      parts ? partsOf(parts, x, y + 14) : svg("text", { x, y: y + 16, class: "letter" }, text)));
}

/** One tab stop for the map; arrow keys move to the hexagon that lies that way. */
function roam(map, centres) {
  const cells = [...map.querySelectorAll("a")];
  cells.forEach((cell, i) => cell.setAttribute("tabindex", i ? "-1" : "0"));
  map.addEventListener("keydown", (event) => {
    const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    const at = cells.indexOf(document.activeElement);
    if (!way || at < 0) return;
    event.preventDefault();
    const [x, y] = centres[at];
    let best = null;
    centres.forEach(([other, down], i) => {
      const [along, across] = way[0] ? [(other - x) * way[0], Math.abs(down - y)] : [(down - y) * way[1], Math.abs(other - x)];
      if (along > 1 && (!best || along + 2 * across < best.far)) best = { i, far: along + 2 * across };
    });
    if (!best) return;
    cells[at].setAttribute("tabindex", "-1");
    cells[best.i].setAttribute("tabindex", "0");
    cells[best.i].focus();
  });
}
