"""A line in the log for each request, without what was asked unless that is wanted."""

from __future__ import annotations

import logging
import time
from urllib.parse import quote

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.site import Site

__all__ = ["RequestLog"]

log = logging.getLogger("kg.serve")


class RequestLog:
    """ASGI middleware that writes `GET /council/E08000032 200 5120 bytes 12 ms`."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app, self.site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start, status, size = time.monotonic(), 0, 0

        async def send_counted(message: Message) -> None:
            nonlocal status, size
            status = message.get("status", status)
            size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, send_counted)
        finally:
            address = quote(scope["path"], safe="/~:@!$&'()*+,;=")
            if self.site.log_queries and scope["query_string"]:
                address += "?" + quote(scope["query_string"], safe="%/~:@!$&'()*+,;=?")
            took = (time.monotonic() - start) * 1000
            log.info("%s %s %d %d bytes %.0f ms", scope["method"], address, status, size, took)
