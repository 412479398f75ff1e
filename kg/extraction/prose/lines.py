"""Lines: a sentence in which names, posts, bodies and dates are one character each.

    Kent's director of children's services, Jo Bloggs, said  ->  C's P, N, said

The rules of `holders.toml` are the grammar of such lines, so a rule for an apposition is as short
as "a name, a comma, a post".  Each character stands for words of the text, with their range.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache

from kg.extraction.people.name_shapes import find_names, is_person
from kg.extraction.prose.dates import DateMention, find_dates
from kg.extraction.prose.grammar import readable
from kg.extraction.prose.posts import find_prose_posts
from kg.extraction.text.passages import Passage, Range
from kg.extraction.text.patterns import pattern, rules, table
from kg.gazetteer import Gazetteer, fold, organisations
from kg.model import PartialDate

__all__ = [
    "Chunk",
    "Line",
    "councils_in",
    "is_place",
    "line_of",
    "names_of",
    "prose_sentences",
]

NAME, POST, DOING, COUNCIL, BODY, INSPECTORATE, DATE, PORTFOLIO = (
    chr(code) for code in range(0xE000, 0xE008)
)
#: Sections whose words are the site's, not the author's.
SKIPPED_SECTIONS = ("boilerplate", "contents")
#: Forms of dates (`timewords.toml`) that say that something has only just happened.
THESE_DAYS = ("today", "yesterday", "weekday", "week")
#: Maximum words of the name of a council or an organisation.
MAX_WORDS = 10
WORD = re.compile(r"[^\s,;:()“”\"]+")
#: A possessive and the punctuation at the end of a word.
TAIL = re.compile(r"(?:[’'](?:s|S)?)?[.!?’'\-–]*$")
POSSESSIVE = re.compile(r"[’']s?$")

Finder = Callable[[str, int, int], Iterator["Chunk"]]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Words that are one character of a line: its kind, their range, and what they mean.

    `value` is a person's full name, a post's role, the codes of a council joined by spaces, or a
    date: in the past, and if it is to come.
    """

    kind: str
    start: int
    end: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence as a line, with its chunks and the offset in the document of each character."""

    text: str
    chunks: Mapping[int, Chunk]
    offsets: tuple[int, ...] = field(repr=False)

    def within(self, start: int, end: int, kinds: str) -> Iterator[tuple[int, Chunk]]:
        """The chunks of some kinds in `self.text[start:end]`, each with its place in the line."""
        for place in range(start, end):
            chunk = self.chunks.get(place)
            if chunk is not None and chunk.kind in kinds:
                yield place, chunk

    def range(self, start: int, end: int) -> Range:
        """The range in the document of `self.text[start:end]`."""
        last = self.chunks.get(end - 1)
        return self.offsets[start], last.end if last else self.offsets[end - 1] + 1


def prose_sentences(text: str, passages: Iterable[Passage]) -> tuple[Range, ...]:
    """The sentences in which prose names people, each line of a paragraph on its own.

    Single words, and sentences that are too long for the parser, are left out.
    """
    return tuple(
        (start, end)
        for passage in passages
        if passage.section not in SKIPPED_SECTIONS
        for start, end in passage.sentences
        if readable(text, start, end)
    )


def line_of(
    text: str, start: int, end: int, names: Iterable[Chunk], today: PartialDate | None = None
) -> Line:
    """The line of the sentence `text[start:end]`, which has these names.

    `today` is the document's own date, which relative dates need.
    """
    chunks = sorted(names, key=lambda chunk: chunk.start)
    for find in (
        _inspectorates,
        _whole_posts,
        _councils_with_noun,
        _posts,
        _named_bodies,
        _bodies,
        _councils,
        _dates(today),
    ):
        chunks = _with_chunks(chunks, text, start, end, find)
    words: list[str] = []
    offsets: list[int] = []
    places: dict[int, Chunk] = {}
    at = start
    for chunk in chunks:
        words.append(text[at : chunk.start])
        offsets.extend(range(at, chunk.start))
        places[len(offsets)] = chunk
        words.append(chunk.kind)
        offsets.append(chunk.start)
        at = chunk.end
    words.append(text[at:end])
    offsets.extend(range(at, end))
    return Line("".join(words), places, tuple(offsets))


def _with_chunks(chunks: list[Chunk], text: str, start: int, end: int, find: Finder) -> list[Chunk]:
    """The chunks, and those that a function finds in the gaps between them."""
    found = list(chunks)
    for begin, finish in _gaps(chunks, start, end):
        found.extend(find(text, begin, finish))
    return sorted(found, key=lambda chunk: chunk.start)


def _gaps(chunks: list[Chunk], start: int, end: int) -> Iterator[Range]:
    for chunk in chunks:
        if start < chunk.start:
            yield start, chunk.start
        start = chunk.end
    if start < end:
        yield start, end


# --- names ---


def names_of(text: str, start: int, end: int) -> Iterator[Range]:
    """Ranges of the full names of people in prose, without titles and possessives.

    Names of places, and what a portfolio is for ("a Fairer Start"), are not people.
    """
    for first, last in find_names(text, start, end):
        for begin, finish in _people(text, first, last):
            before = text[max(start, begin - 40) : begin]
            name = text[begin:finish]
            if (
                is_place(name)
                or pattern("holders", "tests", "not_a_name").search(before)
                or _is_work(name)
            ):
                continue
            yield begin, finish


def _people(text: str, first: int, last: int) -> Iterator[Range]:
    """The names in a run of capitalised words: possessives end one, titles and places begin one."""
    begin = first
    for word in re.finditer(r"\S+", text[first:last]):
        finish = first + word.end()
        possessive = POSSESSIVE.search(word[0])
        if possessive or finish == last:
            stop = possessive.start() + first + word.start() if possessive else finish
            begin = _after_titles(text, begin, stop)
            office = pattern("holders", "tests", "post_words").search(text, begin, stop + 3)
            stop = min(stop, office.start()) if office else stop
            if is_person(text[begin:stop]):
                yield begin, stop
            begin = finish + 1


def _is_work(name: str) -> bool:
    """Whether a word of a name is one of a portfolio: "Lifelong Learning"."""
    found = pattern("holders", "tests", "area_of_work").search(name)
    return found is not None and found[0].strip() not in table("people")["surnames"]


def _after_titles(text: str, begin: int, end: int) -> int:
    """The start of a name, behind the titles that only stories use, and the place of a mayor."""
    title = pattern("holders", "tests", "title").match(text, begin, end)
    begin = title.end() if title else begin
    words = text[begin:end].split(" ")
    for count in range(len(words) - 2, 0, -1):
        if fold(" ".join(words[:count])) in _places():
            return begin + len(" ".join(words[:count])) + 1
    return begin


def is_place(name: str) -> bool:
    """Whether a name is that of a council's area."""
    return fold(name) in _places()


