"""The people whom a document names: full names, and the surnames that later stand for them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from kg.extraction.people.register import Register, canonical_title
from kg.extraction.prose.lines import NAME, Chunk, is_place, names_of
from kg.extraction.text.passages import Range
from kg.extraction.text.patterns import pattern
from kg.person_names import may_be_same_name
from kg.rdf.iris import slug

__all__ = ["People"]


@dataclass(frozen=True, slots=True)
class People:
    """The names of a document as chunks, in order.

    `short` are the ranges of surnames alone, `names` the other spellings of each full name, and
    `ambiguous` the surnames with a title that may be those of several people.
    """

    chunks: tuple[Chunk, ...]
    short: frozenset[Range]
    names: dict[str, tuple[str, ...]]
    ambiguous: tuple[tuple[Range, frozenset[str]], ...]

    @classmethod
    def of(cls, text: str, ranges: Iterable[Range]) -> People:
        """The people of a text, whose sentences are ranges."""
        ranges = tuple(ranges)
        found = [each for start, end in ranges for each in names_of(text, start, end)]
        full, spellings = _persons([text[start:end] for start, end in found])
        chunks = [
            Chunk(NAME, _with_title(text, start), end, full[text[start:end]])
            for start, end in found
        ]
        short, ambiguous = _short(text, ranges, full, {(c.start, c.end) for c in chunks})
        ordered = sorted((*chunks, *short), key=lambda chunk: chunk.start)
        return cls(tuple(ordered), frozenset((c.start, c.end) for c in short), spellings, ambiguous)

    def in_range(self, start: int, end: int) -> list[Chunk]:
        """The names in a sentence."""
        return [chunk for chunk in self.chunks if start <= chunk.start and chunk.end <= end]

    def mentions(self, name: str) -> list[Range]:
        """Where a surname alone stands for a person."""
        return [
            (chunk.start, chunk.end)
            for chunk in self.chunks
            if chunk.value == name and (chunk.start, chunk.end) in self.short
        ]

    def spellings(self, name: str) -> tuple[str, ...]:
        """The other spellings of a person's name."""
        return self.names.get(name, ())


def _persons(written: list[str]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """The full name of each spelling, and the other spellings of each full name."""
    full: dict[str, str] = {}
    for name in sorted(dict.fromkeys(written), key=lambda n: (_is_initial(n), written.index(n))):
        same = [known for known in full.values() if _same(known, name)]
        full[name] = same[0] if len(set(same)) == 1 else name
    others: dict[str, list[str]] = defaultdict(list)
    for name, person in full.items():
        if name != person:
            others[person].append(name)
    return full, {person: tuple(sorted(names)) for person, names in others.items()}


def _is_initial(name: str) -> bool:
    return len(name.partition(" ")[0].strip(".")) == 1


def _same(known: str, name: str) -> bool:
    """Whether two names are one person's: two spellings, or an initial for the first name."""
    if _is_initial(name) and not _is_initial(known):
        return known[0] == name[0] and _surname(known) == _surname(name)
    return may_be_same_name(known, name)


def _surname(name: str) -> str:
    return slug(name.rpartition(" ")[2])


def _with_title(text: str, start: int) -> int:
    """The start of a name with the titles before it."""
    match = pattern("holders", "tests", "title_before").search(text, max(0, start - 40), start)
    return match.start() if match else start


def _short(
    text: str, ranges: tuple[Range, ...], full: dict[str, str], named: set[Range]
) -> tuple[list[Chunk], tuple[tuple[Range, frozenset[str]], ...]]:
    """Surnames that stand for one person named in full, and those that may for several."""
    register = Register(text, ranges)
    people = set(full.values())
    found: list[Chunk] = []
    ambiguous: list[tuple[Range, frozenset[str]]] = []
    surnames: dict[str, set[str]] = defaultdict(set)
    for person in people:
        surnames[person.rpartition(" ")[2]].add(person)
    for short in register.short_names:
        persons = {full.get(name, name) for name in register.full_names_for(short)} & people
        persons = persons or surnames.get(short.surname, set())
        if len(persons) == 1:
            found.append(Chunk(NAME, short.start, short.end, persons.pop()))
        elif persons:
            ambiguous.append(((short.start, short.end), frozenset(persons)))
        elif canonical_title(short.title) == "councillor":
            # minutes name councillors by their surnames alone
            found.append(Chunk(NAME, short.start, short.end, f"Councillor {short.surname}"))
    taken = [*named, *((chunk.start, chunk.end) for chunk in found)]
    single = {s: next(iter(p)) for s, p in surnames.items() if len(p) == 1 and not is_place(s)}
    if single:
        words = "|".join(map(re.escape, sorted(single, key=len, reverse=True)))
        for match in re.finditer(rf"(?<![\w’'-])(?:{words})(?![\w-])(?! [A-Z])", text):
            inside = any(start < match.end() and match.start() < end for start, end in taken)
            within = any(start <= match.start() and match.end() <= end for start, end in ranges)
            before = text[max(0, match.start() - 20) : match.start()]
            if not inside and within and not re.search(r"[A-Z][\w’'-]* $", before):
                found.append(Chunk(NAME, *match.span(), single[match[0]]))
    return found, tuple(ambiguous)
