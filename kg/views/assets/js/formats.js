// Formats for other programs: CSV for spreadsheets, Turtle for triple stores.

/** Rows as CSV (RFC 4180), with quotes where a cell needs them. */
export function toCsv(rows) {
  const cell = (value) => {
    const text = String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

const VOCABULARY = "https://w3id.org/inspection-kg/ontology#";
const GRADE_CONCEPTS = "https://w3id.org/inspection-kg/concept/grade/";
const PREFIXES = [
  ["dcterms", "http://purl.org/dc/terms/"],
  ["kg", VOCABULARY],
  ["prov", "http://www.w3.org/ns/prov#"],
  ["rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"],
  ["rdfs", "http://www.w3.org/2000/01/rdf-schema#"],
  ["skos", "http://www.w3.org/2004/02/skos/core#"],
  ["xsd", "http://www.w3.org/2001/XMLSchema#"],
];
const CLASSES = {
  council: "kg:Council", inspection: "kg:Inspection", inspector: "kg:Inspector", leader: "kg:Leader",
  programme: "kg:Programme", organisation: "kg:Organisation", theme: "skos:Concept",
};

const hex = (char, width) => char.codePointAt(0).toString(16).toUpperCase().padStart(width, "0");

/** A valid web address or URN, without characters that IRIs forbid. */
const IRI = /^(https?:\/\/[a-z0-9.-]+(:\d+)?(?=[/?#]|$)|urn:[a-z0-9][a-z0-9-]{1,31}:(?=.))([\w.~:/?@!$&'()*+,;=\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef-]|%[0-9a-f]{2})*(#([\w.~:/?@!$&'()*+,;=\u00a0-\ud7ff-]|%[0-9a-f]{2})*)?$/i;

/** An IRI in Turtle.  Any other text, perhaps from a hostile document, is percent-encoded. */
export const turtleIri = (iri) => `<${IRI.test(iri) ? iri : `urn:x-name:${encodeURIComponent(iri)}`}>`;

export const turtleText = (text) =>
  // eslint-disable-next-line no-control-regex -- what Turtle escapes
  `"${text.replace(/[\u0000-\u001f"\\\u007f]/g, (char) => `\\u${hex(char, 4)}`)}"`;

/** A day, month or year with its datatype. */
export function turtleDate(text) {
  const type = { 4: "gYear", 7: "gYearMonth", 10: "date" }[text.length];
  return /^\d{4}(-\d\d){0,2}$/.test(text) ? `${turtleText(text)}^^xsd:${type}` : turtleText(text);
}

/** A link as subject, property and object; properties are those of the library's network queries. */
export function tripleOf({ from, to, kind }) {
  const [a, b] = [turtleIri(from.iri), turtleIri(to.iri)];
  if (kind === "inspection") return [b, "kg:council", a];
  if (kind === "follows") return [a, "kg:follows", b];
  if (kind === "theme") return [a, "kg:theme", b];
  if (kind === "inspector" && to.kind === "inspection") return [b, "prov:wasAssociatedWith", a];
  return [a, to.kind === "council" ? "kg:council" : "dcterms:relation", b];
}

/** Things and links as Turtle, with the quotes of each link as statements about it. */
export function toTurtle(things, links) {
  const lines = PREFIXES.map(([name, iri]) => `@prefix ${name}: <${iri}> .`);
  for (const node of things) {
    const parts = [`rdfs:label ${turtleText(node.label)}`];
    if (CLASSES[node.kind]) parts.unshift(`a ${CLASSES[node.kind]}`);
    if (node.when) parts.push(`kg:start ${turtleDate(node.when)}`);
    if (node.grade) parts.push(`kg:grade ${turtleIri(GRADE_CONCEPTS + node.grade)}`);
    lines.push("", `${turtleIri(node.iri)} ${parts.join(" ;\n    ")} .`);
  }
  for (const edge of links) {
    const [subject, property, object] = tripleOf(edge);
    lines.push("", `${subject} ${property} ${object} .`);
    for (const fact of edge.facts) {
      const parts = [
        "a rdf:Statement", `rdf:subject ${subject}`, `rdf:predicate ${property}`, `rdf:object ${object}`,
        `rdfs:label ${turtleText([fact.label, fact.value].filter(Boolean).join(": "))}`,
        `dcterms:source ${turtleText(fact.source.path || fact.source.title)}`,
      ];
      if (fact.quote) parts.push(`kg:quote ${turtleText(fact.quote)}`);
      if (fact.page !== null) parts.push(`kg:page ${Number(fact.page)}`);
      if (fact.paragraph) parts.push(`kg:paragraph ${turtleText(fact.paragraph)}`);
      lines.push(`[] ${parts.join(" ;\n    ")} .`);
    }
  }
  return `${lines.join("\n")}\n`;
}
