"""Organisations: by the gazetteer's names, and by the shape of a name.

Councils and inspectorates are none; nor are bodies that every council has, unless they are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.rules import rules
from kg.extraction.things import Hit, Known, gather, spoken, without_overlaps
from kg.gazetteer import fold, organisations

__all__ = ["Organisations"]

#: Words with a capital that stand before an organisation's name and are no part of it.
LEADING = re.compile(r"^(?:The|In|At|Of|By|Both|And|When|Since|While|However|Staff of) ")


@Language.factory("kg_organisations")
class Organisations:
    """Sets `organisations` on the doc; the inspectorates themselves are none."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.known = Known(nlp, organisations())

    def __call__(self, doc: Doc) -> Doc:
        """Set `organisations` on the doc."""
        hits = without_overlaps([*self.known.hits(doc), *_by_shape(doc)])
        kept = [hit for hit in hits if hit.kind != "inspectorate"]
        doc._.organisations = gather(doc, kept, "organisations")
        return doc


def _by_shape(doc: Doc) -> Iterator[Hit]:
    text = doc._.document.text
    for passage in spoken(doc._.passages):
        for rule in rules("organisations"):
            for match in rule.regex.finditer(text, passage.block.start, passage.block.end):
                name = LEADING.sub("", match[0])
                start = match.end() - len(name)
                if len(name.split()) > 1 or "@" in name:
                    yield Hit(start, match.end(), name, rule.fields["kind"], None, fold(name))
