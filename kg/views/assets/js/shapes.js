// Shapes of things: each kind has its shape and each grade its letters, so that no meaning is in
// colour alone.  The same code draws on the canvas, into a PNG and into an SVG.

import { addCounts, edges, FINDINGS, focused, folds, nodes, raw } from "./data.js";
import { balance, faded, FONT, gradeColours, GRADES, palette } from "./palette.js";
import { highlight, state } from "./state.js";
import { layoutOf } from "./visible.js";
import { gradeLetters } from "./words.js";

/** The minimum radius of a node in pixels, by kind, so that it can be seen and clicked. */
const LEAST = { council: 6, inspection: 7.5, theme: 8, programme: 4, organisation: 4 };

/** The maximum of that radius in canvas units, so that an inspection does not cover its council. */
const ROOMY = 30;

const spacings = new Map();

/** The space between two themes of a column, in canvas units. */
function themeSpacing() {
  if (!spacings.has(state.layout)) {
    const { places } = layoutOf(state.layout);
    const rows = nodes.filter((node) => node.kind === "theme" && places[node.id])
      .map((node) => places[node.id][1]).sort((a, b) => a - b);
    const gaps = rows.slice(1).map((y, i) => y - rows[i]).filter((gap) => gap > 8);
    spacings.set(state.layout, gaps.length ? Math.min(...gaps) : 60);
  }
  return spacings.get(state.layout);
}

/** The radius of a node in canvas units: it grows more slowly than the view when zoomed in. */
export function radiusAt(node, scale) {
  const small = node.kind === "inspection" && !node.grade ? 0.8 : 1;
  const grown = (raw.network.nodes[node.id].size * Math.min(scale, Math.sqrt(scale))) / scale;
  const room = node.kind === "theme" ? 0.42 * themeSpacing() : ROOMY;
  const least = Math.min(LEAST[node.kind] || 3, room * scale);
  const radius = small * Math.max(grown, least / scale);
  return node.kind === "theme" ? Math.min(radius, room) : radius;
}

const totalsOfThemes = new Map();

/** The counts of the findings on a theme. */
function findingsOn(theme) {
  if (!totalsOfThemes.has(theme)) totalsOfThemes.set(theme, addCounts(theme.links));
  return totalsOfThemes.get(theme);
}

/** Paint a node, with a ring when it is selected and a plus when its neighbours are folded. */
export function paintNode(ctx, node, x, y, scale) {
  const radius = radiusAt(node, scale);
  ctx.globalAlpha = highlight() && !highlight().nodes.has(node) ? 0.13 : 1;
  paintShape(ctx, node, x, y, radius, scale);
  const chosen = node === state.node || (state.path && state.path.includes(node));
  if (chosen || focused.has(node)) {
    const ring = radius + 4.5 / scale;
    ctx.beginPath();
    if (node.kind === "council") ctx.roundRect(x - ring, y - ring, 2 * ring, 2 * ring, ring * 0.42);
    else ctx.arc(x, y, ring, 0, 2 * Math.PI);
    ctx.lineWidth = (chosen ? 2.5 : 1.4) / scale;
    ctx.strokeStyle = palette().accent;
    ctx.stroke();
  }
  if (state.folded.has(node)) paintPlus(ctx, x + radius, y - radius, scale);
  ctx.globalAlpha = 1;
}

/** The sign that a node's neighbours are folded. */
function paintPlus(ctx, x, y, scale) {
  const [radius, arm] = [6.5 / scale, 3.4 / scale];
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = palette().accent;
  ctx.fill();
  ctx.beginPath();
  ctx.moveTo(x - arm, y);
  ctx.lineTo(x + arm, y);
  ctx.moveTo(x, y - arm);
  ctx.lineTo(x, y + arm);
  ctx.lineWidth = 1.8 / scale;
  ctx.strokeStyle = palette().paper;
  ctx.stroke();
}

function paintShape(ctx, node, x, y, radius, scale) {
  const colours = palette();
  ctx.beginPath();
  if (node.kind === "council") {
    ctx.roundRect(x - radius, y - radius, 2 * radius, 2 * radius, radius * 0.38);
    ctx.fillStyle = colours.council;
    ctx.fill();
  } else if (node.kind === "inspection") {
    paintInspection(ctx, node, x, y, radius, scale);
  } else if (node.kind === "theme") {
    paintTheme(ctx, node, x, y, radius, scale);
  } else {
    outline(ctx, node.kind, x, y, radius);
    // A placeholder is an outline with a smaller one inside.
    const several = folds.has(node);
    ctx.fillStyle = several ? colours.paper : colours[node.kind];
    ctx.fill();
    ctx.lineWidth = (several ? 1.6 : 1) / scale;
    ctx.strokeStyle = several ? colours[node.kind] : colours.paper;
    ctx.stroke();
    if (!several) return;
    outline(ctx, node.kind, x, y, radius * 0.5);
    ctx.fillStyle = colours[node.kind];
    ctx.fill();
  }
}

