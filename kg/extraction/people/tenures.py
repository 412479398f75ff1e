"""Dates since when posts are held: "The DCS has been in post since March 2014"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.people.posts import Post, pattern
from kg.extraction.text.dates import single
from kg.extraction.text.patterns import rules
from kg.model import PartialDate

__all__ = ["Tenure", "tenures"]

#: Maximum characters that describe a post before its words: "highly experienced and permanent".
MAX_BEFORE = 32
#: A post, the date since when it is held, and the range of the words that say so.
Tenure = tuple[Post, PartialDate, tuple[int, int]]


def tenures(
    text: str, start: int, end: int, posts: list[Post], before: list[Post]
) -> Iterator[Tenure]:
    """The tenures that the sentence `text[start:end]` states.

    `posts` are the sentence's, `before` those of the previous one, to which "She" refers.
    """
    if not posts and not (before and pattern("follows_on").match(text, start, end)):
        return
    for rule in rules("posts", "tenure"):
        for match in rule.regex.finditer(text, start, end):
            since = single(match["since"])
            inside = match["post"] if "post" in rule.regex.groupindex else None
            if inside is not None:
                post = _inside(posts, match.span("post"), rule.fields.get("to", "start"))
            elif _of_another(text, posts, match.start()):
                continue
            else:
                post = _subject(text, posts, match.start()) or _inside(posts, match.span(), "start")
                post = post or (before[0] if before and not posts else None)
            if since is not None and post is not None:
                first = min(post[0], match.start()) if post[0] >= start else match.start()
                yield (
                    post,
                    since,
                    (first, max(post[1], match.end()) if post[0] >= start else match.end()),
                )


def _subject(text: str, posts: list[Post], offset: int) -> Post | None:
    """The post that is the subject of a verb at `offset`.

    It is the last post before the verb, unless that is in a clause about the one before.
    """
    ahead = [post for post in posts if post[1] <= offset + 1]
    if len(ahead) > 1 and pattern("relative").search(text, ahead[-2][1], ahead[-1][0]):
        return ahead[-2]
    return ahead[-1] if ahead else None


def _of_another(text: str, posts: list[Post], offset: int) -> bool:
    """Whether the subject of a verb at `offset` is someone whose post no rule knows."""
    end = max((post[1] for post in posts if post[1] <= offset), default=offset)
    if any(pattern(key).fullmatch(text, end, offset) for key in ("with_others", "aside")):
        return False
    return bool(pattern("other_subject").search(text, end, offset))


def _inside(posts: list[Post], span: tuple[int, int], at: str) -> Post | None:
    """The post at the start or the end (`at`) of a range; `first` if few words come before it."""
    inside = [p for p in posts if span[0] <= p[1] and p[0] < span[1]]
    if at == "first":
        return next((p for p in inside if p[0] - span[0] <= MAX_BEFORE), None)
    if at == "end":
        return next((p for p in inside if p[1] >= span[1] - 1), None)
    return inside[0] if inside else None
