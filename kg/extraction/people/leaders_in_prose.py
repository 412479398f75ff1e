"""Leaders in prose: a name next to a post, or a post with the date since when it is held."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.extraction.people.name_shapes import find_names, is_person, strip_titles
from kg.extraction.people.posts import Post, body_in, find_posts, pattern
from kg.extraction.people.register import FORMER, Register, finer_date
from kg.extraction.people.tenures import tenures
from kg.extraction.text.passages import Passage
from kg.model import Document, DocumentKind, Evidence, Leader

__all__ = ["Prose", "leader"]

COMPONENT = "leaders"
#: Maximum characters of a post's words.
MAX_ROLE_TEXT = 120
#: Characters before a chair that are searched for the safeguarding board.
CHAIR_REACH = 1500
#: Characters after a post that are searched for its body.
BODY_REACH = 140

#: A name in a sentence: its range, and the full name.
Name = tuple[int, int, str]
Range = tuple[int, int]


def leader(
    document: Document, name: str | None, post: Post, span: Range, body: Range | None
) -> Leader:
    """A leader from ranges of a document's text; `name` may have titles."""
    text = document.text
    role_text = " ".join(text[post[0] : post[1]].split())[:MAX_ROLE_TEXT]
    role_text = re.sub(r"(?:[\s,]+(?:and|&|of|for))*[\s,]*$", "", role_text)
    organisation = " ".join(text[slice(*body)].replace(" ,", ",").split()) if body else ""
    return Leader(
        name=strip_titles(name) if name else None,
        role=post[2],
        role_text=pattern("not_the_post").sub("", role_text),
        organisation=organisation.strip(" ,.&") or None,
        since=None,
        evidence=Evidence(*span, COMPONENT),
    )


@dataclass(frozen=True, slots=True)
class Prose:
    """A document's prose, with its genre, its full names, and the ranges of council names."""

    document: Document
    kind: DocumentKind
    register: Register
    council_ranges: list[Range]

    def leaders(self, passages: Iterable[Passage]) -> Iterator[Leader]:
        """People named next to a post, and posts without a name that have a date."""
        text = self.document.text
        for passage in passages:
            before: list[Post] = []
            for start, end in passage.sentences:
                posts = _with_chair_roles(text, find_posts(text, start, end))
                named = list(self._named_leaders(posts, start, end))
                for post, since, span in tenures(text, start, end, posts, before):
                    holder = next(
                        (k for k, person in enumerate(named) if person.role == post[2]), None
                    )
                    if holder is not None:
                        dated = finer_date(named[holder].since, since)
                        named[holder] = replace(named[holder], since=dated)
                    elif post[2] != "other" or pattern("counts_unnamed").search(text, *post[:2]):
                        body = body_in(text, post[1], min(len(text), post[1] + BODY_REACH))
                        yield replace(leader(self.document, None, post, span, body), since=since)
                yield from named
                before = posts

    def _named_leaders(self, posts: list[Post], start: int, end: int) -> Iterator[Leader]:
        """Names directly before or after a post: "Mayor Jo Bloggs", "X, lead member"."""
        document, text = self.document, self.document.text
        councillors = self._councillors(start, end)
        if not posts and not councillors:
            return
        names = [*self._full_names(start, end), *self.register.resolved_in(start, end)]
        taken: set[int] = set()
        name_ends = {name[0]: name[1] for name in names}
        for post in posts:
            limit = min((name[0] for name in names if name[0] >= post[1]), default=end)
            body = body_in(text, post[1], limit)
            for name in names:
                if name[0] in taken or not _adjacent(text, (name[0], name_ends[name[0]]), post):
                    continue
                span = (min(name[0], post[0]), max(name[1], post[1]))
                person = leader(document, name[2], post, span, body)
                if pattern("former").search(text, start, post[0]):
                    # the next post may be the same person's present one
                    name_ends[name[0]] = max(name[1], body[1] if body else post[1])
                    yield _as_former(person)
                elif not _of_an_inspectorate(text, post, start, end):
                    taken.add(name[0])
                    yield person
                break
        yield from self._newcomers(names, end) if posts else ()
        for match in councillors:
            if match.start("name") not in taken:
                role = (match.start(), match.end("title"), "other")
                yield leader(document, match["name"], role, match.span(), None)

    def _newcomers(self, names: list[Name], end: int) -> Iterator[Leader]:
        """People who join from another body."""
        text = self.document.text
        for name in names:
            origin = pattern("from").match(text, name[1], end)
            body = body_in(text, origin.end(), end) if origin else None
            if body:
                former_post = (name[1], name[1], FORMER)
                yield _as_former(
                    leader(self.document, name[2], former_post, (name[0], body[1]), body)
                )

    def _councillors(self, start: int, end: int) -> list[re.Match[str]]:
        """Councillors named in news and letters, whatever their post."""
        if self.kind is DocumentKind.REPORT:
            return []
        return list(pattern("councillor").finditer(self.document.text, start, end))

    def _full_names(self, start: int, end: int) -> Iterator[Name]:
        """Full names in a sentence, without the place of "Mayor of Anytown Jo Bloggs"."""
        text = self.document.text
        for a, b in find_names(text, start, end):
            if any(p[0] <= a and b <= p[1] for p in self.council_ranges):
                continue
            rest = a + len(text[a:b].split(" ")[0]) + 1
            if text[start:a].endswith("Mayor of ") and is_person(text[rest:b]):
                a = rest
            yield a, b, text[a:b]


def _as_former(person: Leader) -> Leader:
    """Someone who held a post before, and is a leader only with another post as well."""
    return replace(
        person, role=FORMER, before=(person.organisation,) if person.organisation else ()
    )


def _with_chair_roles(text: str, posts: list[Post]) -> list[Post]:
    """Posts in which a chair is the safeguarding board's if the words before mention it."""
    return [(a, b, _chair_role(text, a) if role == "chair" else role) for a, b, role in posts]


def _chair_role(text: str, offset: int) -> str:
    of_board = pattern("board").search(text, max(0, offset - CHAIR_REACH), offset)
    return "lscb-chair" if of_board else "other"


def _of_an_inspectorate(text: str, post: Post, start: int, end: int) -> bool:
    return bool(
        pattern("outsider").search(text, start, post[0])
        or pattern("outsider_after").match(text, post[1], end)
    )


def _adjacent(text: str, name: Range, post: Post) -> bool:
    """Whether only a comma, a title or a few joining words separate a name and a post."""
    if name[1] <= post[0]:
        return bool(pattern("name_first").fullmatch(text, name[1], post[0]))
    if post[1] <= name[0]:
        return bool(pattern("post_first").fullmatch(text, post[1], name[0]))
    return False
