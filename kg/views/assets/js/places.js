// Where things stand in the present layout, and how much wider it is drawn than it was laid out.

import { state } from "./state.js";
import { layoutOf } from "./visible.js";

let wider = 1;

/** How much wider than laid out the present layout is drawn, so that it fills the picture. */
export const stretch = () => wider;

/** Draw the present layout so much wider; whoever calls this then draws again. */
export function setStretch(by) {
  wider = by;
}

/** Where a node stands in the present layout. */
export function placeOf(node) {
  const [x, y] = layoutOf(state.layout).places[node.id];
  return { x: x * stretch(), y };
}

/** The box that a layout fills, {left, top, right, bottom}, before it is stretched. */
export function extent(things) {
  const { places, marks, cells } = layoutOf(state.layout);
  const points = [
    ...things.map((node) => places[node.id]), ...cells.map(([, x, y]) => [x, y]),
    ...marks.flatMap(([axis, start, end]) => [start, end].map((at) => (axis === "x" ? [at, NaN] : [NaN, at]))),
  ];
  const span = (values) => values.filter((value) => !Number.isNaN(value))
    .reduce(([least, most], value) => [Math.min(least, value), Math.max(most, value)], [Infinity, -Infinity]);
  const [left, right] = span(points.map(([x]) => x));
  const [top, bottom] = span(points.map(([, y]) => y));
  return { left, top, right, bottom };
}
