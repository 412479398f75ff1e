"""What a recommendation or a finding is about: named subjects, groups of people, and other words.

`kg/words/subjects.toml` lists the subjects ("supervision", "life-story work") and the groups ("care
leavers") with the words that mean them.  `kg/words/word_counts.csv` says in how many findings of
390 reports each subject and each other word stands, so that a rare one weighs more.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.resources import word_lists

__all__ = ["About", "about", "has_phrase", "listed", "stems", "weight"]

WORD = re.compile(r"[a-z0-9]+|[,;:]")
ENDING = re.compile(r"(?<=..)(?:ings?|ments?|ely|ies|ed|es|s|ly|y|e)$")
#: Short names of safeguarding boards, each with its council's letters: one word for all.
BOARD = re.compile(r"[a-z]{0,4}sc[bp]s?$")

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class About:
    """What a text is about: its heads, its other subjects, groups, and other words.

    A head is what the text itself is about: of "the voice of the child in assessments, so that
    plans improve" it is the child's voice; assessments and plans are other subjects.  Heads are in
    order.  `common` are words of all reports, such as "timely".
    """

    heads: tuple[str, ...]
    others: frozenset[str]
    groups: frozenset[str]
    words: frozenset[str]
    common: frozenset[str]

    @property
    def subjects(self) -> frozenset[str]:
        """The heads and the other subjects."""
        return self.others.union(self.heads)

    @property
    def telling(self) -> frozenset[str]:
        """The heads that tell what it is about: not a broad one, such as plans, beside another."""
        narrow = frozenset(self.heads) - listed("broad")
        return narrow or frozenset(self.heads if len(self.heads) == 1 else ())


def about(text: str) -> About:
    """What a text is about."""
    tokens = list(stems(text))
    subjects = dict(_named(tokens, _lexicon("subjects")))
    groups = dict(_named(tokens, _lexicon("groups")))
    covered = {k for place, (_, length) in subjects.items() for k in range(place, place + length)}
    covered |= {k for place, (_, length) in groups.items() for k in range(place, place + length)}
    asides = _asides(tokens)
    heads = dict.fromkeys(name for k, (name, _) in subjects.items() if k not in asides)
    others = {name for name, _ in subjects.values()} - heads.keys()
    rest = {token for k, token in enumerate(tokens) if k not in covered} - _function_words()
    common = rest & listed("common")
    return About(
        tuple(heads),
        frozenset(others),
        frozenset(name for name, _ in groups.values()),
        frozenset(rest - common),
        frozenset(common),
    )


def _asides(tokens: Sequence[str]) -> set[int]:
    """The places after a purpose, or after a word such as "in" up to the next comma."""
    found, aside, purpose = set(), False, False
    breaks, links, purposes = listed("breaks"), listed("links"), listed("purposes")
    for k, token in enumerate(tokens):
        aside = (aside or token in links) and token not in breaks
        purpose = purpose or (k > 1 and token in purposes)
        if aside or purpose:
            found.add(k)
    return found


def stems(text: str) -> Iterator[str]:
    """The words of a text in lower case, without their endings."""
    return map(_stem, WORD.findall(text.casefold().replace("’", "").replace("'", "")))


@cache
def _stem(word: str) -> str:
    return "lscb" if BOARD.match(word) else ENDING.sub("", word)


def _named(
    tokens: Sequence[str], lexicon: Mapping[str, Sequence[tuple[Phrase, str]]]
) -> Iterator[tuple[int, tuple[str, int]]]:
    """Each phrase of a lexicon in a text: its place, with its name and its length in words."""
    end = 0
    for k, token in enumerate(tokens):
        if k < end or token not in lexicon:
            continue
        for phrase, name in lexicon[token]:
            if tuple(tokens[k : k + len(phrase)]) == phrase:
                end = k + len(phrase)
                yield k, (name, len(phrase))
                break


def has_phrase(text: str, key: str) -> bool:
    """Whether a text has one of the phrases that `subjects.toml` lists under a key."""
    return any(True for _ in _named(list(stems(text)), _lexicon(key)))


@cache
def _lexicon(key: str) -> dict[str, list[tuple[Phrase, str]]]:
    """The phrases under a key of the word list by their first word, the longest first."""
    listed_there = word_lists("subjects")[key]
    named = listed_there if isinstance(listed_there, dict) else {key: listed_there}
    found: dict[str, list[tuple[Phrase, str]]] = {}
    for name, phrases in named.items():
        for phrase in sorted({tuple(stems(each)) for each in phrases}):
            found.setdefault(phrase[0], []).append((phrase, name))
    for each in found.values():
        each.sort(key=lambda item: -len(item[0]))
    return found


@cache
def listed(key: str) -> frozenset[str]:
    """The words under a key of the word list without their endings, or its names of subjects."""
    words = word_lists("subjects")[key]
    return frozenset(words) if key == "broad" else frozenset(s for w in words for s in stems(w))


@cache
def _function_words() -> frozenset[str]:
    return listed("small") | listed("purposes") | listed("links") | listed("breaks")


def weight(names: Iterable[str]) -> float:
    """The total weight of subjects or words: the fewer findings have one, the more it weighs."""
    return sum(map(_weight, sorted(names)))


@cache
def _weight(name: str) -> float:
    total, counts = _counts()
    return math.log(total / (1 + counts.get(name, 0)))


@cache
def _counts() -> tuple[int, dict[str, int]]:
    text = files("kg").joinpath("words", "word_counts.csv").read_text(encoding="utf-8")
    rows = {row["word"]: int(row["findings"]) for row in csv.DictReader(text.splitlines())}
    return rows.pop("*"), rows