@cache
def _places() -> frozenset[str]:
    return frozenset(fold(name) for name in Gazetteer.load().place_names)


# --- bodies ---


def _inspectorates(text: str, start: int, end: int) -> Iterator[Chunk]:
    for match in pattern("holders", "tests", "inspectorate").finditer(text, start, end):
        yield Chunk(INSPECTORATE, match.start(), match.end())


def _posts(text: str, start: int, end: int) -> Iterator[Chunk]:
    for post in find_prose_posts(text, start, end):
        yield Chunk(
            {"post": POST, "portfolio": PORTFOLIO, "doing": DOING}[post.kind],
            post.start,
            post.end,
            post.role,
        )


def _whole_posts(text: str, start: int, end: int) -> Iterator[Chunk]:
    """Posts with the name of a council in their middle."""
    for rule in rules("holders", "whole_post"):
        for match in rule.regex.finditer(text, start, end):
            yield Chunk(POST, match.start(), match.end(), str(rule.fields["role"]))


def _councils(text: str, start: int, end: int) -> Iterator[Chunk]:
    """Names of councils and of their places."""
    yield from _looked_up(text, start, end, _council_codes(), COUNCIL)


def councils_in(text: str, start: int, end: int) -> list[Chunk]:
    """The councils named in `text[start:end]`."""
    return list(_councils(text, start, end))


def _councils_with_noun(text: str, start: int, end: int) -> Iterator[Chunk]:
    """Full names of councils, and any before a possessive or a post, which posts could swallow."""
    for chunk in _looked_up(text, start, end, _council_codes(), COUNCIL):
        owns = pattern("holders", "tests", "owns").match(text, chunk.end, end)
        if owns or not is_place(text[chunk.start : chunk.end]):
            yield chunk


def _named_bodies(text: str, start: int, end: int) -> Iterator[Chunk]:
    yield from _looked_up(text, start, end, _organisation_names(), BODY)


def _bodies(text: str, start: int, end: int) -> Iterator[Chunk]:
    for match in pattern("holders", "tests", "body").finditer(text, start, end):
        yield Chunk(BODY, match.start(), match.end())


def _dates(today: PartialDate | None) -> Finder:
    def find(text: str, start: int, end: int) -> Iterator[Chunk]:
        dates = [
            date for date in find_dates(text, start, end, today) if date.form not in THESE_DAYS
        ]
        for index, date in enumerate(dates):
            if index and _is_its_year(text, dates[index - 1], date):
                continue
            after = dates[index + 1] if index + 1 < len(dates) else None
            before = pattern("holders", "tests", "before_date").search(text, start, date.start)
            begin, stop = before.start() if before else date.start, date.end
            past, coming = date.first.iso, date.coming.iso
            if after is not None and _is_its_year(text, date, after):
                past = coming = after.first.iso[:4] + past[4:]
                stop = after.end
            yield Chunk(DATE, begin, stop, f"{past} {coming}")

    return find


def _is_its_year(text: str, month: DateMention, year: DateMention) -> bool:
    """Whether the second date gives the year of the first: "March last year"."""
    between = text[month.end : year.start]
    return between in (" ", ", ", " of ") and month.relative and len(year.first.iso) == len("2020")


def _looked_up(
    text: str, start: int, end: int, known: Mapping[str, str], kind: str
) -> Iterator[Chunk]:
    """The longest known names that begin with a capital."""
    words = list(WORD.finditer(text, start, end))
    at = start
    for index, word in enumerate(words):
        if word.start() < at or not word[0][0].isupper():
            continue
        for last in reversed(words[index : index + MAX_WORDS]):
            stop = last.end() - len(_tail(last[0]))
            value = known.get(" ".join(text[word.start() : stop].replace("’", "'").split()))
            if value is not None:
                more = pattern("holders", "tests", "council_noun").match(text, stop, end)
                stop = more.end() if more and kind == COUNCIL else stop
                yield Chunk(kind, word.start(), stop, value)
                at = stop
                break


def _tail(word: str) -> str:
    """What a word has at its end besides a name: a possessive, a full stop."""
    return word[len(TAIL.sub("", word)) :]


@cache
def _council_codes() -> dict[str, str]:
    return {
        name.replace("’", "'"): " ".join(codes) for name, codes in Gazetteer.load().names().items()
    }


@cache
def _organisation_names() -> dict[str, str]:
    return {
        name.replace("’", "'"): body.name
        for body in organisations()
        if body.kind != "inspectorate"
        for name in (body.name, *body.other_names)
        if " " in name or name.isupper()
    }
