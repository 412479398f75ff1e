// Turtle for triple stores: what a network shows, with the properties of the library's network queries.

import { OVERALL, wordsAt } from "./data.js";
import { gradeFor } from "./grades.js";

const PREFIXES = [
  ["dcterms", "http://purl.org/dc/terms/"],
  ["kg", "https://w3id.org/inspection-kg/ontology#"],
  ["prov", "http://www.w3.org/ns/prov#"],
  ["rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"],
  ["rdfs", "http://www.w3.org/2000/01/rdf-schema#"],
  ["skos", "http://www.w3.org/2004/02/skos/core#"],
  ["xsd", "http://www.w3.org/2001/XMLSchema#"],
];
const GRADE_CONCEPTS = "https://w3id.org/inspection-kg/concept/grade/";
const CLASSES = {
  __proto__: null, council: "kg:Council", inspection: "kg:Inspection", inspector: "kg:Inspector", leader: "kg:Leader",
  programme: "kg:Programme", organisation: "kg:Organisation", theme: "skos:Concept",
};

const hex = (char, width) => char.codePointAt(0).toString(16).toUpperCase().padStart(width, "0");

/** A valid web address or URN, without characters that IRIs forbid. */
const IRI = /^(https?:\/\/[a-z0-9.-]+(:\d+)?(?=[/?#]|$)|urn:[a-z0-9][a-z0-9-]{1,31}:(?=.))([\w.~:/?@!$&'()*+,;=\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef-]|%[0-9a-f]{2})*(#([\w.~:/?@!$&'()*+,;=\u00a0-\ud7ff-]|%[0-9a-f]{2})*)?$/i;

/** An IRI in Turtle.  Any other text, perhaps from a hostile document, is percent-encoded. */
const turtleIri = (iri) => `<${IRI.test(iri) ? iri : `urn:x-name:${encodeURIComponent(iri.toWellFormed ? iri.toWellFormed() : iri)}`}>`;

const turtleText = (text) =>
  // eslint-disable-next-line no-control-regex -- what Turtle escapes
  `"${text.replace(/[\u0000-\u001f"\\\u007f]/g, (char) => `\\u${hex(char, 4)}`)}"`;

/** A day, month or year with its datatype. */
function turtleDate(text) {
  const type = { 4: "gYear", 7: "gYearMonth", 10: "date" }[text.length];
  return /^\d{4}(-\d\d){0,2}$/.test(text) ? `${turtleText(text)}^^xsd:${type}` : turtleText(text);
}

/** A link as subject, property and object; properties are those of the library's network queries.  A weak link
 * (a partner's post, a signature) says no more than that there is one. */
function tripleOf({ from, to, kind, weak, property }) {
  const [a, b] = [turtleIri(from.iri), turtleIri(to.iri)];
  if (kind === "given") return [a, property ? turtleIri(property) : "dcterms:relation", b];
  if (weak) return [a, "dcterms:relation", b];
  if (kind === "follows") return [a, "kg:follows", b];
  if (kind === "theme") return [a, "kg:theme", b];
  if (kind === "visit") return [b, "prov:wasAssociatedWith", a];
  return [a, "kg:council", b];
}

function linesOfThing(node) {
  const parts = [`rdfs:label ${turtleText(node.full)}`];
  if (CLASSES[node.kind]) parts.unshift(`a ${CLASSES[node.kind]}`);
  if (node.kind === "inspection" && node.thing) {
    if (node.thing.start) parts.push(`kg:start ${turtleDate(node.thing.start)}`);
    const overall = gradeFor(node.thing, OVERALL);
    if (overall) parts.push(`kg:grade ${turtleIri(GRADE_CONCEPTS + overall.grade.token)}`);
  }
  return ["", `${turtleIri(node.iri)} ${parts.join(" ;\n    ")} .`];
}

/** Things and links as Turtle, with the quotes of each link as statements about it; a Promise. */
export async function toTurtle(things, links) {
  const lines = [...PREFIXES.map(([name, iri]) => `@prefix ${name}: <${iri}> .`), ...things.flatMap(linesOfThing)];
  for (const link of links) {
    const [subject, property, object] = tripleOf(link);
    lines.push("", `${subject} ${property} ${object} .`);
    for (const fact of link.facts) {
      const parts = [
        "a rdf:Statement", `rdf:subject ${subject}`, `rdf:predicate ${property}`, `rdf:object ${object}`,
        `rdfs:label ${turtleText(link.label)}`, `dcterms:source ${turtleText(fact.document.path || fact.document.title)}`,
      ];
      const words = await wordsAt(fact);
      if (words) parts.push(`kg:quote ${turtleText(words)}`);
      if (fact.page) parts.push(`kg:page ${Number(fact.page)}`);
      if (fact.paragraph) parts.push(`kg:paragraph ${turtleText(fact.paragraph)}`);
      lines.push(`[] ${parts.join(" ;\n    ")} .`);
    }
  }
  return `${lines.join("\n")}\n`;
}
