"""Leadership posts in the council and its partners: who holds them, and since when.

A post counts with a name beside it, or with the date since when it is held.  Addressees of a
letter are leaders.  "Ms Bloggs" later in the text adds nothing: the full name stands once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.dates import single
from kg.extraction.names import find_names, strip_titles
from kg.extraction.passages import Passage
from kg.extraction.rules import fragment, rules, table
from kg.model import Block, Document, DocumentKind, Evidence, Leader

__all__ = ["Post", "find_posts"]

COMPONENT = "leaders"
#: A post's words are kept up to this length, in characters.
ROLE_LENGTH = 120
ADDRESS_BLOCKS = 40
SILENT = ("boilerplate", "contents", "team", "signature", "method")

Post = tuple[int, int, str]


def find_posts(text: str, start: int, end: int, address: bool = False) -> list[Post]:
    """Posts named in `text[start:end]`: (start, end, role), longest and most specific first."""
    found: list[Post] = []
    for rule in rules("people", "post"):
        if rule.fields.get("address") and not address:
            continue
        for match in rule.regex.finditer(text, start, end):
            if match.end() > match.start() and not any(
                match.start() < b and a < match.end() for a, b, _ in found
            ):
                found.append((match.start(), match.end(), str(rule.fields["role"])))
    return sorted(found)


@Language.component("kg_leaders")
def leaders(doc: Doc) -> Doc:
    """Set `leaders` on the doc, each person once a role, each unnamed post with a date once."""
    document: Document = doc._.document
    passages: tuple[Passage, ...] = doc._.passages
    inspectors = {one.name.casefold() for one in doc._.inspectors}
    found: dict[tuple[str, str], Leader] = {}
    candidates = [
        *_addressees(document, doc._.kind),
        *_details(document, passages),
        *_in_prose(document, passages, doc._.kind),
    ]
    for leader in candidates:
        if leader.name is not None and leader.name.casefold() in inspectors:
            continue
        key = (
            leader.name.casefold() if leader.name else "",
            leader.role if leader.role != "other" else leader.role_text,
        )
        before = found.get(key)
        if before is None and leader.name is not None:
            before = next((one for (name, _), one in found.items() if name == key[0]), None)
            key = (key[0], before.role) if before else key
        if before is None:
            found[key] = leader
        elif before.since is None and leader.since is not None:
            found[key] = replace(before, since=leader.since)
    doc._.leaders = tuple(sorted(found.values(), key=lambda one: one.evidence.start))
    return doc


def _addressees(document: Document, kind: DocumentKind) -> Iterator[Leader]:
    """The blocks between a letter's date and its greeting: "X, Director of Y, Z Council"."""
    if kind is not DocumentKind.LETTER:
        return
    greeting = _greeting().search(document.text)
    end = greeting.start() if greeting else 0
    yield from _listed(document, [b for b in document.blocks[:ADDRESS_BLOCKS] if b.end <= end])


def _details(document: Document, passages: tuple[Passage, ...]) -> Iterator[Leader]:
    """Area reports list the leaders of the council and the health body: "X, Chief Executive"."""
    rows = [
        passage.block
        for passage in passages
        if passage.heading and _details_heading().search(passage.heading)
    ]
    yield from _listed(document, rows)


def _listed(document: Document, blocks: list[Block]) -> Iterator[Leader]:
    """Names in lists with the post right behind each, on its line or on the next."""
    for index, block in enumerate(blocks):
        names = list(find_names(document.text, block.start, block.end))
        for place, (start, stop) in enumerate(names):
            last = place + 1 == len(names)
            limit = _next_line(document, blocks, index) if last else names[place + 1][0]
            posts = find_posts(document.text, stop, min(limit, stop + ROLE_LENGTH), address=True)
            if posts and _honours().fullmatch(document.text[stop : posts[0][0]].strip(" ,(\n")):
                yield _leader(document, (start, stop), posts[0], (start, posts[0][1]))


def _next_line(document: Document, blocks: list[Block], index: int) -> int:
    """Where the words after a name end: with its block, or with the next one that has no name."""
    if index + 1 < len(blocks):
        following = blocks[index + 1]
        if not list(find_names(document.text, following.start, following.end)):
            return following.end
    return blocks[index].end


@cache
def _honours() -> re.Pattern[str]:
    return re.compile(fragment("HONOURS"))


@cache
def _greeting() -> re.Pattern[str]:
    return re.compile(r"^Dear\s", re.M)


@cache
def _details_heading() -> re.Pattern[str]:
    return re.compile(table("people")["details_heading"])


