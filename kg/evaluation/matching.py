"""Matches the facts that `kg` found with the gold facts, and counts them.

Within a document, facts are matched one to one, each with the first that is the same.  `KINDS`
defines "the same" for each kind of fact.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from kg.evaluation.gold import FactsByKind, GoldFact

__all__ = ["KINDS", "Miss", "Tally", "alike", "compare", "mean", "normal", "same_person"]


@dataclass(frozen=True, slots=True)
class Tally:
    """Right, missed and extra: true positives, false negatives, false positives."""

    tp: int = 0
    fn: int = 0
    fp: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.tp + other.tp, self.fn + other.fn, self.fp + other.fp)

    @property
    def gold(self) -> int:
        """The number of gold facts."""
        return self.tp + self.fn

    @property
    def precision(self) -> float:
        """The share of found facts that are right; 0 if none were found."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 0.0

    @property
    def recall(self) -> float:
        """The share of gold facts that were found; 0 if there are none."""
        return self.tp / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Miss:
    """A fact that is "missed" or "extra", or a sentence that is "misread".

    `quote` has the words that state it, or "" if they are unknown.
    """

    document: str
    fact: str
    what: str
    value: str
    quote: str


@dataclass(frozen=True, slots=True)
class FactKind:
    """A kind of fact; `same` compares the values of a gold fact and a found one.

    The mean leaves out kinds that are not `complete` in the gold.
    """

    name: str
    same: Callable[[tuple[str, ...], tuple[str, ...]], bool]
    complete: bool = True


def normal(text: str) -> str:
    """The words of a text in lower case, without punctuation except apostrophes.

    >>> normal("The  Council’s well-being strategy.")
    "the council's well being strategy"
    """
    plain = text.translate(_APOSTROPHES)
    return " ".join(re.sub(r"[^\w' ]+", " ", plain).split()).casefold()


#: Curly apostrophes, and the marks of PDF files at line ends.
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "\ufffe": None, "\u00ad": None})

#: Words that some writers add to the name of a scheme.
_COMMON_WORDS = frozenset(
    {
        *("the", "a", "an", "of", "s", "new", "named", "council", "service", "services", "team"),
        *("programme", "program", "project", "scheme", "initiative", "model", "approach"),
        *("framework", "practice"),
    }
)


def alike(first: str, second: str) -> bool:
    """Whether two names of schemes or bodies are nearly the same, or one contains the other.

    >>> alike("the Open Door model", "open door"), alike("Mockingbird", "Bluebird")
    (True, False)
    """
    a, b = _distinctive_words(first), _distinctive_words(second)
    if a == b:
        return True
    within = min(len(a), len(b)) > 7 and (a in b or b in a)
    return within or SequenceMatcher(None, a, b).ratio() >= 0.85


def _distinctive_words(name: str) -> str:
    words = normal(name).replace("'s", "").split()
    return " ".join(word for word in words if word not in _COMMON_WORDS) or normal(name)


def same_person(first: str, second: str) -> bool:
    """Whether two names may be one person's: same last name, and similar first names.

    >>> same_person("Jo Hart", "Joanna Hart"), same_person("A. Hart", "Ann Hart")
    (False, True)
    >>> same_person("Jon Hart", "Jonathan Hart")
    True
    """
    a, b = normal(first).split(), normal(second).split()
    if not a or not b or a[-1] != b[-1]:
        return False
    return a[0] == b[0] or 1 in (len(a[0]), len(b[0])) or a[0][:3] == b[0][:3]


def _equal(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return gold == found


def _refines(gold: str, found: str) -> bool:
    """Whether a found date is the gold date, or a finer form of it."""
    return bool(found) and found[: len(gold)] == gold


def _dated(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return gold[0] == found[0] and _refines(gold[1], found[1])


def _named(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return same_person(gold[0], found[0])


def _named_with_role(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return _named(gold, found) and gold[1] == found[1]


def _leader(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    """Whether two leaders are the same; posts outside the scheme are not compared."""
    return _named(gold, found) and (gold[1] == found[1] or gold[1].startswith("other"))


def _alike(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    return alike(gold[0], found[0])


def _earlier(gold: tuple[str, ...], found: tuple[str, ...]) -> bool:
    """Whether years are equal, and grades if the gold has one."""
    return gold[0][:4] == found[0][:4] and gold[1] in ("", found[1])


KINDS = (
    FactKind("council", _equal),
    FactKind("councils mentioned", _equal, complete=False),
    FactKind("inspection type", _equal),
    FactKind("dates", _dated),
    FactKind("judgements", _equal),
    FactKind("inspectors", _named),
    FactKind("inspector roles", _named_with_role),
    FactKind("lead inspector", _named),
    FactKind("named leaders", _leader),
    FactKind("tenures", _dated),
    FactKind("programmes", _alike),
    FactKind("previous inspections", _earlier),
    FactKind("organisations", _alike, complete=False),
)


def mean(tallies: Mapping[str, Tally]) -> float:
    """The mean F1 over the kinds of fact that are complete in the gold."""
    partial = {kind.name for kind in KINDS if not kind.complete}
    scores = [tally.f1 for name, tally in tallies.items() if name not in partial]
    return sum(scores) / len(scores) if scores else 0.0


def compare(
    document: str, gold: FactsByKind, found: FactsByKind
) -> tuple[dict[str, Tally], list[Miss]]:
    """Compare the facts found in a document with the gold, kind by kind."""
    tallies: dict[str, Tally] = {}
    misses: list[Miss] = []
    for kind in KINDS:
        expected: Sequence[GoldFact] = gold[kind.name]
        if kind.name == "councils mentioned":
            # a council found as the subject need not be found as a mention too
            expected = [fact for fact in expected if fact not in found["council"]]
        missed, extra = _match(expected, found[kind.name], kind)
        tallies[kind.name] = Tally(len(expected) - len(missed), len(missed), len(extra))
        for what, facts in (("missed", missed), ("extra", extra)):
            misses += [
                Miss(document, kind.name, what, ", ".join(filter(None, fact.values)), fact.quote)
                for fact in facts
            ]
    return tallies, misses


def _match(
    gold: Sequence[GoldFact], found: Sequence[GoldFact], kind: FactKind
) -> tuple[list[GoldFact], list[GoldFact]]:
    """The gold facts and the found facts without a counterpart."""
    unmatched, missed = list(found), []
    for fact in gold:
        counterpart = next(
            (each for each in unmatched if kind.same(fact.values, each.values)), None
        )
        if counterpart is None:
            missed.append(fact)
        else:
            unmatched.remove(counterpart)
    return missed, unmatched
