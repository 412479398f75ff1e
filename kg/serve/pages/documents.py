"""A document: its text with the words of a fact marked, what was found in it, its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.citation import as_bibtex, as_text
from kg.explore.explain import explain, quotes_in
from kg.rdf.iris import thing, token
from kg.serve.live_graph import Build
from kg.serve.pages.layout import page
from kg.serve.pages.pdf_page import Marks, Passage
from kg.serve.pages.pictures import Pictures
from kg.serve.pages.records import Fact, facts, is_known, properties, texts
from kg.serve.pages.things import cited
from kg.serve.site import Site, build_of

__all__ = ["Paragraph", "paragraphs", "routes"]

#: Characters before and after words that tell them from the same words elsewhere on a page.
CONTEXT = 120
_PLACE = re.compile(r"(\d{1,9})-(\d{1,9})", re.ASCII)
_PDF = "application/pdf"


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its text before, within and after the marked words, and what begins in it."""

    before: str
    marked: str
    after: str
    is_first: bool
    notes: tuple[Fact, ...]


def routes(site: Site) -> list[Route]:
    """`/document/KEY`, `/finding/KEY/PLACE` and `/document/KEY/page/NUMBER.png`."""
    pictures = Pictures(site.docs)
    return [
        Route("/document/{key}", partial(document_page, site, pictures)),
        Route("/document/{key}/page/{number:int}.png", partial(picture, pictures)),
        Route("/finding/{key}/{place}", partial(finding_page, site, pictures)),
    ]


def document_page(site: Site, pictures: Pictures, request: Request) -> Response:
    """A document; `?at=START-END` marks the words there."""
    found = _PLACE.fullmatch(request.query_params.get("at", ""))
    place = (int(found[1]), int(found[2])) if found else (0, 0)
    return _page(site, pictures, request, place)


def finding_page(site: Site, pictures: Pictures, request: Request) -> Response:
    """A finding in its document."""
    iri = thing("finding", request.path_params["key"], request.path_params["place"])
    build = build_of(request)
    if not is_known(build.graph, iri):
        raise HTTPException(404, "this graph knows no such finding")
    own = facts(quote for quote in explain(build.graph, iri) if quote.claim == iri)
    place = (own[0].quotes[0].start, own[0].quotes[0].end) if own else (0, 0)
    return _page(site, pictures, request, place, own[0] if own else None)


def picture(pictures: Pictures, request: Request) -> Response:
    """A page of a PDF as a PNG."""
    paper = _paper(build_of(request), request.path_params["key"])
    path = pictures.file(paper.paths) if paper.is_pdf else None
    made = path and pictures.picture(path, paper.sha256, request.path_params["number"])
    if not made:
        raise HTTPException(404, "there is no picture of this page")
    return Response(made, media_type="image/png")


@dataclass(frozen=True)
class _Paper:
    """A document of the graph; `paths` are its names among the sources of the build."""

    iri: str
    paths: tuple[str, ...]
    sha256: str
    is_pdf: bool


def _paper(build: Build, key: str) -> _Paper:
    """Raises HTTPException when there is no such document."""
    iri = thing("document", key)
    paths, hashes, types = (
        texts(build.graph, iri, f"kg:{name}") for name in ("path", "sha256", "mediaType")
    )
    if not paths or not hashes:
        raise HTTPException(404, "this graph knows no such document")
    return _Paper(iri, paths, hashes[0], _PDF in types)


def _page(
    site: Site,
    pictures: Pictures,
    request: Request,
    place: tuple[int, int],
    finding: Fact | None = None,
) -> Response:
    build = build_of(request)
    paper = _paper(build, request.path_params["key"])
    text = build.graph.text(paper.sha256)
    found = facts(quotes_in(build.graph, paper.iri))
    chosen = [fact for fact in found if place in {(q.start, q.end) for q in fact.quotes}]
    quote = chosen[0].quotes[0] if chosen else None
    citation = replace(
        cited(build)[paper.paths[0]],
        page=quote.page if quote else None,
        paragraph=quote.paragraph if quote else None,
    )
    passage = Passage(
        (text or "")[max(0, place[0] - CONTEXT) : place[0]],
        (text or "")[place[0] : place[1]],
        (text or "")[place[1] : place[1] + CONTEXT],
    )
    number = (quote and quote.page) or 0
    has_pages = paper.is_pdf and number > 0
    file = pictures.file(paper.paths) if has_pages else None
    marks = pictures.marks(file, paper.sha256, number, passage) if file else None
    findings = [fact for fact in found if fact.kind == "Finding"]
    return page(
        site,
        request,
        "document.html",
        iri=finding.claim if finding else paper.iri,
        key=token(paper.iri),
        citation=citation,
        properties=properties(build.graph, paper.iri),
        finding=finding,
        findings=findings,
        chosen=chosen,
        quoted=passage.words,
        paragraphs=list(paragraphs(text, place, found)) if text is not None else None,
        steps=_steps(findings, place),
        number=number,
        marks=marks,
        why_no_picture=_why_no_picture(site, has_pages, file is not None, marks),
        as_text=as_text([citation]),
        as_bibtex=as_bibtex([citation]),
        documents=cited(build),
    )


def paragraphs(text: str, place: tuple[int, int], found: Iterable[Fact]) -> Iterator[Paragraph]:
    """The paragraphs of a text, the words at `place` marked, each with the facts that begin in it.

    Facts are in the order of the text; a place is a range of code points.
    """
    waiting = list(reversed(list(found)))
    start, end = place
    at, has_mark = 0, False
    for line in text.split("\n"):
        first, last = at, at + len(line)
        at = last + 1
        notes = []
        while waiting and waiting[-1].quotes[0].start < at:
            notes.append(waiting.pop())
        if not line.strip() and not notes:
            continue
        a, b = (min(max(edge, first), last) - first for edge in (start, end))
        is_first = a < b and not has_mark
        has_mark = has_mark or a < b
        yield Paragraph(line[:a], line[a:b], line[b:], is_first, tuple(notes))


def _steps(findings: list[Fact], place: tuple[int, int]) -> tuple[Fact | None, Fact | None]:
    """The findings before and after a place."""
    before = [fact for fact in findings if fact.quotes[0].start < place[0]]
    after = [fact for fact in findings if fact.quotes[0].start > place[0]]
    return (before[-1] if before else None, after[0] if after else None)


def _why_no_picture(site: Site, has_pages: bool, has_file: bool, marks: Marks | None) -> str:
    """Why the page has no picture and what to do, or ""."""
    if not has_pages or marks is not None:
        return ""
    if site.docs is None:
        return "To see the page itself, start the server with --docs and the folder that was built."
    if not has_file:
        return "The PDF no longer lies in the folder of --docs: put it back to see the page itself."
    return "The PDF in the folder of --docs is not the one that was built: build the graph again."
