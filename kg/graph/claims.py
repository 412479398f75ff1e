"""Claims: each fact of a document a claim with its evidence."""

from __future__ import annotations

from collections.abc import Iterable

from kg.graph.linking import Linked
from kg.model import Document, Evidence
from kg.rdf.iris import document_key, thing
from kg.rdf.nquads import Term, Triple, decimal, kg, nquads, number, ref, term, text
from kg.rdf.vocabulary import ClaimKind

__all__ = ["LABEL", "RDF_TYPE", "Writer", "document_graph"]

RDF_TYPE = term("rdf", "type")
LABEL = term("rdfs", "label")


def document_graph(sha256: str) -> str:
    """The IRI of the named graph that holds what one document says."""
    return thing("graph", document_key(sha256))


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
        kind: ClaimKind,
        evidence: Evidence,
        *properties: tuple[Term, Term | None],
    ) -> None:
        """A claim node: what it says, in which document, on which words."""
        self.node(subject, kind.name, *properties, (kg("document"), ref(self.iri)))
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
