"""Programmes: by the gazetteer's names, and local ones by how they are written.

A phrase that may be a name (quoted, capitalised, with an abbreviation in brackets, or an everyday
phrase before "scheme", "project", "academy") is a candidate.  What is said in it, before it and
after it, over all its mentions, are cues with a weight each (`patterns/programmes.toml`); a
candidate whose weights come to more than nothing is a programme.  Generic services ("the early help
service") are nobody's.
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

from kg.extraction.named_things import Hit, Known, gather, sentence_at, spoken, without_overlaps
from kg.extraction.text.passages import HEADINGS
from kg.extraction.text.patterns import Rule, compiled, rules, table
from kg.gazetteer import Gazetteer, fold, programmes

__all__ = ["Candidate", "Programmes", "evidence", "names", "score"]

#: How much of the text before and after a name is looked at for cues, in characters.
REACH = 60

#: Names in a list are at most so far from each other, in characters.
NEAR = 12

#: Organisations that are programmes as well.
BOTH = ("adoption-agency", "other")

WORD = re.compile(r"[\w’'+@-]+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase that may be a programme's name.

    `start` and `end` are its own range; `left` and `right` that with its quotation marks and its
    abbreviation, which is `short`.  `noun` is what it calls itself ("project"), in the name or
    right behind it; `first` says that it begins a sentence.
    """

    start: int
    end: int
    left: int
    right: int
    shape: str
    name: str
    noun: str
    short: str
    first: bool

    @property
    def stem(self) -> str:
        """The name without its noun: "Star" of "Star project"."""
        name = self.name.removeprefix("The ").removeprefix("the ")
        return re.sub(rf"\s*\b{re.escape(self.noun)}$", "", name) if self.noun else name


