"""A document: its text with the words of a fact marked, what was found in it, its pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.citation import as_bibtex, as_text
from kg.explore.explain import Quote, explain, quotes_in
from kg.rdf.iris import thing, token
from kg.rdf.vocabulary import FINDING
from kg.serve.live_graph import Build
from kg.serve.pages.layout import page
from kg.serve.pages.pdf_page import Marks, Passage
from kg.serve.pages.pictures import PdfFile, Pictures
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
    pictures = Pictures(site)
    return [
        Route("/document/{key}", partial(document_page, site, pictures)),
        Route("/document/{key}/page/{number:int}.png", partial(picture, pictures)),
        Route("/finding/{key}/{place}", partial(finding_page, site, pictures)),
    ]


async def document_page(site: Site, pictures: Pictures, request: Request) -> Response:
    """A document; `?at=START-END` marks the words there."""
    found = _PLACE.fullmatch(request.query_params.get("at", ""))
    place = (int(found[1]), int(found[2])) if found else (0, 0)
    return await _answer(site, pictures, request, place, None)


async def finding_page(site: Site, pictures: Pictures, request: Request) -> Response:
    """A finding in its document."""
    finding = await run_in_threadpool(_finding, build_of(request), **request.path_params)
    quote = finding.quotes[0]
    return await _answer(site, pictures, request, (quote.start, quote.end), finding)


async def picture(pictures: Pictures, request: Request) -> Response:
    """A page of a PDF as a PNG."""
    build = build_of(request)
    paper = _paper(build, request.path_params["key"])
    file = pictures.file(paper.paths, paper.sha256) if paper.is_pdf else None
    made = await pictures.picture(build, file, request.path_params["number"]) if file else b""
    if not made:
        raise HTTPException(404, "this page can't be shown as a picture")
    return Response(made, media_type="image/png")


def _finding(build: Build, key: str, place: str) -> Fact:
    iri = thing("finding", key, place)
    quotes = explain(build.graph, iri) if is_known(build.graph, iri) else ()
    own = facts(quote for quote in quotes if quote.claim == iri)
    if not own:
        raise HTTPException(404, "this graph knows no such finding")
    return own[0]


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


@dataclass(frozen=True)
class _Reading:
    """A document as it is read at a place: its text, its facts, and those of the place."""

    paper: _Paper
    place: tuple[int, int]
    text: str | None
    facts: tuple[Fact, ...]

    @property
    def chosen(self) -> list[Fact]:
        """The facts whose words stand exactly at the place."""
        return [f for f in self.facts if self.place in {(q.start, q.end) for q in f.quotes}]

    @property
    def quote(self) -> Quote | None:
        """The quote at the place."""
        quotes = (quote for fact in self.chosen for quote in fact.quotes)
        return next((q for q in quotes if (q.start, q.end) == self.place), None)

    @property
    def number(self) -> int:
        """The page of the place; 0 where it is on none of a PDF."""
        return (self.quote.page or 0) if self.quote and self.paper.is_pdf else 0

    @property
    def passage(self) -> Passage:
        """The words at the place."""
        text, (start, end) = self.text or "", self.place
        return Passage(
            text[max(0, start - CONTEXT) : start], text[start:end], text[end : end + CONTEXT]
        )


async def _answer(
    site: Site,
    pictures: Pictures,
    request: Request,
    place: tuple[int, int],
    finding: Fact | None,
) -> Response:
    build = build_of(request)
    reading = await run_in_threadpool(_read, build, request.path_params["key"], place)
    paper, number = reading.paper, reading.number
    file = pictures.file(paper.paths, paper.sha256) if number else None
    marks = await pictures.marks(build, file, number, reading.passage) if file else None
    why = _why_no_picture(site, file) if number and marks is None else ""
    return await run_in_threadpool(_page, site, request, reading, finding, marks, why)


def _read(build: Build, key: str, place: tuple[int, int]) -> _Reading:
    paper = _paper(build, key)
    found = facts(quotes_in(build.graph, paper.iri))
    return _Reading(paper, place, build.graph.text(paper.sha256), found)


def _page(
    site: Site,
    request: Request,
    reading: _Reading,
    finding: Fact | None,
    marks: Marks | None,
    why_no_picture: str,
) -> Response:
    build, paper, quote = build_of(request), reading.paper, reading.quote
    citation = cited(build)[paper.paths[0]]
    if quote:
        citation = replace(citation, page=quote.page, paragraph=quote.paragraph)
    findings = [fact for fact in reading.facts if fact.kind == FINDING.name]
    text = reading.text
    return page(
        site,
        request,
        "document.html",
        headers={"Cache-Control": "no-store"} if why_no_picture else None,  # it may come any time
        iri=finding.claim if finding else paper.iri,
        key=token(paper.iri),
        citation=citation,
        properties=properties(build.graph, paper.iri),
        finding=finding,
        findings=findings,
        chosen=reading.chosen,
        quoted=reading.passage.words,
        paragraphs=None if text is None else list(paragraphs(text, reading.place, reading.facts)),
        steps=_steps(findings, reading.place),
        number=reading.number,
        marks=marks,
        why_no_picture=why_no_picture,
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
        if a == b:
            a = b = len(line)
        yield Paragraph(line[:a], line[a:b], line[b:], is_first, tuple(notes))


def _steps(findings: list[Fact], place: tuple[int, int]) -> tuple[Fact | None, Fact | None]:
    """The findings before and after a place."""
    before = [fact for fact in findings if fact.quotes[0].start < place[0]]
    after = [fact for fact in findings if fact.quotes[0].start > place[0]]
    return (before[-1] if before else None, after[0] if after else None)


def _why_no_picture(site: Site, file: PdfFile | None) -> str:
    """Why a page has no picture, and what to do."""
    if site.docs is None:
        return "To see the page itself, start the server with --docs and the folder that was built."
    if file is None:
        return "The PDF is not in the folder of --docs: put it there to see the page itself."
    return "The PDF in the folder of --docs is not the one that was built: build the graph again."
