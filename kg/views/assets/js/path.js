// Finds the shortest path between two things over the links that are shown.

import { otherEnd } from "./data.js";

/** Links to themes cost more, because themes link nearly everything. */
const COSTS = { theme: 4 };

/** The links of the shortest path between two nodes, in order; null when there is none. */
export function shortestPath(from, to, links) {
  const costs = new Map([[from, 0]]);
  const came = new Map();
  const done = new Set();
  const open = [from];
  while (open.length) {
    let best = 0;
    for (let i = 1; i < open.length; i += 1) {
      const less = costs.get(open[i]) - costs.get(open[best]) || open[i].id - open[best].id;
      if (less < 0) best = i;
    }
    const [node] = open.splice(best, 1);
    if (node === to) break;
    done.add(node);
    for (const edge of node.links) {
      const next = otherEnd(edge, node);
      if (done.has(next) || !links.has(edge)) continue;
      const cost = costs.get(node) + (COSTS[edge.kind] || 1);
      if (cost >= (costs.get(next) ?? Infinity)) continue;
      if (!costs.has(next)) open.push(next);
      costs.set(next, cost);
      came.set(next, edge);
    }
  }
  if (!came.has(to)) return from === to ? [] : null;
  const steps = [];
  for (let node = to; node !== from; node = otherEnd(steps[0], node)) steps.unshift(came.get(node));
  return steps;
}
