// Draws a network as SVG.  Measured with a processor 4 times slower and no graphics card, 226 things and 505 links pan
// with 58 frames a second as SVG, once all links are one path (20 with a line each), and with 55 on a canvas.  So it is
// SVG, whose things are elements: keys, screen readers, styles, print and saving can use them.
/* global d3 */

import { grades } from "./data.js";
import { el, svg } from "./element.js";
import { KIND_ORDER, THING_KINDS } from "./net.js";
import { gradeName } from "./words.js";

/** Half the width of each shape. */
const SIZE = { __proto__: null, council: 9, inspection: 11, inspector: 6.5, leader: 8, programme: 8.5, organisation: 8.5, theme: 9, other: 4.5 };
const LINE = 14;

const polygon = (corners, size, turn) => svg("polygon", {
  points: [...Array(corners).keys()].map((n) => {
    const angle = (2 * Math.PI * n) / corners + turn;
    return `${(size * Math.cos(angle)).toFixed(1)},${(size * Math.sin(angle)).toFixed(1)}`;
  }).join(" "),
});

/** The shape of a kind; inspections are discs with the letter of their grade, visits smaller ones with that of their type. */
function shapeOf(kind, mark) {
  const size = SIZE[kind];
  if (kind === "council") return [svg("rect", { x: -size, y: -size, width: 2 * size, height: 2 * size, class: "full" })];
  if (kind === "inspection") {
    const letter = mark ? mark.letter : "";
    const paint = mark && mark.grade ? mark.grade : null;
    return [
      svg("circle", { r: mark && mark.visit ? 8.5 : size, "data-grade": paint, class: paint ? "graded" : "open" }),
      svg("text", { class: "mark", y: 3.6, "text-anchor": "middle", "data-ink": paint || "plain" }, letter),
    ];
  }
  if (kind === "inspector") return [svg("circle", { r: size, class: "open" })];
  const made = {
    __proto__: null, leader: () => polygon(4, size, 0), programme: () => polygon(6, size, 0), organisation: () => polygon(3, size + 1, -Math.PI / 2),
    theme: () => svg("rect", { x: -12, y: -7, width: 24, height: 14, rx: 7 }), other: () => svg("circle", { r: size }),
  }[kind]();
  made.setAttribute("class", "open");
  return [made];
}

/** The shape of a kind, small, for a legend or a list. */
export const symbol = (kind, mark = null) => svg("svg", { class: "symbol", viewBox: "-13 -13 26 26", width: 20, height: 20, "aria-hidden": "true" }, shapeOf(kind, mark || (kind === "inspection" ? { letter: "G", grade: "good", visit: false } : null)));

let ruler = null;
/** The width of a text in the picture. */
function widthOf(text, bold) {
  ruler ||= el("canvas").getContext("2d");
  ruler.font = `${bold ? "600 " : ""}12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif`;
  return ruler.measureText(text).width;
}

const cutTo = (most) => (text) => (text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text);

const box = (x, y, width, height) => ({ x, y, right: x + width, below: y + height });
const meets = (a, b) => a.x < b.right && b.x < a.right && a.y < b.below && b.y < a.below;

/** Where names can stand without lying over each other or over a shape: a Map from node to {dx, dy, anchor}, by scale.
 * `ranked` are nodes, those that need a name most first; no name lies over the edge of the `frame`. */
function placeNames(ranked, places, scale, centre, frame = null) {
  const cutOff = (spot) => frame && meets(spot, frame) && (spot.x < frame.x || spot.right > frame.right);
  const taken = ranked.map((node) => {
    const { x, y } = places.get(node);
    const size = SIZE[node.kind];
    return { node, ...box(x * scale - size, y * scale - size, 2 * size, 2 * size) };
  });
  const put = new Map();
  for (const node of ranked) {
    const { x, y } = places.get(node);
    const [left, top, gap] = [x * scale, y * scale, SIZE[node.kind] + 4];
    const width = widthOf(node.name, node.strong);
    const right = { dx: gap, dy: 4, anchor: "start", ...box(left + gap, top - LINE / 2, width, LINE) };
    const before = { dx: -gap, dy: 4, anchor: "end", ...box(left - gap - width, top - LINE / 2, width, LINE) };
    const under = { dx: 0, dy: gap + 9, anchor: "middle", ...box(left - width / 2, top + gap - 2, width, LINE) };
    const over = { dx: 0, dy: -gap - 1, anchor: "middle", ...box(left - width / 2, top - gap - LINE + 2, width, LINE) };
    const sides = node.middle ? [under, over, right, before] : x >= centre ? [right, over, under, before] : [before, over, under, right];
    const free = sides.find((spot) => !taken.some((other) => other.node !== node && meets(spot, other)) && !cutOff(spot));
    if (!free && !node.strong) continue;
    const own = free || sides[0];
    taken.push({ node: null, ...own });
    put.set(node, own);
  }
  return put;
}

