"""Which graph and build a server shows."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from kg import __version__
from kg.serve.site import Site, build_of

__all__ = ["routes"]


def routes(site: Site) -> list[Route]:
    """`/about.json`."""
    return [Route("/about.json", about)]


async def about(request: Request) -> Response:
    """The version of kg and the build."""
    return JSONResponse({"kg": __version__, "build": build_of(request).id})
