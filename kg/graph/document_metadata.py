"""What is known of a document besides what its text says: its title, its paths, its manifest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.graph.claims import document_graph_iri
from kg.model import BlockKind, Document, PartialDate
from kg.rdf.iris import document_key, thing
from kg.rdf.nquads import Triple, dates, kg, nquads, term, text, typed

__all__ = ["metadata_quads", "title_of"]

TITLE_LENGTH = 200


def title_of(document: Document) -> str:
    """What to call a document: its own title block, else what the file declares, else its start.

    A title block's headings are joined until one says what the document is ("Inspection of …").
    """
    heads: list[str] = []
    for block in document.blocks[:30]:
        if block.kind in (BlockKind.TITLE, BlockKind.HEADING):
            heads.append(document.quote(block.start, block.end))
        if len(heads) == 3 or (heads and re.search(r"inspection|visit", heads[-1], re.I)):
            break
    if any(re.search(r"inspection|visit", head, re.I) for head in heads):
        return ": ".join(heads)[:TITLE_LENGTH]
    if heads:
        return heads[0][:TITLE_LENGTH]
    if document.title:
        return document.title[:TITLE_LENGTH]
    return document.text.split("\n")[0][:100]


def metadata_quads(
    sha256: str,
    names: Iterable[str],
    title: str,
    declared: Mapping[str, str],
    reports: Iterable[str],
) -> bytes:
    """What is known of a document besides its text, as N-Quads: its paths (`names`), and what a
    manifest adds.

    `declared` may hold `url`, `publisher` and `published` (ISO 8601, as coarse as known), each
    only where the text itself does not say it; `kg:declares` names those that the graph takes
    from there.  A publication date also holds for the inspections in `reports`.
    """
    iri = thing("document", document_key(sha256))
    triples: list[Triple] = [(iri, kg("path"), text(name)) for name in names]
    triples.append((iri, term("dcterms", "title"), text(title)))
    if declared.get("url"):
        triples.append((iri, kg("url"), typed(declared["url"], "anyURI")))
    if declared.get("publisher"):
        triples.append((iri, term("dcterms", "publisher"), text(declared["publisher"])))
    if declared.get("published"):
        published = PartialDate(declared["published"])
        for subject in (iri, *reports):
            triples += dates(subject, "published", published)
            triples.append((subject, kg("declares"), kg("published")))
    return nquads(triples, document_graph_iri(sha256))
