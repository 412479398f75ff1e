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
        """Add a claim of this document, with the words that support it.

        A claim that is itself words of the document has their place; any other points to evidence.
        """
        if kind.is_words:
            self.add_node(subject, kind.name, *properties)
            self._add_words(subject, evidence)
        else:
            self.add_node(subject, kind.name, *properties, (kg("document"), ref(self.iri)))
            self.add_evidence(subject, evidence)

    def add_evidence(self, subject: str, evidence: Evidence) -> None:
        """Add the words that support a node."""
        iri = thing("evidence", self.key, f"{evidence.component}-{evidence.start}-{evidence.end}")
        self.add([(subject, kg("evidence"), ref(iri)), (iri, RDF_TYPE, kg("Evidence"))])
        self.add((iri, kg("states"), kg(name)) for name in evidence.states)
        self._add_words(iri, evidence)

    def _add_words(self, subject: str, evidence: Evidence) -> None:
        """Add what words say and where they stand."""
        confidence = evidence.confidence * self.document.confidence
        self._confidence[subject] = max(confidence, self._confidence.get(subject, 0.0))
        document = self.document
        page = document.page_at(evidence.start)
        block = document.block_at(evidence.start)
        properties = (
            (kg("document"), ref(self.iri)),
            (kg("text"), text(document.quote(evidence.start, evidence.end))),
            (kg("startOffset"), number(evidence.start)),
            (kg("endOffset"), number(evidence.end)),
            (kg("page"), number(page) if page else None),
            (kg("paragraph"), text(block.number) if block and block.number else None),
            (kg("component"), text(evidence.component)),
        )
        self.add((subject, name, value) for name, value in properties if value is not None)

    def nquads(self) -> bytes:
        """All triples as quads of the document's graph, lines sorted."""
        self.add(
            (node, kg("confidence"), decimal(confidence))
            for node, confidence in self._confidence.items()
        )
        return nquads(self._triples, document_graph_iri(self.document.sha256))
