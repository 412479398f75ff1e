"""What programmes and organisations have in common: names, hits, and one thing for all its hits.

A name counts once a document, with how often it stands and the sentence in which it stands first.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.extraction.text.passages import Passage, passage_at
from kg.gazetteer import Body
from kg.model import Evidence, NamedThing

__all__ = ["Hit", "Known", "gather", "sentence_at", "spoken", "without_overlaps"]

#: Between these a name is a name, whatever its case.
QUOTES = tuple("‘’“”'\"")

#: Sections in which a name is no mention.
SILENT = ("boilerplate", "contents", "signature", "team")


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a thing is named.

    `entity` is its slug in the gazetteer; without one, hits of the same `key` name one thing.
    """

    start: int
    end: int
    name: str
    kind: str
    entity: str | None
    key: str


class Known:
    """The gazetteer's things that a text names, in any case, with straight or curly apostrophes."""

    def __init__(self, nlp: Language, known: Iterable[Body]) -> None:
        self.by_slug = {one.slug: one for one in known}
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        for slug, one in self.by_slug.items():
            names = {name for each in one.names for name in (each, each.replace("'", "’"))}
            self.matcher.add(slug, [nlp.make_doc(name) for name in sorted(names)])

    def __getitem__(self, slug: str) -> Body:
        return self.by_slug[slug]

    def hits(self, doc: Doc) -> Iterator[Hit]:
        """Where the text names one of them; longest names first."""
        text = doc._.document.text  # doc.text is put together from its tokens, each time
        found = [Span(doc, s, e, label=label) for label, s, e in self.matcher(doc)]
        for span in filter_spans(found):
            one = self.by_slug[span.label_]
            start, end = span.start_char, span.end_char
            quoted = text[start - 1 : start] in QUOTES and text[end : end + 1] in QUOTES
            if quoted or one.matches(text[start:end].replace("’", "'")):
                yield Hit(start, end, one.name, one.kind, one.slug, one.slug)


def spoken(passages: tuple[Passage, ...]) -> Iterator[Passage]:
    """The blocks in which a name is a mention; no name goes on from one block to the next."""
    return (passage for passage in passages if passage.section not in SILENT)


def sentence_at(passages: tuple[Passage, ...], start: int, end: int = 0) -> tuple[int, int]:
    """The range of the sentence that holds the character at `start`; `start` and `end` if none."""
    passage = passage_at(passages, start)
    sentences = passage.sentences if passage else ()
    return next(((a, b) for a, b in sentences if a <= start < b), (start, end))


def without_overlaps(hits: Iterable[Hit]) -> list[Hit]:
    """Gazetteer hits before others, longer ones before shorter."""
    kept: list[Hit] = []
    taken: list[tuple[int, int]] = []  # in order, none within another
    for hit in sorted(hits, key=lambda h: (h.entity is None, -(h.end - h.start), h.start)):
        place = bisect(taken, (hit.start, hit.end))
        before, after = taken[:place][-1:], taken[place : place + 1]
        if all(end <= hit.start for _, end in before) and all(s >= hit.end for s, _ in after):
            taken.insert(place, (hit.start, hit.end))
            kept.append(hit)
    return kept


def gather(
    doc: Doc, hits: Iterable[Hit], component: str, *, fullest: bool = False
) -> tuple[NamedThing, ...]:
    """One thing for all hits of the same entity or key, by first place.

    It is called as it is first, or by the `fullest` of its names.
    """
    passages = doc._.passages
    groups: dict[tuple[str | None, str], list[Hit]] = {}
    for hit in sorted(hits, key=lambda h: (h.start, -h.end)):
        passage = passage_at(passages, hit.start)
        if passage and passage.section not in SILENT and hit.end <= passage.block.end:
            groups.setdefault((hit.entity, hit.key), []).append(hit)
    things = []
    for group in groups.values():
        first = group[0]
        evidence = Evidence(first.start, first.end, component, 1.0 if first.entity else 0.7)
        quote = sentence_at(passages, first.start, first.end)
        name = max(group, key=lambda hit: len(hit.name)).name if fullest else first.name
        things.append(NamedThing(name, first.kind, first.entity, len(group), quote, evidence))
    return tuple(things)
