"""Sources: who a sentence of prose names as the source of what it says.

"Inspectors found that ...", "... , said Jo Bloggs, director of children's services": the subject of
a verb of saying, by the parse, and whose voice it is, by the rules of `voices.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Token

from kg.extraction.people.name_shapes import find_names
from kg.extraction.prose.grammar import Sentence, forms
from kg.extraction.text.passages import Range
from kg.extraction.text.patterns import pattern, rules, table

__all__ = [
    "MASK",
    "People",
    "Source",
    "Speaker",
    "names_in",
    "sources",
    "speaker_of",
    "subject_of",
    "up_to_verb",
    "voice_of",
]

INSPECTORATE = "inspectorate"
#: The word that the parse reads in place of a quotation.
MASK = "this"
SUBORDINATE = ("advcl", "relcl", "acl", "pcomp", "csubj", "pobj", "nsubj", "dobj")
SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
#: Maximum characters before and after a name that may say who it is.
BEFORE, AFTER = 90, 110
#: Words between a name and what follows it, which is about the name.
APPOSITION = re.compile(r"\s*(?:,|\(|[–-]\s|who\b|from\b|of\b|at\b|is\b|was\b|became\b)")
SENTENCE_END = re.compile(r"[.!?;:”\"]\s")
PHRASE_END = re.compile(r"[.!?;:,”\"]\s|\band\b")

POSSESSIVE = ("’s", "'s")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone who speaks: the voice, the ranges of the name and of the body, as far as given."""

    voice: str | None
    name: Range | None = None
    body: Range | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A source that a sentence names: who, how, and the verb.

    `pronoun` is the pronoun that stands for the source ("she"), if one does.  `way` is how it is
    named: "subject" ("inspectors say"), "passive" ("was praised"), "according" ("according to").
    `depth` is the number of clauses that the verb stands under.
    """

    speaker: Speaker
    way: str
    verb: str
    start: int
    depth: int
    pronoun: str | None = None


@dataclass(slots=True)
class People:
    """The people a document has introduced, by surname, and their voices."""

    known: dict[str, Speaker] = field(default_factory=dict)

    def add(self, text: str, start: int, end: int) -> None:
        """Add the people that a sentence introduces with a post or a body."""
        names = names_in(text, start, end)
        ends = [start, *(last for _, last in names)]
        begins = [*(first for first, _ in names), end]
        for number, (first, last) in enumerate(names):
            words = text[max(ends[number], first - BEFORE) : first]
            phrases = PHRASE_END.split(words)
            before = phrases[-1] if phrases[-1].strip() else ", ".join(phrases[-2:])
            words = text[last : min(begins[number + 1], last + AFTER)]
            after = up_to_verb(SENTENCE_END.split(words)[0]) if APPOSITION.match(words) else ""
            for about, begin in ((after, last), (before, first - len(before))):
                voice, body = voice_of(about, begin, person=True)
                if voice is not None:
                    surname = text[first:last].rsplit(maxsplit=1)[-1]
                    self.known.setdefault(surname, Speaker(voice, (first, last), body))
                    break

    def find(self, words: str) -> Speaker | None:
        """The person whose surname is the last of some words."""
        last = re.findall(r"[\w’'-]+", words)[-1:]
        return self.known.get(last[0]) if last else None


@cache
def _verbs() -> tuple[frozenset[str], frozenset[str]]:
    """The forms of verbs of saying: all, and those that inspectorates find things with."""
    verbs = table("voices")["verbs"]
    return (
        forms(tuple(verbs["regular"])) | frozenset(verbs["irregular"]),
        frozenset(verbs["finding"]) | frozenset(verbs["asking"]),
    )


@cache
def _pronouns() -> frozenset[str]:
    verbs = table("voices")["verbs"]
    return frozenset(verbs["person"]) | frozenset(verbs["thing"]) | frozenset(verbs["writer"])


@cache
def _saying() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(sorted(_verbs()[0]))})\b")


def up_to_verb(words: str) -> str:
    """The words before the first verb of saying."""
    return _saying().split(words)[0]


def voice_of(
    words: str, start: int = 0, *, person: bool = False
) -> tuple[str | None, Range | None]:
    """The voice that a noun phrase means, and the range of a body that it names.

    `person`: the words are about a person, whom a report or a letter says nothing of.

    >>> voice_of("the director of children's services")[0], voice_of("a spokesman for the union")[0]
    ('council', 'other')
    """
    for rule in rules("voices", "phrase"):
        if person and rule.name == INSPECTORATE:
            match = pattern("voices", "person", "inspector").search(words)
        else:
            match = rule.regex.search(words)
        if match:
            body = (start + match.start(), start + match.end()) if rule.fields.get("body") else None
            return str(rule.fields["voice"]), body
    return None, None


def speaker_of(text: str, phrase: Range, head: Range, people: People) -> Speaker:
    """The speaker that a noun phrase names; its voice is None if nothing tells."""
    start, end = phrase
    names = names_in(text, start, end)
    for words in (*(text[slice(*name)] for name in names), text[slice(*head)]):
        known = people.find(words)
        if known is not None:
            return known
    if not names and not pattern("voices", "person", "not_inspector").search(text[start:end]):
        for rule in rules("voices", "head"):
            if rule.regex.search(text[slice(*head)]):
                return Speaker(str(rule.fields["voice"]))
    voice, body = voice_of(up_to_verb(text[start:end]), start, person=bool(names))
    if voice is None and not names and text[head[0]].isupper():
        return Speaker(None, head)
    return Speaker(voice, names[0] if names else None, body)


def names_in(text: str, start: int, end: int) -> list[Range]:
    """The names of people in a range; not those that are part of a body's name."""
    behind = pattern("voices", "person", "body_behind")
    return [
        (first, last)
        for first, last in find_names(text, start, end)
        if not behind.search(text[last : last + BEFORE])
        and not text[first:last].endswith(POSSESSIVE)
    ]


