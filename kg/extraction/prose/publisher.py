"""Whose page a document is: the council in its metadata, its addresses and its margins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import pattern
from kg.gazetteer import Gazetteer
from kg.model import Document

__all__ = ["publishing_council"]

#: Maximum characters of a line of the margin that is a council's name.
MAX_LINE = 90
#: Blocks at the top of a document that may be a banner or a path of links.
TOP = 6


def publishing_council(
    document: Document, passages: Sequence[Passage], when: dt.date | None
) -> str | None:
    """The GSS code of the council whose page a document is; None for anyone else's."""
    gazetteer = Gazetteer.load()
    found = next(_found(gazetteer, document, passages, when), None)
    return None if found is None else gazetteer.code_at(found, when)


def _found(
    gazetteer: Gazetteer, document: Document, passages: Sequence[Passage], when: dt.date | None
) -> Iterator[str]:
    separator = pattern("discourse", "title_separator")
    for words in (document.publisher, *document.names, *separator.split(document.title or "")[1:]):
        yield from _council(gazetteer, words or "", when)
    yield from _sites(gazetteer, document.url or "")
    for index, passage in enumerate(passages):
        if index < TOP or passage.section == "boilerplate":
            line = document.quote(passage.block.start, passage.block.end)
            if len(line) <= MAX_LINE:
                for words in separator.split(line):
                    yield from _council(gazetteer, words, when)
    yield from _sites(gazetteer, document.text)


def _council(gazetteer: Gazetteer, words: str, when: dt.date | None) -> Iterator[str]:
    """The council that words name in full, if they do."""
    if pattern("discourse", "council_word").search(words):
        codes = {gazetteer.code_at(gss, when) for gss in gazetteer.candidates(words.strip(" ©.,"))}
        if len(codes) == 1:
            yield codes.pop()


def _sites(gazetteer: Gazetteer, words: str) -> Iterator[str]:
    for match in pattern("discourse", "address", ignore_case=True).finditer(words):
        found = gazetteer.at_address(match[0])
        if found is not None:
            yield found
