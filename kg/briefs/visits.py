"""The section on visits and other inspections: what they looked at, and what they found first."""

from __future__ import annotations

from collections.abc import Iterator

from kg.briefs.held import inspection_days
from kg.briefs.judged import WORDS, stands_alone
from kg.briefs.material import Material
from kg.briefs.model import Block, Items, Note, Paragraph, Remark, Section, Sentence
from kg.briefs.phrases import month, phrase
from kg.briefs.record import Inspection
from kg.briefs.words import say, shortened
from kg.rdf.iris import expand, token
from kg.reference_data import read_reference
from kg.wording import in_sentence, joined, upper_first

__all__ = ["visits"]


def visits(material: Material) -> Section:
    """Those since the newest full inspection, with a finding of each, then those before."""
    after = max(inspection_days(material.record), default="")
    others = [one for one in reversed(material.record.inspections) if not one.is_full]
    since = [one for one in others if one.when > after or not one.when]
    before = [one for one in others if one not in since]
    blocks: list[Block] = []
    if since:
        blocks.append(Items(tuple(tuple(_with_finding(material, one)) for one in since)))
    else:
        name = "none" if after else "none-at-all"
        values = {"council": material.council.official_name, "when": month(after)}
        blocks.append(Remark(say("visits", name, **values)))
    if before:
        blocks += (Remark(say("visits", "before")), Paragraph(tuple(map(_visit, before))))
    return Section(say("headings", "visits"), tuple(blocks))


def _with_finding(material: Material, inspection: Inspection) -> Iterator[Sentence]:
    yield _visit(inspection)
    paths = [path for path in inspection.claim.paths if material.inspection_of(path) == inspection]
    for row in material.findings:
        if row["document"] in paths and row["kind"] != "recommendation" and stands_alone(row):
            words = say("visits", "outcome", text=shortened(row["text"], WORDS))
            yield Sentence(words, (Note((material.source(row),)),))
            return


def _visit(inspection: Inspection) -> Sentence:
    words = say(
        "visits",
        "visit-focus" if inspection.focus else "visit",
        inspection=upper_first(phrase(inspection)),
        focus=joined([in_sentence(label) for label in inspection.focus]),
        by=_by(inspection.type),
    )
    sources = inspection.claim.sources("inspection type")[:1], inspection.dated_by()
    looked_at = inspection.claim.sources("focus", "other focus")[: len(inspection.focus)]
    found = dict.fromkeys((*sources[0], *sources[1], *looked_at))
    return Sentence(words, (Note(tuple(found) or inspection.claim.sources()[:1]),))


def _by(type_: str) -> str:
    """Whose inspection it is, where others than one inspectorate have a part in it."""
    label = expand("rdfs:label")
    organisations = read_reference("organisations")
    names = [
        organisations[organisation][label][0]
        for iri, node in read_reference("concepts").items()
        if "/inspection-type/" in iri and token(iri) == type_
        for organisation in node.get(expand("kg:inspectorate"), ())
    ]
    return say("visits", "by", names=joined(names)) if len(names) > 1 else ""
