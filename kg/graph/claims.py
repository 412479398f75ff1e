"""Claims: each fact that a document states, with the words that support it as evidence."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Document, Evidence
from kg.rdf.iris import document_key, thing
from kg.rdf.nquads import Term, Triple, decimal, kg, nquads, number, ref, term, text
from kg.rdf.vocabulary import ClaimKind

__all__ = ["LABEL", "RDF_TYPE", "DocumentTriples", "document_graph_iri"]

RDF_TYPE = term("rdf", "type")
LABEL = term("rdfs", "label")


def document_graph_iri(sha256: str) -> str:
    """The IRI of a document's named graph."""
    return thing("graph", document_key(sha256))


class DocumentTriples:
    """A document's triples while they are collected, each once.

    Evidence that supports several claims is one node, with the highest of its confidences.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.key = document_key(document.sha256)
        self.iri = thing("document", self.key)
        self._triples: dict[Triple, None] = {}
        self._confidence: dict[str, float] = {}

    def add(self, triples: Iterable[Triple]) -> None:
        """Add triples."""
        self._triples.update(dict.fromkeys(triples))

    def add_node(self, subject: str, of: str, *properties: tuple[Term, Term | None]) -> None:
        """Add a node of class `of`, with those properties that have a value."""
        self.add([(subject, RDF_TYPE, kg(of))])
        self.add((subject, name, value) for name, value in properties if value is not None)

    def add_claim(
        self,
        subject: str,
        kind: ClaimKind,
        evidence: Evidence,
        *properties: tuple[Term, Term | None],
    ) -> None:
        """Add a claim of this document, with the words that support it."""
        self.add_node(subject, kind.name, *properties, (kg("document"), ref(self.iri)))
        self.add_evidence(subject, evidence)

    def add_evidence(self, subject: str, evidence: Evidence) -> None:
        """Add the words that support a node."""
        iri = thing("evidence", self.key, f"{evidence.component}-{evidence.start}-{evidence.end}")
        self.add([(subject, kg("evidence"), ref(iri))])
        self.add((iri, kg("states"), kg(name)) for name in evidence.states)
        self._confidence[iri] = max(evidence.confidence, self._confidence.get(iri, 0.0))
        document = self.document
        target, selector = f"{iri}/target", f"{iri}/selector"
        page = document.page_at(evidence.start)
        block = document.block_at(evidence.start)
        self.add_node(
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
            for node, confidence in self._confidence.items()
        )
        return nquads(self._triples, document_graph_iri(self.document.sha256))
