"""People across one document: spellings of a name, and surnames used for a full name.

"Ms Bloggs" is the person with that surname whom the document names in full.  If two people fit,
she stays unresolved.
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
from kg.model import Evidence, Inspector, Leader, PartialDate
from kg.person_names import may_be_same_name, may_be_same_surname
from kg.rdf.iris import slug

__all__ = [
    "FORMER",
    "Register",
    "ShortName",
    "add_or_merge",
    "canonical_title",
    "finer_date",
    "is_named",
    "with_mention",
    "with_since_dates",
]

#: Roles that any other role of the same person replaces.
VAGUE_ROLES = ("other", "former")
#: Temporary role of someone who held a post before.
FORMER = "former"

T = TypeVar("T", Leader, Inspector)


@dataclass(frozen=True, slots=True)
class ShortName:
    """A title and a surname in the text ("Ms Bloggs"); the range includes the title."""

    title: str
    surname: str
    start: int
    end: int


class Register:
    """The full names in a text, and its surnames with a title."""

    def __init__(self, text: str, ranges: Iterable[tuple[int, int]]) -> None:
        self.short_names = tuple(_find_short_names(text))
        self._titles: dict[str, set[str]] = defaultdict(set)
        self._full: dict[str, str] = {}
        if not self.short_names:
            return
        for begin, finish in ranges:
            for start, end in find_names(text, begin, finish):
                name = text[start:end]
                self._full.setdefault(slug(name), name)
                title = _title_before().search(text, max(begin, start - 12), start)
                if title:
                    self._titles[slug(name)].add(canonical_title(title["title"]))

    def full_names_for(self, short_name: ShortName) -> tuple[str, ...]:
        """The full names that a title and surname can mean, in their first spelling."""
        keys = [key for key in self._full if key.endswith("-" + slug(short_name.surname))]
        keys = keys or [
            key
            for key in self._full
            if may_be_same_surname(_surname(key), slug(short_name.surname))
        ]
        title = canonical_title(short_name.title)
        keys = [
            key for key in keys if not any(_of_different_sex(title, t) for t in self._titles[key])
        ]
        if len(keys) > 1:
            keys = [key for key in keys if title in self._titles[key]] or keys
        return tuple(self._full[key] for key in keys)

    def resolved_in(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """Surnames in `text[start:end]` with only one full name: (start, end, full name)."""
        for short_name in self.short_names:
            if start <= short_name.start and short_name.end <= end:
                names = self.full_names_for(short_name)
                if len(names) == 1:
                    yield short_name.start, short_name.end, names[0]


def _find_short_names(text: str) -> Iterator[ShortName]:
    for match in _short_name_pattern().finditer(text):
        yield ShortName(match["title"], match["surname"], match.start(), match.end())


def _surname(key: str) -> str:
    """The last part of a name's slug."""
    return key.rpartition("-")[2]


def canonical_title(title: str) -> str:
    """A title as it is compared: "Cllr" and "Councillor" are one."""
    title = title.strip(". ").casefold()
    return str(table("people")["titles"]["same"].get(title, title))


def _of_different_sex(title: str, other: str) -> bool:
    """Whether two titles cannot be one person's: "Mr" and "Ms"."""
    sexes = table("people")["titles"]["sex"]
    return title in sexes and other in sexes and sexes[title] != sexes[other]


@cache
def _short_name_pattern() -> re.Pattern[str]:
    return pattern("people", "titles", "short")


@cache
def _title_before() -> re.Pattern[str]:
    return re.compile(rf"\b(?P<title>{fragment('TITLE')})\s+$")


# --- one person, one leader ---


def add_or_merge(found: list[Leader], new: Leader) -> None:
    """Add a leader to `found`, or merge it into the same person or post."""
    for index, old in enumerate(found):
        if _same(old, new):
            found[index] = _combined(old, new)
            return
    found.append(new)


def _same(old: Leader, new: Leader) -> bool:
    same_post = old.role == new.role
    if old.name is None or new.name is None:
        same_words = old.role != "other" or old.role_text == new.role_text
        same_interim = _is_interim(old) == _is_interim(new)
        return old.name is new.name and same_post and same_words and same_interim
    return may_be_same_name(old.name, new.name, same_post=same_post)


def _combined(old: Leader, new: Leader) -> Leader:
    """One leader from two, with the more specific post and all names and evidence."""
    if old.name is None or new.name is None:
        return _with_finer_date(old, new)
    if _vagueness(new.role) < _vagueness(old.role):
        old, new = replace(new, name=old.name), replace(old, name=new.name)
    names = {*old.other_names, *new.other_names, *_own_name(new)} - {*_own_name(old)}
    since = finer_date(old.since, new.since)
    new_evidence = (new.evidence, *new.also)
    return replace(
        old,
        since=since,
        organisation=old.organisation or (new.organisation if new.role != FORMER else None),
        other_names=tuple(sorted(names)),
        also=tuple(dict.fromkeys((*old.also, *(e for e in new_evidence if e != old.evidence)))),
        before=tuple(dict.fromkeys((*old.before, *new.before))),
    )


def finer_date(old: PartialDate | None, new: PartialDate | None) -> PartialDate | None:
    """The date that is stated, or the more precise of two that agree."""
    if old is None or (new is not None and new.iso.startswith(old.iso)):
        return new
    return old


def _with_finer_date(old: Leader, new: Leader) -> Leader:
    """An unnamed post with the more precise date of two mentions, and the words that state it."""
    since = finer_date(old.since, new.since)
    return old if since == old.since else replace(old, since=since, evidence=new.evidence)


def _own_name(person: Leader) -> tuple[str, ...]:
    return (person.name,) if person.name else ()


def _vagueness(role: str) -> int:
    return VAGUE_ROLES.index(role) if role in VAGUE_ROLES else -1


def _is_interim(person: Leader) -> bool:
    """Whether a post is held only for a time."""
    return bool(pattern("posts", "interim", ignore_case=True).search(person.role_text))


def with_since_dates(found: list[Leader]) -> list[Leader]:
    """Move the date of an unnamed post to the person in that post, if there is only one."""
    out = list(found)
    for person in found:
        holders = [
            k for k, h in enumerate(out) if h.name and h.role == person.role and h.role != "other"
        ]
        if person.name is None and len(holders) == 1:
            holder = out[holders[0]]
            since = finer_date(holder.since, person.since)
            if since != holder.since and _is_interim(holder) == _is_interim(person):
                evidence = replace(person.evidence, states=("since",))
                out[holders[0]] = replace(holder, since=since, also=(*holder.also, evidence))
                out.remove(person)
    return sorted(out, key=lambda person: person.evidence.start)


def is_named(name: str, people: Iterable[Leader | Inspector]) -> bool:
    """Whether any of the people has this name."""
    return any(_has_name(person, name) for person in people)


def with_mention(person: T, name: str, evidence: Evidence) -> T:
    """The person, with the evidence added if the name is theirs."""
    return replace(person, also=(*person.also, evidence)) if _has_name(person, name) else person


def _has_name(person: Leader | Inspector, name: str) -> bool:
    return slug(name) in {slug(n) for n in (person.name, *person.other_names) if n}
