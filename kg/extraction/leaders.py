"""Leadership posts in the council and its partners: who holds them, and since when.

A post counts with a name beside it, or with the date since when it is held.  Addressees of a
letter are leaders.  "Ms Bloggs" later in the text is one more place where she is spoken of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.addressees import Entry, addressees, area_leaders
from kg.extraction.names import find_names, strip_titles
from kg.extraction.passages import Passage
from kg.extraction.people import Register, Short, known, merge, seen, with_dates
from kg.extraction.posts import Post, body_in, find_posts, pattern
from kg.extraction.rules import fragment
from kg.extraction.tenures import tenures
from kg.model import Document, DocumentKind, Evidence, Leader, Unresolved
from kg.names import slug

__all__ = ["COMPONENT"]

COMPONENT = "leaders"
#: A post's words are kept up to this length, in characters.
ROLE_LENGTH = 120
#: A chair is that of the safeguarding board when so many characters before speak of it.
CHAIR_REACH = 1500
#: The body that a post is in is read from so many characters behind it.
BODY_REACH = 140
SILENT = ("boilerplate", "contents", "team", "signature", "method")


@Language.component("kg_leaders")
def leaders(doc: Doc) -> Doc:
    """Set `leaders` on the doc, each person once, each unnamed post with a date once.

    Surnames that fit two people go to `unresolved`.
    """
    document: Document = doc._.document
    passages: tuple[Passage, ...] = doc._.passages
    spoken = [p for p in passages if p.section not in SILENT]
    register = Register(document.text, ((p.block.start, p.block.end) for p in spoken))
    inspectors = {slug(one.name) for one in doc._.inspectors}
    places = [(one.evidence.start, one.evidence.end) for one in doc._.councils]
    found: list[Leader] = []
    entries = [*addressees(document, doc._.kind), *area_leaders(document, passages)]
    listed = {entry.name[0] for entry in entries}
    prose = [p for p in spoken if not any(p.block.start <= at < p.block.end for at in listed)]
    candidates = [
        *(_listed(document, entry) for entry in entries),
        *_in_prose(document, prose, doc._.kind, register, places),
    ]
    for one in candidates:
        if one.name is None or slug(one.name) not in inspectors:
            merge(found, one)
    held, visited = tuple(with_dates(found)), doc._.inspectors
    for short in register.short:
        names = [name for name in register.fitting(short) if known(name, (*held, *visited))]
        words = Evidence(short.start, short.end, COMPONENT)
        if len(names) == 1 == len(register.fitting(short)):
            held = tuple(seen(one, names[0], words) for one in held)
            visited = tuple(seen(one, names[0], words) for one in visited)
        elif names:
            doc._.unresolved = (*doc._.unresolved, _two_fit(document, register, short))
    doc._.leaders, doc._.inspectors = held, visited
    return doc


def _two_fit(document: Document, register: Register, short: Short) -> Unresolved:
    reason = f"may be {' or '.join(sorted(register.fitting(short)))}"
    words = document.quote(short.start, short.end)
    return Unresolved("person", words, short.start, short.end, reason)


# --- in lists ---


def _listed(document: Document, entry: Entry) -> Leader:
    post = entry.post or (entry.name[1], entry.name[1], "other")
    body = entry.organisation
    return _leader(document, document.text[slice(*entry.name)], post, entry.span, body)


# --- in prose ---


def _in_prose(
    document: Document,
    passages: list[Passage],
    kind: DocumentKind,
    register: Register,
    places: list[tuple[int, int]],
) -> Iterator[Leader]:
    text = document.text
    for passage in passages:
        before: list[Post] = []
        for start, end in passage.sentences:
            posts = _with_chairs(text, find_posts(text, start, end))
            named = list(_named(document, posts, start, end, kind, register, places))
            for post, since, span in tenures(text, start, end, posts, before):
                holder = next((k for k, one in enumerate(named) if one.role == post[2]), None)
                if holder is not None:
                    named[holder] = replace(named[holder], since=since)
                elif post[2] != "other" or pattern("counts_unnamed").search(text, post[0], post[1]):
                    body = body_in(text, post[1], min(len(text), post[1] + BODY_REACH))
                    yield replace(_leader(document, None, post, span, body), since=since)
            yield from named
            before = posts


def _with_chairs(text: str, posts: list[Post]) -> list[Post]:
    """A chair of nothing is the safeguarding board's where the words before speak of it."""
    return [(a, b, _chair(text, a) if role == "chair" else role) for a, b, role in posts]


