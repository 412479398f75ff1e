"""What a focused visit looked at, from the sentence of its letter that says so."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.text.patterns import pattern, rules
from kg.model import Evidence, Focus

__all__ = ["focus_of"]

COMPONENT = "focus"
#: Characters of a letter in which the sentence stands.
MAX_OPENING = 4_500
#: Confidence of a focus that a letter does not state.
ASSURANCE = 0.9
#: Maximum characters of a topic for which there is no token.
MAX_TOPIC = 90


def focus_of(text: str) -> Focus | None:
    """The areas that a visit looked at; None if the opening of the letter does not say.

    >>> words = "Inspectors looked at the local authority’s arrangements for care leavers."
    >>> focus_of(words).areas
    ('care-leavers',)
    """
    for match in pattern("focus", "sentence").finditer(text, 0, MAX_OPENING):
        areas = tuple(dict.fromkeys(_areas(match["topic"])))
        if any(not area.startswith("other:") for area in areas):
            narrower = pattern("focus", "narrower").match(text, match.end())
            if narrower and (narrowed := _narrowed(areas, narrower["topic"])):
                match, areas = narrower, narrowed
            return Focus(areas, Evidence(*match.span("topic"), COMPONENT, 1.0, ("focus",)))
    assurance = pattern("focus", "assurance").search(text, 0, MAX_OPENING)
    if assurance is None:
        return None
    return Focus(("covid-19",), Evidence(*assurance.span(), COMPONENT, ASSURANCE, ("focus",)))


def _areas(topic: str) -> Iterator[str]:
    """The tokens of a topic, and `other:` with the words of what is looked at besides it."""
    first, *besides = pattern("focus", "besides").split(topic)
    yield from _tokens(_without_detail(first))
    for words in map(_without_detail, besides):
        yield from _tokens(words) or (f"other:{' '.join(words.split())[:MAX_TOPIC]}",)


def _narrowed(areas: tuple[str, ...], topic: str) -> tuple[str, ...]:
    """What the next sentence narrows the one area to; empty if it only gives details of it."""
    found = _tokens(_without_detail(topic))[:1]
    wide = [rule for rule in rules("focus") if areas == (rule.name,)]
    return tuple(
        area for rule in wide for area in found if area in rule.fields.get("narrowed_by", ())
    )


def _without_detail(topic: str) -> str:
    return pattern("focus", "detail").split(topic, maxsplit=1)[0]


def _tokens(topic: str) -> tuple[str, ...]:
    found = [rule for rule in rules("focus") if rule.regex.search(topic)]
    main = found[0] if found else None
    beside = () if main is None else main.fields.get("beside", ())
    return tuple(rule.name for rule in found if rule is main or rule.name in beside)
