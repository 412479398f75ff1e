"""A question in plain words: what it asks for, what else that is called, and its themes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from kg.rdf.iris import concept_scheme, expand, token
from kg.reference_data import concept_labels, read_reference
from kg.resources import word_lists
from kg.store.stemming import stems

__all__ = ["Question", "Term", "read_question"]

#: A word as the index splits texts.
_WORD = re.compile(r"[^\W_]+")

#: The stems of some words, one for each.
Stems = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One thing that is asked for, in the words of the question, and its other names."""

    asked: str
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """The things that are asked for, and the themes (tokens) that they are part of."""

    terms: tuple[Term, ...]
    themes: frozenset[str]


@dataclass(frozen=True)
class _Thing:
    """One thing of the field (`ontology/terms.ttl`) with all its names, and its theme."""

    names: tuple[str, ...]
    theme: str


def read_question(text: str) -> Question:
    """What a question asks for: names of the field are kept whole, and small words left out.

    >>> read_question("What did others do about LADO?").terms[0].others[0]
    'local authority designated officer'
    """
    words = _WORD.findall(text)
    asked = _stem_each(words)
    terms: dict[str | _Thing, Term] = {}
    themes = set(_themes_named(asked))
    for start, end, known in _parts(asked):
        phrase = " ".join(words[start:end])
        if known is None:
            terms.setdefault(asked[start], Term(phrase))
        else:
            same = asked[start:end]
            others = tuple(name for name in known.names if _stems_of_names()[name] != same)
            terms.setdefault(known, Term(phrase, others))
            themes.add(known.theme)
    return Question(tuple(terms.values()), frozenset(themes))


def _parts(asked: Stems) -> Iterator[tuple[int, int, _Thing | None]]:
    """From where to where a question names a thing of the field, or has a word that counts."""
    things, longest = _things_by_name()
    start = 0
    while start < len(asked):
        for end in range(min(len(asked), start + longest), start, -1):
            if asked[start:end] in things:
                yield start, end, things[asked[start:end]]
                start = end
                break
        else:
            if asked[start] not in _ignored():
                yield start, start + 1, None
            start += 1


def _themes_named(asked: Stems) -> Iterator[str]:
    text = f" {' '.join(asked)} "
    return (theme for label, theme in _theme_labels().items() if f" {label} " in text)


@cache
def _things() -> tuple[_Thing, ...]:
    return tuple(
        _Thing(
            (*node[expand("skos:prefLabel")], *node.get(expand("skos:altLabel"), ())),
            token(node[expand("skos:broader")][0]),
        )
        for node in read_reference("terms").values()
        if node.get(expand("skos:inScheme")) == [concept_scheme("term")]
    )


@cache
def _stems_of_names() -> Mapping[str, Stems]:
    names = [name for thing in _things() for name in thing.names]
    return dict(zip(names, stems(names), strict=True))


@cache
def _things_by_name() -> tuple[Mapping[Stems, _Thing], int]:
    """The thing that each name means, by the name's stems, and the most words in a name."""
    things = {_stems_of_names()[name]: thing for thing in _things() for name in thing.names}
    return things, max(map(len, things))


@cache
def _theme_labels() -> Mapping[str, str]:
    """The theme (token) of each of its labels, by the label's stems."""
    labels = [(label, theme) for theme, names in concept_labels("theme").items() for label in names]
    found = stems(label for label, _ in labels)
    return {" ".join(stem): theme for stem, (_, theme) in zip(found, labels, strict=True)}


@cache
def _ignored() -> frozenset[str]:
    return frozenset(_stem_each(word_lists("practice")["ignored"]))


def _stem_each(words: Sequence[str]) -> Stems:
    return tuple(" ".join(stem) for stem in stems(words))
