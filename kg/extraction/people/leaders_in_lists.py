"""Lists of people with a post after each name: a letter's addressees, an area's leaders.

Everyone named in such a list is a leader, whatever the post.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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

#: Roles of the second line of a council, which no health body has.
COUNCIL_TIERS = ("strategic-director", "assistant-director")

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


def area_leaders(
    document: Document, passages: tuple[Passage, ...], councils: Iterable[Range] = ()
) -> Iterator[ListEntry]:
    """Entries in an area report's list of leaders: "X, Chief Executive".

    It has two columns, of the council (one of the names at `councils`) and of the health body: who
    comes after the first is of the body at the head of the second, if no other is named.
    """
    rows = [
        passage.block
        for passage in passages
        if passage.heading and pattern("details_heading").search(passage.heading)
    ]
    entries = list(_entries(document, rows))
    yield from entries[:1]
    head = _health_body(document, rows, entries[0].name[0], councils) if len(entries) > 1 else None
    for entry in entries[1:]:
        yield _in_column(document, entry, head) if head else entry


def _health_body(
    document: Document, rows: list[Block], end: int, councils: Iterable[Range]
) -> Range | None:
    """The body at the head of the second column, right behind the council, if there is only one."""
    heads = sorted(span for span in councils if rows[0].start <= span[0] < end)
    first = pattern("health_body_first").search(document.text, rows[0].end, end)
    start = heads[0][1] if heads else first.start() if first else end
    match = pattern("health_head").match(document.text, start, end)
    return match.span("body") if match else None


def _in_column(document: Document, entry: ListEntry, head: Range) -> ListEntry:
    """An entry of the second column, in its own body or in that of the column."""
    if (own := entry.organisation) is not None:
        named = _body_noun().search(document.text, *own)
        if named and not pattern("any_health_body").fullmatch(document.text, *own):
            return entry
    post = entry.post
    if post is not None and post[2] in COUNCIL_TIERS:
        if own is None and pattern("council_post").search(document.text, *post[:2]):
            return entry
        post = (post[0], post[1], "other")
    return replace(entry, post=post, organisation=head)


def _entries(document: Document, blocks: list[Block]) -> Iterator[ListEntry]:
    text = document.text
    for index, block in enumerate(blocks):
        names = [
            n for n in find_names(text, block.start, block.end) if _can_begin_entry(text, n, block)
        ]
        pair = _pair_in_columns(document, blocks, index, names)
        yield from pair
        for place, name in enumerate(() if pair else names):
            last = place + 1 == len(names)
            limit = _entry_end(document, blocks, index) if last else names[place + 1][0]
            words = _FlatText(text, name[1], min(limit, name[1] + REACH))
            entry = _entry(words)
            if entry is not None:
                yield entry.to_entry(words, name)


def _pair_in_columns(
    document: Document, blocks: list[Block], index: int, names: list[Range]
) -> tuple[ListEntry, ...]:
    """The two entries of names beside each other, with their two posts behind both."""
    if len(names) != 2 or document.text[names[0][1] : names[1][0]] != " ":
        return ()
    end = min(_entry_end(document, blocks, index), names[1][1] + REACH)
    words = _FlatText(document.text, names[1][1], end)
    posts = find_posts(words.text, 0, len(words.text))
    if len(posts) != 2:
        return ()
    first, second = posts
    body = body_in(words.text, second[1], len(words.text))
    return (
        _PostAndBody(first, None).to_entry(words, names[0]),
        _PostAndBody(second, body).to_entry(words, names[1]),
    )


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
        self._document = text

    def range(self, start: int, end: int) -> Range:
        """The range in the document's text of `self.text[start:end]`."""
        stop = self._offsets[end - 1] + 1 if end > start else self._offsets[end]
        return self._offsets[start], stop

    def body(self, start: int, end: int) -> Range:
        """The same of a body's name, which ends with a line where the next has another body."""
        begin, stop = self.range(start, end)
        for line_end in re.finditer(r"\s*\n\s*", self._document[begin:stop]):
            ended = _body_noun().search(self._document, begin, begin + line_end.start())
            if ended and not _goes_on().match(self._document, begin + line_end.end()):
                return begin, begin + line_end.start()
        return begin, stop


@dataclass(frozen=True, slots=True)
class _PostAndBody:
    """A post and a body in a line."""

    post: Post | None
    body: Range | None

    def to_entry(self, line: _FlatText, name: Range) -> ListEntry:
        """The entry of a name, with ranges in the document's text."""
        post = (*line.range(*self.post[:2]), self.post[2]) if self.post else None
        body = line.body(*self.body) if self.body else None
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
def _goes_on() -> re.Pattern[str]:
    """The rest of a body's name: another noun alone, or what a small word joins to it."""
    return re.compile(expand(r"{{BODY_NOUN}}\s*(?:$|\n)|[a-z&(]"))


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
