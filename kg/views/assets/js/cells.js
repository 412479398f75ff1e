// Cells: in a layout with rows for themes, a disc where a theme meets an inspection stands for the
// findings of the one on the other, in place of a line.

const CELLS = new Map(layouts.map((layout) => [
  layout.name, new Map((layout.cells || []).map(([edge, x, y]) => [edges[edge], { x, y }])),
]));

const cellsOf = () => CELLS.get(state.layout) || CELLS.get(layouts[0].name) || new Map();
const isCell = (edge) => cellsOf().has(edge);

/** Whether a link waits, in this layout, until the reader selects one of its ends. */
const isQuiet = (edge) =>
  (layoutOf(state.layout).quiet || []).includes(edge.kind) && !(light && light.edges.has(edge));

/** The cells that are on the screen: {edge, x, y, radius}, in pixels. */
function cellsIn({ width, height, scale, centre }) {
  const cells = [...cellsOf()].filter(([edge]) => shown.edges.has(edge));
  const most = cells.reduce((sum, [edge]) => Math.max(sum, edge.total), 1);
  return cells.map(([edge, place]) => ({
    edge,
    x: (place.x - centre.x) * scale + width / 2,
    y: (place.y - centre.y) * scale + height / 2,
    radius: scale * (3.5 + 9.5 * Math.sqrt(edge.total / most)),
  }));
}

/** Draw the cells, each with the number of its findings where there is room. */
function drawCells(ctx, view) {
  const colours = palette();
  for (const { edge, x, y, radius } of cellsIn(view)) {
    const on = !light || light.edges.has(edge);
    ctx.globalAlpha = on ? 1 : 0.16;
    ctx.beginPath();
    ctx.arc(x, y, radius, 0, 2 * Math.PI);
    ctx.fillStyle = colours[balance(edge.counts)];
    ctx.fill();
    if (edge === state.edge) {
      ctx.beginPath();
      ctx.arc(x, y, radius + 3, 0, 2 * Math.PI);
      Object.assign(ctx, { strokeStyle: colours.accent, lineWidth: 2 });
      ctx.stroke();
    }
    if (radius < 6.5) continue;
    Object.assign(ctx, {
      font: `650 ${Math.min(11, radius * 1.05)}px ${FONT}`, textAlign: "center", textBaseline: "middle",
      fillStyle: state.dark || balance(edge.counts) === "mixed" ? "#11151d" : "#ffffff",
    });
    ctx.fillText(String(edge.total), x, y + 0.5);
  }
  ctx.globalAlpha = 1;
}

/** The cell under a point of the screen. */
function cellAt(point, view, grace) {
  const near = cellsIn(view).find(({ x, y, radius }) => Math.hypot(x - point.x, y - point.y) <= radius + grace);
  return near ? near.edge : null;
}
