"""`/brief/COUNCIL` and `/feed.atom`: what `kg brief` and `kg diff` write."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.serve.answers import respond
from kg.serve.forms import DOCX, HTML, MARKDOWN
from kg.serve.negotiation import chosen
from kg.serve.site import Site, build_of
from kg.serve.trusted import news_since, write_brief

__all__ = ["routes"]

#: Seconds that a brief or the news may take.
TIMEOUT = 120.0

_BRIEFS = (HTML, DOCX, MARKDOWN)
_ATOM = "application/atom+xml; charset=utf-8"


def routes(site: Site) -> list[Route]:
    """`/brief/COUNCIL`, `/brief/COUNCIL.FORMAT` and `/feed.atom`."""

    async def brief(request: Request) -> Response:
        council: str = request.path_params["council"]
        form = next((form for form in _BRIEFS if council.endswith(f".{form.name}")), None)
        if form is None:
            form = chosen(request.headers.get("accept"), _BRIEFS)
        council = council.removesuffix(f".{form.name}")
        return await respond(request, site.library, TIMEOUT, write_brief, council, form)

    async def feed(request: Request) -> Response:
        before = build_of(request).before
        return await respond(request, site.library, TIMEOUT, news_since, before, _ATOM)

    return [Route("/brief/{council}", brief), Route("/feed.atom", feed)]
