// The shortest way between two things.

import { otherEnd } from "./net.js";

/** Kinds that a way may lead over, tried in this order: organisations and themes link nearly everything. */
const STEPS = [
  ["council", "inspection", "inspector", "leader", "programme", "other"],
  ["council", "inspection", "inspector", "leader", "programme", "other", "organisation"],
  ["council", "inspection", "inspector", "leader", "programme", "other", "organisation", "theme"],
];
/** Less than one link, so that of ways with as many links the one with the fewest weak ones wins. */
const WEAK = 0.001;

/** The links of the shortest way from one node to another, in order; null where there is none. */
export function shortestPath(from, to) {
  if (from === to) return [];
  for (const kinds of STEPS) {
    const links = pathOver(from, to, new Set(kinds));
    if (links) return links;
  }
  return null;
}

/** The same over some kinds only.  Nodes are settled in the order of their cost, then of the list, so that it is always the same way. */
function pathOver(from, to, kinds) {
  const costs = new Map([[from, 0]]);
  const came = new Map();
  let edge = [from];
  const done = new Set();
  while (edge.length) {
    edge.sort((a, b) => costs.get(a) - costs.get(b) || a.id - b.id);
    const next = [];
    // All that are nearer than one link beyond the nearest can't be reached in a cheaper way.
    const limit = costs.get(edge[0]) + 1;
    for (const node of edge) {
      if (costs.get(node) >= limit) {
        next.push(node);
        continue;
      }
      if (node === to) return trace(from, to, came);
      if (done.has(node)) continue;
      done.add(node);
      for (const link of node.links) {
        const other = otherEnd(link, node);
        if (done.has(other) || (other !== to && !kinds.has(other.kind))) continue;
        const cost = costs.get(node) + 1 + (link.weak ? WEAK : 0);
        if (cost >= (costs.get(other) ?? Infinity)) continue;
        if (!costs.has(other)) next.push(other);
        costs.set(other, cost);
        came.set(other, link);
      }
    }
    edge = next;
  }
  return null;
}

function trace(from, to, came) {
  const links = [];
  for (let node = to; node !== from; node = otherEnd(links[0], node)) links.unshift(came.get(node));
  return links;
}

/** The nodes on a way, in order. */
export function nodesOn(from, links) {
  const nodes = [from];
  for (const link of links) nodes.push(otherEnd(link, nodes[nodes.length - 1]));
  return nodes;
}
