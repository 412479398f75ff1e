"""Programmes: by the gazetteer's names, and local ones by how they are written.

A phrase that may be a name (quoted, capitalised, with an abbreviation in brackets, or an everyday
phrase before "scheme", "project", "academy") is a candidate.  The words in, before and after all
its mentions give cues, each with a weight (`patterns/programmes.toml`); a candidate with a positive
sum of weights is a programme.  Generic services ("the early help service") are not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.name_words import (
    distinctive_words,
    generic_words,
    kind_of_noun,
    long_form,
    normalised_words,
    noun_classes,
    place_words,
)
from kg.extraction.named_things import (
    GazetteerMatcher,
    NameMatch,
    group_matches,
    is_part_of_another,
    searched_passages,
    without_overlaps,
)
from kg.extraction.prose.programmes import programmes_in_prose
from kg.extraction.text.passages import HEADINGS
from kg.extraction.text.patterns import Rule, compiled, pattern, rules, table
from kg.gazetteer import fold, programmes

__all__ = ["ProgrammeCandidate", "Programmes", "candidates_by_name", "cue_shares", "score"]

#: Characters before and after a name that are searched for cues.
REACH = 60

#: Maximum characters between two names in a list.
MAX_GAP = 12

#: Words in lower case.
EVERYDAY_WORD = re.compile(r"(?<![\w’'-])[a-z][\w’'-]*")

#: Kinds of organisation that may be programmes too.
ALSO_PROGRAMMES = ("adoption-agency", "other")


@dataclass(frozen=True, slots=True)
class ProgrammeCandidate:
    """A phrase that may be a programme's name.

    `start` and `end` are the name's range; `left` and `right` include its quotation marks and its
    `abbreviation`.  `noun` ("project") is the one that ends the name or follows it.
    """

    start: int
    end: int
    left: int
    right: int
    shape: str
    name: str
    noun: str
    abbreviation: str
    begins_sentence: bool

    @property
    def stem(self) -> str:
        """The name without its noun: "Star" of "Star project"."""
        name = self.name.removeprefix("The ").removeprefix("the ")
        return re.sub(rf"\s*\b{re.escape(self.noun)}$", "", name) if self.noun else name


@Language.factory("kg_programmes")
class Programmes:
    """Sets `programmes` on the doc."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.known = GazetteerMatcher(nlp, programmes())

    def __call__(self, doc: Doc) -> Doc:
        """Set `programmes` on the doc."""
        known = [match for match in self.known.matches(doc) if self._is_name(doc, match)]
        if doc._.kind.is_prose:
            found = programmes_in_prose(doc, known, self.known.by_slug)
            doc._.programmes = group_matches(doc, found, "programmes", fullest=len)
            return doc
        matches = without_overlaps(
            [*known, *_adoption_agencies(doc), *_local_programmes(doc, known)]
        )
        doc._.programmes = group_matches(doc, matches, "programmes", fullest=len)
        return doc

    def _is_name(self, doc: Doc, match: NameMatch) -> bool:
        """Whether a match is a name, and not an everyday word that stands where it may be none."""
        words = doc._.document.text[match.start : match.end]
        is_everyday_word = self.known[match.entity or ""].match_case and " " not in words
        return not (is_everyday_word and is_part_of_another(doc, match.start))


def _adoption_agencies(doc: Doc) -> Iterator[NameMatch]:
    """The regional adoption agencies, which are bodies and services too; no mere consortium is."""
    consortium = pattern("programmes", "consortium")
    for start, end, kind in doc._.bodies:
        name = doc._.document.text[start:end]
        if kind == "adoption-agency" and not consortium.search(name):
            yield NameMatch(start, end, name, "service", None, fold(name))


