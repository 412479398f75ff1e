"""`/sparql`: queries as the SPARQL 1.1 Protocol has them; it can only read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qsl

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.query.guard import query_form
from kg.serve import service_description
from kg.serve.answers import respond
from kg.serve.limited import answer_query
from kg.serve.negotiation import Form, chosen
from kg.serve.site import Site

__all__ = ["GRAPHS", "TABLES", "routes"]

#: Seconds that a query may take.
TIMEOUT = 10.0
#: Maximum characters of an address; longer queries are sent by POST.
_FORM, _QUERY, _UPDATE = (
    "application/x-www-form-urlencoded",
    "application/sparql-query",
    "application/sparql-update",
)

#: The formats of tables, and of ASK.
TABLES = (
    Form("json", "application/sparql-results+json", ("application/json",)),
    Form("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    Form("csv", "text/csv; charset=utf-8"),
    Form("tsv", "text/tab-separated-values; charset=utf-8"),
    Form("html", "text/html; charset=utf-8"),
)
#: The formats of graphs.
GRAPHS = (
    Form("ttl", "text/turtle; charset=utf-8", ("application/x-turtle", "text/plain")),
    Form("nt", "application/n-triples"),
    Form("jsonld", "application/ld+json", ("application/json",)),
    Form("rdf", "application/rdf+xml", ("application/xml", "text/xml")),
)

_READ_ONLY = "this endpoint is read-only: updates are refused"


def routes(site: Site) -> list[Route]:
    """`/sparql`."""

    async def sparql(request: Request) -> Response:
        query = await _query(request)
        accept = request.headers.get("accept")
        if query is None:
            page = Form("html", "text/html")
            form = chosen(accept, (*GRAPHS, page))
            if form == page:
                return RedirectResponse("/query", 303)
            return service_description.response(request, form)
        is_graph = query_form(query) in {"construct", "describe"}
        form = chosen(accept, GRAPHS if is_graph else TABLES)
        return await respond(
            request, site.queries, TIMEOUT, answer_query, query, form.name, form.media
        )

    return [Route("/sparql", sparql, methods=["GET", "POST"])]


async def _query(request: Request) -> str | None:
    """The query of a request; None if a GET has none.

    Raises HTTPException for a request that is not one of the protocol, or an update.
    """
    inside = _parameters(request.url.query)
    if request.method != "POST":
        return _only(inside, required=False)
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    media = media.strip().lower()
    charset = dict(p.strip().lower().partition("=")[::2] for p in parameters.split(";")).get(
        "charset"
    )
    if charset not in {None, "utf-8", '"utf-8"', "utf8"}:
        raise HTTPException(415, "a query must be UTF-8")
    if media == _UPDATE:
        raise HTTPException(403, _READ_ONLY)
    if media not in {_FORM, _QUERY}:
        raise HTTPException(415, f"POST takes {_FORM} or {_QUERY}")
    body = _decoded(await request.body())
    if media == _FORM:
        if inside:
            raise HTTPException(400, "the parameters of a form belong in its body")
        return _only(_parameters(body), required=True)
    if "query" in inside:
        raise HTTPException(400, "the query is in the body: give none in the address")
    return _only({**inside, "query": [body]}, required=True)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise HTTPException(400, "a query must be UTF-8") from None


def _parameters(text: str) -> Mapping[str, Sequence[str]]:
    """The parameters of an address or a form; raises HTTPException if they are not UTF-8."""
    found: dict[str, list[str]] = {}
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=50)
    except ValueError:
        raise HTTPException(400, "the parameters can't be read as UTF-8") from None
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def _only(given: Mapping[str, Sequence[str]], *, required: bool) -> str | None:
    """The one query of a request."""
    if "update" in given:
        raise HTTPException(403, _READ_ONLY)
    for name in (
        "default-graph-uri",
        "named-graph-uri",
        "using-graph-uri",
        "using-named-graph-uri",
    ):
        if name in given:
            raise HTTPException(400, f"{name} selects another dataset, which is refused")
    queries = given.get("query", [])
    if len(queries) > 1:
        raise HTTPException(400, "a request must have one query")
    if required and not queries:
        raise HTTPException(400, "a request needs a query")
    return queries[0] if queries else None
