"""A page for each thing: what is known of it, and every fact about it with its quotes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.citation import Citation
from kg.explore.explain import explain
from kg.query.cited_documents import cited_documents
from kg.rdf.iris import thing
from kg.reference_data import concept_labels
from kg.serve.live_graph import Build
from kg.serve.pages.by_build import by_build
from kg.serve.pages.layout import PAGED, page
from kg.serve.pages.records import (
    Fact,
    GradeTable,
    documents_on,
    facts,
    grade_table,
    is_known,
    kind_name,
    name_of,
    properties,
    sections,
)
from kg.serve.site import Site, build_of

__all__ = ["cited", "routes"]

#: Kinds with pages of another module.
ELSEWHERE = ("document", "finding")
#: Facts on a page: those of a council are some hundred, those of a charity may be thousands.
MAX_FACTS = 300


def routes(site: Site) -> list[Route]:
    """`/council/GSS`, `/person/NAME` and so on: the last parts of things' IRIs."""
    return [
        Route(f"/{kind}/{{rest:path}}", partial(thing_page, site, kind))
        for kind in PAGED
        if kind not in ELSEWHERE
    ]


@by_build
def cited(build: Build) -> Mapping[str, Citation]:
    """The citation of each document, by its path."""
    return cited_documents(build.graph)


def thing_page(site: Site, kind: str, request: Request) -> Response:
    """What a graph says of a thing."""
    build = build_of(request)
    iri = thing(kind, *request.path_params["rest"].split("/"))
    first = _whole_number(request.query_params.get("from"))
    if not is_known(build.graph, iri):
        raise HTTPException(404, f"this graph knows no such {kind_name(iri).lower()}")
    name = name_of(build.graph, iri)
    found = facts(explain(build.graph, iri), name)
    grades = grade_table(found)
    return page(
        site,
        request,
        "thing.html",
        iri=iri,
        kind=kind_name(iri),
        name=name or kind_name(iri),
        properties=(*documents_on(build.graph, iri), *properties(build.graph, iri)),
        headline=_headline(kind, found, grades),
        sections=sections(found[first : first + MAX_FACTS]),
        grades=grades,
        names={
            fact.claim: name_of(build.graph, fact.claim)
            for fact in found[first : first + MAX_FACTS]
            if fact.kind in ("Document", "Inspection")
        },
        first=first,
        following=first + MAX_FACTS if len(found) > first + MAX_FACTS else 0,
        total=len(found),
        documents=cited(build),
    )


def _headline(kind: str, found: Sequence[Fact], grades: GradeTable) -> str:
    """What is known of a thing in a few words: its overall grade, or how many documents name it."""
    newest = _newest_overall(grades) if kind in ("council", "inspection") else None
    if newest:
        when = f" in {newest.when[:4]}" if kind == "council" and newest.when else ""
        return f"{dict(newest.states)['grade'].lower()} overall{when}"
    paths = {quote.path for fact in found for quote in fact.quotes}
    if not paths:
        return "nothing in the documents of this graph"
    years = sorted({fact.when[:4] for fact in found if fact.when})
    span = f", {years[0]} to {years[-1]}" if len(years) > 1 else "".join(f", {y}" for y in years)
    return f"in {len(paths):,} document{'s' if len(paths) > 1 else ''}{span}"


def _newest_overall(grades: GradeTable) -> Fact | None:
    """The overall grade of the newest inspection with one."""
    (overall, *_) = concept_labels("area")["overall-effectiveness"]
    if overall not in grades.areas:
        return None
    place = grades.areas.index(overall)
    return next((cells[place] for _, cells in grades.rows if cells[place]), None)


def _whole_number(text: str | None) -> int:
    """The number that a parameter gives, and 0 for any other text."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else 0
