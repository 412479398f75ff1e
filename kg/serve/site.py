"""What a running server is: its graph folder, who may ask, and what it allows."""

from __future__ import annotations

import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from starlette.requests import Request

from kg.serve.live_graph import Build, LiveGraph
from kg.serve.workers import Workers

__all__ = ["LOCAL_HOSTS", "Site", "build_of"]

#: The names of this machine for itself, which no other machine's name can be made to mean.
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


#: Answers that are made at once, of strangers' queries and of our own, and how many may wait.
_QUERIES, _LIBRARY, _WAITING = min(max(os.cpu_count() or 1, 2), 4), 2, 64


@dataclass(frozen=True)
class Site:
    """A server's graph, the workers that answer from it, and what it allows.

    `queries` are the workers for SPARQL of strangers, `library` those for what takes long of our
    own: no query of a stranger keeps a page waiting.
    `hosts` are the names it may be asked by, `origins` the other web sites (`https://example.org`)
    whose pages may read its answers.  With `review`, people may decide about doubtful links, from
    this machine.  With `log_queries`, the log has the query of each request.
    `docs` is the folder that was built, for pictures of the pages of its PDFs.  `at_end` is closed
    when the server ends.
    """

    live: LiveGraph
    hosts: frozenset[str] = LOCAL_HOSTS
    origins: frozenset[str] = frozenset()
    review: bool = False
    log_queries: bool = False
    docs: Path | None = None
    queries: Workers = field(default_factory=lambda: Workers(_QUERIES, _WAITING))
    library: Workers = field(default_factory=lambda: Workers(_LIBRARY, _WAITING))
    at_end: ExitStack = field(default_factory=ExitStack)


def build_of(request: Request) -> Build:
    """The build that this request is answered from."""
    return cast("Build", request.state.build)
