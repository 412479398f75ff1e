"""Listens on this machine and runs the application, until it is interrupted."""

from __future__ import annotations

import ipaddress
import logging
import socket
import sys
from collections.abc import Callable
from contextlib import suppress

import uvicorn

from kg.errors import UsageError
from kg.serve.app import application
from kg.serve.site import Site
from kg.serve.slow_clients import SlowClients

__all__ = ["PORT", "address_of", "is_local", "listen", "run"]

#: The port unless another one is named.
PORT = 8321
#: Maximum number of connections and requests under way; more are answered with 503.
MAX_CONNECTIONS = 256
#: Connections that wait to be taken up.
BACKLOG = 512
#: Seconds that a connection without a request stays open.
KEEP_ALIVE = 5
#: Seconds that answers under way may take when the server ends.
LAST_ANSWERS = 1


def is_local(host: str) -> bool:
    """Whether an address is one of this machine alone."""
    with suppress(ValueError):
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    return host.lower() == "localhost"


def listen(host: str, port: int | None) -> socket.socket:
    """A socket that listens on a port, or on `PORT` or a free one if none is named.

    Raises UsageError when that can't be done.
    """
    try:
        if port is not None:
            return _bound(host, port)
        try:
            return _bound(host, PORT)
        except OSError:
            return _bound(host, 0)
    except socket.gaierror as error:
        raise UsageError(
            f"can't listen on {host} ({error.strerror}); --host takes an address of this machine"
        ) from None
    except OSError as error:
        where = f"{host}, port {port}" if port else host
        raise UsageError(
            f"can't listen on {where} ({error.strerror or error}); "
            "choose another --port, or none to get a free one"
        ) from None


def _bound(host: str, port: int) -> socket.socket:
    family, kind, protocol, _, address = socket.getaddrinfo(
        host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
    )[0]
    bound = socket.socket(family, kind, protocol)
    try:
        if sys.platform != "win32":  # there it would let two servers share a port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen(BACKLOG)  # whoever asks before the server is ready waits
    except OSError:
        bound.close()
        raise
    return bound


def address_of(bound: socket.socket, host: str) -> str:
    """The address to open in a browser."""
    name = host.strip("[]")
    return f"http://{f'[{name}]' if ':' in name else name}:{bound.getsockname()[1]}/"


def run(site: Site, bound: socket.socket, ready: Callable[[], object] | None = None) -> None:
    """Answer requests until Ctrl-C; calls `ready` once the first may come."""
    _log_to_stderr()
    config = uvicorn.Config(
        application(site),
        log_config=None,
        access_log=False,
        http="h11",  # bounds the size of headers
        server_header=False,
        ws="none",
        proxy_headers=True,  # of a proxy on this machine only
        forwarded_allow_ips="127.0.0.1",
        limit_concurrency=MAX_CONNECTIONS,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=LAST_ANSWERS,
    )
    server = _Server(config, ready)
    with suppress(KeyboardInterrupt):
        server.run(sockets=[bound])


class _Server(uvicorn.Server):
    """A server that says when it is ready, and lets no slow client keep a connection."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], object] | None) -> None:
        super().__init__(config)
        self._ready = ready
        self._slow = SlowClients()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and call `ready`."""
        await super().startup(sockets)
        if self._ready is not None:
            self._ready()

    async def on_tick(self, counter: int) -> bool:
        """What uvicorn does ten times a second; whether the server should end."""
        if counter % 10 == 0:
            self._slow.close_slow(self.server_state.connections)
        return await super().on_tick(counter)


def _log_to_stderr() -> None:
    log = logging.getLogger("kg.serve")
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S"))
        log.addHandler(handler)
    log.setLevel(logging.INFO)
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it warns of clients that went away
