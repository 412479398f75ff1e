"""Lists of people with a post after each name: a letter's addressees, an area's leaders.

Everyone named in such a list is a leader, whatever the post.
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

__all__ = ["ListEntry", "addressees", "area_leaders"]

MAX_ADDRESS_BLOCKS = 40
#: Maximum characters from a name to the end of its post.
REACH = 180

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ListEntry:
    """A name, its post (None if only the body is given), its body, and the range of it all."""

    name: Range
    post: Post | None
    organisation: Range | None
    span: Range


def addressees(document: Document, kind: DocumentKind) -> Iterator[ListEntry]:
    """Entries before a letter's greeting: "X, Director of Y, Z Council"."""
    greeting = _greeting().search(document.text) if kind is DocumentKind.LETTER else None
    if greeting:
        head = [b for b in document.blocks[:MAX_ADDRESS_BLOCKS] if b.end <= greeting.start()]
        yield from _entries(document, head)


def area_leaders(document: Document, passages: tuple[Passage, ...]) -> Iterator[ListEntry]:
    """Entries in an area report's list of leaders: "X, Chief Executive"."""
    rows = [
        passage.block
        for passage in passages
        if passage.heading and pattern("details_heading").search(passage.heading)
    ]
    yield from _entries(document, rows)


def _entries(document: Document, blocks: list[Block]) -> Iterator[ListEntry]:
    text = document.text
    for index, block in enumerate(blocks):
        names = [
            n for n in find_names(text, block.start, block.end) if _can_begin_entry(text, n, block)
        ]
        for place, name in enumerate(names):
            last = place + 1 == len(names)
            limit = _entry_end(document, blocks, index) if last else names[place + 1][0]
            words = _FlatText(text, name[1], min(limit, name[1] + REACH))
            entry = _entry(words)
            if entry is not None:
                yield entry.to_entry(words, name)


class _FlatText:
    """The words after a name with single spaces, and their offsets in the document."""

    def __init__(self, text: str, start: int, end: int) -> None:
        offsets = [
            place
            for place in range(start, end)
            if not (text[place].isspace() and place > start and text[place - 1].isspace())
        ]
        self.text = "".join(" " if text[place].isspace() else text[place] for place in offsets)
        self._offsets = [*offsets, end]

    def range(self, start: int, end: int) -> Range:
        """The range in the document's text of `self.text[start:end]`."""
        stop = self._offsets[end - 1] + 1 if end > start else self._offsets[end]
        return self._offsets[start], stop


@dataclass(frozen=True, slots=True)
class _PostAndBody:
    """A post and a body in a line."""

    post: Post | None
    body: Range | None

    def to_entry(self, line: _FlatText, name: Range) -> ListEntry:
        """The entry of a name, with ranges in the document's text."""
        post = (*line.range(*self.post[:2]), self.post[2]) if self.post else None
        body = line.range(*self.body) if self.body else None
        end = post[1] if post else body[1] if body else name[1]
        return ListEntry(name, post, body, (name[0], end))


def _entry(line: _FlatText) -> _PostAndBody | None:
    text, limit = line.text, len(line.text)
    start = _end_of(_honours(), text, 0, limit)
    post = next(iter(find_posts(text, start, limit, address=True)), None)
    between = _before_post().fullmatch(text, start, post[0]) if post else None
    if post is None or between is None:
        body = body_in(text, start, limit) if text[start : start + 1] == "," else None
        return _PostAndBody(None, body) if body and _body_noun().search(text, *body) else None
    body_before = body_in(text, between.start("before"), post[0]) if between["before"] else None
    if body_before and not pattern("own_body").search(text, post[0], post[1]):
        # "CRC Director" is one post, "Anyshire Police and Crime Commissioner" one of a body
        post, body_before = (body_before[0], post[1], post[2]), None
    body_in_post = pattern("of_body").search(text, post[0], post[1])
    body = body_in(text, post[1], limit) or body_before
    if body_in_post and (body is None or post[2] == "lscb-chair"):
        body_of_post = body_in(text, body_in_post.start("body"), post[1])
        body = body_of_post if body_of_post and _body_noun().search(text, *body_of_post) else body
    return _PostAndBody((post[0], post[1], "other" if post[2] == "chair" else post[2]), body)


def _end_of(pattern: re.Pattern[str], text: str, start: int, end: int) -> int:
    match = pattern.match(text, start, end)
    return match.end() if match else start


def _can_begin_entry(text: str, name: Range, block: Block) -> bool:
    """Whether an entry can begin with a name, which is not inside another entry."""
    before = _title().sub("", text[block.start : name[0]])
    if not before.strip() or before.endswith("\n"):
        return True
    honours = _honours().match(text, name[1])
    followed = _after_name().match(text, name[1]) or (honours and honours[0])
    return bool(followed) and not _in_the_middle().search(before)


def _entry_end(document: Document, blocks: list[Block], index: int) -> int:
    """The end of an entry: that of its block, or of the next one if that has no name."""
    if index + 1 < len(blocks):
        following = blocks[index + 1]
        if not any(
            _can_begin_entry(document.text, name, following)
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
def _after_name() -> re.Pattern[str]:
    return re.compile(r"[ ]*[,(\n–-]|$")


@cache
def _greeting() -> re.Pattern[str]:
    return re.compile(r"^Dear\s", re.M)
