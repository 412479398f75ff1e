"""`kg`: inspection reports on England's children's services as a knowledge graph.

    >>> import kg
    >>> with kg.open("kg-demo") as graph:
    ...     documents = graph.query("documents")
    >>> len(documents)
    19

The functions match the commands: `kg.build` builds a graph folder from documents, `kg.open` opens
it for queries, `kg.find` and `kg.find_practice` search it, `kg.explain` gives the words behind a
fact, and `kg.view`, `kg.brief`, `kg.export` and `kg.validate` draw it, sum up one council, write it
for other tools, and check it.  Each raises a `KgError`, whose one-line message says what to do.
"""

from __future__ import annotations

from kg.api import (
    OpenGraph,
    brief,
    build,
    explain,
    export,
    find,
    find_practice,
    open,  # noqa: A004
    validate,
    view,
)
from kg.errors import (
    DocumentError,
    InputError,
    KgError,
    OutOfTimeError,
    QueryError,
    RemoteError,
    StoreError,
    UsageError,
)

__all__ = [
    "DocumentError",
    "InputError",
    "KgError",
    "OpenGraph",
    "OutOfTimeError",
    "QueryError",
    "RemoteError",
    "StoreError",
    "UsageError",
    "__version__",
    "brief",
    "build",
    "explain",
    "export",
    "find",
    "find_practice",
    "open",
    "validate",
    "view",
]

__version__ = "0.1.0"
