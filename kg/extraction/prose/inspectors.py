"""Inspectors whom prose names: who led an inspection, who came with them, who signed the letter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.extraction.prose.lines import NAME, Line, line_of
from kg.extraction.prose.names import People
from kg.extraction.text.passages import Range
from kg.extraction.text.patterns import pattern, rules
from kg.model import Evidence, Inspector

__all__ = ["inspectors_in_prose"]

COMPONENT = "inspectors"


def inspectors_in_prose(text: str, sentences: Iterable[Range]) -> Iterator[Inspector]:
    """The inspectors that the sentences of a text name, each time with the role stated there."""
    ranges = tuple(sentences)
    if not pattern("holders", "tests", "inspecting").search(text):
        return
    people = People.of(text, ranges)
    for start, end in ranges:
        names = people.in_range(start, end)
        if names and pattern("holders", "tests", "inspecting").search(text, start, end):
            yield from _named(line_of(text, start, end, names))


def _named(line: Line) -> Iterator[Inspector]:
    taken: set[int] = set()
    for rule in rules("holders", "inspects"):
        for match in rule.regex.finditer(line.text):
            for place, name in line.within(*match.span("names"), NAME):
                if place not in taken:
                    taken.add(place)
                    start, end = line.range(*match.span())
                    evidence = Evidence(min(start, name.start), max(end, name.end), COMPONENT)
                    yield Inspector(name.value, str(rule.fields["role"]), evidence)
