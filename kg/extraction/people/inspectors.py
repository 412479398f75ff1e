"""Inspectors: leads, teams, quality assurance, and signatories for an inspectorate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extraction.inspection import opening_end
from kg.extraction.people.name_shapes import find_names
from kg.extraction.prose.inspectors import inspectors_in_prose
from kg.extraction.prose.lines import prose_sentences
from kg.extraction.text.passages import Passage
from kg.extraction.text.patterns import Rule, fragment, pattern, rules, table
from kg.model import Block, Document, DocumentKind, Evidence, Inspector, Unresolved
from kg.person_names import may_be_same_name

__all__ = ["role_of"]

COMPONENT = "inspectors"
SIGNATORY = "signatory"
#: Roles, strongest first; a person has the strongest in a document.
ROLES_BY_STRENGTH = ("lead", "deputy-lead", "quality-assurance", SIGNATORY, "other", "team")


def role_of(words: str) -> str | None:
    """The inspector role that words state ("Deputy lead inspector"), or None."""
    for rule in rules("people", "inspector_role"):
        if rule.regex.search(words):
            return str(rule.fields["role"])
    return None


@Language.component("kg_inspectors")
def inspectors(doc: Doc) -> Doc:
    """Set `inspectors` on the doc, each person once with the strongest role and all spellings."""
    document: Document = doc._.document
    if doc._.kind.is_prose:
        candidates = list(
            inspectors_in_prose(document.text, prose_sentences(doc._.document.text, doc._.passages))
        )
    elif doc._.inspection.type is None:
        return doc
    else:
        candidates = list(_by_rules(document, doc._.passages, doc._.kind))
    if doc._.kind is DocumentKind.LETTER:
        candidates += _signatories(document, doc._.passages)
    found: list[Inspector] = []
    for mention in candidates:
        place = next(
            (k for k, old in enumerate(found) if may_be_same_name(old.name, mention.name)), None
        )
        if place is None:
            found.append(mention)
        else:
            found[place] = _stronger(found[place], mention)
    found.sort(key=lambda mention: mention.evidence.start)
    if doc._.kind.is_prose and not doc._.subjects and not doc._.councils:
        # who inspects a nursery inspects no council's services
        doc._.unresolved = (*doc._.unresolved, *(_of_no_council(document, each) for each in found))
    else:
        doc._.inspectors = tuple(found)
    return doc


def _of_no_council(document: Document, inspector: Inspector) -> Unresolved:
    """An inspector in a document that names no council."""
    where = inspector.evidence
    reason = "an inspector, but no council is named here"
    return Unresolved.at(document, where.start, where.end, "person", reason)


def _stronger(old: Inspector, new: Inspector) -> Inspector:
    """One person from two mentions, with the stronger role of the two and both spellings.

    To sign is another role than to inspect: who did both keeps the strongest of each.
    """
    roles = {old.role, new.role, old.further_role, new.further_role} - {None}
    if ROLES_BY_STRENGTH.index(new.role) < ROLES_BY_STRENGTH.index(old.role):
        old, new = new, old
    names = {*old.other_names, *new.other_names, new.name} - {old.name}
    also = () if old.evidence == new.evidence else (new.evidence,)
    return replace(
        old,
        other_names=tuple(sorted(names)),
        further_role=_further(old.role, roles),
        also=tuple(dict.fromkeys((*old.also, *new.also, *also))),
    )


def _further(role: str, roles: Iterable[str | None]) -> str | None:
    """The second role of a person who inspected and signed."""
    ranked = [each for each in ROLES_BY_STRENGTH if each in roles]
    if role == SIGNATORY:
        return next((each for each in ranked if each != SIGNATORY), None)
    return SIGNATORY if SIGNATORY in ranked else None


def _by_rules(
    document: Document, passages: tuple[Passage, ...], kind: DocumentKind
) -> Iterator[Inspector]:
    head = opening_end(document)
    for passage in passages:
        block = passage.block
        if passage.section in ("boilerplate", "contents", "signature"):
            continue
        in_head = block.start < head
        in_team = passage.section == "team"
        if not in_head and not in_team and block.end - block.start > 400:
            continue
        for rule in rules("people", "inspector"):
            where = rule.fields.get("where")
            if where == "team" and not in_team:
                continue
            if where in ("opening", "letter") and not in_head:
                continue
            if where == "letter" and kind is not DocumentKind.LETTER:
                continue
            yield from _matches(document, block, rule)


def _matches(document: Document, block: Block, rule: Rule) -> Iterator[Inspector]:
    for match in rule.regex.finditer(document.text, block.start, block.end):
        words = match.groupdict().get("role") or ""
        role = role_of(words) or str(rule.fields.get("role", ""))
        if not role:
            continue
        begin, end = match.span("names")
        # a list of names ends where the next role begins
        cut = _next_label().search(document.text, begin, end)
        end = cut.start() if cut else end
        for start, stop in find_names(document.text, begin, end):
            evidence = Evidence(match.start(), max(stop, match.start() + len(words)), COMPONENT)
            yield Inspector(document.text[start:stop], role, evidence)


def _next_label() -> re.Pattern[str]:
    return pattern("people", "next_label")


def _begins_line(before: str) -> bool:
    """Whether a signatory's name begins its line or follows another signatory's office."""
    words = before.strip()
    if not words or re.fullmatch(fragment("TITLE"), words):
        return True
    return bool(pattern("people", "signatory", "office_end").search(words))


def _signatories(document: Document, passages: tuple[Passage, ...]) -> Iterator[Inspector]:
    """Names after the complimentary close, if an inspectorate's office is there too."""
    office = pattern("people", "signatory", "office")
    close = pattern("people", "signatory", "close")
    places = [k for k, p in enumerate(passages) if p.section == "signature"]
    places += [k for k, p in enumerate(passages) if close.match(document.text, p.block.start)]
    if not places:
        return
    reach = table("people")["signatory"]["reach"]
    blocks = [passage.block for passage in passages[min(places) :][:reach]]
    words = " ".join(document.text[block.start : block.end] for block in blocks)
    if not office.search(words):
        return
    for block in blocks:
        last = block.start
        for start, stop in find_names(document.text, block.start, block.end):
            # in two columns a name may stand right behind another
            if start != last + 1 and not _begins_line(document.text[block.start : start]):
                continue
            last = stop
            evidence = Evidence(start, stop, COMPONENT)
            yield Inspector(document.text[start:stop], SIGNATORY, evidence)
