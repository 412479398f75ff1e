"""Connections that stand still are closed, and those that move or wait for the server are not."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import h11
import pytest

from kg.serve.slow_clients import REQUEST, STALLED, SlowClients


def connection(state: Any, unread: int = 0) -> Any:
    made = SimpleNamespace(conn=SimpleNamespace(their_state=state), cycle=object(), closed=False)
    made.transport = SimpleNamespace(
        get_write_buffer_size=lambda: unread, abort=lambda: setattr(made, "closed", True)
    )
    return made


class Hashable(SimpleNamespace):
    __hash__ = object.__hash__  # type: ignore[assignment]


@pytest.mark.parametrize(
    ("why", "state", "unread", "after", "closed"),
    [
        ("half a request", h11.IDLE, 0, REQUEST + 1, True),
        ("half a request, as yet", h11.IDLE, 0, REQUEST - 1, False),
        ("half a body", h11.SEND_BODY, 0, REQUEST + 1, True),
        ("waits for its answer", h11.DONE, 0, STALLED + 1, False),
        ("reads nothing", h11.DONE, 9, STALLED + 1, True),
        ("reads nothing, as yet", h11.DONE, 9, STALLED - 1, False),
    ],
)
def test_a_connection_that_stands_still(
    why: str, state: Any, unread: int, after: float, closed: bool
) -> None:
    now = 0.0
    watching = SlowClients(lambda: now)
    one = Hashable(**vars(connection(state, unread)))
    one.transport.abort = lambda: setattr(one, "closed", True)
    watching.close_slow([one])
    now = after
    watching.close_slow([one])
    assert one.closed is closed, why


def test_a_client_that_asks_again_and_again_is_kept() -> None:
    now = 0.0
    watching = SlowClients(lambda: now)
    one = Hashable(**vars(connection(h11.IDLE)))
    one.transport.abort = lambda: setattr(one, "closed", True)
    for _ in range(5):
        watching.close_slow([one])
        now += REQUEST - 1
        one.cycle = object()  # its next request
    assert not one.closed