@Language.factory("kg_programmes")
class Programmes:
    """Sets `programmes` on the doc."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.known = Known(nlp, programmes())

    def __call__(self, doc: Doc) -> Doc:
        """Set `programmes` on the doc."""
        known = [hit for hit in self.known.hits(doc) if self._is_name(doc, hit)]
        hits = without_overlaps([*known, *_local(doc, known)])
        doc._.programmes = gather(doc, hits, "programmes", fullest=True)
        return doc

    def _is_name(self, doc: Doc, hit: Hit) -> bool:
        """Whether an everyday word is a name, and not just how a sentence begins."""
        everyday = self.known[hit.entity or ""].match_case
        everyday = everyday and " " not in doc._.document.text[hit.start : hit.end]
        return not (everyday and sentence_at(doc._.passages, hit.start)[0] == hit.start)


def _local(doc: Doc, known: list[Hit]) -> Iterator[Hit]:
    """Where the document names a programme of its own.

    Names in a list speak for each other: those that stand beside one that is known, or beside one
    that is found, need less of their own.
    """
    text = doc._.document.text
    taken = [(start, end) for start, end, kind in doc._.bodies if kind not in BOTH]
    ranges = [(hit.start, hit.end) for hit in known]
    groups = {
        key: found
        for key, found in names(doc).items()
        # the abbreviation of one that is known is none of its own
        if not any(one.short and _meets(one, ranges) for one in found)
    }
    weight = table("programmes")["weights"]["beside"]
    scores = {key: score(evidence(text, found)) for key, found in groups.items()}
    for _ in ("beside one that is known", "beside one that is found"):
        others = _Ranges.of(ranges)
        for key, found in groups.items():
            if -weight < scores[key] <= 0 and any(others.beside(text, one) for one in found):
                scores[key] += weight
        ranges += [(one.left, one.right) for k in groups if scores[k] > 0 for one in groups[k]]
    for key, found in groups.items():
        if scores[key] > 0:
            for one in found:
                if not _meets(one, taken):
                    yield Hit(one.start, one.end, one.name, _kind(one.noun), None, key)


def _meets(one: Candidate, ranges: Iterable[tuple[int, int]]) -> bool:
    return any(one.start < end and start < one.end for start, end in ranges)


def names(doc: Doc) -> Mapping[str, list[Candidate]]:
    """The candidates by the name that they give.

    An abbreviation stands with its long form; "the academy" is not one more beside one with a name.
    """
    found = list(candidates(doc))
    long_forms = {fold(one.short): _key(one) for one in found if one.short}
    named = {one.noun.casefold() for one in found if one.stem}
    groups: dict[str, list[Candidate]] = {}
    for one in found:
        if one.stem or one.noun.casefold() not in named:
            groups.setdefault(long_forms.get(_key(one), _key(one)), []).append(one)
    for key in list(groups):
        if any(part in groups for part in key.split(" and ") if part != key):
            del groups[key]  # two names that stand alone as well
    return groups


def _key(one: Candidate) -> str:
    return fold(one.stem if _rare(one.stem) else one.name)


def evidence(text: str, found: list[Candidate]) -> Mapping[str, float]:
    """What the mentions of a name say for and against it: each tag with the share that has it.

    Some say as much once as often: they stand there as `ever:` too.
    """
    counts = Counter(tag for one in found for tag in tags(text, one))
    ever = {f"ever:{tag}": 1.0 for tag in counts if tag in _telling()}
    places = len({one.left for one in found})
    shares = {tag: n / len(found) for tag, n in counts.items()}
    return {f"often:{min(places, 4)}": 1.0} | ever | shares


@cache
def _telling() -> frozenset[str]:
    return frozenset(cue.name for cue in rules("programmes", "cue") if cue.fields.get("ever"))


@dataclass(frozen=True, slots=True)
class _Ranges:
    """Where names begin and end, in the order of the text."""

    starts: tuple[int, ...]
    ends: tuple[int, ...]

    @staticmethod
    def of(ranges: Iterable[tuple[int, int]]) -> _Ranges:
        starts, ends = zip(*ranges, strict=True) if ranges else ((), ())
        return _Ranges(tuple(sorted(starts)), tuple(sorted(ends)))

    def beside(self, text: str, one: Candidate) -> bool:
        """Whether a name stands in a list with one of these."""
        (between,) = rules("programmes", "between")
        left = self.ends[
            bisect_left(self.ends, one.left - NEAR) : bisect_right(self.ends, one.left)
        ]
        right = self.starts[
            bisect_left(self.starts, one.right) : bisect_right(self.starts, one.right + NEAR)
        ]
        gaps = [(end, one.left) for end in left] + [(one.right, start) for start in right]
        return any(between.regex.fullmatch(text, *gap) for gap in gaps)


def candidates(doc: Doc) -> Iterator[Candidate]:
    """The phrases of a document that may be names; an earlier shape goes before a later one."""
    text = doc._.document.text
    for passage in spoken(doc._.passages):
        if passage.block.kind in HEADINGS:
            continue
        begins = {start for start, _ in passage.sentences}
        kept: list[Candidate] = []
        for rule in rules("programmes", "shape"):
            for match in rule.regex.finditer(text, passage.block.start, passage.block.end):
                for start, end in _parts(text, rule, match):
                    one = _candidate(text, rule.name, start, end, match, begins)
                    met = [k for k in kept if one.start < k.right and k.left < one.end]
                    if not _is_nothing(one) and all(_opens(k, one) for k in met):
                        kept = [k for k in kept if k not in met] if met else kept
                        kept.append(one)
        yield from kept


def _opens(kept: Candidate, one: Candidate) -> bool:
    """Whether a candidate is just the capital that another begins with."""
    bare = kept.shape == "capitals" and not kept.noun
    return bare and one.shape == "everyday" and kept.start == one.start and kept.end < one.end


def _parts(text: str, rule: Rule, match: re.Match[str]) -> Iterator[tuple[int, int]]:
    """The range of a match, or of the names that stand in it side by side."""
    start, end = match.span("name")
    short = match.groupdict().get("short")
    if short:
        start = end - len(_abbreviated(text[start:end], short))
    joints = sorted(
        {
            m.span(m.lastgroup or 0)
            for joint, behind in _joints()
            if rule.fields.get("parts") and behind.match(text, end)
            for m in joint.finditer(text, start, end)
        }
    )
    for cut, after in [*joints, (end, end)]:
        if start < cut:
            yield start, cut
        start = after


@cache
def _joints() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    """Where a run of capitals holds two names, each with what must stand behind the run."""
    return tuple(
        (rule.regex, compiled("programmes", rule.fields.get("after", "")))
        for rule in rules("programmes", "joint")
    )


def _candidate(
    text: str, shape: str, start: int, end: int, match: re.Match[str], begins: set[int]
) -> Candidate:
    left, right = (start, end) if end < match.end("name") else (start, match.end())
    short = match.groupdict().get("short") or ""
    if shape == "quoted":
        left = match.start()
    elif not short:
        left = start = _after_leads(text, start, end)
    inside = _noun("in").search(text[start:end])
    if inside and shape == "quoted" and not inside.start():
        inside = None  # the ‘Status’ programme
    behind = None if inside else _noun("behind").match(text, right)
    noun = (inside or behind or [""])[0].strip()
    if behind and shape == "capitals":
        end = right = behind.end()
    first = start in begins or left in begins
    return Candidate(start, end, left, right, shape, text[start:end], noun, short, first)


def _after_leads(text: str, start: int, end: int) -> int:
    """Where a name begins, without the words of praise or of the sentence before it."""
    (lead,) = rules("programmes", "lead")
    while match := lead.regex.match(text, start, end):
        if match[0].endswith("s ") and _nouns().get(text[match.end() : end].casefold()):
            break  # "the council's academy" has no other name
        start = match.end()
    return start


def _is_nothing(one: Candidate) -> bool:
    """Whether a phrase is a noun or a place alone, or a word that begins a sentence."""
    words = one.stem.split()
    if one.shape == "capitals" and one.first and not one.noun and len(words) == 1:
        return True
    if not words:
        return _nouns()[one.noun.casefold()][0] != "academy"
    if one.shape == "quoted" and len(words) == 1 and words[0].casefold() in _generic():
        return True
    return one.shape == "capitals" and fold(one.stem).removesuffix("s") in _places()


@cache
def _noun(where: str) -> re.Pattern[str]:
    """The nouns at the end of a name, or behind it."""
    words = "|".join(sorted(_nouns(), key=lambda word: (-len(word), word)))
    return re.compile(rf"\b(?:{words})$" if where == "in" else rf" (?:{words})\b", re.IGNORECASE)


@cache
def _nouns() -> Mapping[str, tuple[str, str | None]]:
    """Noun to its class and kind; with its plural."""
    found: dict[str, tuple[str, str | None]] = {}
    for entry in table("programmes")["noun"]:
        for word in entry["words"]:
            found[word] = found[word + "s"] = (entry["name"], entry.get("kind"))
    return found


def _kind(noun: str) -> str:
    return _nouns().get(noun.casefold(), ("", None))[1] or "service"


def _words(stem: str) -> list[str]:
    words = (word.casefold().replace("’", "'") for word in WORD.findall(stem))
    return [word.removesuffix("'s") for word in words]


def _rare(stem: str) -> list[str]:
    """The words that not every council's services carry."""
    return [
        word
        for word in _words(stem)
        if word not in _generic() and word not in _places() and not word.isdigit()
    ]