def _local_programmes(doc: Doc, known: list[NameMatch]) -> Iterator[NameMatch]:
    """The mentions of programmes that are not in the gazetteer.

    Names in a list support each other: one next to a known or accepted name needs a lower score.
    """
    text = doc._.document.text
    taken = [(start, end) for start, end, kind in doc._.bodies if kind not in ALSO_PROGRAMMES]
    ranges = [(match.start, match.end) for match in known]
    short_names = set(_short_names_of_bodies(doc))
    groups = {
        key: found
        for key, found in candidates_by_name(doc).items()
        # the abbreviation of a known programme or of a body is not another one
        if not any(phrase.abbreviation and _overlaps_any(phrase, ranges) for phrase in found)
        and not any(phrase.stem in short_names for phrase in found)
    }
    weight = table("programmes")["weights"]["beside"]
    everyday = frozenset(EVERYDAY_WORD.findall(text))
    scores = {key: score(cue_shares(text, everyday, found)) for key, found in groups.items()}
    for _ in ("next to known names", "next to accepted names"):
        others = _NameRanges.of(ranges)
        for key, found in groups.items():
            if -weight < scores[key] <= 0 and any(
                others.has_neighbour(text, phrase) for phrase in found
            ):
                scores[key] += weight
        ranges += [
            (phrase.left, phrase.right) for k in groups if scores[k] > 0 for phrase in groups[k]
        ]
    for key, found in groups.items():
        if scores[key] > 0:
            for phrase in found:
                if not _overlaps_any(phrase, taken):
                    kind = kind_of_noun(phrase.noun)
                    yield NameMatch(phrase.start, phrase.end, phrase.name, kind, None, key)


def _short_names_of_bodies(doc: Doc) -> Iterator[str]:
    """The abbreviations in brackets after the names of bodies, or at their end."""
    text, short_name = doc._.document.text, pattern("programmes", "short_name")
    for start, end, kind in doc._.bodies:
        found = short_name.match(text, end) or short_name.search(text, start, end)
        if found and kind not in ALSO_PROGRAMMES:
            yield found["short"]