def _in_prose(
    document: Document, passages: tuple[Passage, ...], kind: DocumentKind
) -> Iterator[Leader]:
    for passage in passages:
        if passage.section in SILENT:
            continue
        for start, end in passage.sentences:
            posts = find_posts(document.text, start, end)
            named = list(_named(document, posts, start, end, kind))
            for tenure in _tenures(document, posts, start, end):
                holder = next((k for k, one in enumerate(named) if one.role == tenure.role), None)
                if holder is None:
                    yield tenure
                else:
                    named[holder] = replace(named[holder], since=tenure.since)
            yield from named


def _named(
    document: Document, posts: list[Post], start: int, end: int, kind: DocumentKind
) -> Iterator[Leader]:
    """A name right before or right after a post: "Mayor Jo Bloggs", "X, lead member for Y"."""
    text = document.text
    names = list(find_names(text, start, end))
    for post in posts:
        for name in names:
            between = text[name[1] : post[0]] if name[1] <= post[0] else text[post[1] : name[0]]
            if _adjacent(between, name[1] <= post[0]):
                yield _leader(document, name, post, (min(name[0], post[0]), max(name[1], post[1])))
                break
    if not posts and kind is not DocumentKind.REPORT:
        for match in _councillor().finditer(text, start, end):
            role = (match.start(), match.start() + len(match[1]), "other")
            yield _leader(document, match.span(2), role, match.span())


@cache
def _councillor() -> re.Pattern[str]:
    return re.compile(rf"\b(Councillor|Cllr)\.?\s+({fragment('NAME')})")


def _adjacent(between: str, name_first: bool) -> bool:
    """Whether only a comma, a title or a few joining words stand between a name and a post."""
    words = between.strip(" ,–-:")
    if name_first:
        return bool(
            re.fullmatch(
                r"(?:\(\w+\))?,?(?:(?:is|as|was|now|the|our|new|who is|is now in post as)\s*)*",
                words,
            )
        )
    body = r"(?:(?:of|for|at)\s+(?:the\s+)?[A-Z][\w’' ]{2,60},?\s*)?"
    return bool(re.fullmatch(rf"{body}(?:{fragment('TITLE')}\s*)*(?:is|,|:)?", words))


def _tenures(document: Document, posts: list[Post], start: int, end: int) -> Iterator[Leader]:
    """Posts without a name that say since when: "The DCS has been in post since March 2014"."""
    text = document.text
    for rule in rules("people", "tenure"):
        for match in rule.regex.finditer(text, start, end):
            since = single(match["since"])
            inside = match.span("post") if "post" in rule.regex.groupindex else None
            post = _post_before(posts, match.start()) if inside is None else _inside(posts, inside)
            if since is None or post is None:
                continue
            yield replace(_leader(document, None, post, (post[0], match.end())), since=since)


def _post_before(posts: list[Post], offset: int) -> Post | None:
    before = [post for post in posts if post[1] <= offset + 1]
    return before[-1] if before else None


def _inside(posts: list[Post], span: tuple[int, int]) -> Post | None:
    return next((post for post in posts if span[0] <= post[0] and post[1] <= span[1]), None)


def _leader(
    document: Document, name: tuple[int, int] | None, post: Post, span: tuple[int, int]
) -> Leader:
    text = document.text
    role_text = re.sub(r"(?:[\s,]+(?:and|&|of|for))*[\s,]*$", "", text[post[0] : post[1]])
    role_text = " ".join(role_text.split())[:ROLE_LENGTH]
    return Leader(
        name=strip_titles(text[slice(*name)]) if name else None,
        role=post[2],
        role_text=re.sub(r"^[Tt]he ", "", role_text),
        organisation=_organisation(text, post[1], min(len(text), post[1] + 140)),
        since=None,
        evidence=Evidence(*span, COMPONENT),
    )


@cache
def _body() -> re.Pattern[str]:
    return re.compile(
        r"^,?\s*(?:(?:of|for|at)\s+)?(?:the\s+)?((?:[A-Z][\w’'&.-]*|of|and|&|,)"
        r"(?:[ ](?:[A-Z][\w’'&.-]*|of|and|&|the))*)"
    )


def _organisation(text: str, start: int, end: int) -> str | None:
    """The body named right after a post, as written."""
    match = _body().match(text[start:end].split("\n", maxsplit=1)[0])
    if match is None:
        return None
    words = re.sub(r"(?:\s+(?:of|and|the|&))+$", "", match[1].strip(" ,."))
    return words if len(words) > 3 and words[0].isupper() else None
