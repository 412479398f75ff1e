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

/** The map as SVG.  `paint(council)` gives {text, says, grade or shade, faint, pale, parts}: the letter, the same in words,
 * the grade or a number from 0 to 1 for the colour, whether it is put back, whether it speaks of another council that
 * this one replaced, and letters of parts instead of one.  Without names, for a small screen, the letters are larger. */
export function hexmap(councils, label, paint, named = true) {
  const placed = councils.filter((council) => council.hexagon);
  const top = Math.max(...placed.map(({ hexagon }) => hexagon[1]), 0);
  const right = Math.max(...placed.map(({ hexagon }) => centre(hexagon, top)[0]), 0) + WIDTH / 2 + 2;
  const below = Math.max(...placed.map(({ hexagon }) => centre(hexagon, top)[1]), 0) + SIDE + 2;
  const order = [...placed].sort((a, b) => b.hexagon[1] - a.hexagon[1] || a.hexagon[0] - b.hexagon[0]);
  const map = svg("svg", { class: "hexmap", viewBox: `0 0 ${right.toFixed(0)} ${below.toFixed(0)}`, role: "group", "aria-label": label },
    order.map((council) => hexagonOf(council, centre(council.hexagon, top), paint(council), named)));
  return roam(map, order.map(({ hexagon }) => centre(hexagon, top)));
}

/** Grades side by side in one hexagon, each a square with its letter; in two rows where there is no name. */
function squares(parts, x, y, named) {
  const across = named ? parts.length : Math.ceil(parts.length / 2);
  const [side, tall, size] = named ? [Math.min(9.9, 39.6 / parts.length), 9, 6] : [16, 15, 12];
  const top = named ? y + 6.5 : y - (tall * Math.ceil(parts.length / across)) / 2;
  return parts.map(({ grade, letter }, i) => {
    const left = x + side * ((i % across) - across / 2);
    const down = top + tall * Math.floor(i / across);
    const text = svg("text", { x: left + side / 2, y: down + tall / 2 + size * 0.36, class: "small", "data-ink": grade }, letter);
    text.style.fontSize = `${size}px`;
    return svg("g", { class: "part" },
      svg("rect", { x: left + 0.4, y: down + 0.4, width: side - 0.8, height: tall - 0.8, "data-grade": grade }), text);
  });
}

/** The letter or number of a hexagon. */
function letterOf(text, x, y, named) {
  const size = named ? (text.length < 5 ? 11 : 9) : text.length < 3 ? 21 : text.length < 4 ? 16 : 12.5;
  const letter = svg("text", { x, y: named ? y + 16 : y + size * 0.36, class: "letter" }, text);
  letter.style.fontSize = `${size}px`;
  return letter;
}

function hexagonOf(council, [x, y], { text, says, grade, shade, faint, pale, parts }, named) {
  const names = named ? linesOf(council) : [];
  const first = y - [3, 7, 10.5][names.length - 1];
  const shape = svg("polygon", { points: corners(x, y, SIDE - 0.8), "data-grade": grade, class: `hex${shade === undefined ? "" : " shade"}${pale ? " pale" : ""}` });
  if (shade !== undefined) shape.style.setProperty("--share", `${Math.round(100 * shade)}%`);
  return svg("a", { href: councilAddress(council), class: faint ? "cell faint" : "cell", "data-council": council.gss },
    svg("title", null, `${council.name}: ${says}`),
    shape,
    svg("g", { "data-ink": pale ? null : grade || (shade > 0.55 ? "dark" : "light"), "aria-hidden": "true" },
      names.map((line, i) => svg("text", { x, y: first + 7.6 * i, class: "name" }, line)),
      parts ? squares(parts, x, y, named) : letterOf(text, x, y, named)));
}

/** One tab stop for the links of a picture, which lie at `centres`; arrow keys move to the one that lies that way. */
export function roam(map, centres) {
  const cells = [...map.querySelectorAll("a")];
  const stopAt = (at) => cells.forEach((cell, i) => cell.setAttribute("tabindex", i === at ? "0" : "-1"));
  stopAt(0);
  map.addEventListener("focusin", (event) => stopAt(cells.indexOf(event.target.closest("a"))));
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
    if (best) cells[best.i].focus();
  });
  return map;
}
