"""A sentence of prose with what was found in it: what its clauses name, and when they hold.

Whether a clause holds now, held earlier, is to come or is not so at all is decided by its grammar
first, then by the dates and the words of time in it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from spacy.tokens import Token

from kg.extraction.prose.dates import DateMention
from kg.extraction.prose.grammar import Sentence, clause_of, is_bare, moods
from kg.extraction.text.passages import Range
from kg.extraction.text.patterns import pattern
from kg.model import PartialDate

__all__ = [
    "SentenceReading",
    "Time",
    "in_quotation",
    "in_same_brackets",
    "is_main",
    "is_old",
    "is_subject",
    "opens_with",
    "phrases_of_before",
    "says",
    "subject_of",
    "subtree_words",
    "time_of",
]

UNREAL = frozenset({"negated", "possible", "hoped", "planned", "conditional"})
#: Months between an inspection and a story about it; an older date is of an earlier inspection.
MAX_AGE_MONTHS = 8
#: Months of a year in which a date of the year before may be recent.
NEW_YEAR = 4
#: Conjunctions of clauses that say when.
TIME_CLAUSES = ("when", "after", "since", "before", "until")
#: Clauses that complete another, whose time is theirs.
COMPLEMENTS = ("ccomp", "xcomp", "pcomp", "oprd", "acomp")
#: Those of clauses about the time before.
BEFORE_CLAUSES = ("since", "before")
#: Prepositions of what was before: "after a previous inspection", "better than at the last one".
BEFORE_PHRASES = ("since", "following", "after", "despite", "than", "unlike")
#: Words beside a grade in a quotation that is more than a grade in quotation marks.
MIN_MORE_QUOTED = 2

#: A quotation within a paragraph; one that is not closed goes on to the paragraph's end.
QUOTATION = re.compile(
    r"“[^”“]*(?:”|$)|(?<!\w)\"[^\"]*(?:\"|$)|(?<!\w)‘[^‘]*?(?:’(?!\w)|$)|"
    r"(?<!\w)'[^']*(?:'\w[^']*)*(?:'(?!\w)|$)"
)


class Time(StrEnum):
    """When, and whether, what a clause says holds.

    EARLIER is before the inspection that the document reports, COMING is still to be; UNREAL is
    denied, hoped for or only possible; GENERAL is said of councils or inspections in general.
    """

    NOW = "now"
    EARLIER = "earlier"
    COMING = "coming"
    UNREAL = "unreal"
    GENERAL = "general"


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """A sentence with the dates and the councils that it names.

    `today` is the document's own date, or the latest date of its text if it has none.
    `dated`: `today` is the document's own.  `says_inspectorate`: the inspectorate says the
    sentence, even in quotation marks.
    """

    text: str
    sentence: Sentence
    dates: Sequence[DateMention]
    councils: Sequence[Range]
    today: PartialDate | None
    says_inspectorate: bool = False
    dated: bool = True

    def before(self, offset: int, length: int = 60) -> str:
        """The words of the sentence before a place, at most `length` characters."""
        return self.text[max(self.sentence.start, offset - length) : offset]

    @property
    def words(self) -> str:
        """The words of the sentence."""
        return self.text[self.sentence.start : self.sentence.end]

    @property
    def asks(self) -> bool:
        """Whether the sentence is a question."""
        return self.words.rstrip("”\"'’) ").endswith("?")

    def words_of(self, verb: Token, without: frozenset[int] = frozenset()) -> str:
        """The words of a clause with those of its "when" clauses, but for those at some places."""
        inside = [
            token
            for token in self.sentence.tokens
            if token.i not in without
            and (
                (own := clause_of(token)) == verb
                or (own.dep_ == "advcl" and own.head == verb and opens_with(own, ("when",)))
            )
        ]
        return " ".join(self.text[slice(*self.sentence.range_of(token))] for token in inside)

    def words_about(self, token: Token) -> str:
        """The words of a word's clause, without phrases on what was before it came to be."""
        verb = clause_of(token)
        aside = (
            phrase
            for phrase in self.sentence.tokens
            if _is_phrase_of_before(phrase)
            and clause_of(phrase) == verb
            and token not in phrase.subtree
        )
        return self.words_of(verb, frozenset(t.i for phrase in aside for t in phrase.subtree))

    def words_with_subject(self, verb: Token) -> str:
        """The words of a clause, after those of the subject that it shares: "... and ends"."""
        words = self.words_of(verb)
        if verb.dep_ != "conj" or any(c.dep_.startswith("nsubj") for c in verb.children):
            return words
        subject = subject_of(verb)
        return words if subject is None else f"{subtree_words(self, subject)} {words}"

    def head(self, start: int, end: int) -> Token | None:
        """The word of a range that governs the others."""
        return self.sentence.head(start, end)

    def dates_of(self, token: Token) -> list[DateMention]:
        """The dates of a word: of its clause, of one that governs it, or of what that is about."""
        verb = clause_of(token)
        while True:
            near = [d for d in self.dates if self._clause(d) == verb] or self._around(verb)
            if (
                not near
                and verb.dep_ == "conj"
                and not any(is_subject_of(c) for c in verb.children)
            ):
                # "In 2017 it was inspected and was graded good": the date is of both
                first = clause_of(verb.head)
                start, end = (self.sentence.starts[each.i] for each in (first, verb))
                if says("now_or_but", self.text[start:end]):
                    return []
                return [d for d in self.dates_of(first) if d.end <= start and d.form != "after"]
            if near or verb.dep_ not in COMPLEMENTS:
                return near
            verb = clause_of(verb.head)

    def date_of(self, token: Token, at: int) -> DateMention | None:
        """The nearest date of a word."""
        near = self.dates_of(token)
        return min(near, key=lambda d: (abs(d.start - at), d.start), default=None)

    def _around(self, verb: Token) -> list[DateMention]:
        """The dates that a relative clause is about, and those of a clause with "when"."""
        if verb.dep_ in ("relcl", "acl", "advcl"):
            noun = verb.head
            about = [
                d
                for d in self.dates
                if d.start <= self.sentence.starts[noun.i] < d.end
                or (
                    noun.pos_ == "NOUN"
                    and (head := self.head(d.start, d.end)) is not None
                    and noun in head.ancestors
                    and verb not in head.ancestors
                )
            ]
            if about:
                return about
        before_when = self.before_when(verb)
        if before_when:
            return before_when
        return [
            d
            for d in self.dates
            if (own := self._clause(d)) is not None
            and own.dep_ == "advcl"
            and own.head == verb
            and opens_with(own, TIME_CLAUSES)
        ]

    def before_when(self, verb: Token) -> list[DateMention]:
        """The date that a clause with "when" is about: "since May 2021, when it was rated"."""
        for child in verb.children:
            if child.lower_ in ("when", "where"):
                at = self.sentence.starts[child.i]
                return [d for d in self.dates if 0 <= at - d.end <= 2]
        return []

    def _clause(self, date: DateMention) -> Token | None:
        head = self.head(date.start, date.end)
        return clause_of(head) if head is not None else None

    def councils_of(self, token: Token) -> tuple[Range, ...]:
        """The councils that a clause names: one, or several in a row ("Bury, Bolton and Wigan")."""
        one = self._council_of(token)
        if one is None:
            return ()
        row = [one]
        for council in self.councils:
            if council[0] > row[-1][1] and self._is_joined(row[-1][1], council[0]):
                row.append(council)
        for council in reversed(self.councils):
            if council[1] < row[0][0] and self._is_joined(council[1], row[0][0]):
                row.insert(0, council)
        return tuple(row)

    def council_before(self, offset: int) -> tuple[Range, ...]:
        """The council right before a word: "Wigan was rated good and Salford outstanding"."""
        return tuple(
            c for c in self.councils if c[1] <= offset and self._is_right_before(c, offset)
        )

    def _is_right_before(self, council: Range, offset: int) -> bool:
        return self.text[council[1] : offset].strip(" “‘\"'") == ""

    def _is_joined(self, end: int, start: int) -> bool:
        return bool(pattern("reading", "joined").fullmatch(self.text[end:start]))

    def _is_core(self, council: Range, verb: Token) -> bool:
        """Whether a council is the subject of a clause itself, or joined to it."""
        subject = subject_of(verb)
        return subject is not None and self.head(*council) in (subject, *subject.conjuncts)

    def _council_of(self, token: Token) -> Range | None:
        """The council that a clause names, or the nearest clause around it that names one."""
        at = self.sentence.starts[token.i]
        verb = clause_of(token)
        while True:
            if verb.dep_ in ("relcl", "appos", "acl"):
                antecedent = self.sentence.starts[verb.head.i]
                about = [c for c in self.councils if c[0] <= antecedent < c[1]]
                if about:
                    return about[0]
            own = [
                c
                for c in self.councils
                if (head := self.head(*c)) is not None
                and clause_of(head) == verb
                and not _belongs_to_another(head)
            ]
            if own or verb.dep_ == "ROOT" or verb.head == verb:
                return min(
                    own,
                    key=lambda c: (not self._is_core(c, verb), c[0] > at, abs(c[0] - at)),
                    default=None,
                )
            verb = clause_of(verb.head)


