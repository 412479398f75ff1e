"""The contents of a brief: its title, and its sections in order."""

from __future__ import annotations

from kg.briefs.around import documents, leaders, neighbours, programmes
from kg.briefs.journey import journey
from kg.briefs.material import Material, read_material
from kg.briefs.model import Brief
from kg.briefs.reports import asked, praised, visits
from kg.briefs.standing import standing
from kg.briefs.words import counted, say, years_of
from kg.date_format import date_in_words
from kg.gazetteer import Council, Gazetteer
from kg.reference_data import concept_labels
from kg.store.graph import Graph
from kg.wording import joined

__all__ = ["read_brief"]


def read_brief(graph: Graph, council: str) -> Brief:
    """The brief on a council, given by a name, a code or an IRI.

    Raises UsageError, with similar names, for an unknown council.
    """
    material = read_material(graph, Gazetteer.load().resolve(council))
    sections = (
        standing(material),
        journey(material),
        *((praised(material), asked(material), visits(material)) if material.own_documents else ()),
        leaders(material),
        neighbours(material),
        programmes(material),
        documents(material),
    )
    return Brief(
        say("lead", "title", council=material.council.name),
        tuple(_lead(material)),
        tuple(section for section in sections if section),
    )


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
        lines.insert(1, say("lead", "abolished", **values))
    return lines


def _name(gss: str) -> str:
    successor: Council = Gazetteer.load().councils[gss]
    return successor.official_name
