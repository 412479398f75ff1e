"""Things by their IRIs, as linked data has it: `/id/PATH` leads to a page or to statements."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from functools import lru_cache

import pyoxigraph as ox
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.rdf.iris import absolute
from kg.resources import ontology_dir
from kg.serve.answers import respond
from kg.serve.forms import HTML, STATEMENTS, Form
from kg.serve.negotiation import chosen
from kg.serve.site import Site, build_of
from kg.serve.statements import serialised
from kg.serve.trusted import things_statements

__all__ = ["rdf_response", "routes"]

#: Seconds that the statements on a thing may take.
TIMEOUT = 30.0

_SEE_OTHER = {"Vary": "Accept", "Cache-Control": "no-cache"}


def routes(site: Site) -> list[Route]:
    """`/id/PATH`, `/data/PATH.FORMAT` and `/ontology`."""

    async def data(request: Request) -> Response:
        path, _, extension = _raw(request, "/data/").rpartition(".")
        form = next((form for form in STATEMENTS if form.name == extension), None)
        if form is None:
            raise HTTPException(404, "statements have the formats .ttl, .jsonld and .nt")
        await run_in_threadpool(_find, request, path)
        return await respond(
            request, site.library, TIMEOUT, things_statements, absolute(path), form
        )

    return [
        Route("/id/{path:path}", thing),
        Route("/data/{path:path}", data),
        Route("/ontology", ontology),
    ]


def thing(request: Request) -> Response:
    """Where to read about a thing: 303, because a thing is no document."""
    path = _raw(request, "/id/")
    form = chosen(request.headers.get("accept"), (HTML, *STATEMENTS))
    _find(request, path)
    target = f"/page/{path}" if form == HTML else f"/data/{path}.{form.name}"
    return RedirectResponse(target, 303, _SEE_OTHER)


async def ontology(request: Request) -> Response:
    """The terms that statements are made of."""
    form = chosen(request.headers.get("accept"), STATEMENTS)
    return rdf_response(await run_in_threadpool(_ontology), form)


def rdf_response(triples: Iterable[ox.Triple], form: Form) -> Response:
    """Triples as a response."""
    return Response(serialised(triples, form), media_type=form.media)


def _raw(request: Request, prefix: str) -> str:
    """The rest of the path as it was asked, since IRIs keep what is percent-encoded."""
    raw: bytes = request.scope["raw_path"]
    try:
        return raw.decode("ascii").removeprefix(prefix)
    except UnicodeDecodeError:
        raise HTTPException(404, "this graph knows nothing of that address") from None


def _find(request: Request, path: str) -> None:
    """Raises HTTPException if the graph says nothing of a thing."""
    store = build_of(request).graph.store
    with suppress(ValueError):  # no IRI
        if any(
            True for _ in store.quads_for_pattern(ox.NamedNode(absolute(path)), None, None, None)
        ):
            return
    raise HTTPException(404, "this graph knows nothing of that address")


@lru_cache(maxsize=1)
def _ontology() -> frozenset[ox.Triple]:
    with (ontology_dir() / "kg.ttl").open("rb") as file:
        return frozenset(quad.triple for quad in ox.parse(file, format=ox.RdfFormat.TURTLE))
