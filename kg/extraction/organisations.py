"""Organisations, found by the gazetteer's names and by the form of a name.

Councils and inspectorates are left out, and so are bodies that every council has, unless they have
a name of their own.  The longest name that the document uses counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, cached_property

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.named_things import (
    GazetteerMatcher,
    NameMatch,
    group_matches,
    is_part_of_another,
    searched_passages,
    without_overlaps,
)
from kg.extraction.prose.organisations import bodies_in_prose
from kg.extraction.text.patterns import pattern, rules, table
from kg.gazetteer import Body, Gazetteer, fold, organisations
from kg.model import Leader

__all__ = ["Organisations"]

#: Maximum characters between a post and the name of its body.
NEAR = 20
#: Characters before a name in which the name that it is part of may begin.
REACH = 120


@Language.factory("kg_organisations")
class Organisations:
    """Sets `organisations` on the doc, and `bodies`, the ranges and kinds of all organisations."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.known = GazetteerMatcher(nlp, organisations())

    def __call__(self, doc: Doc) -> Doc:
        """Set `organisations` and `bodies` on the doc."""
        text = doc._.document.text
        known = [
            replace(match, name=text[match.start : match.end])
            for match in self.known.matches(doc)
            if self._is_name(doc, match)
        ]
        known += [other for match in known for other in self._with_same_noun(text, match)]
        if doc._.kind.is_prose:
            matches = bodies_in_prose(doc, self.known, _by_shape(doc))
            doc._.leaders = tuple(_with_whole_body(one, matches) for one in doc._.leaders)
        else:
            matches = without_overlaps([*known, *_by_shape(doc)])
        doc._.bodies = tuple((match.start, match.end, match.kind) for match in matches)
        named = _keyed_by_name([match for match in matches if match.kind != "inspectorate"])
        doc._.organisations = group_matches(doc, named, "organisations", fullest=_fullness)
        return doc

    def _is_name(self, doc: Doc, match: NameMatch) -> bool:
        """Whether a match is a name, and no everyday word or part of another name."""
        (after,) = rules("organisations", "after")
        if after.regex.match(doc._.document.text, match.end):
            return False
        (inside,) = rules("organisations", "inside")
        around = inside.regex.finditer(doc._.document.text, max(0, match.start - REACH), match.end)
        if any(found.end() == match.start for found in around):
            return False
        words = doc._.document.text[match.start : match.end]
        is_everyday_word = self.known[match.entity or ""].match_case and " " not in words
        return not (is_everyday_word and is_part_of_another(doc, match.start))

    def _with_same_noun(
        self, text: str, match: NameMatch, listed: bool = False
    ) -> Iterator[NameMatch]:
        """The forces before one whose noun is theirs too: "Exampleshire and Sampleton Police".

        A comma joins them only if the list goes on with "and" (`listed`).
        """
        start = match.start
        found = pattern("organisations", "shares_noun").search(text, max(0, start - REACH), start)
        if match.kind != "police" or found is None or (found["comma"] and not listed):
            return
        first, end = found.span("place")
        for word in re.finditer(r"\S+", text[first:end]):
            begin = first + word.start()
            force = self._forces.get(text[begin:end].casefold())
            if force is not None and force.slug != match.entity:
                other = NameMatch(begin, end, force.name, force.kind, force.slug, force.slug)
                yield from (other, *self._with_same_noun(text, other, listed=True))
                return

    @cached_property
    def _forces(self) -> dict[str, Body]:
        """Police forces by the words before their noun, in lower case."""
        return {
            name.rsplit(" ", 1)[0].casefold(): body
            for body in self.known.by_slug.values()
            if body.kind == "police"
            for name in body.names
            if name.endswith((" Police", " Constabulary"))
        }


def _by_shape(doc: Doc) -> Iterator[NameMatch]:
    text = doc._.document.text
    (generic,) = (rule.regex for rule in rules("organisations", "generic"))
    for passage in searched_passages(doc._.passages):
        words = text[passage.block.start : passage.block.end]
        for rule in rules("organisations"):
            if not any(hint in words for hint in rule.fields["hints"]):
                continue
            for match in rule.regex.finditer(text, passage.block.start, passage.block.end):
                place = match.groupdict().get("place")
                if place and fold(place) not in _places():
                    continue
                group = "called" if match.groupdict().get("called") else "name"
                start, end = _name_start(text, *match.span(group)), match.end(group)
                name = text[start:end]
                if (" " in name or rule.fields.get("single")) and not generic.search(name):
                    yield NameMatch(start, end, name, rule.fields["kind"], None, fold(name))


def _with_whole_body(leader: Leader, bodies: list[NameMatch]) -> Leader:
    """A leader whose body's name, cut at a small word ("Achieving"), is the one that follows."""
    if leader.organisation is None:
        return leader
    after = leader.evidence.end
    for body in bodies:
        cut = body.name.startswith(f"{leader.organisation} ")
        if cut and leader.evidence.start <= body.start <= after + NEAR:
            return replace(leader, organisation=body.name)
    return leader


@cache
def _places() -> frozenset[str]:
    return frozenset(fold(name) for name in Gazetteer.load().place_names)


def _name_start(text: str, start: int, end: int) -> int:
    """The start of a name, without capitalised words before it that aren't part of it."""
    shortened = True
    while shortened:
        shortened = False
        for rule in rules("organisations", "before"):
            match = rule.regex.match(text, start, end)
            if match and match.end() > start:
                start, shortened = match.end(), True
    return start


def _keyed_by_name(matches: list[NameMatch]) -> Iterator[NameMatch]:
    """The matches, keyed so that a name with or without its place, "Local" or plural is one."""
    keys = {match.key: match.entity or _name_key(match.name) for match in matches}
    for match in sorted(matches, key=lambda h: h.start):
        key = keys[match.key]
        longer = {k for k in keys.values() if k.endswith(f" {key}")}
        yield replace(match, key=longer.pop() if len(longer) == 1 and not match.entity else key)


def _fullness(name: str) -> int:
    """How much a name says: "Ashby LSCB" more than "Local Safeguarding Children Board".

    >>> _fullness("Ashby LSCB") > _fullness("Local Safeguarding Children Board")
    True
    """
    return 1000 * len(_name_key(name)) + len(name)


def _name_key(name: str) -> str:
    """A name without its optional words, and with abbreviations spelt out.

    >>> _name_key("Ashby LSCB") == _name_key("Ashby Local Safeguarding Children’s Board")
    True
    """
    long_forms = table("organisations")["long_forms"]
    words = " ".join(long_forms.get(word, word) for word in fold(name).split())
    return " ".join(pattern("organisations", "optional").sub("", words).split())
