"""Closes connections of clients that keep one open and neither ask nor read.

uvicorn waits for a request for as long as it takes, so a few hundred clients that send a byte a
minute would leave no connection for others.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Hashable, Iterable
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

__all__ = ["REQUEST", "STALLED", "SlowClients"]

#: Seconds in which a request must be here as a whole.
REQUEST = 10.0
#: Seconds in which a client must read some of an answer that waits for it.
STALLED = 60.0


class SlowClients:
    """Watches connections: call `close_slow` now and then with those that are open."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._since: dict[H11Protocol, tuple[Hashable, float]] = {}

    def close_slow(self, connections: Iterable[Any]) -> None:
        """Close those that have stood still for too long."""
        now = self._clock()
        known, self._since = self._since, {}
        for connection in list(connections):
            standing = _standing(connection)
            if standing is None:
                continue
            place, limit = standing
            last, since = known.get(connection, (None, now))
            since = since if place == last else now
            self._since[connection] = (place, since)
            if now - since > limit:
                connection.transport.abort()


def _standing(connection: H11Protocol) -> tuple[Hashable, float] | None:
    """Where a connection stands, which changes as it moves on, and how long it may stand there.

    None if it waits for the server.
    """
    answered = id(connection.cycle)
    if connection.conn.their_state in {h11.IDLE, h11.SEND_BODY}:
        return ("asks", answered), REQUEST
    unread = connection.transport.get_write_buffer_size()
    return (("reads", answered, unread), STALLED) if unread else None