def says(name: str, words: str) -> bool:
    """Whether words have a pattern of `reading.toml`."""
    return bool(pattern("reading", name, ignore_case=True).search(words))


def _belongs_to_another(head: Token) -> bool:
    """Whether a council's name says whose a thing is that has no grade: "the county's city"."""
    noun = head
    while noun.dep_ in ("poss", "compound", "nmod") and noun.head.pos_ in ("NOUN", "PROPN"):
        noun = noun.head
    owns = noun != head and head.dep_ == "poss"
    return owns and not says("gradable", noun.text) and not says("rating_noun", noun.text)


def opens_with(verb: Token, words: Sequence[str]) -> bool:
    """Whether a clause begins with one of these conjunctions."""
    return any(
        child.lower_ in words for child in verb.children if child.dep_ in ("mark", "advmod", "prep")
    )


def phrases_of_before(token: Token) -> list[Token]:
    """The prepositions around a word that make it a time before: "following a rating of 2014"."""
    return [a for a in (token, *token.ancestors) if _is_phrase_of_before(a)]


def _is_phrase_of_before(token: Token) -> bool:
    """Whether a word is such a preposition: of a verb, or "following" of whatever it governs."""
    of_verb = token.head.pos_ in ("VERB", "AUX") or token.head.dep_ == "ROOT"
    return (
        token.lower_ in BEFORE_PHRASES
        and token.dep_ == "prep"
        and (of_verb or token.lower_ == "following")
    )


