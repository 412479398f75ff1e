"""What a worker made, as a response."""

from __future__ import annotations

from collections.abc import AsyncIterator

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from kg.serve.site import build_of
from kg.serve.workers import CHUNK, Answered, Work, Workers

__all__ = ["respond"]

#: The policy of a page that stands alone, with its style in it.
_ALONE = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


async def respond(
    request: Request, workers: Workers, seconds: float, work: Work, *args: object
) -> Response:
    """What `work` makes of the request's build; a long answer is sent in parts."""
    made = await workers.answer(build_of(request).where, seconds, work, *args)
    headers = dict(made.headers)
    if made.media.startswith("text/html"):
        headers["Content-Security-Policy"] = _ALONE
    if made.size <= CHUNK:
        with made.body as body:
            return Response(body.read(), 200, headers, made.media)
    headers["Content-Length"] = str(made.size)
    return StreamingResponse(
        _parts(made), 200, headers, made.media, background=BackgroundTask(made.body.close)
    )


async def _parts(made: Answered) -> AsyncIterator[bytes]:
    with made.body as body:
        while part := body.read(CHUNK):
            yield part
