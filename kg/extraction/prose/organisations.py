"""Bodies in prose: unions, charities, trusts, schools and companies, by the form of their names.

Stories name more kinds of body than reports do (`patterns/prose_organisations.toml`), and use as
everyday words what are names elsewhere, so the gazetteer's names count only in their own case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Doc

from kg.extraction.name_words import (
    distinctive_words,
    generic_words,
    normalised_words,
    place_words,
)
from kg.extraction.named_things import (
    GazetteerMatcher,
    NameMatch,
    has_capitals_of,
    people_named,
    searched_passages,
    sentence_range_at,
    without_overlaps,
)
from kg.extraction.text.patterns import pattern, rules
from kg.gazetteer import Body, fold

__all__ = ["bodies_in_prose"]

#: Characters after a name that are read with it.
REACH = 60
#: Kinds of body that have local branches.
WITH_BRANCHES = ("charity", "health", "other")


def bodies_in_prose(
    doc: Doc, known: GazetteerMatcher, shaped: Iterable[NameMatch]
) -> list[NameMatch]:
    """The mentions of bodies; `shaped` are those that have the form of names in reports."""
    text = doc._.document.text
    sure = [
        _with_branch(text, replace(match, name=text[match.start : match.end]))
        for match in known.matches(doc)
        if _is_name(doc, match, known[match.entity or ""])
    ]
    others = [match for match in (*shaped, *_by_form(doc)) if not _is_no_name(match.name)]
    return without_overlaps([*sure, *others])


def _is_name(doc: Doc, match: NameMatch, body: Body) -> bool:
    """Whether words that a gazetteer's name matches are a name here."""
    text = doc._.document.text
    written = text[match.start : match.end]
    after = text[match.end : match.end + REACH]
    if _matches("other_name_after", after):
        return False
    if body.match_case and " " not in written:
        start, _ = sentence_range_at(doc._.passages, match.start)
        if start == match.start and not _matches("acts", after):
            return False
        return not _matches("not_everyday", after)
    plain = written.replace("’", "'")
    return plain in body.names or any(has_capitals_of(plain, name) for name in body.names)


def _with_branch(text: str, match: NameMatch) -> NameMatch:
    """A match with the place of the local branch after it ("Lantern Exampleton")."""
    found = pattern("prose_organisations", "branch").match(text, match.end)
    if match.kind not in WITH_BRANCHES or found is None:
        return match
    if not all(word in place_words() | {"and"} for word in normalised_words(found["place"])):
        return match
    name = text[match.start : found.end()]
    return replace(match, end=found.end(), name=name, entity=None, key=fold(name))


def _by_form(doc: Doc) -> Iterator[NameMatch]:
    """The names that the forms of prose find."""
    text = doc._.document.text
    people = people_named(doc)
    councils = {
        (mention.evidence.start, mention.evidence.end) for mention in doc._.councils if mention.full
    }
    lead = pattern("prose_organisations", "lead")
    for passage in searched_passages(doc._.passages):
        first, last = passage.block.start, passage.block.end
        if text[first:last].isupper():
            continue
        for rule in rules("prose_organisations"):
            for match in rule.regex.finditer(text, first, last):
                start, end = match.span(match.lastgroup or "name")
                while (cut := lead.match(text, start, end)) and rule.name != "runs":
                    start = cut.end()
                name = text[start:end]
                rare = _is_rare(name, rule.fields["rare"])
                if rare and (start, end) not in councils and name.casefold() not in people:
                    yield NameMatch(start, end, name, rule.fields["kind"], None, fold(name))


def _is_rare(name: str, needed: str) -> bool:
    """Whether a name has what tells it from a kind of body: see `rare` in the pattern file."""
    if needed == "nothing":
        return True
    if needed == "word":
        return bool(distinctive_words(name))
    return " " in name and any(word not in generic_words() for word in normalised_words(name)[:-1])


def _is_no_name(name: str) -> bool:
    return bool(pattern("prose_organisations", "not_name").search(name))


def _matches(key: str, after: str) -> bool:
    return bool(pattern("prose_organisations", key).match(after))