def subject_of(verb: Token) -> Token | None:
    """The subject of a verb, or of the verb that it is joined to by "and"."""
    while True:
        for child in verb.children:
            if is_subject_of(child):
                return child
        if verb.dep_ in ("conj", "xcomp", "oprd", "acomp", "dep") and verb.head != verb:
            verb = verb.head
            continue
        return None


def is_subject_of(token: Token) -> bool:
    """Whether a word is the subject of its head."""
    return token.dep_ in ("nsubj", "nsubjpass", "csubj", "expl")


def subtree_words(reading: SentenceReading, token: Token) -> str:
    """The words from the first to the last that a word governs."""
    inside = sorted(token.subtree, key=lambda t: t.i)
    start, end = reading.sentence.starts[inside[0].i], reading.sentence.ends[inside[-1].i]
    return reading.text[start:end]


def is_subject(token: Token, verb: Token) -> bool:
    """Whether a word is in the subject of a verb."""
    for ancestor in (token, *token.ancestors):
        if ancestor == verb:
            return False
        if ancestor.dep_ in ("nsubj", "nsubjpass", "csubj"):
            return True
    return False


def time_of(
    reading: SentenceReading, token: Token, date: DateMention | None, *, of_grade: bool = False
) -> Time:
    """When what the clause of a word says holds; a question says nothing."""
    if reading.asks:
        return Time.UNREAL
    verb = clause_of(token)
    mood = moods(token)
    words = reading.words_about(token)
    if mood & UNREAL:
        return Time.COMING if "planned" in mood and not mood & {"negated"} else Time.UNREAL
    if "future" in mood or (says("coming", words) and "past" not in mood):
        return Time.COMING
    if _is_generic(reading, verb):
        return Time.GENERAL
    if date is not None and is_old(date, reading.today):
        return Time.EARLIER
    if of_grade and (_is_years_after(reading, verb) or _holds_since(verb)):
        return Time.EARLIER
    if _is_in_clause_before(token, verb) or _is_when_before(reading, verb):
        return Time.EARLIER
    earlier = says("earlier", words) and not says("now", words)
    return Time.EARLIER if earlier or ("past-perfect" in mood and not is_main(token)) else Time.NOW


