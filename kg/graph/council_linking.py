"""Which councils a document names, and which of them it is about."""

from __future__ import annotations

import re
from collections import Counter

from kg.council_names import meanings
from kg.gazetteer import Gazetteer
from kg.graph.linked import Context, MentionedCouncil, document_date
from kg.model import CouncilMention, Document, Facts, Unresolved

__all__ = ["council_named", "link_councils"]

#: Minimum weight of a further subject council, as a share of the first one's.
MIN_SECOND_SHARE = 0.6
#: Minimum weight of a further subject council.
MIN_SECOND_WEIGHT = 30
#: Minimum weight of mentions in a title, a heading or the opening of a report.
TITLE_WEIGHT = 14
#: A body's abbreviation after its name: "(MBC)".
BRACKET = re.compile(r"\s*\([^)]*\)")


def link_councils(
    document: Document, facts: Facts
) -> tuple[tuple[str, ...], tuple[MentionedCouncil, ...], tuple[Unresolved, ...]]:
    """The subjects of a document, the councils that it names, and unresolved mentions.

    Councils are in the order of the text.  A document whose facts name no subjects has some only
    if it reports an inspection.  Another council counts as mentioned only if the document gives its
    full name somewhere.
    """
    decided, unresolved = _decide(document, facts)
    subjects = _subjects(facts, decided)
    groups: dict[str, list[CouncilMention]] = {}
    for gss, mention in decided:
        groups.setdefault(gss, []).append(mention)
    councils = tuple(
        MentionedCouncil(gss, gss in subjects, len(group), _best(group).evidence)
        for gss, group in groups.items()
        if gss in subjects or any(mention.full for mention in group)
    )
    return subjects, councils, tuple(unresolved)


def council_named(context: Context, words: str) -> str | None:
    """The GSS code of the council that a body's name refers to.

    None for another kind of body, or if several councils have the name; the document's subjects
    take precedence over other councils of the same name.
    """
    gazetteer = Gazetteer.load()
    when = document_date(context.document, context.facts)
    for name in (words, BRACKET.sub("", words), f"{words} Council"):
        named = {gazetteer.code_at(gss, when) for gss in gazetteer.candidates(name)}
        named = named & set(context.subjects) or named
        if len(named) == 1:
            return named.pop()
    return None


def _decide(
    document: Document, facts: Facts
) -> tuple[list[tuple[str, CouncilMention]], list[Unresolved]]:
    """Each mention that refers to one council, with its GSS code, and the unresolved ones.

    An ambiguous name refers to the council that the document also names unambiguously.
    """
    known = frozenset((*(facts.subjects or ()), *_inspected(facts)))
    found = meanings(
        facts.councils, document_date(document, facts), known, prose=facts.kind.is_prose
    )
    decided: list[tuple[str, CouncilMention]] = []
    unresolved: list[Unresolved] = []
    for mention, meaning in zip(facts.councils, found, strict=True):
        if isinstance(meaning, str):
            decided.append((meaning, mention))
        elif mention.full or not facts.kind.is_prose:
            start, end = mention.evidence.start, mention.evidence.end
            words = document.quote(start, end)
            unresolved.append(Unresolved("council", words, start, end, meaning.reason))
    return decided, unresolved


def _subjects(facts: Facts, decided: list[tuple[str, CouncilMention]]) -> tuple[str, ...]:
    """The councils that a document is about: those that its facts name, or else its text.

    The facts may name a council that the text does not, such as the one that publishes the page.
    """
    reported = [fact for fact in facts.inspections if fact.type is not None]
    by_text = facts.subjects is None and any(fact.council is None for fact in reported)
    weighty = _weighty(decided) if by_text else frozenset()
    in_text = (gss for gss, _ in decided if gss in weighty)
    return tuple(dict.fromkeys((*(facts.subjects or ()), *in_text, *_inspected(facts))))


def _inspected(facts: Facts) -> tuple[str, ...]:
    """The councils that the inspections of a document name."""
    return tuple(fact.council for fact in facts.inspections if fact.type and fact.council)


def _weighty(decided: list[tuple[str, CouncilMention]]) -> frozenset[str]:
    """The council with the most weight, and any in a title that weighs nearly as much.

    A council named in a title takes precedence over one that the text only names more often.
    """
    weights: Counter[str] = Counter()
    best: Counter[str] = Counter()
    for gss, mention in decided:
        if mention.former:
            continue  # a council of the past is never the subject
        weights[gss] += mention.weight
        best[gss] = max(best[gss], mention.weight)
    if not weights:
        return frozenset()
    first = min(weights, key=lambda gss: (best[gss] < TITLE_WEIGHT, -weights[gss], gss))
    least = max(MIN_SECOND_SHARE * weights[first], MIN_SECOND_WEIGHT)
    return frozenset(
        gss
        for gss in weights
        if gss == first or (best[gss] >= TITLE_WEIGHT and weights[gss] >= least)
    )


def _best(mentions: list[CouncilMention]) -> CouncilMention:
    return max(mentions, key=lambda m: (m.full, m.weight, -m.evidence.start))
