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

Stems = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """One thing that is asked for, in the words of the question and in others that mean the same."""

    asked: str
    synonyms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """The things that are asked for, and the themes (tokens) that they belong to."""

    terms: tuple[Term, ...]
    themes: frozenset[str]


@dataclass(frozen=True)
class _Concept:
    """One thing with all its names, and its theme."""

    labels: tuple[str, ...]
    theme: str


def read_question(text: str) -> Question:
    """What a question asks for.  Names of the field are kept together; small words are left out.

    >>> read_question("What did others do about RHIs?").terms[0].synonyms
    ('return home interview', 'return interview', 'independent return interview')
    """
    words = _WORD.findall(text)
    asked = _stems_of(words)
    terms: dict[object, Term] = {}
    themes = set(_themes(asked))
    for start, end, concept in _things(asked):
        phrase = " ".join(words[start:end])
        if concept is None:
            terms.setdefault(asked[start], Term(phrase))
            continue
        same = asked[start:end]
        others = (label for label in concept.labels if _of_labels()[label] != same)
        terms.setdefault(concept, Term(phrase, tuple(others)))
        themes.add(concept.theme)
    return Question(tuple(terms.values()), frozenset(themes))


def _things(asked: Stems) -> Iterator[tuple[int, int, _Concept | None]]:
    """From where to where the question has a name of the field, or a word that is none."""
    names, longest = _names()
    ignored = _ignored()
    start = 0
    while start < len(asked):
        for end in range(min(len(asked), start + longest), start, -1):
            concept = names.get(asked[start:end])
            if concept is not None:
                break
        else:
            end, concept = start + 1, None
        if concept is not None or asked[start] not in ignored:
            yield start, end, concept
        start = end


def _themes(asked: Stems) -> Iterator[str]:
    """The themes of which the question has a name."""
    text = f" {' '.join(asked)} "
    for label, theme in _theme_labels().items():
        if f" {' '.join(label)} " in text:
            yield theme


@cache
def _concepts() -> tuple[_Concept, ...]:
    return tuple(
        _Concept(_labels(node), token(node[expand("skos:broader")][0]))
        for node in read_reference("terms").values()
        if node.get(expand("skos:inScheme")) == [concept_scheme("term")]
    )


def _labels(node: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return (*node[expand("skos:prefLabel")], *node.get(expand("skos:altLabel"), ()))


@cache
def _of_labels() -> Mapping[str, Stems]:
    """Each name of the field with its stems."""
    labels = [label for concept in _concepts() for label in concept.labels]
    return dict(zip(labels, stems(labels), strict=True))


@cache
def _names() -> tuple[Mapping[Stems, _Concept], int]:
    """The thing that each name means, by the stems of the name, and the longest name's length."""
    names = {_of_labels()[label]: concept for concept in _concepts() for label in concept.labels}
    return names, max(map(len, names))


@cache
def _theme_labels() -> Mapping[Stems, str]:
    labels = [(label, theme) for theme, all_ in concept_labels("theme").items() for label in all_]
    found = stems(label for label, _ in labels)
    return {stem: theme for stem, (_, theme) in zip(found, labels, strict=True)}


@cache
def _ignored() -> frozenset[str]:
    return frozenset(_stems_of(word_lists("practice")["ignored"]))


def _stems_of(words: Sequence[str]) -> Stems:
    """One stem for each word."""
    return tuple(" ".join(stem) for stem in stems(words))