def _holds_since(verb: Token) -> bool:
    """Whether a clause says since when it holds: "rated outstanding since it was inspected"."""
    return any(child.dep_ == "advcl" and opens_with(child, ("since",)) for child in verb.children)


def _is_in_clause_before(token: Token, verb: Token) -> bool:
    """Whether a word stands after the "since" or "before" of its clause."""
    return (verb.dep_ == "pcomp" and verb.head.lower_ in BEFORE_CLAUSES) or any(
        child.lower_ in BEFORE_CLAUSES
        and child.dep_ in ("mark", "advmod", "prep")
        and child.i < token.i
        for child in verb.children
    )


def _is_when_before(reading: SentenceReading, verb: Token) -> bool:
    """Whether a clause with "when" is of a time before: "the last inspection, when it was ..."."""
    when = next((child for child in verb.children if child.lower_ == "when"), None)
    if when is None:
        return False
    last = says("last_when", reading.before(reading.sentence.starts[when.i]))
    return last or (verb.dep_ == "advcl" and "past-perfect" in moods(verb.head))


def _is_years_after(reading: SentenceReading, verb: Token) -> bool:
    """Whether a clause tells what was years before: "two years after they were rated good"."""
    marks = [c for c in verb.children if c.lower_ == "after" and c.dep_ == "mark"]
    if verb.dep_ == "pcomp" and verb.head.lower_ == "after":
        marks.append(verb.head)
    return any(
        says("years_before", reading.before(reading.sentence.starts[c.i], 30)) for c in marks
    )


def is_main(token: Token) -> bool:
    """Whether a word stands in no relative or adverbial clause."""
    return all(a.dep_ not in ("relcl", "advcl") or is_bare(a) for a in (token, *token.ancestors))


def is_old(date: DateMention, today: PartialDate | None) -> bool:
    """Whether a date is too long ago for the inspection that is news."""
    if today is None:
        return False
    months = [12 * int(d[:4]) + int(d[5:7]) for d in (today.earliest, date.last.latest)]
    if date.form == "season" and date.relative:
        return False  # "last autumn" is within a year
    if date.form in ("year", "ago", "season") and date.first.iso.count("-") == 0:
        years = int(today.iso[:4]) - int(date.last.iso)
        return years > 1 or (years == 1 and int(today.earliest[5:7]) > NEW_YEAR)
    return months[0] - months[1] > MAX_AGE_MONTHS


def _is_generic(reading: SentenceReading, verb: Token) -> bool:
    """Whether the subject of a clause is councils in general."""
    while True:
        subject = subject_of(verb)
        words = "" if subject is None else subtree_words(reading, subject)
        if says("quantity", words) or says("generic", words):
            return True
        if verb.dep_ == "relcl":
            first = min(verb.head.subtree, key=lambda t: t.i)
            start, end = reading.sentence.starts[first.i], reading.sentence.ends[verb.head.i]
            return says("generic", reading.text[start:end])
        if verb.dep_ in ("ROOT", "conj", "advcl"):
            return False
        verb = clause_of(verb.head)


def in_quotation(reading: SentenceReading, start: int, end: int) -> bool:
    """Whether a range is inside a quotation of several words, within its paragraph."""
    if reading.says_inspectorate:
        return False
    text = reading.text
    begin = text.rfind("\n", 0, start) + 1
    finish = text.find("\n", end)
    paragraph = text[begin : finish if finish >= 0 else len(text)]
    for match in QUOTATION.finditer(paragraph):
        first, last = begin + match.start(), begin + match.end()
        more = len(match[0].split()) - len(text[start:end].split())
        if first < start and end < last + 1 and more >= MIN_MORE_QUOTED:
            return True
    return False


def in_same_brackets(text: str, start: int, other: int) -> bool:
    """Whether no bracket stands between two places."""
    between = text[min(start, other) : max(start, other)]
    return between.count("(") == between.count(")")
