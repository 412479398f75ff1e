"""Names of programmes and organisations in the text, grouped by the thing that they name.

Each thing counts once in a document, with the number of its mentions and the sentence of the first.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.extraction.name_words import place_words
from kg.extraction.text.passages import Passage, passage_at
from kg.gazetteer import Body, fold
from kg.model import Evidence, NamedThing

__all__ = [
    "GazetteerMatcher",
    "NameMatch",
    "group_matches",
    "has_capitals_of",
    "is_part_of_another",
    "people_named",
    "searched_passages",
    "sentence_range_at",
    "without_overlaps",
]

#: Quotation marks, between which a name counts in any case.
QUOTES = tuple("‘’“”'\"")

#: A word in capitals right before a name, within a sentence: "Comyn" of "John Comyn Drive".
CAPITAL_BEFORE = re.compile(r"(?<=[\w’] )[‘“]?([A-Z][\w’'-]+) (?:(?:for|of) )?\Z")

#: Sections that are not searched for names.
SKIPPED_SECTIONS = ("boilerplate", "contents", "signature", "team")


@dataclass(frozen=True, slots=True)
class NameMatch:
    """One mention of a thing.

    `entity` is its slug in the gazetteer; without one, matches with the same `key` are one thing.
    """

    start: int
    end: int
    name: str
    kind: str
    entity: str | None
    key: str


class GazetteerMatcher:
    """Finds the gazetteer's names in a text, in any case, with either apostrophe."""

    def __init__(self, nlp: Language, known: Iterable[Body]) -> None:
        self.by_slug = {body.slug: body for body in known}
        self.matcher = PhraseMatcher(nlp.vocab, attr="LOWER")
        for slug, body in self.by_slug.items():
            names = {name for each in body.names for name in (each, each.replace("'", "’"))}
            self.matcher.add(slug, [nlp.make_doc(name) for name in sorted(names)])

    def __getitem__(self, slug: str) -> Body:
        return self.by_slug[slug]

    def matches(self, doc: Doc) -> Iterator[NameMatch]:
        """The mentions of the gazetteer's names; of overlapping ones the longest."""
        text = doc._.document.text  # doc.text is joined from its tokens each time
        found = [Span(doc, s, e, label=label) for label, s, e in self.matcher(doc)]
        for span in filter_spans(found):
            body = self.by_slug[span.label_]
            start, end = span.start_char, span.end_char
            quoted = text[start - 1 : start] in QUOTES and text[end : end + 1] in QUOTES
            if quoted or body.matches(text[start:end].replace("’", "'")):
                yield NameMatch(start, end, body.name, body.kind, body.slug, body.slug)


def has_capitals_of(written: str, name: str) -> bool:
    """Whether words are a name of several words, with a capital where the name has one.

    >>> has_capitals_of("Signs Of Safety", "Signs of Safety"), has_capitals_of("minded", "MindEd")
    (True, False)
    """
    words, named = written.split(), name.split()
    return (
        len(named) > 1
        and written.casefold() == name.casefold()
        and all(w[0].isupper() for w, n in zip(words, named, strict=True) if n[0].isupper())
    )


def is_part_of_another(doc: Doc, start: int) -> bool:
    """Whether an everyday word at `start` has its capital from elsewhere.

    It is the first of a sentence, or the last of another name ("John Comyn Drive", "Council for
    Kids"), of which no place is the word before it ("Ashby Drive").
    """
    sentence_start, _ = sentence_range_at(doc._.passages, start)
    if start == sentence_start:
        return True
    before = CAPITAL_BEFORE.search(doc._.document.text, sentence_start, start)
    return before is not None and fold(before[1]) not in place_words()


def people_named(doc: Doc) -> frozenset[str]:
    """The names of the inspectors and leaders of a document, in lower case."""
    named = [*doc._.inspectors, *doc._.leaders]
    return frozenset(one.name.casefold() for one in named if one.name)


def searched_passages(passages: tuple[Passage, ...]) -> Iterator[Passage]:
    """The passages that are searched for names; no name continues from one to the next."""
    return (passage for passage in passages if passage.section not in SKIPPED_SECTIONS)


def sentence_range_at(passages: tuple[Passage, ...], start: int, end: int = 0) -> tuple[int, int]:
    """The range of the sentence that contains `start`, or (`start`, `end`) if there is none."""
    passage = passage_at(passages, start)
    sentences = passage.sentences if passage else ()
    return next(((a, b) for a, b in sentences if a <= start < b), (start, end))


def without_overlaps(matches: Iterable[NameMatch]) -> list[NameMatch]:
    """Drop overlapping matches: the gazetteer's and longer ones win."""
    chosen: list[NameMatch] = []
    taken: list[tuple[int, int]] = []  # sorted, without overlaps
    for match in sorted(matches, key=lambda h: (h.entity is None, -(h.end - h.start), h.start)):
        place = bisect(taken, (match.start, match.end))
        before, after = taken[:place][-1:], taken[place : place + 1]
        if all(end <= match.start for _, end in before) and all(s >= match.end for s, _ in after):
            taken.insert(place, (match.start, match.end))
            chosen.append(match)
    return chosen


def group_matches(
    doc: Doc,
    matches: Iterable[NameMatch],
    component: str,
    *,
    fullest: Callable[[str], int] | None = None,
) -> tuple[NamedThing, ...]:
    """One thing for all matches with the same entity or key, in order of first mention.

    Its name is that of the first mention, or the one for which `fullest` is largest.
    """
    passages = doc._.passages
    groups: dict[tuple[str | None, str], list[NameMatch]] = {}
    for match in sorted(matches, key=lambda h: (h.start, -h.end)):
        passage = passage_at(passages, match.start)
        if passage and passage.section not in SKIPPED_SECTIONS and match.end <= passage.block.end:
            groups.setdefault((match.entity, match.key), []).append(match)
    things = []
    for group in groups.values():
        first = group[0]
        evidence = Evidence(first.start, first.end, component, 1.0 if first.entity else 0.7)
        quote = sentence_range_at(passages, first.start, first.end)
        name = max((match.name for match in group), key=fullest) if fullest else first.name
        things.append(NamedThing(name, first.kind, first.entity, len(group), quote, evidence))
    return tuple(things)