def _chair(text: str, offset: int) -> str:
    of_board = pattern("board").search(text, max(0, offset - CHAIR_REACH), offset)
    return "lscb-chair" if of_board else "other"


def _named(
    document: Document,
    posts: list[Post],
    start: int,
    end: int,
    kind: DocumentKind,
    register: Register,
    places: list[tuple[int, int]],
) -> Iterator[Leader]:
    """A name right before or right after a post: "Mayor Jo Bloggs", "X, lead member for Y"."""
    text = document.text
    if not posts and (kind is DocumentKind.REPORT or not _councillor().search(text, start, end)):
        return
    names = [
        (a, b, text[a:b]) for a, b in find_names(text, start, end) if not _is_place(places, a, b)
    ]
    names += register.within(start, end)
    taken: set[int] = set()
    for post in posts:
        for name in names:
            if name[0] in taken or not _adjacent(text, name, post):
                continue
            taken.add(name[0])
            span = (min(name[0], post[0]), max(name[1], post[1]))
            body = body_in(text, post[1], min((n[0] for n in names if n[0] >= post[1]), default=end))
            if pattern("former").search(text, start, post[0]):
                break
            if not _of_an_inspectorate(text, post, start, end):
                yield _leader(document, name[2], post, span, body)
            break
    for match in _councillor().finditer(text, start, end):
        if kind is not DocumentKind.REPORT and match.start("name") not in taken:
            role = (match.start(), match.end("title"), "other")
            yield _leader(document, match["name"], role, match.span(), None)


def _is_place(places: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether a council's name is all that a range holds."""
    return any(a <= start and end <= b for a, b in places)


def _of_an_inspectorate(text: str, post: Post, start: int, end: int) -> bool:
    return bool(
        pattern("outsider").search(text, start, post[0])
        or pattern("outsider_after").search(text, post[1], end)
    )


def _adjacent(text: str, name: tuple[int, int, str], post: Post) -> bool:
    """Whether only a comma, a title or a few joining words stand between a name and a post."""
    if name[1] <= post[0]:
        return bool(_name_first().fullmatch(text, name[1], post[0]))
    if post[1] <= name[0]:
        return bool(_post_first().fullmatch(text, post[1], name[0]))
    return False


@cache
def _name_first() -> re.Pattern[str]:
    return re.compile(rf"[ ,–—-]*{pattern('name_first').pattern}")


@cache
def _post_first() -> re.Pattern[str]:
    return pattern("post_first")


@cache
def _councillor() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<title>Councillor|Cllr)\.?\s+(?P<name>{fragment('NAME')})")


def _leader(
    document: Document,
    name: str | None,
    post: Post,
    span: tuple[int, int],
    body: tuple[int, int] | None,
) -> Leader:
    text = document.text
    role_text = " ".join(text[post[0] : post[1]].split())[:ROLE_LENGTH]
    role_text = re.sub(r"(?:[\s,]+(?:and|&|of|for))*[\s,]*$", "", role_text)
    organisation = " ".join(text[slice(*body)].replace(" ,", ",").split()) if body else None
    return Leader(
        name=strip_titles(name) if name else None,
        role=post[2],
        role_text=pattern("not_the_post").sub("", role_text),
        organisation=organisation.strip(" ,.&") if organisation else None,
        since=None,
        evidence=Evidence(*span, COMPONENT),
    )
