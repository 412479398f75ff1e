"""People across one document: spellings of a name, and surnames that stand for a full name.

"Ms Bloggs" is whoever of that surname the document names in full.  Where two fit she stays
unresolved.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeVar

from kg.extraction.people.name_shapes import find_names
from kg.extraction.text.patterns import fragment, pattern, table
from kg.model import Evidence, Inspector, Leader
from kg.person_names import may_be_same_name, may_be_same_surname
from kg.rdf.iris import slug

__all__ = ["FORMER", "Register", "Short", "known", "merge", "seen", "with_dates"]

#: Another post says more than these.
VAGUE = ("other", "former")
#: The role, in passing, of someone who held a post before.
FORMER = "former"

T = TypeVar("T", Leader, Inspector)


@dataclass(frozen=True, slots=True)
class Short:
    """A title and a surname in the text ("Ms Bloggs"); `start` is the title's."""

    title: str
    surname: str
    start: int
    end: int


class Register:
    """The full names of a text, and what its surnames with a title stand for."""

    def __init__(self, text: str, ranges: Iterable[tuple[int, int]]) -> None:
        self.short = tuple(_shorts(text))
        self._titles: dict[str, set[str]] = defaultdict(set)
        self._full: dict[str, str] = {}
        if not self.short:
            return
        for begin, finish in ranges:
            for start, end in find_names(text, begin, finish):
                name = text[start:end]
                self._full.setdefault(slug(name), name)
                title = _title_before().search(text, max(begin, start - 12), start)
                if title:
                    self._titles[slug(name)].add(_plain(title["title"]))

    def fitting(self, short: Short) -> tuple[str, ...]:
        """The full names that a surname with a title can stand for, as first written."""
        keys = [key for key in self._full if key.endswith("-" + slug(short.surname))]
        keys = keys or [
            key for key in self._full if may_be_same_surname(_surname(key), slug(short.surname))
        ]
        title = _plain(short.title)
        keys = [key for key in keys if not any(_apart(title, t) for t in self._titles[key])]
        if len(keys) > 1:
            keys = [key for key in keys if title in self._titles[key]] or keys
        return tuple(self._full[key] for key in keys)

    def within(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Surnames in `text[start:end]` that stand for one full name: (start, end, that name)."""
        for short in self.short:
            if start <= short.start and short.end <= end:
                names = self.fitting(short)
                if len(names) == 1:
                    yield short.start, short.end, names[0]


def _shorts(text: str) -> Iterator[Short]:
    for match in _short().finditer(text):
        yield Short(match["title"], match["surname"], match.start(), match.end())


def _surname(key: str) -> str:
    """The last part of a name's slug."""
    return key.rpartition("-")[2]


def _plain(title: str) -> str:
    title = title.strip(". ").casefold()
    return str(table("people")["titles"]["same"].get(title, title))


def _apart(one: str, other: str) -> bool:
    """Whether two titles are never one person's: "Mr" and "Ms"."""
    sexes = table("people")["titles"]["sex"]
    return one in sexes and other in sexes and sexes[one] != sexes[other]


@cache
def _short() -> re.Pattern[str]:
    return pattern("people", "titles", "short")


@cache
def _title_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<title>{fragment('TITLE')})\s+$")


# --- one person, one leader ---


def merge(found: list[Leader], new: Leader) -> None:
    """Put a candidate into `found`, or its words to those of the same person or post."""
    for index, old in enumerate(found):
        if _same(old, new):
            found[index] = _both(old, new)
            return
    found.append(new)


def _same(old: Leader, new: Leader) -> bool:
    same_post = old.role == new.role
    if old.name is None or new.name is None:
        same_words = old.role != "other" or old.role_text == new.role_text
        for_a_time = _stand_in(old) == _stand_in(new)
        return old.name is new.name and same_post and same_words and for_a_time
    return may_be_same_name(old.name, new.name, same_post=same_post)


def _both(old: Leader, new: Leader) -> Leader:
    """One leader from two: the post that says more, all names, all words."""
    if old.name is None or new.name is None:
        return old
    if _vague(new.role) < _vague(old.role):
        old, new = replace(new, name=old.name), replace(old, name=new.name)
    names = {*old.other_names, *new.other_names, *_name(new)} - {*_name(old)}
    since = old.since or new.since
    more = (new.evidence, *new.also)
    return replace(
        old,
        since=since,
        organisation=old.organisation or (new.organisation if new.role != FORMER else None),
        other_names=tuple(sorted(names)),
        also=tuple(dict.fromkeys((*old.also, *(e for e in more if e != old.evidence)))),
        before=tuple(dict.fromkeys((*old.before, *new.before))),
    )


def _name(one: Leader) -> tuple[str, ...]:
    return (one.name,) if one.name else ()


def _vague(role: str) -> int:
    return VAGUE.index(role) if role in VAGUE else -1


def _stand_in(one: Leader) -> bool:
    """Whether a post is held for a time only."""
    return bool(pattern("posts", "interim", ignore_case=True).search(one.role_text))


def with_dates(found: list[Leader]) -> list[Leader]:
    """A date for a post without a name belongs to the one person who is named in that post."""
    out = list(found)
    for one in found:
        holders = [
            k for k, h in enumerate(out) if h.name and h.role == one.role and h.role != "other"
        ]
        if one.name is None and len(holders) == 1:
            holder = out[holders[0]]
            if holder.since is None and _stand_in(holder) == _stand_in(one):
                words = replace(one.evidence, states=("since",))
                out[holders[0]] = replace(holder, since=one.since, also=(*holder.also, words))
                out.remove(one)
    return sorted(out, key=lambda one: one.evidence.start)


def known(name: str, people: Iterable[Leader | Inspector]) -> bool:
    """Whether one of the people has this name."""
    return any(_is(one, name) for one in people)


def seen(one: T, name: str, words: Evidence) -> T:
    """The person, with the words if the name is his or hers."""
    return replace(one, also=(*one.also, words)) if _is(one, name) else one


def _is(one: Leader | Inspector, name: str) -> bool:
    return slug(name) in {slug(n) for n in (one.name, *one.other_names) if n}
