"""What a running server is: its graph folder, who may ask, and what it allows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from starlette.requests import Request

from kg.serve.live_graph import Build, LiveGraph

__all__ = ["LOCAL_HOSTS", "Site", "build_of"]

#: The names of this machine for itself, which no other machine's name can be made to mean.
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


@dataclass(frozen=True)
class Site:
    """A server's graph and what it allows.

    `hosts` are the names it may be asked by, `origins` the other web sites (`https://example.org`)
    whose pages may read its answers.  With `review`, people may decide about doubtful links, from
    this machine.  With `log_queries`, the log has the query of each request.
    """

    live: LiveGraph
    hosts: frozenset[str] = LOCAL_HOSTS
    origins: frozenset[str] = frozenset()
    review: bool = False
    log_queries: bool = False


def build_of(request: Request) -> Build:
    """The build that this request is answered from."""
    return cast("Build", request.state.build)