def _overlaps_any(phrase: ProgrammeCandidate, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(phrase.start < end and start < phrase.end for start, end in ranges)


def candidates_by_name(doc: Doc) -> Mapping[str, list[ProgrammeCandidate]]:
    """The candidates, grouped by name.

    An abbreviation is grouped with its long form; "the academy" is dropped if an academy is named.
    """
    found = list(find_candidates(doc))
    long_forms = {
        fold(phrase.abbreviation): _name_key(phrase) for phrase in found if phrase.abbreviation
    }
    named = {phrase.noun.casefold() for phrase in found if phrase.stem}
    groups: dict[str, list[ProgrammeCandidate]] = {}
    for phrase in found:
        if phrase.stem or phrase.noun.casefold() not in named:
            key = _name_key(phrase)
            groups.setdefault(long_forms.get(key, key), []).append(phrase)
    for key in list(groups):
        if any(part in groups for part in key.split(" and ") if part != key):
            del groups[key]  # two names that also occur separately
    return groups


def _name_key(phrase: ProgrammeCandidate) -> str:
    return fold(phrase.stem if distinctive_words(phrase.stem) else phrase.name)


def cue_shares(
    text: str, everyday: frozenset[str], found: list[ProgrammeCandidate]
) -> Mapping[str, float]:
    """The cues of a name's mentions, each with the share of mentions that have it.

    Cues that count as much once as often are added as `ever:` cues.
    """
    short = {phrase.abbreviation for phrase in found if phrase.abbreviation}
    places = len({phrase.left for phrase in found})
    found = [phrase for phrase in found if phrase.name not in short]
    counts = Counter(tag for phrase in found for tag in mention_cues(text, everyday, phrase))
    ever_cues = {f"ever:{tag}": 1.0 for tag in counts if tag in _cues_that_count_once()}
    shares = {tag: n / len(found) for tag, n in counts.items()}
    return {f"often:{min(places, 4)}": 1.0} | ever_cues | shares


@cache
def _cues_that_count_once() -> frozenset[str]:
    return frozenset(cue.name for cue in rules("programmes", "cue") if cue.fields.get("ever"))


@dataclass(frozen=True, slots=True)
class _NameRanges:
    """The starts and the ends of names, sorted."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @staticmethod
    def of(ranges: Iterable[tuple[int, int]]) -> _NameRanges:
        starts, ends = zip(*ranges, strict=True) if ranges else ((), ())
        return _NameRanges(tuple(sorted(starts)), tuple(sorted(ends)))

    def has_neighbour(self, text: str, phrase: ProgrammeCandidate) -> bool:
        """Whether one of these names is next to a phrase in a list."""
        (between,) = rules("programmes", "between")
        left = self.ends[
            bisect_left(self.ends, phrase.left - MAX_GAP) : bisect_right(self.ends, phrase.left)
        ]
        right = self.starts[
            bisect_left(self.starts, phrase.right) : bisect_right(
                self.starts, phrase.right + MAX_GAP
            )
        ]
        gaps = [(end, phrase.left) for end in left] + [(phrase.right, start) for start in right]
        return any(between.regex.fullmatch(text, *gap) for gap in gaps)


def find_candidates(doc: Doc) -> Iterator[ProgrammeCandidate]:
    """The phrases of a document that may be names; earlier shapes win over later ones."""
    text = doc._.document.text
    for passage in searched_passages(doc._.passages):
        if passage.block.kind in HEADINGS:
            continue
        sentence_starts = {start for start, _ in passage.sentences}
        chosen: list[ProgrammeCandidate] = []
        for rule in rules("programmes", "shape"):
            for match in rule.regex.finditer(text, passage.block.start, passage.block.end):
                for start, end in _name_ranges(text, rule, match):
                    phrase = _to_candidate(text, rule.name, start, end, match, sentence_starts)
                    overlapping = [
                        k for k in chosen if phrase.start < k.right and k.left < phrase.end
                    ]
                    if not _cannot_be_name(phrase) and all(
                        _is_opening_capital(k, phrase) for k in overlapping
                    ):
                        if overlapping:
                            chosen = [k for k in chosen if k not in overlapping]
                        chosen.append(phrase)
        yield from chosen


def _is_opening_capital(shorter: ProgrammeCandidate, phrase: ProgrammeCandidate) -> bool:
    """Whether `shorter` is only the capitalised word that another phrase begins with."""
    bare = shorter.shape == "capitals" and not shorter.noun
    longer = shorter.start == phrase.start and shorter.end < phrase.end
    return bare and longer and phrase.shape == "everyday"


def _name_ranges(text: str, rule: Rule, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The range of a match, or the ranges of several names in it."""
    start, end = match.span("name")
    abbreviation = match.groupdict().get("short")
    if abbreviation and rule.name != "quoted":
        start = end - len(long_form(text[start:end], abbreviation))
    joints = sorted(
        {
            m.span(m.lastgroup or 0)
            for joint, follower in _joint_patterns()
            if rule.fields.get("parts") and follower.match(text, end)
            for m in joint.finditer(text, start, end)
            if not m.groupdict().get("away") or _is_place(text, m.end(), end)
        }
    )
    for cut, after in [*joints, (end, end)]:
        if start < cut:
            yield start, cut
        start = after


def _is_place(text: str, start: int, end: int) -> bool:
    """Whether the name at `start` begins with a place: "in Exampleshire", but not "in Speech"."""
    return any(word in place_words() for word in normalised_words(text[start:end])[:1])


@cache
def _joint_patterns() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Patterns that separate two names in a run of capitals, each with what must follow."""
    return tuple(
        (rule.regex, compiled("programmes", rule.fields.get("after", "")))
        for rule in rules("programmes", "joint")
    )


def _to_candidate(
    text: str, shape: str, start: int, end: int, match: re.Match[str], sentence_starts: set[int]
) -> ProgrammeCandidate:
    left, right = (start, end) if end < match.end("name") else (start, match.end())
    abbreviation = match.groupdict().get("short") or ""
    if shape == "quoted":
        left = match.start()
    elif not abbreviation:
        left = start = _without_lead_words(text, start, end, start in sentence_starts)
    noun_inside, noun_after = (
        _noun("in").search(text[start:end]),
        _noun("behind").match(text, right),
    )
    if noun_inside and not noun_inside.start() and (shape == "quoted" or noun_after):
        noun_inside = None  # the ‘Status’ programme, the Pathways service
    noun_after = None if noun_inside else noun_after
    noun = (noun_inside or noun_after or ["", ""])[1]
    if noun_after and shape == "capitals":
        end = right = noun_after.end()
    begins_sentence = start in sentence_starts or left in sentence_starts
    return ProgrammeCandidate(
        start, end, left, right, shape, text[start:end], noun, abbreviation, begins_sentence
    )


def _without_lead_words(text: str, start: int, end: int, opens: bool) -> int:
    """The start of a name, without words of praise or of the sentence that it `opens`."""
    lead, opening = (rule.regex for rule in rules("programmes", "lead"))
    if opens and (match := opening.match(text, start, end)):
        start = match.end()
    while match := lead.match(text, start, end):
        if match[0].endswith("s ") and noun_classes().get(text[match.end() : end].casefold()):
            break  # "the council's academy" has no other words
        start = match.end()
    return start


def _cannot_be_name(phrase: ProgrammeCandidate) -> bool:
    """Whether a phrase is only a noun, a place or the first word of a sentence."""
    words = phrase.stem.split()
    bare = phrase.shape == "capitals" and not phrase.noun
    if bare and phrase.begins_sentence and len(words) == 1:
        return True
    if not words:
        return noun_classes()[phrase.noun.casefold()][0] != "academy"
    if phrase.shape == "quoted" and len(words) == 1 and words[0].casefold() in generic_words():
        return True
    return phrase.shape in ("capitals", "quoted") and _is_only_a_place(phrase.stem)


def _is_only_a_place(stem: str) -> bool:
    """Whether a name without its noun is a place: of "Ashby team", "the Greater Ashby approach"."""
    words = fold(stem).removesuffix("s").removeprefix("greater ")
    return words in place_words()


@cache
def _noun(where: str) -> re.Pattern[str]:
    """The pattern of nouns at the end of a name ("in") or after it."""
    words = "|".join(sorted(noun_classes(), key=lambda word: (-len(word), word)))
    verb = r"(?<=s)(?! (?:an?|the|that|this|its|their|to)\b)|(?<!s)"  # the hub offers a service
    behind = rf" ({words})\b(?:{verb})"
    return re.compile(rf"\b({words})$" if where == "in" else behind, re.IGNORECASE)


def mention_cues(
    text: str, everyday: frozenset[str], phrase: ProgrammeCandidate
) -> tuple[str, ...]:
    """The cues of one mention, for and against its being a name.

    `everyday` has the words that the document writes in lower case.
    """
    words, distinctive = normalised_words(phrase.stem), distinctive_words(phrase.stem)
    noun = noun_classes().get(phrase.noun.casefold(), ("none", None))[0]
    before = text[max(0, phrase.left - REACH) : phrase.left].rpartition("\n\n")[2]
    after = text[phrase.right : phrase.right + REACH].partition("\n\n")[0]
    where = {"before": before, "after": after, "around": f"{before}|{after}", "name": phrase.name}
    where["quoted"] = phrase.name if phrase.shape == "quoted" else ""
    bare = "" if phrase.noun else "bare:"
    found = [
        f"{phrase.shape}:{noun}{'+' if phrase.noun.islower() else ''}",
        f"{phrase.shape}:{bare}rare:{min(len(distinctive), 3)}",
        f"{phrase.shape}:{bare}words:{min(len(words), 7)}",
    ]
    found += [f"word:{word}" for word in sorted(set(normalised_words(phrase.name)))]
    if phrase.noun:
        found.append(f"noun:{phrase.noun.casefold().removesuffix('s')}")
    if phrase.shape == "capitals" and words:
        found.append("everyday-words" if everyday.issuperset(words) else "own-words")
    if words and len(distinctive) == len(words):
        found.append("all-rare-upper" if phrase.stem.isupper() else "all-rare")
    if any(w in place_words() for w in words):
        found.append("place")
    if phrase.begins_sentence:
        found.append("first")
        if len(words) == 1:
            found.append("first-word")
    cues = [
        cue.name for cue in rules("programmes", "cue") if cue.regex.search(where[cue.fields["at"]])
    ]
    return (*found, *cues, *(f"{phrase.shape}:{cue}" for cue in cues))


def score(found: Mapping[str, float]) -> float:
    """The weighted sum of cues; above 0 the phrase is a programme's name."""
    weights: dict[str, float] = table("programmes")["weights"]
    return weights["bias"] + sum(weights.get(tag, 0.0) * n for tag, n in found.items())
