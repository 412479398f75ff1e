"""A document's metadata: its title, its paths, and its entry in the manifest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg.graph.claims import document_graph_iri
from kg.model import BlockKind, Document, PartialDate
from kg.rdf.iris import document_key, thing
from kg.rdf.nquads import Triple, dates, kg, nquads, term, text, typed

__all__ = ["metadata_quads", "title_of"]

#: Maximum length of a title, in characters.
TITLE_LENGTH = 200


def title_of(document: Document) -> str:
    """A document's title: its title block, or else the file's metadata, or else its first words.

    The headings of a title block are joined up to one that names an inspection or a visit.
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
    """A document's metadata as N-Quads: its paths (`names`), its title and what is declared.

    `declared` may have `url`, `publisher` and `published` (ISO 8601, as precise as known), each
    only if the text does not state it; `kg:declares` marks a declared publication date.  The date
    also applies to the inspections in `reports`.
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
