"""A graph of all of England, made by hand: 153 councils, 600 inspections, invented people and words.

The facts are written and linked by the code that writes real graphs; only reading is left out.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from functools import cache

import pyoxigraph as ox

from kg.gazetteer import Gazetteer
from kg.graph.document_graph import document_quads
from kg.graph.document_metadata import metadata_quads
from kg.graph.entity_graph import entity_quads
from kg.graph.inspection_links import InspectionLinks
from kg.graph.linking import link
from kg.graph.recommendation_links import follow_up_quads
from kg.model import (
    Block,
    BlockKind,
    CouncilMention,
    Document,
    DocumentKind,
    EarlierInspection,
    Evidence,
    Facts,
    Finding,
    Inspection,
    Inspector,
    Judgement,
    Leader,
    NamedThing,
    PartialDate,
)
from kg.rdf.iris import REFERENCE_GRAPH
from kg.reference_data import concept_labels
from kg.resources import reference_files
from kg.store.graph import Graph

__all__ = ["NationalGraph", "national_graph"]

FIRST = ("Ada", "Ben", "Cara", "Dev", "Ema", "Finn", "Gita", "Hal", "Ines", "Jo", "Kit", "Lena")
LAST = ("Moss", "Birch", "Pell", "Marsh", "Reed", "Thorn", "Vale", "Wren", "Hollis", "Crane")
GRADES = ("outstanding", "good", "requires-improvement", "inadequate")
AREAS = ("help-and-protection", "in-care", "care-leavers", "leadership")
SENTENCES = {
    "strength": "Children {what} are seen quickly and their plans are clear.",
    "weakness": "Children {what} wait too long and managers do not know why.",
    "mixed": "Help for children {what} is better, but not for all of them.",
    "recommendation": "The quality of supervision of work with children {what}.",
}
WHAT = ("at risk", "in care", "who are disabled", "who go missing", "living alone 🏠 at 17")


class NationalGraph(Graph):
    """A graph in memory with the texts of its documents."""

    def __init__(self, store: ox.Store, texts: dict[str, str]) -> None:
        super().__init__(store, None, "england")
        self.texts = texts

    def text(self, sha256: str) -> str | None:
        return self.texts.get(sha256)


@cache
def national_graph() -> NationalGraph:
    """The graph, always the same."""
    store = ox.Store()
    reference = ox.NamedNode(REFERENCE_GRAPH)
    for path in reference_files():
        store.load(path=str(path), format=ox.RdfFormat.TURTLE, to_graph=reference)
    texts = {}
    for document, facts, name in _reports():
        linked = link(document, facts)
        title = document.title or ""
        reports = [inspection.iri for inspection in linked.inspections]
        metadata = metadata_quads(document.sha256, [name], title, {}, reports)
        store.load(document_quads(linked) + metadata, format=ox.RdfFormat.N_QUADS)
        texts[document.sha256] = document.text
    store.extend(list(entity_quads(store)))
    store.extend(list(InspectionLinks(store).quads()))
    store.extend(list(follow_up_quads(store)))
    return NationalGraph(store, texts)


def _reports() -> Iterator[tuple[Document, Facts, str]]:
    """Four inspections of each council; two councils have one without a date, or of 2026."""
    draw = random.Random(7)
    councils = sorted(Gazetteer.load().councils.values(), key=lambda council: council.gss)
    for n, council in enumerate(councils):
        years = (2013, 2016) if council.abolished else (2015, 2019, 2023)
        for year in years:
            if (n % 40, year) == (9, 2023):
                continue  # a letter of 2021 states a grade of 2020
            kind = "single-inspection" if year < 2018 else "ilacs"
            day = (
                None
                if (n, year) == (5, 2023)
                else f"{year}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
            )
            grades = {area: draw.choice(GRADES) for area in ("overall-effectiveness", *AREAS)}
            if n % 4 == 1 and kind == "ilacs":  # as in reports of 2018 to 2022
                del grades["care-leavers"]
            if n % 30 == 3 and year == 2023:  # no overall grade since April 2026
                day = f"2026-05-{draw.randint(1, 28):02}"
                del grades["overall-effectiveness"]
            yield _report(council.gss, council.name, kind, day, grades, draw)
        if not council.abolished:
            month = draw.randint(1, 12)
            day = f"2021-{month:02}-09"
            earlier = "good" if n % 40 == 9 else ""
            yield _report(council.gss, council.name, "focused-visit", day, {}, draw, earlier)


def _report(
    gss: str,
    name: str,
    kind: str,
    day: str | None,
    grades: dict[str, str],
    draw: random.Random,
    earlier: str = "",
) -> tuple[Document, Facts, str]:
    text = ""

    def say(words: str, component: str = "made") -> Evidence:
        nonlocal text
        start = len(text)
        text += words + "\n"
        return Evidence(start, start + len(words), component, 0.9)

    head = say(f"{name} Council: {kind.replace('-', ' ')}")
    when = say(f"Inspection date: {day or 'not stated'}")
    labels = concept_labels("grade")
    judgements = tuple(
        Judgement(area, grade, say(f"{area.replace('-', ' ')}: {labels[grade][0]}"))
        for area, grade in grades.items()
    )
    people = draw.sample([f"{first} {last}" for first in FIRST for last in LAST], 3)
    inspectors = tuple(
        Inspector(person, role, say(f"{person}, His Majesty’s Inspector"))
        for person, role in zip(people[:2], ("lead", "team"), strict=True)
    )
    director = say(f"The director of children’s services is {people[2]}.")
    leaders = (
        Leader(people[2], "director-of-childrens-services", "director of children’s services", None,
               None, director),
    )  # fmt: skip
    programme = draw.choice(("Safe Steps", "Open Door", "Kite", f"{name} Academy"))
    used = say(f"Social workers use {programme}.")
    at = text.index(programme, used.start)
    named = NamedThing(
        programme, "programme", None, 1, (used.start, used.end),
        Evidence(at, at + len(programme), "made", 0.9),
    )  # fmt: skip
    themes = sorted(concept_labels("theme"))
    findings = tuple(
        Finding(
            sort,
            tuple(draw.sample(themes, 2)),
            None,
            None,
            say(SENTENCES[sort].format(what=draw.choice(WHAT))),
        )
        for sort in draw.choices(sorted(SENTENCES), k=draw.randint(4, 8))
    )
    before = tuple(
        EarlierInspection(
            PartialDate("2020-03"), grade, None, say(f"It was {grade} in March 2020.")
        )
        for grade in filter(None, [earlier])
    )
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    inspection = Inspection(
        kind, PartialDate(day) if day else None, evidence=(head, when), council=gss
    )
    facts = Facts(
        kind=DocumentKind.REPORT,
        councils=(CouncilMention((gss,), 20, True, head),),
        inspections=(inspection,),
        judgements=judgements, inspectors=inspectors, leaders=leaders, programmes=(named,),
        findings=findings, earlier=before,
    )  # fmt: skip
    document = Document(
        sha256, "text/plain", text, (Block(BlockKind.PARAGRAPH, 0, len(text)),), pages=(0,),
        title=f"Report on {name}",
    )  # fmt: skip
    return document, facts, f"{gss}-{day or 'undated'}-{kind}.txt"
