"""Pages from templates: all have one frame, which says which graph and build they show.

Templates escape all text.  A page works without scripts; `theme.js` only chooses the dark colours.
"""

from __future__ import annotations

from functools import cache, partial
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import DictLoader, Environment, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from kg.date_format import date_in_words
from kg.rdf.iris import THINGS, compact, kind_of, scheme_of, thing, token
from kg.rdf.vocabulary import CLAIMS
from kg.serve.site import Site, build_of
from kg.views.page import style_sheet, template
from kg.wording import upper_first

__all__ = ["PAGED", "address", "asset", "data_address", "file", "page", "routes", "web_address"]

#: Kinds of things that have pages of their own, as in their IRIs.
PAGED = (
    *("council", "inspection", "person", "programme", "organisation", "document"),
    *(kind.iri_part for kind in CLAIMS),
)
#: Files of this folder that pages ask for, with their media types.
FILES = {"icon.svg": "image/svg+xml", "pages.css": "text/css", "theme.js": "text/javascript"}


def routes(site: Site) -> list[Route]:
    """`/page/PATH`, to which `/id/PATH` sends people, and the files of all pages."""
    return [
        Route("/page/{path:path}", page_of),
        Route("/static/style.css", partial(file, style_sheet(), "text/css")),
        *(Route(f"/static/{name}", partial(file, asset(name), FILES[name])) for name in FILES),
    ]


async def page_of(request: Request) -> Response:
    """The page of a thing, or its statements where it has no page, as evidence has none."""
    iri = thing(*request.path_params["path"].split("/"))
    return RedirectResponse(address(iri) or data_address(iri, "ttl"), 303)


async def file(text: str, media_type: str, request: Request) -> Response:
    """A file that all pages share."""
    return Response(text, media_type=media_type)


def page(
    site: Site,
    request: Request,
    template_name: str,
    status: int = 200,
    headers: dict[str, str] | None = None,
    **values: Any,
) -> Response:
    """The page of a template, with these values."""
    made = (
        _templates()
        .get_template(template_name)
        .render(
            graph=site.live.folder.resolve().name,
            build=build_of(request).id,
            review=site.review,
            path=request.url.path,
            **values,
        )
    )
    return HTMLResponse(made, status, headers)


def address(iri: str) -> str:
    """The address of a thing's page or a theme's screen; "" for what has none.

    >>> address(THINGS + "council/E08000032")
    '/council/E08000032'
    """
    if scheme_of(iri) == "theme":
        return f"/#/theme/{quote(token(iri))}"
    is_paged = iri.startswith(THINGS) and kind_of(iri) in PAGED
    return f"/{iri.removeprefix(THINGS)}" if is_paged else ""


def data_address(iri: str, extension: str) -> str:
    """The address of a thing's triples in a format: `ttl`, `jsonld` or `nt`.

    >>> data_address(THINGS + "council/E08000032", "ttl")
    '/data/council/E08000032.ttl'
    """
    return f"/data/{iri.removeprefix(THINGS)}.{extension}"


def web_address(text: str) -> str:
    """An address of the web as it stands; "" for other text, and for IRIs of our own, which lead
    to no page.

    >>> web_address("https://a.example/"), web_address("javascript:x")
    ('https://a.example/', '')
    """
    is_web = text.lower().startswith(("https://", "http://"))
    is_ours = text.startswith(THINGS) or scheme_of(text) or compact(text) != text
    return text if is_web and not is_ours else ""


@cache
def asset(name: str) -> str:
    """A text file of the folder `assets`."""
    return (files("kg.serve.pages") / "assets" / name).read_text(encoding="utf-8")


@cache
def _templates() -> Environment:
    folder = files("kg.serve.pages") / "templates"
    texts = {item.name: item.read_text(encoding="utf-8") for item in folder.iterdir()}
    loader = DictLoader({**texts, "atlas.html": template()})
    environment = Environment(
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        loader=loader,
    )
    environment.globals |= {
        "address": address,
        "dict": dict,
        "data_address": data_address,
        "web_address": web_address,
    }
    environment.filters |= {"date": date_in_words, "upper_first": upper_first}
    return environment
