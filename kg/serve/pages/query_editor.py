"""`/query`: YASGUI's editor and table on the server's own `/sparql`, beginning from the library.

Its style sheets are written by its script, so this page alone allows styles that stand in it.
Without scripts the page is a form whose answer is a table.
"""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from itertools import groupby

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.errors import UsageError
from kg.query.library import Query, bind
from kg.rdf.vocabulary import prologue
from kg.serve.library_api import forms, queries
from kg.serve.pages.layout import asset, file, page
from kg.serve.site import Site

__all__ = ["VENDOR", "routes"]

#: The files of YASGUI, as they were published (`assets/vendor/vendor.json`).
VENDOR = {"yasgui.min.css": "text/css", "yasgui.min.js": "text/javascript"}
POLICY = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "object-src 'none'"
)
#: The query of an empty editor.
FIRST = f"""{prologue("kg", "rdfs")}
SELECT ?council ?name {{
  ?council a kg:Council ; rdfs:label ?name
}} ORDER BY ?name LIMIT 10
"""
#: Maximum characters of a value or a query in the address.
LONGEST = 20_000


def routes(site: Site) -> list[Route]:
    """`/query` and the files of its editor."""
    return [
        Route("/query", partial(query_page, site)),
        Route("/query/editor.js", partial(file, asset("editor.js"), "text/javascript")),
        *(
            Route(f"/query/{name}", partial(file, _vendored(name), type_))
            for name, type_ in VENDOR.items()
        ),
    ]


def query_page(site: Site, request: Request) -> Response:
    """The editor, with the library's query `?name=`, its parameters as given, or `?query=`."""
    asked = request.query_params
    query = queries().get(asked.get("name", ""))
    parameters = query.parameters if query else ()
    given = {p.name: asked.get(f"-{p.name}", "").strip()[:LONGEST] for p in parameters}
    text, problem = asked.get("query", FIRST)[:LONGEST], ""
    if query:
        text, problem = _bound(query, {name: value for name, value in given.items() if value})
    return page(
        site,
        request,
        "query.html",
        headers={"Content-Security-Policy": POLICY},
        library=[(folder, list(group)) for folder, group in groupby(_by_folder(), _folder)],
        query=query,
        forms=[form.name for form in forms(query)] if query else [],
        given=given,
        text=text,
        problem=problem,
    )


def _bound(query: Query, given: dict[str, str]) -> tuple[str, str]:
    """The text of a query with values in it, or as it stands and what is wrong with the values."""
    try:
        return _without_header(bind(query, given)), ""
    except UsageError as error:
        return _without_header(query.text), str(error) if given else ""


def _without_header(text: str) -> str:
    """A query without the lines that describe it, which the page shows otherwise."""
    return "".join(line for line in text.splitlines(True) if not line.startswith("#+")).lstrip()


def _by_folder() -> list[Query]:
    return sorted(queries().values(), key=lambda query: (_folder(query), query.name))


def _folder(query: Query) -> str:
    return query.path.parent.name if query.path else ""


def _vendored(name: str) -> str:
    return (files("kg.serve.pages") / "assets" / "vendor" / name).read_text(encoding="utf-8")
