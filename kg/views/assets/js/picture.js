// The picture on the screen.  vis-network pans, zooms and draws the edges.

import { choose, expandOrFold } from "./actions.js";
import { cellAt, cellsIn, drawCells, isDrawnAsLine } from "./cells.js";
import { edges, nodes, raw } from "./data.js";
import { $ } from "./element.js";
import { drawLabels, measure } from "./labels.js";
import { drawMarks } from "./layouts.js";
import { extent, placeOf, setStretch, stretch } from "./layout-positions.js";
import { avoidsMotion, isPhone } from "./screen.js";
import { edgeStyle, paintNode } from "./shapes.js";
import { spotsIn } from "./screen-positions.js";
import { clear, isShown, listeners, selectEdge, shown, state } from "./state.js";
import { layoutOf } from "./visible.js";

/** The minimum scale of a layout with lanes; a taller one can be moved instead. */
const LEGIBLE = 0.72;

export function makePicture(container, onTip) {
  const looks = new Map();
  const nodeSet = new vis.DataSet(
    raw.network.nodes.map((node) => ({ ...node, ctxRenderer: (call) => drawNode(call, nodes[node.id]) })),
  );
  const edgeSet = new vis.DataSet(
    raw.network.edges.map((edge) => ({
      ...edge, smooth: raw.network.smooth[edges[edge.id].kind] || false, ...edgeStyle(edges[edge.id]),
    })),
  );
  const views = {
    nodes: new vis.DataView(nodeSet, { filter: (item) => isShown(nodes[item.id]) }),
    edges: new vis.DataView(edgeSet, { filter: (item) => isDrawnAsLine(edges[item.id]) }),
  };
  const network = new vis.Network(container, views, { ...raw.network.options, autoResize: true });
  let scale = 1;
  let labels = [];
  let moved = false;
  let camera = null; // the view as last set: {position, scale}; null after a gesture
  let onMove = () => {};
  let soon = 0;

  let drawing = 0;

  /** Redraw, at most once a frame. */
  function redraw() {
    drawing ||= requestAnimationFrame(() => {
      drawing = 0;
      network.redraw();
    });
  }

  function restyle() {
    const changed = [];
    for (const edge of edges) {
      if (!isDrawnAsLine(edge)) continue;
      const next = edgeStyle(edge);
      const key = next.color.color + next.width;
      if (looks.get(edge.id) !== key) {
        looks.set(edge.id, key);
        changed.push({ id: edge.id, ...next });
      }
    }
    if (changed.length) edgeSet.update(changed);
  }

  /** Move the nodes to their positions in the current layout. */
  const move = () =>
    nodeSet.update([...shown().nodes].map((node) => ({ id: node.id, ...placeOf(node) })));

  function drawNode({ ctx, x, y }, node) {
    return {
      drawNode: () => paintNode(ctx, node, x, y, scale),
      nodeDimensions: { width: 2, height: 2 },
    };
  }

  const view = () => {
    const { width, height } = container.getBoundingClientRect();
    return { width, height, scale, centre: network.getViewPosition(), top: $("over").offsetHeight };
  };

  /** Draw in screen pixels, above or below what vis-network draws. */
  function inPixels(context, draw) {
    const ratio = context.canvas.width / (context.canvas.clientWidth || 1);
    context.save();
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    draw(context);
    context.restore();
  }

  network.on("beforeDrawing", (context) => {
    scale = network.getScale();
    inPixels(context, () => {
      drawMarks(context, view());
      drawCells(context, view());
    });
  });

  network.on("afterDrawing", (context) => {
    const { width, height } = view();
    inPixels(context, () => {
      labels = drawLabels(context, spotsIn(view()), cellsIn(view()), width, height);
    });
  });

  /** The position of a node on the screen: {x, y, radius, dim}; undefined when it is outside. */
  const spotOf = (node) => spotsIn(view()).find((spot) => spot.node === node);

  /** The node at a point of the screen, or within `grace` pixels. */
  function nodeAt(point, grace) {
    let best = null;
    let least = grace;
    for (const spot of spotsIn(view())) {
      const away = Math.hypot(spot.x - point.x, spot.y - point.y) - spot.radius;
      if (away < least) {
        least = away;
        best = spot.node;
      }
    }
    return best;
  }

  const graceOf = (event) => (event && event.pointerType === "touch" ? 16 : 7);
  network.on("click", ({ pointer, event }) => {
    const node = nodeAt(pointer.DOM, graceOf(event));
    if (node) return choose(node);
    const cell = cellAt(pointer.DOM, view(), graceOf(event) / 2);
    const id = network.getEdgeAt(pointer.DOM);
    return cell ? selectEdge(cell) : id === undefined ? clear() : selectEdge(edges[id]);
  });
  network.on("doubleClick", ({ pointer, event }) => {
    const node = nodeAt(pointer.DOM, graceOf(event));
    if (node) expandOrFold(node);
  });

  // A tap opens a phone's sheet; prevent the click that follows, which would hit the sheet.
  container.addEventListener("touchend", (event) => event.cancelable && event.preventDefault());

  let waiting = null;
  container.addEventListener("mousemove", (event) => {
    const first = !waiting;
    const rect = container.getBoundingClientRect();
    waiting = { x: event.clientX - rect.left, y: event.clientY - rect.top };
    if (!first) return;
    requestAnimationFrame(() => {
      const node = nodeAt(waiting, 5);
      const cell = node ? null : cellAt(waiting, view(), 3);
      container.style.cursor = node || cell ? "pointer" : "grab";
      onTip(node || cell, waiting);
      waiting = null;
    });
  });
  container.addEventListener("mouseleave", () => onTip(null));

  /** The width of the labels outside the picture on one side. */
  function sideLabels(onSide) {
    const context = document.createElement("canvas").getContext("2d");
    const { anchors: sides } = layoutOf(state.layout);
    const themes = [...shown().nodes].filter((node) =>
      (node.kind === "theme" || sides[node.kind] === "left") && onSide(placeOf(node).x));
    return Math.max(48, ...themes.map((node) => measure(context, node).width + (node.kind === "council" ? 48 : 24)));
  }

  /** Note that the reader moved the view, and write it to the address once the movement ends. */
  function noteMove() {
    moved = true;
    camera ||= { position: network.getViewPosition(), scale: network.getScale() };
    clearTimeout(soon);
    soon = setTimeout(() => onMove(), 250);
  }

  function moveCamera(to, animated) {
    camera = to;
    network.moveTo(animated && !avoidsMotion() ? { ...to, animation: { duration: 350 } } : to);
  }

  /** Show everything, with room for the labels at the sides. */
  function fit(animated) {
    moved = false;
    const { width, height } = container.getBoundingClientRect();
    // On a phone, themes at the sides are left outside the view, to leave room for the rest.
    const inner = [...shown().nodes].filter((node) => node.kind !== "theme");
    const narrow = width < 600 && inner.length > 0;
    const { marks } = layoutOf(state.layout);
    const laned = marks.length > 0;
    const things = narrow && !laned ? inner : [...shown().nodes];
    if (!things.length || !width || !height) return;
    const { left, top, right, bottom } = extent(things);
    const middle = ((left + right) / 2) * stretch();
    const [besideLeft, besideRight] = [sideLabels((x) => x < middle), sideLabels((x) => x >= middle)]
      .map((wide) => (laned ? Math.min(wide, width * (narrow ? 0.46 : 0.33)) : narrow ? 24 : Math.min(wide, width * 0.2)));
    // Lanes have their names at the left, and the picture has its buttons at the right.
    const [west, east] = laned && !narrow ? [Math.max(besideLeft, 110), Math.max(besideRight, 72)] : [besideLeft, besideRight];
    // The height of what covers the top of the picture.
    const over = $("over").offsetHeight + (marks.some(([axis]) => axis === "x") ? 34 : laned ? 10 : 0);
    const [wide, high] = [width - west - east, height - over - (laned ? 44 : 76)];
    const least = narrow ? 1.5 * LEGIBLE : LEGIBLE;
    const tall = Math.min(1.35, high / (bottom - top || 1));
    const zoom = laned ? Math.max(least, tall) : Math.min(wide / (right - left || 1), tall);
    widen(laned ? Math.min(6, Math.max(0.6, wide / zoom / (right - left || 1))) : 1);
    const aside = (east - west) / 2 / zoom;
    // A layout that is wider or higher than the picture starts at its left or top.
    const further = laned ? Math.max(0, (right - left) * stretch() * zoom - wide) / 2 : 0;
    const lower = Math.max(0, (bottom - top) * zoom - high) / 2;
    const y = (top + bottom) / 2 + ((laned ? 0 : 6) - over / 2 - lower) / zoom;
    moveCamera({ position: { x: ((left + right) / 2) * stretch() + aside - further / zoom, y }, scale: zoom }, animated);
  }

  /** Draw the layout wider by this factor. */
  function widen(by) {
    if (Math.abs(by - stretch()) < 0.005) return;
    setStretch(by);
    move();
  }

  /** Move a node to the middle, unless it is in view already. */
  function show(node) {
    const spot = spotOf(node);
    const { width, height } = container.getBoundingClientRect();
    const low = hiddenBelow();
    if (spot && spot.x > 60 && spot.y > 40 && spot.x < width - 60 && spot.y < height - low - 60) return;
    const { x, y } = placeOf(node);
    const zoomed = Math.max(scale, 0.6);
    moveCamera({ position: { x, y: y + low / 2 / zoomed }, scale: zoomed }, true);
    noteMove();
  }

  /** The height in pixels of the picture's part behind a phone's open sheet. */
  function hiddenBelow() {
    if (!document.body.classList.contains("sheet-open") || !isPhone()) return 0;
    const { top, bottom } = container.getBoundingClientRect();
    return Math.max(0, Math.min(bottom - top, bottom - $("panel").getBoundingClientRect().top));
  }

  const looking = () => camera || { position: network.getViewPosition(), scale: network.getScale() };

  function zoom(factor) {
    const { position, scale: now } = looking();
    moveCamera({ position, scale: Math.min(6, Math.max(0.02, now * factor)) });
    noteMove();
  }

  function pan(x, y) {
    const { position, scale: now } = looking();
    moveCamera({ position: { x: position.x + x / now, y: position.y + y / now }, scale: now });
    noteMove();
  }

  for (const gesture of ["dragEnd", "zoom"]) {
    network.on(gesture, () => {
      camera = null;
      noteMove();
    });
  }

  // vis-network zooms when the window changes size; restore the reader's view.
  network.on("resize", () => queueMicrotask(() => (moved ? moveCamera(looking()) : fit())));

  listeners.push((changed) => {
    restyle();
    if (changed.has("layout")) setStretch(1);
    if (changed.has("shown")) {
      views.nodes.refresh();
      move();
    }
    views.edges.refresh();
    redraw();
  });

  fit();

  return {
    fit, show, zoom, pan, spotOf, view,
    /** The view that the reader moved to; null while the whole picture is shown. */
    position: () => {
      const { position: { x, y }, scale: now } = looking();
      return moved ? { x: x / stretch(), y, scale: now } : null;
    },
    place: (at) => {
      fit();
      if (!at) return;
      moved = true;
      moveCamera({ position: { x: at.x * stretch(), y: at.y }, scale: at.scale });
    },
    onMoved: (then) => {
      onMove = then;
    },
    labels: () => labels,
    drawEdge: (context, edge) => network.body.edges[edge.id]?.draw(context),
  };
}
