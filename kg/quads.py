"""Terms and claims: how values become RDF terms, and a fact a claim with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.linking import Linked
from kg.model import Document, Evidence, PartialDate
from kg.names import KG, PREFIXES, document_key, thing

__all__ = [
    "LABEL",
    "RDF_TYPE",
    "Term",
    "Writer",
    "dates",
    "decimal",
    "document_graph",
    "kg",
    "number",
    "term",
    "text",
    "to_nquads",
]

XSD = PREFIXES["xsd"]
RDF_TYPE = ox.NamedNode(PREFIXES["rdf"] + "type")
LABEL = ox.NamedNode(PREFIXES["rdfs"] + "label")
DATE_TYPES = {0: XSD + "gYear", 1: XSD + "gYearMonth", 2: XSD + "date"}

Term = ox.NamedNode | ox.Literal
Triple = tuple[str, ox.NamedNode, Term]


def kg(name: str) -> ox.NamedNode:
    """A term of the ontology."""
    return ox.NamedNode(KG + name)


def term(prefix: str, name: str) -> ox.NamedNode:
    """A term of another vocabulary, by the prefix that `kg.names` gives it."""
    return ox.NamedNode(PREFIXES[prefix] + name)


def text(value: str) -> ox.Literal:
    """A plain string; what N-Quads can't carry (lone surrogates, NUL) is replaced."""
    return ox.Literal(value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8"))


def number(value: int) -> ox.Literal:
    """An integer."""
    return ox.Literal(str(value), datatype=ox.NamedNode(XSD + "integer"))


def decimal(value: float) -> ox.Literal:
    """A decimal in canonical form: at least one digit on each side, no trailing zeros."""
    digits = f"{value:.3f}".rstrip("0")
    return ox.Literal(
        digits + "0" if digits.endswith(".") else digits, datatype=ox.NamedNode(XSD + "decimal")
    )


def document_graph(sha256: str) -> ox.NamedNode:
    """The named graph that holds what one document says."""
    return ox.NamedNode(thing("graph", document_key(sha256)))


def dates(subject: str, name: str, date: PartialDate | None) -> Iterator[Triple]:
    """A date as stated, with the first and the last day that it can mean."""
    if date is None:
        return
    datatype = ox.NamedNode(DATE_TYPES[date.iso.count("-")])
    day = ox.NamedNode(XSD + "date")
    yield subject, kg(name), ox.Literal(date.iso, datatype=datatype)
    yield subject, kg(f"{name}Earliest"), ox.Literal(date.earliest, datatype=day)
    yield subject, kg(f"{name}Latest"), ox.Literal(date.latest, datatype=day)


def to_nquads(quads: Iterable[ox.Quad]) -> bytes:
    """N-Quads, lines sorted."""
    data = ox.serialize(quads, format=ox.RdfFormat.N_QUADS) or b""
    return b"".join(sorted(data.splitlines(keepends=True)))


class Writer:
    """Collects the triples of one document; evidence is written once, however often it is used."""

    def __init__(self, linked: Linked) -> None:
        self.linked = linked
        self.document: Document = linked.document
        self.key = document_key(linked.document.sha256)
        self.iri = thing("document", self.key)
        self.triples: dict[Triple, None] = {}
        self.evidence: dict[str, float] = {}

    def add(self, triples: Iterable[Triple]) -> None:
        """Take triples, each once."""
        self.triples.update(dict.fromkeys(triples))

    def node(self, subject: str, kind: str, *properties: tuple[ox.NamedNode, Term | None]) -> None:
        """A typed node with the properties that have a value."""
        self.add([(subject, RDF_TYPE, kg(kind))])
        self.add((subject, name, value) for name, value in properties if value is not None)

    def claim(
        self,
        subject: str,
        kind: str,
        evidence: Evidence,
        *properties: tuple[ox.NamedNode, Term | None],
    ) -> None:
        """A claim node: what it says, in which document, on which words."""
        self.node(subject, kind, *properties, (kg("document"), ox.NamedNode(self.iri)))
        self.because(subject, evidence)

    def because(self, subject: str, evidence: Evidence) -> None:
        """Tie a node to the words that it rests on."""
        iri = thing("evidence", self.key, f"{evidence.component}-{evidence.start}-{evidence.end}")
        self.add([(subject, kg("evidence"), ox.NamedNode(iri))])
        self.add((iri, kg("states"), kg(name)) for name in evidence.states)
        self.evidence[iri] = max(evidence.confidence, self.evidence.get(iri, 0.0))
        document = self.document
        target, selector = f"{iri}/target", f"{iri}/selector"
        page = document.page_at(evidence.start)
        block = document.block_at(evidence.start)
        self.node(
            iri,
            "Evidence",
            (term("oa", "hasTarget"), ox.NamedNode(target)),
            (kg("component"), text(evidence.component)),
            (kg("page"), number(page) if page else None),
            (kg("paragraph"), text(block.number) if block and block.number else None),
        )
        self.add(
            [
                (target, RDF_TYPE, term("oa", "SpecificResource")),
                (target, term("oa", "hasSource"), ox.NamedNode(self.iri)),
                (target, term("oa", "hasSelector"), ox.NamedNode(selector)),
                (selector, RDF_TYPE, term("oa", "TextPositionSelector")),
                (selector, RDF_TYPE, term("oa", "TextQuoteSelector")),
                (selector, term("oa", "start"), number(evidence.start)),
                (selector, term("oa", "end"), number(evidence.end)),
                (
                    selector,
                    term("oa", "exact"),
                    text(document.quote(evidence.start, evidence.end)),
                ),
            ]
        )

    def quads(self) -> Iterator[ox.Quad]:
        """All triples as quads of the document's graph."""
        self.add(
            (iri, kg("confidence"), decimal(confidence))
            for iri, confidence in self.evidence.items()
        )
        graph = document_graph(self.document.sha256)
        for subject, predicate, value in self.triples:
            yield ox.Quad(ox.NamedNode(subject), predicate, value, graph)