/** Links as one line of many parts, which is drawn in a tenth of the time of as many elements. */
const pathOf = (links, places) => links.map(({ from, to }) => {
  const [a, b] = [places.get(from), places.get(to)];
  return `M${a.x.toFixed(1)} ${a.y.toFixed(1)}L${b.x.toFixed(1)} ${b.y.toFixed(1)}`;
}).join("");
const strokes = (name, links, places, dashes = null) => svg("path", { class: name, d: pathOf(links, places), "stroke-dasharray": dashes, "stroke-opacity": { __proto__: null, link: 0.45, near: 0.5 }[name] ?? null, "vector-effect": "non-scaling-stroke" });

/** One link for each two things, a full one where there is one, and none where the way leads. */
function onePerPair(links, wayLinks) {
  const pair = ({ from, to }) => (from.id < to.id ? `${from.id} ${to.id}` : `${to.id} ${from.id}`);
  const taken = new Set(wayLinks.map(pair));
  const found = new Map();
  for (const link of links) {
    const own = pair(link);
    if (!taken.has(own) && (!found.has(own) || (found.get(own).weak && !link.weak))) found.set(own, link);
  }
  return [...found.values()];
}

/** What is drawn, without what the reader does: {root, nodes, names(scale, frame), size(scale), reach(scale),
 * point(node)}.  Names lie above all shapes. */
function drawing({ things, links, places, way, wayLinks, strong, labelOf, width }) {
  const cut = cutTo(width < 640 ? 20 : 38);
  const degree = new Map(things.map((node) => [node, 0]));
  for (const link of links) for (const node of [link.from, link.to]) degree.set(node, degree.get(node) + 1);
  const centre = strong.length && !way.length ? places.get(strong[0])?.x ?? 0 : 0;
  const own = new Map(things.map((node) => [node, {
    node, kind: node.kind, name: cut(labelOf(node)), strong: strong.includes(node) || way.includes(node), middle: way.includes(node) || strong.includes(node),
  }]));
  const spots = new Map([...own].map(([node, one]) => [one, places.get(node)]));
  const ranked = [...own.values()].sort((a, b) => Number(b.strong) - Number(a.strong) || degree.get(b.node) - degree.get(a.node) || KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) || a.node.id - b.node.id);
  const nodes = new Map();
  const labels = new Map();
  const texts = new Map();
  const lines = onePerPair(links, wayLinks);
  const near = strokes("near", [], places);
  const root = svg("g", { class: "net" }, svg("g", { class: "links" },
    strokes("link", lines.filter((link) => !link.weak), places), strokes("link", lines.filter((link) => link.weak), places, "4 3"), near,
    strokes("on-way", wayLinks, places)));
  const wayNames = wayLinks.map((link) => {
    const [a, b] = [places.get(link.from), places.get(link.to)];
    const text = svg("text", { class: "link-name", "text-anchor": "middle", y: 4, "paint-order": "stroke" }, cut(link.label));
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, text };
  });
  for (const one of ranked.toReversed()) {
    const text = svg("text", { class: one.strong ? "name strong" : "name", "paint-order": "stroke" }, one.name);
    texts.set(one, text);
    const group = svg("g", { class: "thing" }, shapeOf(one.kind, one.node.mark));
    const label = svg("g", { class: "label", "aria-hidden": "true" }, text);
    nodes.set(one.node, group);
    labels.set(one.node, label);
    root.append(group);
  }
  root.append(...labels.values());
  for (const { text } of wayNames) root.append(text);
  /** Put everything in its place at a scale: shapes and names keep their size. */
  function names(scale, frame = null) {
    const put = placeNames(ranked, spots, scale, centre, frame);
    for (const [one, text] of texts) {
      const spot = put.get(one);
      text.setAttribute("display", spot ? "inline" : "none");
      if (spot) for (const [key, value] of [["x", spot.dx], ["y", spot.dy], ["text-anchor", spot.anchor]]) text.setAttribute(key, value);
    }
    return put.size;
  }
  function size(scale) {
    for (const [node, group] of nodes) {
      const { x, y } = places.get(node);
      for (const part of [group, labels.get(node)]) part.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(1 / scale).toFixed(4)})`);
    }
    for (const { x, y, text } of wayNames) text.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(1 / scale).toFixed(4)})`);
  }
  /** How far shapes and names reach at a scale: {x, y, right, below} in pixels. */
  function reach(scale) {
    const put = placeNames(ranked, spots, scale, centre);
    const all = ranked.flatMap((one) => {
      const { x, y } = spots.get(one);
      const [left, top] = [x * scale, y * scale];
      return [box(left - 12, top - 12, 24, 24), ...(put.has(one) ? [put.get(one)] : [])];
    });
    return {
      x: Math.min(...all.map((one) => one.x)), y: Math.min(...all.map((one) => one.y)),
      right: Math.max(...all.map((one) => one.right)), below: Math.max(...all.map((one) => one.below)),
    };
  }
  const point = (node) => near.setAttribute("d", pathOf(lines.filter((link) => link.from === node || link.to === node), places));
  return { root, nodes, labels, names, size, reach, point };
}

