"""The sections around the grades: leaders, statistical neighbours, programmes, documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from kg.briefs.material import Material
from kg.briefs.model import Block, Items, Note, Paragraph, Remark, Section, Sentence, Table
from kg.briefs.phrases import grades_by_area, month, phrase
from kg.briefs.record import OVERALL, Claim, Record
from kg.briefs.words import counted, grade_name, one_line, say, shortened, years_of
from kg.date_format import date_in_words
from kg.gazetteer import fold
from kg.reference_data import concept_labels
from kg.wording import joined, upper_first

__all__ = ["documents", "leaders", "neighbours", "programmes"]

#: Holders of one post, and programmes, that are shown; the others are counted.
HOLDERS, PROGRAMMES = 3, 4
#: Characters of a document's title.
TITLE = 50


def leaders(material: Material) -> Section:
    """Who held which post, newest first, with the start of the post where a document states it."""
    by_post: dict[str, dict[tuple[str, str], list[Claim]]] = defaultdict(lambda: defaultdict(list))
    for claim in material.record.posts:
        if claim.one("organization") == material.council.name:
            name = claim.one("name")
            key = (name, "") if name else ("", claim.one("since"))
            by_post[claim.one("role")][key].append(claim)
    shown: list[list[Claim]] = []
    left = 0
    for role in (role for role in concept_labels("post-role") if role in by_post):
        named = [claims for (name, _), claims in by_post[role].items() if name]
        named.sort(key=lambda claims: _last_day(material, claims), reverse=True)
        shown += named[:HOLDERS]
        left += len(by_post[role]) - len(named[:HOLDERS])
    shown.sort(key=lambda claims: _last_day(material, claims), reverse=True)
    rows = [_holder(material, claims) for claims in shown]
    heading = say("headings", "leaders")
    if not rows:
        remark = Remark(say("leaders", "none", council=material.council.official_name))
        return Section(heading, (remark,))
    header = tuple(say("leaders", n) for n in ("post", "name", "since", "named"))
    blocks: list[Block] = [Table(say("leaders", "table"), header, tuple(rows), (8, 5, 4, 8))]
    if left:
        count = counted("leaders", "holder", left)
        blocks.append(Remark(say("leaders", "more", count=count, gss=material.council.gss)))
    return Section(heading, tuple(blocks))


def neighbours(material: Material) -> Section:
    """The grades of the statistical neighbours at their newest full inspection."""
    heading = say("headings", "neighbours")
    if not material.neighbours:
        remark = Remark(say("neighbours", "none", council=material.council.name))
        return Section(heading, (remark,))
    header = tuple(say("neighbours", name) for name in ("neighbour", "inspection", "grade"))
    told = [(record.council.name, _neighbour(record)) for record in material.neighbours]
    rows = tuple(row for _, row in told if row)
    blocks: list[Block] = []
    if rows:
        blocks.append(Table(say("neighbours", "table"), header, rows, (5, 5, 10)))
    without = [name for name, row in told if row is None]
    if without:
        blocks.append(Remark(say("neighbours", "no-report", names=joined(without))))
    return Section(heading, (*blocks, Remark(say("neighbours", "about"))))


def programmes(material: Material) -> Section:
    """The programmes and services that documents on the council name, newest first."""
    heading = say("headings", "programmes")
    by_name: dict[str, list[Claim]] = defaultdict(list)
    for claim in material.record.programmes:
        by_name[claim.one("mentions")].append(claim)
    if not by_name:
        remark = Remark(say("programmes", "none", council=material.council.name))
        return Section(heading, (remark,))
    order = sorted(
        sorted(by_name),
        key=lambda name: (_last_day(material, by_name[name]), len(by_name[name])),
        reverse=True,
    )
    shown = tuple(_programme(material, name, by_name[name]) for name in order[:PROGRAMMES])
    blocks: list[Block] = [Paragraph(shown)]
    if order[PROGRAMMES:]:
        count = counted("programmes", "programme", len(order[PROGRAMMES:]))
        blocks.append(Remark(say("programmes", "more", count=count)))
    return Section(heading, tuple(blocks))


def documents(material: Material) -> Section | None:
    """The documents on the council; None without any."""
    if not material.own_documents:
        return None
    items = tuple((_document(material, path),) for path in reversed(material.own_documents))
    return Section(say("headings", "documents"), (Items(items),))


def _holder(material: Material, claims: Sequence[Claim]) -> tuple[Sentence, ...]:
    newest = max(claims, key=lambda claim: _day(material, claim))
    stated = [claim for claim in claims if claim.one("since")]
    since = date_in_words(stated[-1].one("since")) if stated else say("leaders", "unstated")
    days = [day for claim in claims for path in claim.paths if (day := material.day_of(path))]
    others = (claim for claim in claims if claim != newest)
    sources = [*newest.sources(), *(s for claim in stated for s in claim.sources("since"))]
    sources += (source for claim in others for source in claim.sources()[:1])
    return (
        Sentence(upper_first(newest.one("role text")), (Note(tuple(dict.fromkeys(sources))),)),
        Sentence(newest.one("name")),
        Sentence(since),
        Sentence(joined([month(day) for day in sorted({day[:7] for day in days})])),
    )


def _neighbour(record: Record) -> tuple[Sentence, ...] | None:
    """A neighbour with its newest grade, if one is known; its note is in the first cell."""
    name = record.council.name
    full = record.full[-1] if record.full else None
    stated = record.stated[-1] if record.stated else None
    if stated and (full is None or stated.when > full.when):
        grade = f"({grade_name(stated.grade)})"
        first = Sentence(name, (Note(stated.sources),))
        return (first, Sentence(month(stated.when)), Sentence(grade))
    full = full or next((one for one in record.inspections if one.is_full), None)
    if full is None:
        return None
    given = full.given(OVERALL) or full.grades
    grades = joined(
        [grade_name(grade) for grade in dict.fromkeys(one.grade for one in given)], "or"
    )
    if not full.given(OVERALL):
        grades = say("neighbours", "areas", grades=grades_by_area(full))
    sources = (*full.dated_by(), *(source for grade in given for source in grade.sources[:1]))
    when = month(full.when) if full.when else say("neighbours", "undated")
    note = Note(tuple(dict.fromkeys(sources)))
    return (Sentence(name, (note,)), Sentence(when), Sentence(grades))


def _programme(material: Material, name: str, claims: Sequence[Claim]) -> Sentence:
    ordered = sorted(claims, key=lambda claim: _day(material, claim))
    kind = concept_labels("programme-kind").get(claims[0].one("programme kind"), ("",))[0]
    paths = {path for claim in claims for path in claim.paths}
    sources = (*ordered[0].sources()[:1], *ordered[-1].sources()[:1])
    written = one_line(sources[-1].words)
    words = say(
        "programmes",
        "item" if fold(name) in fold(written) else "item-written",
        name=upper_first(name),
        written=written,
        kind=kind.lower(),
        documents=counted("documents", "document", len(paths)),
        years=years_of(material.day_of(path) for path in paths) or say("programmes", "undated"),
    )
    return Sentence(words, (Note(tuple(dict.fromkeys(sources))),))


def _document(material: Material, path: str) -> Sentence:
    row = material.documents[path]
    parts = [say("documents", "file", title=shortened(row["title"] or path, TITLE), path=path)]
    if row["published"]:
        parts.append(say("documents", "published", when=date_in_words(row["published"])))
    parts += (phrase(one) for one in material.record.inspections if path in one.claim.paths)
    return Sentence(f"{'; '.join(parts)}.")


def _day(material: Material, claim: Claim) -> str:
    return max((material.day_of(path) for path in claim.paths), default="")


def _last_day(material: Material, claims: Sequence[Claim]) -> str:
    return max(_day(material, claim) for claim in claims)
