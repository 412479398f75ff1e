// Converts a view to the part of an address after the #, and back, so that it can be saved and sent.

import { byIri, documents, edges, folds, kindNames, layouts } from "./data.js";
import { FINDINGS_SHOWN } from "./state.js";
import { ALL, layoutOf } from "./visible.js";

const encodeList = (values) => [...values].map(encodeURIComponent).join(",");
const encodeNodes = (some) => encodeList([...some].map((node) => node.iri));

/** The name of a link: the IRIs of its ends, and its kind. */
const edgeName = (edge) => encodeList([edge.from.iri, edge.to.iri, edge.kind]);

/** The address of a view; `at` is {x, y, scale} or null. */
export function toHash(view, at) {
  const parts = [
    ["node", view.node && encodeURIComponent(view.node.iri)],
    ["link", view.edge && edgeName(view.edge)],
    ["path", view.path && encodeNodes(view.path)],
    ["hide", encodeList(view.offKinds)],
    ["grades", view.offGrades.size ? encodeList([...view.offGrades].map((grade) => grade || "none")) : ""],
    ["theme", view.theme && encodeURIComponent(view.theme.iri)],
    ["region", encodeURIComponent(view.region)],
    ["source", view.source && encodeList([view.source.title, view.source.path || "-"])],
    ["since", encodeURIComponent(view.since)],
    ["until", encodeURIComponent(view.until)],
    ["leaves", view.noLeaves ? "hidden" : ""],
    ["only", view.opened && encodeNodes(view.opened)],
    ["folded", encodeNodes(view.folded)],
    ["unfolded", encodeNodes(view.unfolded)],
    ["layout", view.layout === layouts[0].name ? "" : encodeURIComponent(view.layout)],
    ["findings", view.findings === FINDINGS_SHOWN ? "" : view.findings ? "all" : "none"],
    ["table", view.table],
    ["at", at && [Math.round(at.x), Math.round(at.y), at.scale.toPrecision(4)].join(",")],
  ];
  const written = parts.filter(([, value]) => value).map(([name, value]) => `${name}=${value}`);
  return written.length ? `#${written.join("&")}` : "";
}

/** The decoded text, or "" where it is malformed. */
function decodeText(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

/** The view and the position in an address; names that are not in the data are ignored. */
export function fromHash(hash) {
  const given = new Map(hash.slice(1).split("&").map((part) => {
    const at = part.indexOf("=");
    return [part.slice(0, at), part.slice(at + 1)];
  }));
  const list = (name) => (given.get(name) || "").split(",").filter(Boolean).map(decodeText);
  const some = (name) => list(name).map((iri) => byIri.get(iri)).filter(Boolean);
  const one = (name) => some(name)[0] || null;
  const ends = some("path");
  const theme = one("theme");
  const [from, to, kind] = list("link");
  const [title, path] = list("source");
  const day = (name) => list(name).filter((text) => /^\d{4}(-\d\d){0,2}$/.test(text))[0] || "";
  const [x, y, scale] = list("at").map(Number);
  const view = {
    ...ALL,
    node: one("node"),
    edge: edges.find((e) => e.from.iri === from && e.to.iri === to && e.kind === kind) || null,
    path: ends.length === 2 ? ends : null,
    offKinds: new Set(list("hide").filter((name) => kindNames.has(name))),
    offGrades: new Set(list("grades").map((name) => (name === "none" ? "" : name))),
    theme: theme && theme.kind === "theme" ? theme : null,
    region: list("region")[0] || "",
    source: documents.find((one) => one.title === title && (one.path || "-") === path) || null,
    since: day("since"),
    until: day("until"),
    noLeaves: list("leaves")[0] === "hidden",
    opened: some("only").length ? new Set(some("only")) : null,
    folded: new Set(some("folded")),
    unfolded: new Set(some("unfolded").filter((node) => folds.has(node))),
    layout: layoutOf(list("layout")[0]).name,
    findings: { all: true, none: false }[list("findings")[0]] ?? FINDINGS_SHOWN,
    table: { things: "things", links: "links" }[list("table")[0]] || "",
  };
  return { view, at: [x, y, scale].every(Number.isFinite) && scale > 0 ? { x, y, scale } : null };
}
