// Positions of things on the screen, and the next thing in a direction.

import { placeOf } from "./layout-positions.js";
import { radiusAt } from "./shapes.js";
import { highlight, shown } from "./state.js";

/** The nodes within the view: {node, x, y, radius, dim}, in pixels. */
export function spotsIn({ width, height, scale, centre }) {
  const spots = [];
  for (const node of shown().nodes) {
    const place = placeOf(node);
    const x = (place.x - centre.x) * scale + width / 2;
    const y = (place.y - centre.y) * scale + height / 2;
    const radius = radiusAt(node, scale) * scale;
    if (x < -radius || y < -radius || x > width + radius || y > height + radius) continue;
    spots.push({ node, x, y, radius, dim: Boolean(highlight()) && !highlight().nodes.has(node) });
  }
  return spots;
}

/** The next thing from a node in a direction, such as [1, 0] for right; null when there is none. */
export function nodeInDirection(node, [right, down], things = shown().nodes) {
  const from = placeOf(node);
  let best = null;
  let least = Infinity;
  for (const other of things) {
    if (other === node) continue;
    const [x, y] = [placeOf(other).x - from.x, placeOf(other).y - from.y];
    const along = x * right + y * down;
    const off = Math.abs(x * down - y * right);
    if (along <= 0 || off > 2 * along) continue;
    const away = along + 2 * off;
    if (away < least) [best, least] = [other, away];
  }
  return best;
}
