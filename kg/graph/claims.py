"""Terms and claims: how values become RDF terms, and a fact a claim with its evidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

import pyoxigraph as ox

from kg.graph.linking import Linked
from kg.model import Document, Evidence, PartialDate
from kg.rdf.iris import KG, PREFIXES, document_key, thing

__all__ = [
    "LABEL",
    "RDF_TYPE",
    "Term",
    "Writer",
    "dates",
    "decimal",
    "document_graph",
    "kg",
    "nquads",
    "number",
    "ref",
    "term",
    "text",
    "typed",
]

XSD = PREFIXES["xsd"]
DATE_TYPES = ("gYear", "gYearMonth", "date")

#: A term as N-Quads writes it.
Term = str
#: Subject (IRI), predicate and object.
Triple = tuple[str, Term, Term]


def ref(value: str) -> Term:
    """The name of a thing; `kg.rdf.iris` has encoded what an IRI can't hold."""
    return f"<{value}>"


@cache
def kg(name: str) -> Term:
    """A term of the ontology."""
    return ref(KG + name)


@cache
def term(prefix: str, name: str) -> Term:
    """A term of another vocabulary, by the prefix that `kg.rdf.iris` gives it."""
    return ref(PREFIXES[prefix] + name)


def text(value: str) -> Term:
    """A plain string; what N-Quads can't carry (lone surrogates, NUL) is replaced."""
    plain = value.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
    return str(ox.Literal(plain))


def typed(value: str, datatype: str) -> Term:
    """A value of a type of XML Schema, in canonical form."""
    return str(ox.Literal(value, datatype=ox.NamedNode(XSD + datatype)))


def number(value: int) -> Term:
    """An integer."""
    return f'"{value}"^^<{XSD}integer>'


@lru_cache(maxsize=1024)
def decimal(value: float) -> Term:
    """A decimal in canonical form: at least one digit on each side, no trailing zeros."""
    digits = f"{value:.3f}".rstrip("0")
    return typed(digits + "0" if digits.endswith(".") else digits, "decimal")


RDF_TYPE = term("rdf", "type")
LABEL = term("rdfs", "label")


def document_graph(sha256: str) -> str:
    """The IRI of the named graph that holds what one document says."""
    return thing("graph", document_key(sha256))


def dates(subject: str, name: str, date: PartialDate | None) -> Iterator[Triple]:
    """A date as stated, with the first and the last day that it can mean."""
    if date is None:
        return
    yield subject, kg(name), typed(date.iso, DATE_TYPES[date.iso.count("-")])
    yield subject, kg(f"{name}Earliest"), typed(date.earliest, "date")
    yield subject, kg(f"{name}Latest"), typed(date.latest, "date")


def nquads(triples: Iterable[Triple], graph: str) -> bytes:
    """Triples of a graph (IRI) as N-Quads, lines sorted."""
    end = f" {ref(graph)} .\n"
    lines = [f"<{subject}> {predicate} {value}{end}" for subject, predicate, value in triples]
    return "".join(sorted(lines)).encode("utf-8")


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

    def node(self, subject: str, kind: str, *properties: tuple[Term, Term | None]) -> None:
        """A typed node with the properties that have a value."""
        self.add([(subject, RDF_TYPE, kg(kind))])
        self.add((subject, name, value) for name, value in properties if value is not None)

    def claim(
        self,
        subject: str,
        kind: str,
        evidence: Evidence,
        *properties: tuple[Term, Term | None],
    ) -> None:
        """A claim node: what it says, in which document, on which words."""
        self.node(subject, kind, *properties, (kg("document"), ref(self.iri)))
        self.because(subject, evidence)

    def because(self, subject: str, evidence: Evidence) -> None:
        """Tie a node to the words that it rests on."""
        iri = thing("evidence", self.key, f"{evidence.component}-{evidence.start}-{evidence.end}")
        self.add([(subject, kg("evidence"), ref(iri))])
        self.add((iri, kg("states"), kg(name)) for name in evidence.states)
        self.evidence[iri] = max(evidence.confidence, self.evidence.get(iri, 0.0))
        document = self.document
        target, selector = f"{iri}/target", f"{iri}/selector"
        page = document.page_at(evidence.start)
        block = document.block_at(evidence.start)
        self.node(
            iri,
            "Evidence",
            (term("oa", "hasTarget"), ref(target)),
            (kg("component"), text(evidence.component)),
            (kg("page"), number(page) if page else None),
            (kg("paragraph"), text(block.number) if block and block.number else None),
        )
        self.add(
            [
                (target, RDF_TYPE, term("oa", "SpecificResource")),
                (target, term("oa", "hasSource"), ref(self.iri)),
                (target, term("oa", "hasSelector"), ref(selector)),
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

    def nquads(self) -> bytes:
        """All triples as quads of the document's graph, lines sorted."""
        self.add(
            (node, kg("confidence"), decimal(confidence))
            for node, confidence in self.evidence.items()
        )
        return nquads(self.triples, document_graph(self.document.sha256))
