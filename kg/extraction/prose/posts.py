"""Posts as prose names them, with the words of newspapers and committees.

The rules of `holders.toml` go first, then those of `posts.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from kg.extraction.people.posts import find_posts
from kg.extraction.text.patterns import pattern, rules

__all__ = ["BARE_DIRECTOR", "ORDER", "Post", "find_prose_posts"]

#: Role of a director without a portfolio: the document decides whose director it is.
BARE_DIRECTOR = "director"
#: Role of a cabinet member without a portfolio.
BARE_MEMBER = "member-bare"
#: Roles, most telling first: of several posts of one person the first counts.
ORDER = (
    "director-of-childrens-services", "lead-member", "council-leader", "mayor", "chief-executive",
    "lscb-chair", BARE_MEMBER, BARE_DIRECTOR, "strategic-director", "assistant-director", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a text: its range, its role and its kind: "post", "portfolio" or "doing"."""

    start: int
    end: int
    role: str
    kind: str = "post"


def find_prose_posts(text: str, start: int, end: int) -> list[Post]:
    """The posts, portfolios and deeds of office in `text[start:end]`, in order."""
    found: list[Post] = []
    for kind in ("doing", "portfolio", "post"):
        for rule in rules("holders", kind):
            for begin, finish in _gaps(found, start, end):
                found.extend(
                    Post(match.start(), match.end(), str(rule.fields["role"]), kind)
                    for match in rule.regex.finditer(text, begin, finish)
                )
    for begin, finish in _gaps(found, start, end):
        for first, last, role in find_posts(text, begin, finish):
            no_post = pattern("holders", "tests", "no_post").fullmatch(text, first, last)
            if role == "chair" or no_post:
                continue  # of what, the words do not say
            while last > first and text[last - 1] in " ,;":
                last -= 1
            found.append(Post(first, last, role))
    return sorted((_read(text, post) for post in found), key=lambda post: post.start)


def _gaps(posts: list[Post], start: int, end: int) -> Iterator[tuple[int, int]]:
    for post in sorted(posts, key=lambda post: post.start):
        if start < post.start:
            yield start, post.start
        start = max(start, post.end)
    if start < end:
        yield start, end


def _read(text: str, post: Post) -> Post:
    """A post without a portfolio, which only the document can decide, as what it is."""
    if post.kind != "post":
        return post
    if _bare_director().fullmatch(text, post.start, post.end):
        return Post(post.start, post.end, BARE_DIRECTOR)
    return post


@cache
def _bare_director() -> re.Pattern[str]:
    return pattern("holders", "tests", "bare_director")
