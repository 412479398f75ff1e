"""What goes wrong, as an answer: a status and a line that says what to do, without any path."""

from __future__ import annotations

import logging

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response

from kg.errors import KgError, QueryError, UsageError
from kg.serve.workers import Busy, Overdue

__all__ = ["HANDLERS", "problem"]

#: Seconds after which to ask again.
RETRY_AFTER = "5"

log = logging.getLogger("kg.serve")


def problem(status: int, reason: str, headers: dict[str, str] | None = None) -> Response:
    """An answer that says in one line why there is no other."""
    return PlainTextResponse(
        f"{reason}\n", status, headers={"Cache-Control": "no-store"} | (headers or {})
    )


def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, KgError)
    if isinstance(error, Busy | Overdue):
        return problem(503, str(error), {"Retry-After": RETRY_AFTER})
    if isinstance(error, UsageError | QueryError):
        return problem(400, str(error))
    log.error("%s: %s", type(error).__name__, error)
    return problem(500, "the graph can't be read; the server's log says why")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return problem(error.status_code, error.detail, dict(error.headers or {}))


def _gone(request: Request, error: Exception) -> Response:
    return problem(400, "the request is cut off")  # nobody reads it, but the log has its status


def _unknown(request: Request, error: Exception) -> Response:
    log.error("%s", request.url.path, exc_info=error)
    return problem(500, "something went wrong; the server's log says what")


HANDLERS = {
    KgError: _known,
    HTTPException: _http,
    ClientDisconnect: _gone,
    Exception: _unknown,
}
