"""What a message says of a name that nobody knows: `Unknown council 'X'. Did you mean 'Y'?`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

__all__ = ["did_you_mean", "either", "unknown"]

#: Similarity, of 100, from which a known name is worth suggesting.
NEAR = 75
#: Similarity of a name whose words are some of another's.
PARTIAL = 90
#: A name of fewer characters is not looked for among the words of another.
SHORTEST_PART = 4
#: How far below the best suggestion another may be.
NEXT_BEST = 5
MOST_SUGGESTIONS = 3


def unknown(
    what: str, word: str, known: Iterable[str], *, of: str = "", listed: bool = False
) -> str:
    """The message for a word that is not a known `what` (`of` something), with the nearest.

    `listed` shows all that are known when none is near: for a choice of a few.

    >>> unknown("kind", "weekness", ["strength", "weakness"])
    "Unknown kind 'weekness'. Did you mean 'weakness'?"
    >>> unknown("kind", "colour", ["strength", "weakness"], listed=True)
    "Unknown kind 'colour'. Known: strength, weakness."
    """
    names = list(known)
    hint = did_you_mean(word, names)
    if not hint and listed and names:
        hint = f"Known: {', '.join(names)}."
    where = f" of {of}" if of else ""
    return f"Unknown {what} {word!r}{where}. {hint}".rstrip()


def did_you_mean(
    word: str, known: Iterable[str] | Mapping[str, str], key: Callable[[str], str] = str.casefold
) -> str:
    """A question that names the known words nearest to this one; "" when none is near.

    `known` may map each word to what is shown for it.  Words are compared by their `key`.

    >>> did_you_mean("Bradfrod", ["Bedford", "Bradford", "Essex"])
    "Did you mean 'Bradford'?"
    >>> did_you_mean("Bedfordshire", ["Bedford", "Central Bedfordshire", "Oxfordshire"])
    "Did you mean 'Central Bedfordshire'?"
    >>> did_you_mean("Atlantis", ["Bedford", "Bradford", "Essex"])
    ''
    """
    shown: dict[str, set[str]] = {}
    for name, instead in (known if isinstance(known, Mapping) else {k: k for k in known}).items():
        shown.setdefault(key(name), set()).add(instead)
    wanted = key(word)
    scores: dict[str, float] = {}
    for name, score in _scores(wanted, shown):
        for one in shown[name]:
            scores[one] = max(score, scores.get(one, 0))
    least = max(scores.values(), default=0) - NEXT_BEST
    best = sorted((-score, len(name), name) for name, score in scores.items() if score > least)
    names = [repr(name) for _, _, name in best[:MOST_SUGGESTIONS]]
    return f"Did you mean {either(names)}?" if names else ""


def either(names: Iterable[str]) -> str:
    """`A`, `A or B`, `A, B or C`."""
    *first, last = names
    return f"{', '.join(first)} or {last}" if first else last


def _scores(wanted: str, known: Iterable[str]) -> Iterable[tuple[str, float]]:
    from rapidfuzz import fuzz, process  # only a name that is wrong needs it

    names = [name for name in known if name]
    words = _words(wanted)
    near = process.extract(wanted, names, scorer=fuzz.ratio, score_cutoff=NEAR, limit=None)
    yield from ((name, score) for name, score, _ in near if wanted)
    yield from ((name, PARTIAL) for name in names if _is_part(wanted, words, name))


def _is_part(wanted: str, words: frozenset[str], name: str) -> bool:
    """Whether one of two names has all words of the other, and that is no small part of it."""
    if len(wanted) >= SHORTEST_PART and wanted in name:
        return words <= _words(name)
    long_enough = len(name) >= max(SHORTEST_PART, len(wanted) / 2)
    return long_enough and name in wanted and _words(name) <= words


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))
