// Labels in screen pixels, as on a map: always readable, and never on top of each other.  The most
// important are placed first; others appear when the reader zooms in and there is room.

import { nodes, otherEnd } from "./data.js";
import { faded, FONT, palette } from "./palette.js";
import { isPhone } from "./screen.js";
import { state } from "./state.js";
import { layoutOf } from "./visible.js";

const CELL = 64;

/** Style of a label by the kind of its node: [font, line height]. */
const LABELS = {
  council: [`650 12px ${FONT}`, 13.5],
  theme: [`500 11.5px ${FONT}`, 13],
  inspection: [`400 10.5px ${FONT}`, 12],
  person: [`400 11px ${FONT}`, 13],
};

const labelStyle = (node) => LABELS[node.kind] || LABELS.person;

/** A long name in two lines, split at the space nearest to its middle. */
export function lines(text, most) {
  const words = text.length > 90 ? `${text.slice(0, 88)}…` : text;
  if (words.length <= most) return [words];
  const middle = words.length / 2;
  let best = -1;
  for (let at = words.indexOf(" "); at >= 0; at = words.indexOf(" ", at + 1)) {
    if (best < 0 || Math.abs(at - middle) < Math.abs(best - middle)) best = at;
  }
  const split = best < 0 ? [words] : [words.slice(0, best), words.slice(best + 1)];
  return split.map((line) => (line.length > 34 ? `${line.slice(0, 33)}…` : line));
}

const measured = new Map();

export function measure(context, node) {
  // In a row, a label has one line.
  const oneLine = layoutOf(state.layout).anchors[node.kind] === "left";
  const known = measured.get(node);
  if (known && known.oneLine === oneLine) return known;
  const [font, height] = labelStyle(node);
  context.font = font;
  // A date is enough for an inspection beside its council.
  const beside = node.links.some((edge) => otherEnd(edge, node).kind === "council");
  const text = lines((beside && node.caption) || node.label, oneLine && !isPhone() ? 60 : node.kind === "council" ? 12 : 17);
  const width = Math.max(...text.map((line) => context.measureText(line).width));
  const size = { text, font, height, width: width + 4, full: text.length * height, oneLine };
  measured.set(node, size);
  return size;
}

/** The occupied boxes on the screen. */
class Taken {
  constructor() {
    this.cells = new Map();
  }

  *keys(box) {
    for (let x = Math.floor(box.left / CELL); x <= Math.floor(box.right / CELL); x += 1) {
      for (let y = Math.floor(box.top / CELL); y <= Math.floor(box.bottom / CELL); y += 1) {
        yield x * 100003 + y;
      }
    }
  }

  add(box) {
    for (const key of this.keys(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  /** Whether a box is free, except for the node's own sign. */
  isFree(box, own) {
    for (const key of this.keys(box)) {
      for (const other of this.cells.get(key) || []) {
        if (other.node !== own && other.left < box.right && other.right > box.left &&
            other.top < box.bottom && other.bottom > box.top) return false;
      }
    }
    return true;
  }
}

/** Possible positions of a label, best first: beside a theme, below or above other nodes. */
function anchors(spot, size, centre) {
  const gap = spot.radius + (spot.node === state.node ? 8 : 3);
  const below = { left: spot.x - size.width / 2, top: spot.y + gap };
  const above = { left: spot.x - size.width / 2, top: spot.y - gap - size.full };
  const right = { left: spot.x + gap + 1, top: spot.y - size.full / 2, align: "left" };
  const left = { left: spot.x - gap - 1 - size.width, top: spot.y - size.full / 2, align: "right" };
  if (size.oneLine) return [left];
  const chosen = { left, right, below }[layoutOf(state.layout).anchors[spot.node.kind]];
  if (chosen) return [chosen, ...[right, below, left, above].filter((one) => one !== chosen)];
  if (spot.node.kind === "theme") return spot.x < centre ? [left, right] : [right, left];
  if (spot.node.kind === "council") {
    const aside = (size.width - spot.radius) / 2;
    return [below, right, left, { ...below, left: below.left + aside }, { ...below, left: below.left - aside },
      { ...below, top: below.top + 12 }, above];
  }
  return [below, right, left, above];
}

/** Priority by kind; other kinds come last. */
const RANK = { council: 5, theme: 4, inspection: 3 };

/** The minimum radius in pixels at which an unselected node gets a label. */
const ROOM = { council: 0, theme: 0, inspection: 10 };

/** Draw the labels that fit.  `spots` are nodes on the screen: {node, x, y, radius, dim}, and
 * `cells` are signs for links: {x, y, radius}. */
export function drawLabels(context, spots, cells, width, height) {
  const taken = new Taken();
  const colours = palette();
  const block = (spot) => {
    if (spot.dim) return;
    const rim = spot.radius + (spot.radius > 5 ? 1 : -1);
    taken.add({
      node: spot.node, left: spot.x - rim, right: spot.x + rim, top: spot.y - rim,
      bottom: spot.y + rim,
    });
  };
  // A council's name may cover a person's dot, but not a grade.
  const firm = (spot) => Boolean(RANK[spot.node.kind]);
  spots.filter(firm).forEach(block);
  for (const { x, y, radius } of cells) {
    taken.add({ node: null, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
  }
  let loose = spots.filter((spot) => !firm(spot));
  const chosen = state.node || state.edge;
  const worth = (spot) =>
    (spot.node === state.node ? 1000 : 0) + (chosen && !spot.dim ? 100 : 0) +
    10 * (RANK[spot.node.kind] || 1) + spot.radius / 10 - spot.node.rank / nodes.length;
  const few = nodes.length <= 160;
  const inside = ({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height;
  const queue = spots.filter(inside).filter((spot) =>
    spot.dim ? spot.node.kind === "council"
      : chosen || few || spot.radius >= (ROOM[spot.node.kind] ?? 4.6));
  queue.sort((a, b) => worth(b) - worth(a) || a.node.id - b.node.id);
  context.lineJoin = "round";
  context.textBaseline = "top";
  const placed = [];
  for (const spot of queue) {
    if (loose && spot.node.kind !== "council" && spot.node.kind !== "theme") {
      loose.forEach(block);
      loose = null;
    }
    const size = measure(context, spot.node);
    for (const at of anchors(spot, size, width / 2)) {
      const box = {
        node: spot.node, left: at.left - 2, right: at.left + size.width + 2, top: at.top - 1,
        bottom: at.top + size.full + 1,
      };
      const fits = box.left >= 0 && box.right <= width && box.top >= 0 && box.bottom <= height;
      if (!fits || !taken.isFree(box, spot.node)) continue;
      taken.add({ ...box, node: null });
      placed.push(box);
      write(context, spot, size, at, colours);
      break;
    }
  }
  return placed;
}

function write(context, spot, size, at, colours) {
  context.font = size.font;
  context.globalAlpha = spot.dim ? 0.22 : 1;
  context.textAlign = at.align || "center";
  const x = at.align === "left" ? at.left : at.align === "right" ? at.left + size.width : at.left + size.width / 2;
  context.strokeStyle = faded(colours.paper, 0.88);
  context.lineWidth = 3.5;
  context.fillStyle = spot.node.kind === "inspection" ? colours.muted : colours.ink;
  size.text.forEach((line, i) => {
    context.strokeText(line, x, at.top + i * size.height);
    context.fillText(line, x, at.top + i * size.height);
  });
  context.globalAlpha = 1;
}
