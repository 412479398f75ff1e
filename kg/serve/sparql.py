"""`/sparql`: queries as the SPARQL 1.1 Protocol has them; it can only read."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.query.guard import query_form
from kg.serve import service_description
from kg.serve.answers import respond
from kg.serve.forms import HTML, RDF_XML, STATEMENTS, TABLES
from kg.serve.limited import Asked, answer_query
from kg.serve.negotiation import chosen
from kg.serve.site import Site

__all__ = ["GRAPHS", "routes"]

#: Seconds that a query may take.
TIMEOUT = 10.0
#: Maximum parameters of a request.
MAX_FIELDS = 100

_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)

#: The formats of CONSTRUCT and DESCRIBE: there are clients that know RDF/XML only.
GRAPHS = (*STATEMENTS, RDF_XML)

_READ_ONLY = "this endpoint is read-only: updates are refused"


def routes(site: Site) -> list[Route]:
    """`/sparql`."""

    async def sparql(request: Request) -> Response:
        accept = request.headers.get("accept")
        asked = await _asked(request)
        if asked is None:
            form = chosen(accept, (*GRAPHS, HTML))
            if form == HTML:
                return RedirectResponse("/query", 303)
            return await run_in_threadpool(service_description.response, request, form)
        is_graph = query_form(asked.sparql) in {"construct", "describe"}
        form = chosen(accept, GRAPHS if is_graph else TABLES)
        return await respond(request, site.queries, TIMEOUT, answer_query, asked, form)

    return [Route("/sparql", sparql, methods=["GET", "POST"])]


async def _asked(request: Request) -> Asked | None:
    """What a request asks; None for a GET without a query, which wants the description.

    Raises HTTPException for a request that is not one of the protocol, or an update.
    """
    given = _parameters(request.url.query)
    base = str(request.url.replace(query=""))
    if request.method != "POST":
        return _read(given, base) if given else None
    media, charset = _content_type(request.headers.get("content-type", ""))
    if media == _UPDATE:
        raise HTTPException(403, _READ_ONLY)
    if media not in {_FORM, _QUERY}:
        raise HTTPException(415, f"POST takes {_FORM} or {_QUERY}")
    if charset not in {"", "utf-8", "utf8"}:
        raise HTTPException(415, "a query must be UTF-8")
    try:
        body = (await request.body()).decode()
    except UnicodeDecodeError:
        raise HTTPException(400, "a query must be UTF-8") from None
    return _read([*given, *(_parameters(body) if media == _FORM else [("query", body)])], base)


def _content_type(header: str) -> tuple[str, str]:
    """The media type and the charset of a request's body."""
    media, *parameters = (part.strip().lower() for part in header.split(";"))
    charsets = [p.removeprefix("charset=") for p in parameters if p.startswith("charset=")]
    return media, charsets[0].strip('"') if charsets else ""


def _parameters(text: str) -> list[tuple[str, str]]:
    """The parameters of an address or a form."""
    try:
        return parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_FIELDS)
    except ValueError:
        raise HTTPException(
            400, f"the parameters are not UTF-8, or more than {MAX_FIELDS}"
        ) from None


def _read(given: list[tuple[str, str]], base: str) -> Asked:
    """The parameters of a query."""
    names = [name for name, _ in given]
    if "update" in names:
        raise HTTPException(403, _READ_ONLY)
    if names.count("query") != 1:
        raise HTTPException(400, "a request must have one query")
    return Asked(
        sparql=dict(given)["query"],
        base=base,
        default_graphs=tuple(value for name, value in given if name == "default-graph-uri"),
        named_graphs=tuple(value for name, value in given if name == "named-graph-uri"),
    )
