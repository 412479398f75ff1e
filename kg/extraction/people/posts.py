"""Leadership posts in a text: their ranges, roles and bodies."""

from __future__ import annotations

import re
from functools import cache

from kg.extraction.text.patterns import Rule, compiled, rules, table
from kg.extraction.text.patterns import pattern as read_pattern

__all__ = ["Post", "body_in", "find_posts", "pattern"]

#: (start, end, role): offsets in the text, and a token of the scheme `post-role`, or "chair" for a
#: chair whose body the words don't name.
Post = tuple[int, int, str]


def pattern(name: str) -> re.Pattern[str]:
    """A single pattern of `posts.toml`, with its parts put in."""
    return read_pattern("posts", name)


def find_posts(text: str, start: int, end: int, address: bool = False) -> list[Post]:
    """The posts named in `text[start:end]`, in order; two that one person holds count as one.

    `address` adds posts that count only in a list of addressees.
    """
    if not pattern("marks").search(text, start, end) and not address:
        return []
    found: list[Post] = []
    for rule in rules("posts", "post"):
        if rule.fields.get("address") and not address:
            continue
        for begin, finish in _gaps(found, start, end):
            for match in rule.regex.finditer(text, begin, finish):
                role = _role(str(rule.fields["role"]), match[0])
                found.append((match.start(), match.end(), role))
    return _joined(text, sorted(found))


def _gaps(posts: list[Post], start: int, end: int) -> list[tuple[int, int]]:
    """The parts of a range without posts."""
    gaps = []
    for begin, finish, _ in sorted(posts):
        gaps.append((start, begin))
        start = finish
    return [*gaps, (start, end)]


def _role(name: str, words: str) -> str:
    """The role that a rule names, or that its list of role rules gives for the words."""
    words = words.casefold().replace("\n", " ")
    for rule, unless in _roles(name):
        if rule.regex.search(words) and not (unless and unless.search(words)):
            return str(rule.fields["role"])
    return name


@cache
def _roles(name: str) -> tuple[tuple[Rule, re.Pattern[str] | None], ...]:
    """The rules that decide a role, each with a pattern that must not match."""
    return tuple(
        (rule, compiled("posts", rule.fields["unless"]) if "unless" in rule.fields else None)
        for rule in rules("posts", "role")
        if rule.fields["of"] == name
    )


def _joined(text: str, posts: list[Post]) -> list[Post]:
    """Join posts with only "and" between them: "leader of the council and lead member"."""
    order = table("posts")["order"]
    joined: list[Post] = []
    for post in posts:
        if joined and pattern("joint").fullmatch(text, joined[-1][1], post[0]):
            start, _, role = joined.pop()
            both = (role, post[2])
            post = (start, post[1], min(both, key=lambda r: order.index(r) if r in order else 99))
        joined.append(post)
    return joined


def body_in(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The range of the body at the start of `text[start:end]`: "of A City Council, X" has one.

    A name with several places ("A, B and C Integrated Care Board") is one body.
    """
    match = pattern("body").match(text, start, end) or pattern("place").match(text, start, end)
    if match is None:
        return None
    begin, finish = match.span("body")
    return (begin, finish) if finish - begin > 2 else None
