"""Messages about unknown names: `Unknown council 'X'. Did you mean 'Y'?`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from kg.wording import joined

__all__ = ["did_you_mean", "unknown"]

#: Minimum similarity, of 100, of a suggestion.
MIN_SIMILARITY = 75
#: Similarity of a name that is part of another.
PARTIAL = 90
#: Minimum characters of a name that is looked for in another.
MIN_PART = 4
#: Maximum difference in similarity from the best suggestion.
MAX_DIFFERENCE = 5
MAX_SUGGESTIONS = 3


def unknown(
    what: str, word: str, known: Iterable[str], *, of: str = "", listed: bool = False
) -> str:
    """The message for a word that is not a known `what` (`of` something), with suggestions.

    With `listed`, all known words are shown when none is similar: for short lists.

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
    """A question that suggests the most similar known words; "" when none is similar.

    `known` may map each word to the text to show for it.  Words are compared by their `key`.

    >>> did_you_mean("Bradfrod", ["Bedford", "Bradford", "Essex"])
    "Did you mean 'Bradford'?"
    >>> did_you_mean("Bedfordshire", ["Bedford", "Central Bedfordshire", "Oxfordshire"])
    "Did you mean 'Central Bedfordshire'?"
    >>> did_you_mean("Atlantis", ["Bedford", "Bradford", "Essex"])
    ''
    """
    shown: dict[str, set[str]] = {}
    for name, label in (known if isinstance(known, Mapping) else {k: k for k in known}).items():
        shown.setdefault(key(name), set()).add(label)
    target = key(word)
    scores: dict[str, float] = {}
    for name, score in _scores(target, shown):
        for label in shown[name]:
            scores[label] = max(score, scores.get(label, 0))
    least = max(scores.values(), default=0) - MAX_DIFFERENCE
    best = sorted((-score, len(name), name) for name, score in scores.items() if score > least)
    names = [repr(name) for _, _, name in best[:MAX_SUGGESTIONS]]
    return f"Did you mean {joined(names, 'or')}?" if names else ""


def _scores(target: str, known: Iterable[str]) -> Iterable[tuple[str, float]]:
    from rapidfuzz import fuzz, process  # only needed for unknown names

    names = [name for name in known if name]
    words = _words(target)
    similar = process.extract(
        target, names, scorer=fuzz.ratio, score_cutoff=MIN_SIMILARITY, limit=None
    )
    yield from ((name, score) for name, score, _ in similar if target)
    yield from ((name, PARTIAL) for name in names if _is_part(target, words, name))


def _is_part(target: str, words: frozenset[str], name: str) -> bool:
    """Whether one name contains all words of the other, which is a large enough part of it."""
    if len(target) >= MIN_PART and target in name:
        return words <= _words(name)
    long_enough = len(name) >= max(MIN_PART, len(target) / 2)
    return long_enough and name in target and _words(name) <= words


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))