const MARGIN = 8;
/** The transform that shows all things and names in a window of this size. */
function fitting(places, width, height, reach) {
  const spots = [...places.values()];
  const across = Math.max(1, Math.max(...spots.map(({ x }) => x)) - Math.min(...spots.map(({ x }) => x)));
  const down = Math.max(1, Math.max(...spots.map(({ y }) => y)) - Math.min(...spots.map(({ y }) => y)));
  let scale = Math.min(1.6, width / across, height / down);
  let all = reach(scale);
  // Names keep their size, so that room for them is found step by step; in a narrow window things keep three fifths.
  for (let step = 0; step < 4; step += 1) {
    const [more, above] = [all.right - all.x - across * scale, all.below - all.y - down * scale];
    scale = Math.max(0.02, Math.min(1.6, Math.max(width * 0.6, width - more - 2 * MARGIN) / across, Math.max(height * 0.6, height - above - 2 * MARGIN) / down));
    all = reach(scale);
  }
  return d3.zoomIdentity.translate((width - all.x - all.right) / 2, (height - all.y - all.below) / 2).scale(scale);
}

let view = { key: "", transform: null };

/** A picture with pan, zoom and keys: {element, zoomBy, fit, whole, mark}.  `onSelect(node)` is told what is chosen. */
export function netPicture({ things, links, places, way, wayLinks, strong, labelOf, width, height, key, says, selected, onSelect }) {
  const made = drawing({ things, links, places, way, wayLinks, strong, labelOf, width });
  const tip = svg("g", { class: "tip", "aria-hidden": "true" });
  made.root.append(tip);
  const picture = svg("svg", { class: "network", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": says }, made.root);
  let [scale, named] = [0, 0];
  let waiting = 0;
  const quick = matchMedia("(prefers-reduced-motion: reduce)").matches;

  function show(transform) {
    made.root.setAttribute("transform", transform.toString());
    view = { key, transform };
    if (transform.k !== scale) {
      scale = transform.k;
      made.size(scale);
      tip.replaceChildren();
    }
    const name = () => made.names(scale, box(-transform.x, -transform.y, width, height));
    clearTimeout(waiting);
    if (named) waiting = setTimeout(name, 60);
    else named = name() || 1;
  }
  const zoom = d3.zoom().scaleExtent([0.02, 8]).on("zoom", (event) => show(event.transform));
  const board = d3.select(picture).call(zoom).on("dblclick.zoom", null);
  const home = fitting(places, width, height, made.reach);
  board.call(zoom.transform, view.key === key && view.transform ? view.transform : home);
  const gently = () => (quick ? board : board.transition().duration(180));
  const zoomBy = (by) => zoom.scaleBy(gently(), by);
  const fit = () => zoom.transform(gently(), home);

  /** The name of what is under the pointer or has the focus, above all else. */
  function tell(node) {
    const { x, y } = places.get(node);
    const text = svg("text", { class: "name strong", x: 0, y: -SIZE[node.kind] - 5, "text-anchor": "middle", "paint-order": "stroke" }, node.full);
    const half = widthOf(node.full, true) / 2;
    const at = x * scale + view.transform.x;
    text.setAttribute("x", Math.max(Math.min(0, width - 6 - half - at), 6 + half - at).toFixed(1));
    tip.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)}) scale(${(1 / scale).toFixed(4)})`);
    tip.replaceChildren(text);
  }
  function mark(node) {
    for (const [other, group] of made.nodes) {
      group.setAttribute("aria-pressed", String(other === node));
      group.setAttribute("tabindex", other === (node || things[0]) ? "0" : "-1");
    }
    made.point(node);
  }

  for (const [node, group] of made.nodes) {
    group.setAttribute("role", "button");
    group.setAttribute("aria-label", nameOf(node));
    for (const part of [group, made.labels.get(node)]) {
      part.addEventListener("click", () => onSelect(node));
      part.addEventListener("pointerenter", () => tell(node));
      part.addEventListener("pointerleave", () => tip.replaceChildren());
    }
    group.addEventListener("focus", () => { if (group.matches(":focus-visible")) tell(node); });
    group.addEventListener("blur", () => tip.replaceChildren());
  }
  picture.addEventListener("keydown", (event) => {
    const at = things.find((node) => made.nodes.get(node) === document.activeElement);
    const steps = { __proto__: null, ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const acts = { __proto__: null, "+": () => zoomBy(1.4), "=": () => zoomBy(1.4), "-": () => zoomBy(1 / 1.4), 0: fit };
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (at && (event.key === "Enter" || event.key === " ")) onSelect(at);
    else if (at && steps[event.key]) {
      const next = nearest(at, things, places, steps[event.key]);
      if (next) {
        made.nodes.get(at).setAttribute("tabindex", "-1");
        made.nodes.get(next).setAttribute("tabindex", "0");
        made.nodes.get(next).focus();
      }
    } else if (acts[event.key]) acts[event.key]();
    else return;
    event.preventDefault();
  });
  mark(selected);
  return { element: picture, zoomBy, fit, mark, focus: (node) => made.nodes.get(node)?.focus(), whole: () => whole({ things, links, places, way, wayLinks, strong, labelOf, width: 1600 }) };
}

/** What a screen reader says of a thing. */
function nameOf(node) {
  const grade = node.mark?.grade && grades.find(({ token }) => token === node.mark.grade);
  return [node.full, THING_KINDS[node.kind][0], grade ? `${gradeName(grade).toLowerCase()} overall, ${node.mark.letter}` : ""].filter(Boolean).join(", ");
}

/** The thing that lies nearest in a direction. */
function nearest(at, things, places, [across, down]) {
  const here = places.get(at);
  let best = null;
  for (const node of things) {
    const { x, y } = places.get(node);
    const [along, beside] = across ? [(x - here.x) * across, Math.abs(y - here.y)] : [(y - here.y) * down, Math.abs(x - here.x)];
    if (along > 1 && (!best || along + 2 * beside < best.far)) best = { node, far: along + 2 * beside };
  }
  return best && best.node;
}

/** The whole picture at a scale where names have room, for a file; it leaves the page by itself. */
function whole(what) {
  const made = drawing(what);
  const scale = 1.4;
  const all = made.reach(scale);
  made.size(scale);
  made.names(scale);
  made.root.querySelectorAll('[display="none"]').forEach((text) => text.remove());
  made.root.setAttribute("transform", `translate(${MARGIN - all.x} ${MARGIN - all.y}) scale(${scale})`);
  const picture = svg("svg", { class: "network", viewBox: `0 0 ${Math.ceil(all.right - all.x + 2 * MARGIN)} ${Math.ceil(all.below - all.y + 2 * MARGIN)}` }, made.root);
  const place = el("div", { class: "unseen", "aria-hidden": "true" }, picture);
  document.body.append(place);
  setTimeout(() => place.remove(), 0);
  return picture;
}

