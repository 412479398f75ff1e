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
  const apart = Math.max(420, 6 * Math.max(0, ...begun.map((node) => links.filter((link) => link.from === node || link.to === node).length)));
  if (!places.size && begun.length) begun.forEach((node, i) => places.set(node, { x: apart * (i - (begun.length - 1) / 2), y: 0, fixed: true }));
  const stretch = wide ? [1.25, 0.85] : [0.75, 1.3];
  seed(things, links, places, stretch);
  const spots = things.map((node) => {
    const { x, y, fixed } = places.get(node);
    return fixed ? { node, x, y, fx: x, fy: y } : { node, x, y };
  });
  if (spots.some((spot) => spot.fx === undefined)) relax(spots, links, wide);
  kept = new Map(spots.map(({ node, x, y }) => [node, { x, y }]));
  return kept;
}

const FULL_TURN = 2 * Math.PI;
/** The part of a turn that the neighbours of something opened later take, away from the middle. */
const FAN = 2.6;

/** First places: around the neighbour that is placed already, kinds beside each other, so that the result is in order. */
function seed(things, links, places, [across, down]) {
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
    if (!byAnchor.size) {
      // Linked with nothing that is placed: beside the others.
      const right = Math.max(-Infinity, ...[...places.values()].map(({ x }) => x));
      places.set(left[0], { x: Number.isFinite(right) ? right + 260 : 0, y: 0 });
    }
    for (const [anchor, some] of byAnchor) fan(anchor, some, places, near, things, [across, down]);
    left = left.filter((node) => !places.has(node));
  }
}

/** Neighbours around a thing: all around what stands alone, else on the side away from what it is linked with. */
function fan(anchor, some, places, near, things, [across, down]) {
  const { x, y } = places.get(anchor);
  const old = near.get(anchor).filter((other) => places.has(other)).map((other) => places.get(other));
  const turn = old.length ? FAN : FULL_TURN;
  const middle = old.length ? Math.atan2(y - old.reduce((sum, spot) => sum + spot.y, 0) / old.length, x - old.reduce((sum, spot) => sum + spot.x, 0) / old.length) : Math.PI / 2;
  const far = Math.max(110, some.length * (old.length ? 7 : 4.5));
  [...some].sort((a, b) => KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind) || things.indexOf(a) - things.indexOf(b)).forEach((node, i) => {
    const angle = middle - turn / 2 + (turn * (i + 0.5)) / some.length;
    places.set(node, { x: x + far * Math.cos(angle) * across, y: y + far * Math.sin(angle) * down });
  });
}

/** Forces, run to rest.  d3-force has no chance in it: the same things come to the same places. */
function relax(spots, links, wide) {
  const at = new Map(spots.map((spot) => [spot.node, spot]));
  const degree = new Map();
  const pairs = links.filter((link) => at.has(link.from) && at.has(link.to));
  for (const link of pairs) for (const node of [link.from, link.to]) degree.set(node, (degree.get(node) || 0) + 1);
  const far = (link) => 70 + 4.5 * Math.min(30, Math.max(degree.get(link.from), degree.get(link.to)));
  d3.forceSimulation(spots).stop()
    .force("link", d3.forceLink(pairs.map((link) => ({ source: at.get(link.from), target: at.get(link.to), far: far(link) }))).distance((one) => one.far).strength(0.5))
    .force("charge", d3.forceManyBody().strength(-150).distanceMax(500))
    .force("room", d3.forceCollide(17))
    .force("x", d3.forceX(0).strength(wide ? 0.012 : 0.06))
    .force("y", d3.forceY(0).strength(wide ? 0.05 : 0.012))
    .tick(200);
}