export function paintInspection(ctx, node, x, y, radius, scale) {
  const colours = palette();
  const [fill, text] = gradeColours(node.grade);
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = fill;
  ctx.fill();
  ctx.lineWidth = (node.grade ? 1.2 : 1.6) / scale;
  ctx.strokeStyle = node.grade ? colours.paper : colours.muted;
  ctx.stroke();
  if (!node.grade || radius * scale < 6) return;
  const letters = gradeLetters(node.grade);
  ctx.font = `700 ${radius * (letters.length > 1 ? 0.92 : 1.15)}px ${FONT}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillStyle = text;
  ctx.fillText(letters, x, y + radius * 0.06);
}

/** A ring whose parts are the kinds of findings on the theme. */
function paintTheme(ctx, node, x, y, radius, scale) {
  const colours = palette();
  const counts = findingsOn(node);
  const all = counts.reduce((sum, count) => sum + count, 0);
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  ctx.fillStyle = colours.paper;
  ctx.fill();
  const band = Math.max(radius * 0.38, 2 / scale);
  ctx.lineWidth = band;
  const part = (colour, from, turn) => {
    ctx.beginPath();
    ctx.strokeStyle = colour;
    ctx.arc(x, y, radius - band / 2, from, from + turn);
    ctx.stroke();
  };
  if (!all) part(colours.theme, 0, 2 * Math.PI);
  let angle = -Math.PI / 2;
  FINDINGS.forEach(([kind], i) => {
    if (!counts[i]) return;
    const turn = (counts[i] / all) * 2 * Math.PI;
    part(colours[kind], angle, turn);
    angle += turn;
  });
}

/** The outline of a person, a programme, an organisation or another thing. */
export function outline(ctx, kind, x, y, radius) {
  const corners = { leader: 4, programme: 6, organisation: 3 }[kind];
  ctx.beginPath();
  if (!corners) {
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  const reach = radius * (corners === 6 ? 1.08 : 1.22);
  for (let i = 0; i < corners; i += 1) {
    const angle = (i / corners) * 2 * Math.PI - Math.PI / 2;
    ctx[i ? "lineTo" : "moveTo"](x + reach * Math.cos(angle), y + reach * Math.sin(angle));
  }
  ctx.closePath();
}

const MOST_FINDINGS = edges.reduce((most, edge) => Math.max(most, edge.total), 1);

/** The factor that keeps lines about equally thick on the screen in pictures of any size. */
const THICKNESS = Math.min(2.6, Math.max(1, Math.sqrt(nodes.length) / 9));

/** Colour and width of an edge with the current selection. */
export function edgeStyle(edge) {
  const colours = palette();
  const dim = highlight() && !highlight().edges.has(edge);
  const strong = highlight() && !dim;
  let colour = colours.ink;
  let alpha = 0.3;
  let width = 1.2;
  if (edge.kind === "inspection") {
    colour = GRADES[edge.to.grade] ? gradeColours(edge.to.grade)[0] : colours.muted;
    alpha = 0.75;
    width = 2.4;
  } else if (edge.kind === "follows") {
    colour = colours.muted;
    alpha = 0.5;
    width = 1.5;
  } else if (edge.kind === "theme") {
    colour = colours[balance(edge.counts)];
    alpha = strong ? Math.min(0.65, 4 / Math.sqrt(highlight().edges.size)) : 0.22;
    width = 0.8 + 5 * Math.sqrt(edge.total / MOST_FINDINGS);
  } else if (colours[edge.from.kind]) {
    colour = colours[edge.from.kind];
    // The edges of a node with many links are fainter, because they would cover the rest.
    const crowd = Math.min(1, 3 / Math.sqrt(edge.from.links.length));
    alpha = edge.kind === "post" ? 0.5 : 0.3 * crowd;
  }
  if (strong && (edge.kind !== "theme" || state.path)) {
    alpha = 0.9;
    width += 0.8;
  }
  return { color: { color: faded(colour, dim ? alpha * 0.16 : alpha) }, width: width * THICKNESS };
}