@cache
def _generic() -> frozenset[str]:
    return frozenset(table("programmes")["generic"])


@cache
def _places() -> frozenset[str]:
    names = {fold(name) for name in Gazetteer.load().place_names}
    return frozenset(names | {word for name in names for word in name.split() if len(word) > 3})


def tags(text: str, one: Candidate) -> tuple[str, ...]:
    """What one mention says for and against a name."""
    words, rare = _words(one.stem), _rare(one.stem)
    noun = _nouns().get(one.noun.casefold(), ("none", None))[0]
    before = text[max(0, one.left - REACH) : one.left].rpartition("\n\n")[2]
    after = text[one.right : one.right + REACH].partition("\n\n")[0]
    where = {"before": before, "name": one.name, "after": after, "around": f"{before}|{after}"}
    where["quoted"] = one.name if one.shape == "quoted" else ""
    bare = "" if one.noun else "bare:"
    found = [
        f"{one.shape}:{noun}{'+' if one.noun.islower() else ''}",
        f"{one.shape}:{bare}rare:{min(len(rare), 3)}",
        f"{one.shape}:{bare}words:{min(len(words), 5)}",
    ]
    if words and len(rare) == len(words):
        found.append("all-rare-upper" if one.stem.isupper() else "all-rare")
    if any(w in _places() for w in words):
        found.append("place")
    if one.first:
        found.append("first")
        if len(words) == 1:
            found.append("first-word")
    cues = [
        cue.name for cue in rules("programmes", "cue") if cue.regex.search(where[cue.fields["at"]])
    ]
    return (*found, *cues, *(f"{one.shape}:{cue}" for cue in cues))


def score(found: Mapping[str, float]) -> float:
    """The sum of the weights; more than nothing speaks for a name."""
    weights: dict[str, float] = table("programmes")["weights"]
    return weights["bias"] + sum(weights.get(tag, 0.0) * n for tag, n in found.items())


def _abbreviated(name: str, short: str) -> str:
    """The last words of `name` whose initials, some left out, spell `short`; or nothing.

    >>> _abbreviated("practitioner in the complex safeguarding team", "CST")
    'complex safeguarding team'
    """
    words = name.split()
    for count in range(2, len(words) + 1):
        parts = [part for word in words[-count:] for part in word.split("-") if part]
        initials = iter("".join(part[0] for part in parts).casefold())
        letters = re.sub(r"\W|s$", "", short).casefold()
        if parts[0][0].casefold() == letters[0] and all(c in initials for c in letters):
            return " ".join(words[-count:])
    return ""
