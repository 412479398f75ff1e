"""Organisations: by the gazetteer's names, and by the shape of a name.

Councils and inspectorates are none; nor are bodies that every council has, unless they are named.
A name is the fullest that the document writes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.named_things import Hit, Known, gather, sentence_at, spoken, without_overlaps
from kg.extraction.text.patterns import pattern, rules, table
from kg.gazetteer import Gazetteer, fold, organisations

__all__ = ["Organisations"]


@Language.factory("kg_organisations")
class Organisations:
    """Sets `organisations` on the doc, and `bodies`: where any organisation is named."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.known = Known(nlp, organisations())

    def __call__(self, doc: Doc) -> Doc:
        """Set `organisations` and `bodies` on the doc."""
        text = doc._.document.text
        known = [
            replace(hit, name=text[hit.start : hit.end])
            for hit in self.known.hits(doc)
            if self._is_name(doc, hit)
        ]
        hits = without_overlaps([*known, *_by_shape(doc)])
        doc._.bodies = tuple((hit.start, hit.end, hit.kind) for hit in hits)
        kept = _named_alike([hit for hit in hits if hit.kind != "inspectorate"])
        doc._.organisations = gather(doc, kept, "organisations", fullest=True)
        return doc

    def _is_name(self, doc: Doc, hit: Hit) -> bool:
        """Whether an everyday word is a name, and not just how a sentence begins."""
        everyday = self.known[hit.entity or ""].match_case and " " not in hit.name
        return not (everyday and sentence_at(doc._.passages, hit.start)[0] == hit.start)


def _by_shape(doc: Doc) -> Iterator[Hit]:
    text = doc._.document.text
    (generic,) = (rule.regex for rule in rules("organisations", "generic"))
    for passage in spoken(doc._.passages):
        for rule in rules("organisations"):
            for match in rule.regex.finditer(text, passage.block.start, passage.block.end):
                place = match.groupdict().get("place")
                if place and fold(place) not in _places():
                    continue
                group = "called" if match.groupdict().get("called") else "name"
                start, end = _start(text, *match.span(group)), match.end(group)
                name = text[start:end]
                if " " in name and not generic.search(name):
                    yield Hit(start, end, name, rule.fields["kind"], None, fold(name))


@cache
def _places() -> frozenset[str]:
    return frozenset(fold(name) for name in Gazetteer.load().place_names)


def _start(text: str, start: int, end: int) -> int:
    """Where a name begins, without what stands before it in capitals."""
    cut = True
    while cut:
        cut = False
        for rule in rules("organisations", "before"):
            match = rule.regex.match(text, start, end)
            if match and match.end() > start:
                start, cut = match.end(), True
    return start


def _named_alike(hits: list[Hit]) -> Iterator[Hit]:
    """The hits, keyed so that a name with and without its place, "Local" or plural is one."""
    keys = {hit.key: hit.entity or _key(hit.name) for hit in hits}
    for hit in sorted(hits, key=lambda h: h.start):
        key = keys[hit.key]
        longer = {k for k in keys.values() if k.endswith(f" {key}")}
        yield replace(hit, key=longer.pop() if len(longer) == 1 and not hit.entity else key)


def _key(name: str) -> str:
    """A name without what a document may leave out, abbreviations spelt out.

    >>> _key("Exampleshire LSCB") == _key("Exampleshire Local Safeguarding Children’s Board")
    True
    """
    long_forms = table("organisations")["long_forms"]
    words = " ".join(long_forms.get(word, word) for word in fold(name).split())
    return " ".join(pattern("organisations", "optional").sub("", words).split())
