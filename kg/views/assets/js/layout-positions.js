// Positions in the current layout, and the factor by which it is drawn wider.

import { state } from "./state.js";
import { layoutOf } from "./visible.js";

let wider = 1;

/** The factor by which the current layout is drawn wider, to fill the picture. */
export const stretch = () => wider;

/** Set that factor; the caller must redraw. */
export function setStretch(by) {
  wider = by;
}

/** The position of a node in the current layout. */
export function placeOf(node) {
  const [x, y] = layoutOf(state.layout).places[node.id];
  return { x: x * stretch(), y };
}

/** The bounding box of a layout, {left, top, right, bottom}, before it is stretched. */
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
