"""`/api`: each query of the library as a route, with its parameters in the address."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg.query.guard import query_form
from kg.query.library import Query, bind, library
from kg.serve import openapi
from kg.serve.answers import respond
from kg.serve.forms import MARKDOWN, STATEMENTS, TABLES, XLSX, Form
from kg.serve.negotiation import chosen
from kg.serve.site import Site
from kg.serve.trusted import answer_library

__all__ = ["forms", "queries", "routes"]

#: Seconds that an answer may take.
TIMEOUT = 120.0


@cache
def queries() -> Mapping[str, Query]:
    """The queries of the library by name."""
    return {query.name: query for query in library()}


def forms(query: Query) -> tuple[Form, ...]:
    """The formats that the answer of a query can have."""
    is_graph = query_form(query.text) in {"construct", "describe"}
    return STATEMENTS if is_graph else (*TABLES, MARKDOWN, XLSX)


def routes(site: Site) -> list[Route]:
    """`/api`, `/api/NAME`, `/api/NAME.FORMAT` and `/openapi.json`."""

    async def answer(request: Request) -> Response:
        name, dot, extension = request.path_params["name"].partition(".")
        query = queries().get(name)
        if query is None:
            raise HTTPException(404, "unknown query; /api lists them all")
        offers = forms(query)
        if dot:
            form = next((form for form in offers if form.name == extension), None)
            if form is None:
                names = ", ".join(form.name for form in offers)
                raise HTTPException(404, f"{name} has no such format; it has: {names}")
        else:
            form = chosen(request.headers.get("accept"), offers)
        values = _values(request)
        bind(query, values)  # what is wrong with them needs no worker
        return await respond(request, site.library, TIMEOUT, answer_library, name, values, form)

    return [
        Route("/api", listing),
        Route("/api/{name}", answer),
        Route("/openapi.json", description),
    ]


def _values(request: Request) -> dict[str, str]:
    """The parameters in the address, of which each may be there once."""
    pairs = request.query_params.multi_items()
    values = dict(pairs)
    if len(values) < len(pairs):
        raise HTTPException(400, "each parameter may be given once")
    return values


async def listing(request: Request) -> Response:
    """The queries with their summaries, tags and parameters."""
    return JSONResponse([openapi.summary(query) for query in queries().values()])


async def description(request: Request) -> Response:
    """The description of `/api` for programs."""
    return JSONResponse(openapi.document({query: forms(query) for query in queries().values()}))
