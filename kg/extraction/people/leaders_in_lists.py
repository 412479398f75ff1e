"""Lists of people with the post right behind each name: a letter's addressees, an area's leaders.

In such a list whoever is named is a leader, whatever the post is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extraction.people.name_shapes import find_names
from kg.extraction.people.posts import Post, body_in, find_posts, pattern
from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import expand, fragment
from kg.model import Block, Document, DocumentKind

__all__ = ["Entry", "addressees", "area_leaders"]

ADDRESS_BLOCKS = 40
#: A post begins within so many characters behind its name, and ends within so many.
REACH = 180

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entry:
    """A name, its post (None where only the body is given), its body, and where all that stands."""

    name: Range
    post: Post | None
    organisation: Range | None
    span: Range


def addressees(document: Document, kind: DocumentKind) -> Iterator[Entry]:
    """The blocks between a letter's date and its greeting: "X, Director of Y, Z Council"."""
    greeting = _greeting().search(document.text) if kind is DocumentKind.LETTER else None
    if greeting:
        head = [b for b in document.blocks[:ADDRESS_BLOCKS] if b.end <= greeting.start()]
        yield from _entries(document, head)


def area_leaders(document: Document, passages: tuple[Passage, ...]) -> Iterator[Entry]:
    """Area reports list the leaders of the council and the health body: "X, Chief Executive"."""
    rows = [
        passage.block
        for passage in passages
        if passage.heading and pattern("details_heading").search(passage.heading)
    ]
    yield from _entries(document, rows)


def _entries(document: Document, blocks: list[Block]) -> Iterator[Entry]:
    text = document.text
    for index, block in enumerate(blocks):
        names = [n for n in find_names(text, block.start, block.end) if _begins(text, n, block)]
        for place, name in enumerate(names):
            last = place + 1 == len(names)
            limit = _next_line(document, blocks, index) if last else names[place + 1][0]
            words = _Line(text, name[1], min(limit, name[1] + REACH))
            entry = _entry(words)
            if entry is not None:
                yield entry.placed(words, name)


class _Line:
    """The words behind a name as one line: white space is one space, and offsets can be told."""

    def __init__(self, text: str, start: int, end: int) -> None:
        kept = [
            place
            for place in range(start, end)
            if not (text[place].isspace() and place > start and text[place - 1].isspace())
        ]
        self.text = "".join(" " if text[place].isspace() else text[place] for place in kept)
        self._places = [*kept, end]

    def range(self, start: int, end: int) -> Range:
        """The range in the document's text of `self.text[start:end]`."""
        return self._places[start], self._places[end - 1] + 1 if end > start else self._places[end]


@dataclass(frozen=True, slots=True)
class _Held:
    """A post and a body in a line."""

    post: Post | None
    body: Range | None

    def placed(self, line: _Line, name: Range) -> Entry:
        """The same in the document's text."""
        post = (*line.range(*self.post[:2]), self.post[2]) if self.post else None
        body = line.range(*self.body) if self.body else None
        end = post[1] if post else body[1] if body else name[1]
        return Entry(name, post, body, (name[0], end))


def _entry(line: _Line) -> _Held | None:
    text, limit = line.text, len(line.text)
    start = _end_of(_honours(), text, 0, limit)
    post = next(iter(find_posts(text, start, limit, address=True)), None)
    between = _before_post().fullmatch(text, start, post[0]) if post else None
    if post is None or between is None:
        body = body_in(text, start, limit) if text[start : start + 1] == "," else None
        return _Held(None, body) if body and _body_noun().search(text, *body) else None
    before = body_in(text, between.start("before"), post[0]) if between["before"] else None
    if before and not pattern("own_body").search(text, post[0], post[1]):
        # "CRC Director" is one post, "Anyshire Police and Crime Commissioner" one of a body
        post, before = (before[0], post[1], post[2]), None
    inside = pattern("of_body").search(text, post[0], post[1])
    body = body_in(text, post[1], limit) or before
    if inside and (body is None or post[2] == "lscb-chair"):
        own = body_in(text, inside.start("body"), post[1])
        body = own if own and _body_noun().search(text, *own) else body
    return _Held((post[0], post[1], "other" if post[2] == "chair" else post[2]), body)


def _end_of(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.match(text, start, end)
    return match.end() if match else start


def _begins(text: str, name: Range, block: Block) -> bool:
    """Whether an entry can begin with a name: not in the middle of another's words."""
    before = _title().sub("", text[block.start : name[0]])
    if not before.strip() or before.endswith("\n"):
        return True
    honours = _honours().match(text, name[1])
    followed = _follows().match(text, name[1]) or (honours and honours[0])
    return bool(followed) and not _in_the_middle().search(before)


def _next_line(document: Document, blocks: list[Block], index: int) -> int:
    """Where the words after a name end: with its block, or with the next one that has no name."""
    if index + 1 < len(blocks):
        following = blocks[index + 1]
        if not any(
            _begins(document.text, name, following)
            for name in find_names(document.text, following.start, following.end)
        ):
            return following.end
    return blocks[index].end


@cache
def _honours() -> re.Pattern[str]:
    return re.compile(fragment("HONOURS"))


@cache
def _before_post() -> re.Pattern[str]:
    return re.compile(r"[\s,(:–-]*(?P<before>(?:(?:[A-Z][\w’'&-]*|and|of|&|upon)\s+)*)")


@cache
def _body_noun() -> re.Pattern[str]:
    return re.compile(expand(r"\b{{BODY_NOUN}}$"))


@cache
def _in_the_middle() -> re.Pattern[str]:
    return re.compile(r"(?:,|\b(?:of|and|for|the|at|in|to)|&)\s*$")


@cache
def _title() -> re.Pattern[str]:
    return re.compile(rf"(?:{fragment('TITLE')}\s+)+$")


@cache
def _follows() -> re.Pattern[str]:
    return re.compile(r"[ ]*[,(\n–-]|$")


@cache
def _greeting() -> re.Pattern[str]:
    return re.compile(r"^Dear\s", re.M)
