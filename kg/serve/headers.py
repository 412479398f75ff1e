"""What every answer has: headers of safety, one build that it is made from, and an ETag."""

from __future__ import annotations

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg import __version__
from kg.serve.kept_answers import ONE, KeptAnswers
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

    The answer of a GET depends on the build, the server's options, the address (with the host,
    which some answers name) and what the client accepts, so its ETag is known before it is made:
    a client that has it already is told so, and an answer that was made before is sent again.
    """

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app, self.site = app, site
        self.kept = KeptAnswers()
        self._options = f"{site.live.folder.resolve().name} {site.docs} {site.review}".encode()

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
            tag = _etag(build.id, self._options, scope, headers)
            if tag in headers.get("if-none-match", ""):
                known = {"ETag": tag, "Cache-Control": "no-cache", "Vary": "Accept"}
                await Response(status_code=304, headers=known)(scope, receive, send)
            elif kept := self.kept.get(tag):
                for message in kept:
                    await send(_copy(message))
            else:
                await self.app(scope, receive, self._tagging(tag, send))

    def _tagging(self, tag: str, send: Send) -> Send:
        """Sends an answer with its ETag, and keeps it if it is one that may be asked for again."""
        messages: list[Message] = []

        async def send_tagged(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Accept")
                if message["status"] == 200 and "cache-control" not in headers:
                    headers["ETag"], headers["Cache-Control"] = tag, "no-cache"
                    is_short = int(headers.get("content-length", ONE)) < ONE
                    if is_short and "content-encoding" not in headers:
                        messages.append(_copy(message))
            elif messages:
                messages.append(_copy(message))
                if not message.get("more_body"):
                    self.kept.keep(tag, messages)
            await send(message)

        return send_tagged


def _copy(message: Message) -> Message:
    """A message of one's own: compression changes what it is given."""
    headers = {"headers": list(message["headers"])} if "headers" in message else {}
    return {**message, **headers}


def _etag(build: str, options: bytes, scope: Scope, headers: Headers) -> str:
    """A weak ETag, the same for an answer whether it is compressed or not."""
    address = scope.get("raw_path") or scope["path"].encode()
    asked = (
        __version__.encode(),
        options,
        headers.get("host", "").encode(),
        address,
        scope["query_string"],
        headers.get("accept", "").encode(),
    )
    digest = hashlib.sha256(b"\n".join(asked)).hexdigest()[:32]
    return f'W/"{build}-{digest}"'
