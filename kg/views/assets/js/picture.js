// The picture on the screen: vis-network keeps the view, pans, zooms and draws the edges.

import { choose, expandOrFold } from "./actions.js";
import { cellAt, cellsIn, drawCells, isDrawnAsLine } from "./cells.js";
import { edges, nodes, raw } from "./data.js";
import { $ } from "./element.js";
import { drawLabels, measure } from "./labels.js";
import { drawMarks } from "./layouts.js";
import { extent, placeOf, setStretch, stretch } from "./places.js";
import { avoidsMotion, isPhone } from "./screen.js";
import { edgeStyle, paintNode } from "./shapes.js";
import { spotsIn } from "./spots.js";
import { clear, isShown, listeners, selectEdge, shown, state } from "./state.js";
import { layoutOf } from "./visible.js";

/** A layout with lanes is not drawn smaller than this: what is too high is moved into sight. */
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
  let camera = null; // where the picture is looked at from: {position, scale}; null after a gesture
  let onMove = () => {};
  let soon = 0;

  let drawing = 0;

  /** Draw again, once a frame however much has changed. */
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

  /** Put the nodes where the present layout has them. */
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

  /** Draw in the pixels of the screen, over or under what vis-network draws. */
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

  /** Where a node is on the screen: {x, y, radius, dim}; undefined when it is out of sight. */
  const spotOf = (node) => spotsIn(view()).find((spot) => spot.node === node);

  /** The node under a point of the screen, with some grace for fingers. */
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

  // A tap opens the sheet of a phone, on which the click that browsers make of it must not fall.
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

  /** Room for the names of the themes on one side, which stand outside them. */
  function sideLabels(onSide) {
    const context = document.createElement("canvas").getContext("2d");
    const { anchors: sides } = layoutOf(state.layout);
    const themes = [...shown().nodes].filter((node) =>
      (node.kind === "theme" || sides[node.kind] === "left") && onSide(placeOf(node).x));
    return Math.max(48, ...themes.map((node) => measure(context, node).width + (node.kind === "council" ? 48 : 24)));
  }

  /** The reader has moved the view: it is kept in the address when the movement has ended. */
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

  /** Show all that is on, with room for the labels at the sides. */
  function fit(animated) {
    moved = false;
    const { width, height } = container.getBoundingClientRect();
    // On a phone the themes at the sides would leave no room for the rest: they lie outside.
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
    // Lanes have their names at the left, and the buttons of the picture stand at the right.
    const [west, east] = laned && !narrow ? [Math.max(besideLeft, 110), Math.max(besideRight, 72)] : [besideLeft, besideRight];
    // What lies over the picture, at its top.
    const over = $("over").offsetHeight + (marks.some(([axis]) => axis === "x") ? 34 : laned ? 10 : 0);
    const [wide, high] = [width - west - east, height - over - (laned ? 44 : 76)];
    const least = narrow ? 1.5 * LEGIBLE : LEGIBLE;
    const tall = Math.min(1.35, high / (bottom - top || 1));
    const zoom = laned ? Math.max(least, tall) : Math.min(wide / (right - left || 1), tall);
    widen(laned ? Math.min(6, Math.max(0.6, wide / zoom / (right - left || 1))) : 1);
    const aside = (east - west) / 2 / zoom;
    // What is wider or higher than the picture begins at its left and at its top.
    const further = laned ? Math.max(0, (right - left) * stretch() * zoom - wide) / 2 : 0;
    const lower = Math.max(0, (bottom - top) * zoom - high) / 2;
    const y = (top + bottom) / 2 + ((laned ? 0 : 6) - over / 2 - lower) / zoom;
    moveCamera({ position: { x: ((left + right) / 2) * stretch() + aside - further / zoom, y }, scale: zoom }, animated);
  }

  /** Draw the layout so much wider than it was laid out. */
  function widen(by) {
    if (Math.abs(by - stretch()) < 0.005) return;
    setStretch(by);
    move();
  }

  /** Bring a node into the middle when it is out of sight or too small to tell. */
  function show(node) {
    const seen = spotOf(node);
    const { width, height } = container.getBoundingClientRect();
    const low = hiddenBelow(); // what the sheet of a phone covers
    if (seen && seen.x > 60 && seen.y > 40 && seen.x < width - 60 && seen.y < height - low - 60) return;
    const { x, y } = placeOf(node);
    const zoomed = Math.max(scale, 0.6);
    moveCamera({ position: { x, y: y + low / 2 / zoomed }, scale: zoomed }, true);
    noteMove();
  }

  /** How many pixels of the picture lie behind the open sheet of a phone. */
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

  // vis-network zooms when its window changes: the reader's view stays what it was.
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
    /** Where the reader has moved the view; null while it shows the whole. */
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
