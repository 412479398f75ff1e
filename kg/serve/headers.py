"""What every answer has: headers of safety, one build that it is made from, and an ETag."""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg import __version__
from kg.serve.site import Site

__all__ = ["SAFETY", "OneBuild", "SafetyHeaders"]

#: Headers of every answer, unless it has its own.
SAFETY = {
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'; object-src 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class SafetyHeaders:
    """ASGI middleware that adds `SAFETY` to each answer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SAFETY.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, send_safely)


class OneBuild:
    """ASGI middleware that holds one build for each request (`site.build_of`).

    The answer of a GET depends on the build, the address and what the client accepts, so its ETag
    is known before it is made: a client that has it already is told so.
    """

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app, self.site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        with self.site.live.held() as build:
            scope.setdefault("state", {})["build"] = build
            if scope["method"] not in {"GET", "HEAD"}:
                await self.app(scope, receive, send)
                return
            headers = Headers(scope=scope)
            tag = _etag(build.id, scope, headers)

            async def send_tagged(message: Message) -> None:
                if message["type"] == "http.response.start" and message["status"] == 200:
                    out = MutableHeaders(scope=message)
                    if "cache-control" not in out:
                        out["ETag"], out["Cache-Control"] = tag, "no-cache"
                    out.add_vary_header("Accept")
                await send(message)

            if tag in headers.get("if-none-match", ""):
                known = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
                await Response(status_code=304, headers=known)(scope, receive, send)
                return
            await self.app(scope, receive, send_tagged)


def _etag(build: str, scope: Scope, headers: Headers) -> str:
    """A weak ETag, the same for an answer whether it is compressed or not."""
    address = scope.get("raw_path") or scope["path"].encode()
    asked = (
        __version__.encode(),
        address,
        scope["query_string"],
        headers.get("accept", "").encode(),
    )
    return f'W/"{build}-{hashlib.sha256(b" ".join(asked)).hexdigest()[:16]}"'
