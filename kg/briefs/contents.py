"""The contents of a brief: its title, and its sections in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.briefs.around import documents, leaders, neighbours, programmes
from kg.briefs.asked import asked
from kg.briefs.journey import journey
from kg.briefs.judged import criticised, praised
from kg.briefs.material import Material, read_material
from kg.briefs.model import Brief, Section, sentences
from kg.briefs.standing import standing
from kg.briefs.visits import visits
from kg.briefs.words import counted, say, years_of
from kg.citation import Citation
from kg.date_format import date_in_words
from kg.gazetteer import Council, Gazetteer
from kg.query.cited_documents import cited_documents
from kg.reference_data import concept_labels
from kg.store.graph import Graph
from kg.wording import joined

__all__ = ["read_brief"]

#: The sections on what reports say.
REPORTED = (praised, criticised, asked, visits)


def read_brief(graph: Graph, council: str) -> Brief:
    """The brief on a council, given by a name, a code or an IRI.

    Raises UsageError, with similar names, for an unknown council.
    """
    material = read_material(graph, Gazetteer.load().resolve(council))
    sections = (
        standing(material),
        journey(material),
        *(section(material) for section in REPORTED if material.own_documents),
        leaders(material),
        neighbours(material),
        programmes(material),
        documents(material),
    )
    shown = tuple(section for section in sections if section)
    return Brief(
        say("lead", "title", council=material.council.name),
        tuple(_lead(material)),
        shown,
        tuple(_cited(graph, shown)),
    )


def _cited(graph: Graph, sections: Iterable[Section]) -> Iterator[Citation]:
    """The places that the notes lead to, each once."""
    documents = cited_documents(graph)
    sources = (
        source
        for section in sections
        for block in section.blocks
        for sentence in sentences(block)
        for note in sentence.notes
        for source in note.sources
    )
    for path, page, paragraph in dict.fromkeys((s.path, s.page, s.paragraph) for s in sources):
        yield replace(documents[path], page=page, paragraph=paragraph)


def _lead(material: Material) -> list[str]:
    council = material.council
    own = material.own_documents
    years = years_of(material.day_of(path) for path in own)
    about = say(
        "lead",
        "about",
        council=council.official_name,
        gss=council.gss,
        region=concept_labels("region")[council.region][0],
        documents=counted("documents", "document", len(own)) if own else say("lead", "no-document"),
        years=say("lead", "years", years=years) if years else "",
    )
    lines = [about, say("lead", "notes")]
    if council.abolished:
        names = [_name(gss) for gss in council.successors]
        when = date_in_words(council.abolished.isoformat())
        values = {"council": council.official_name, "when": when, "successors": joined(names)}
        follow = say("lead", "successor", names=joined(names))
        lines.insert(1, f"{say('lead', 'abolished', **values)} {follow}")
    if council.formed and material.replaced:
        lines.insert(1, _formed(material, date_in_words(council.formed.isoformat())))
    return lines


def _formed(material: Material, when: str) -> str:
    """That a council was formed from others, which have briefs of their own."""
    briefs = []
    for record in material.replaced:
        paths = {path for one in record.inspections for path in one.claim.paths}
        count = counted("documents", "document", len(paths))
        name, gss = record.council.official_name, record.council.gss
        briefs.append(say("lead", "brief-on", council=name, gss=gss, documents=count))
    names = [_name(gss) for gss in material.council.predecessors]
    values = {"predecessors": joined(names), "names": joined(briefs), "when": when}
    return say("lead", "formed", council=material.council.official_name, **values)


def _name(gss: str) -> str:
    successor: Council = Gazetteer.load().councils[gss]
    return successor.official_name
