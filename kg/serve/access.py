"""Who may ask: this machine's own pages and programs, and the web sites that were named.

A page of another web site can make a browser send requests here, and can give its own name this
machine's address (DNS rebinding).  So a request must name a host of the list, and a browser's must
come from a page of this server, from an address that its user chose, or from a site of the list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.site import Site

__all__ = ["Access", "Refusal", "refusal"]

_HOST = re.compile(r"(?P<name>[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?P<port>:[0-9]{1,5})?")
_METHODS = ("GET", "HEAD", "POST")
#: Who a browser says that a request comes from: this server's page, or the user.
_OWN = {"same-origin", "none"}


@dataclass(frozen=True)
class Refusal:
    """Why a request is refused, with the status of the answer."""

    status: int
    reason: str


def refusal(method: str, headers: Headers, site: Site) -> Refusal | None:
    """Why a request is refused; None if it may be answered."""
    names = headers.getlist("host")
    host = _HOST.fullmatch(names[0]) if len(names) == 1 else None
    if host is None:
        return Refusal(400, "a request needs one Host header")
    if host["name"].lower() not in site.hosts:
        return Refusal(
            421, "this server does not answer for that host; kg serve --allowed-host allows it"
        )
    if method not in {*_METHODS, "OPTIONS"}:
        return Refusal(405, f"only {', '.join(_METHODS)} are answered")
    origin = headers.get("origin")
    if origin in site.origins:
        return None
    if origin is not None and not _is_own(origin, names[0]):
        return Refusal(403, "pages of other web sites may not ask; kg serve --cors allows one")
    if headers.get("sec-fetch-site", "none") not in _OWN and not _follows_a_link(method, headers):
        return Refusal(403, "pages of other web sites may not ask; kg serve --cors allows one")
    return None


def _is_own(origin: str, host: str) -> bool:
    """Whether an origin is this server, over http or behind a proxy that speaks https."""
    return origin.lower() in {f"http://{host.lower()}", f"https://{host.lower()}"}


def _follows_a_link(method: str, headers: Headers) -> bool:
    """Whether a browser opens an address as a page of its own, which no other site can read."""
    opens = (headers.get("sec-fetch-mode"), headers.get("sec-fetch-dest"))
    return method in {"GET", "HEAD"} and opens == ("navigate", "document")


class Access:
    """ASGI middleware that refuses requests, and tells browsers which sites may read answers."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app, self.site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = refusal(scope["method"], headers, self.site)
        origin = headers.get("origin")
        allowed = origin if origin in self.site.origins else None
        if refused is not None:
            answer: ASGIApp = PlainTextResponse(f"{refused.reason}\n", refused.status)
        elif scope["method"] == "OPTIONS":
            answer = Response(status_code=204, headers=_PREFLIGHT if allowed else _OPTIONS)
        else:
            answer = self.app

        async def send_with_origin(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                if self.site.origins:
                    out.add_vary_header("Origin")
                if allowed is not None:
                    out["Access-Control-Allow-Origin"] = allowed
                    out["Access-Control-Expose-Headers"] = "ETag, Kg-Truncated, Retry-After"
            await send(message)

        await answer(scope, receive, send_with_origin)


_OPTIONS = {"Allow": ", ".join((*_METHODS, "OPTIONS"))}
_PREFLIGHT = {
    **_OPTIONS,
    "Access-Control-Allow-Methods": ", ".join(_METHODS),
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "600",
}
