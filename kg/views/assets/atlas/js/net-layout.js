// Where things of a network stand: forces, run to rest before anything is drawn.
/* global d3 */

import { KIND_ORDER, otherEnd } from "./net.js";

/** Where things stand that were drawn before: opening one leaves the others in their places. */
let kept = new Map();
let keptFor = "";

/** A way from left to right, or from above in a narrow window, in zigzag so that names have room. */
const alongWay = (way, wide) => new Map(way.map((node, i) => [node, wide ? { x: 190 * i, y: i % 2 ? 75 : -75, fixed: true } : { x: i % 2 ? 50 : -50, y: 95 * i, fixed: true }]));

/** Places for things: a Map from node to {x, y}.  `key` names the picture: another one begins anew. */
export function placesOf(things, links, key, begun, way, wide) {
  if (key !== keptFor) [kept, keptFor] = [new Map(), key];
  const places = way.length ? alongWay(way, wide) : new Map();
  for (const [node, spot] of kept) if (things.includes(node) && !places.has(node)) places.set(node, { ...spot, fixed: true });
  if (!places.size && begun.length) begun.forEach((node, i) => places.set(node, { x: 420 * (i - (begun.length - 1) / 2), y: 0, fixed: true }));
  seed(things, links, places);
  const spots = things.map((node) => {
    const { x, y, fixed } = places.get(node);
    return fixed ? { node, x, y, fx: x, fy: y } : { node, x, y };
  });
  relax(spots, links);
  kept = new Map(spots.map(({ node, x, y }) => [node, { x, y }]));
  return kept;
}

/** First places: around the neighbour that is placed already, kinds beside each other, so that the result is in order. */
function seed(things, links, places) {
  const shown = new Set(things);
  const near = new Map(things.map((node) => [node, []]));
  for (const link of links) if (shown.has(link.from) && shown.has(link.to)) [link.from, link.to].forEach((node) => near.get(node).push(otherEnd(link, node)));
  const first = (node) => near.get(node).find((other) => places.has(other));
  let left = things.filter((node) => !places.has(node));
  while (left.length) {
    const byAnchor = new Map();
    for (const node of left) {
      const anchor = first(node);
      if (anchor) byAnchor.set(anchor, [...(byAnchor.get(anchor) || []), node]);
    }
    if (!byAnchor.size) byAnchor.set(null, left.slice(0, 1));
    for (const [anchor, some] of byAnchor) {
      const { x, y } = anchor ? places.get(anchor) : { x: 30 * places.size, y: 20 * (places.size % 7) };
      const far = Math.max(110, some.length * 4.5);
      [...some].sort((a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) || things.indexOf(a) - things.indexOf(b)).forEach((node, i) => {
        const angle = (2 * Math.PI * (i + 0.5)) / some.length - Math.PI / 2;
        places.set(node, { x: x + far * Math.cos(angle) * 1.25, y: y + far * Math.sin(angle) * 0.85 });
      });
    }
    left = left.filter((node) => !places.has(node));
  }
}

/** Forces, run to rest.  d3-force has no chance in it: the same things come to the same places. */
function relax(spots, links) {
  const at = new Map(spots.map((spot) => [spot.node, spot]));
  const degree = new Map();
  const pairs = links.filter((link) => at.has(link.from) && at.has(link.to));
  for (const link of pairs) for (const node of [link.from, link.to]) degree.set(node, (degree.get(node) || 0) + 1);
  const far = (link) => 70 + 4.5 * Math.min(30, Math.max(degree.get(link.from), degree.get(link.to)));
  d3.forceSimulation(spots).stop()
    .force("link", d3.forceLink(pairs.map((link) => ({ source: at.get(link.from), target: at.get(link.to), far: far(link) }))).distance((one) => one.far).strength(0.5))
    .force("charge", d3.forceManyBody().strength(-150).distanceMax(500))
    .force("room", d3.forceCollide(17))
    .force("x", d3.forceX(0).strength(0.012))
    .force("y", d3.forceY(0).strength(0.05))
    .tick(200);
}
