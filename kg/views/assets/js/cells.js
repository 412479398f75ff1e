// Cells: in a layout with rows for themes, signs replace the lines between themes and inspections.

import { edges, layouts } from "./data.js";
import { balance, palette } from "./palette.js";
import { stretch } from "./layout-positions.js";
import { highlight, shown, state } from "./state.js";
import { layoutOf } from "./visible.js";

const CELLS = new Map(layouts.map((layout) => [
  layout.name, new Map(layout.cells.map(([edge, x, y]) => [edges[edge], { x, y }])),
]));

const cellsOf = () => CELLS.get(layoutOf(state.layout).name);
const isCell = (edge) => cellsOf().has(edge);

/** Whether this layout draws a link only while one of its ends is selected, and none is. */
const isQuiet = (edge) =>
  layoutOf(state.layout).quiet.includes(edge.kind) && !(highlight() && highlight().edges.has(edge));

/** Whether a link is drawn as a line. */
export const isDrawnAsLine = (edge) =>
  shown().edges.has(edge) && !isCell(edge) && !isQuiet(edge) &&
  (edge.kind !== "theme" || (highlight() ? highlight().edges.has(edge) : state.findings || state.theme === edge.to));

/** The cells on the screen: {edge, x, y, radius}, in pixels. */
export function cellsIn({ width, height, scale, centre }) {
  const cells = [...cellsOf()].filter(([edge]) => shown().edges.has(edge));
  const most = cells.reduce((sum, [edge]) => Math.max(sum, edge.total), 1);
  return cells.map(([edge, place]) => ({
    edge,
    x: (place.x * stretch() - centre.x) * scale + width / 2,
    y: (place.y - centre.y) * scale + height / 2,
    radius: scale * (4 + 8 * Math.sqrt(edge.total / most)),
  }));
}

/** Shapes, so that meaning is not in colour alone: strengths point up, weaknesses down. */
const POINTS = {
  strength: [[0, -1], [1, 0.75], [-1, 0.75]],
  weakness: [[0, 1], [1, -0.75], [-1, -0.75]],
  mixed: [[0, -1], [0.85, 0], [0, 1], [-0.85, 0]],
};

export function drawCells(ctx, view) {
  const colours = palette();
  for (const { edge, x, y, radius } of cellsIn(view)) {
    const side = balance(edge.counts);
    ctx.globalAlpha = !highlight() || highlight().edges.has(edge) ? 1 : 0.16;
    ctx.beginPath();
    POINTS[side].forEach(([right, down], i) => ctx[i ? "lineTo" : "moveTo"](x + right * radius, y + down * radius));
    ctx.closePath();
    ctx.fillStyle = colours[side];
    ctx.fill();
    if (edge === state.edge) {
      ctx.beginPath();
      ctx.arc(x, y, radius + 4, 0, 2 * Math.PI);
      Object.assign(ctx, { strokeStyle: colours.accent, lineWidth: 2 });
      ctx.stroke();
    }
  }
  ctx.globalAlpha = 1;
}

/** The link of the cell at a point of the screen. */
export function cellAt(point, view, grace) {
  const near = cellsIn(view).find(({ x, y, radius }) => Math.hypot(x - point.x, y - point.y) <= radius + grace);
  return near ? near.edge : null;
}