def sources(text: str, sentence: Sentence, people: People) -> tuple[Source, ...]:
    """The sources that a sentence names, those of its main clauses first."""
    found = [
        source for token in sentence.tokens for source in _of_token(text, sentence, token, people)
    ]
    return tuple(sorted(found, key=lambda source: (source.depth, source.start)))


def subject_of(text: str, sentence: Sentence, people: People) -> Speaker | None:
    """The person whom a sentence is about: the subject of its main verb, if that is a name."""
    root = next((token for token in sentence.tokens if token.dep_ == "ROOT"), None)
    subject = _subject(root) if root is not None else None
    if subject is None or subject.pos_ != "PROPN":
        return None
    subtree = list(subject.subtree)
    start, end = sentence.range_of(subtree[0])[0], sentence.range_of(subtree[-1])[1]
    return speaker_of(text, (start, end), sentence.range_of(subject), people)


def _of_token(text: str, sentence: Sentence, token: Token, people: People) -> Iterator[Source]:
    word = token.lower_
    if word == "according":
        yield from (
            _source(text, sentence, child, people, "according", token)
            for to in token.children
            if to.lower_ == "to"
            for child in to.children
            if child.dep_ == "pobj"
        )
    if word not in _verbs()[0] or token.pos_ not in ("VERB", "AUX"):
        return
    agents = [
        child
        for by in token.children
        if by.dep_ == "agent"
        for child in by.children
        if child.dep_ == "pobj"
    ]
    subject = _subject(token)
    if agents:
        yield _source(text, sentence, agents[0], people, "subject", token)
    elif _is_passive(token):
        start = sentence.range_of(token)[0]
        yield Source(Speaker(None), "passive", word, start, _clauses_above(token))
    elif subject is not None and subject.lower_ != MASK:
        yield _source(text, sentence, subject, people, "subject", token)
    elif (phrase := _named_behind(text, sentence, token)) is not None:
        speaker = speaker_of(text, phrase, phrase, people)
        yield Source(speaker, "subject", word, phrase[0], _clauses_above(token))


def _is_passive(token: Token) -> bool:
    return any(child.dep_ in ("auxpass", "nsubjpass") for child in token.children)


def _named_behind(text: str, sentence: Sentence, token: Token) -> Range | None:
    """What stands behind a verb without a subject: "..., said Jo Bloggs, the director"."""
    start = sentence.range_of(token)[1]
    name = next(iter(names_in(text, start, min(sentence.end, start + BEFORE))), None)
    if name is None or any(mark in text[start : name[0]] for mark in ",.:;"):
        return None
    words = SENTENCE_END.split(text[start : sentence.end])[0]
    return start, start + len(words)


def _clauses_above(token: Token) -> int:
    """How many clauses a verb stands under."""
    depth = 0
    for word in (token, *token.ancestors):
        if word.dep_ in SUBORDINATE or (word.dep_ == "ccomp" and word.head.lower_ in _verbs()[0]):
            depth += 1
    return depth


def _subject(token: Token) -> Token | None:
    """The subject of a verb, or that of the verb it is joined to."""
    for verb in (token, *_joined_to(token)):
        found = [child for child in verb.children if child.dep_ in SUBJECTS]
        if found:
            subject = next((one for one in reversed(found) if one.lower_ != MASK), found[0])
            if subject.lower_ in ("who", "which", "that") and verb.dep_ == "relcl":
                return verb.head
            return subject
    return None


def _joined_to(token: Token) -> Iterator[Token]:
    while token.dep_ in ("conj", "xcomp"):
        token = token.head
        yield token


def _source(
    text: str, sentence: Sentence, head: Token, people: People, way: str, verb: Token
) -> Source:
    subtree = list(head.subtree)
    start = sentence.range_of(subtree[0])[0]
    end = sentence.range_of(subtree[-1])[1]
    at = sentence.range_of(head)
    pronoun = head.lower_ if head.pos_ == "PRON" and head.lower_ in _pronouns() else None
    speaker = Speaker(None) if pronoun else speaker_of(text, (start, end), at, people)
    return Source(speaker, way, verb.lower_, at[0], _clauses_above(verb), pronoun)
