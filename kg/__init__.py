"""`kg`: inspection reports on England's children's services as a knowledge graph.

    >>> import kg
    >>> with kg.open("kg-demo") as graph:
    ...     documents = graph.query("documents")
    >>> len(documents)
    19

`kg.open` is the way in; `kg.builds.build.build` makes a graph, and the command line does all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from kg.api import OpenGraph

__all__ = ["__version__", "open"]

__version__ = "0.1.0"


def open(where: str | Path) -> OpenGraph:  # noqa: A001 -- as gzip.open and Image.open are called
    """A graph folder, or an RDF file, to ask: `.query()`, `.to_rdflib()`, `.to_networkx()`.

    Raises StoreError, in one line that says what to do, when there is no graph.
    """
    from kg.api import OpenGraph

    return OpenGraph(where)
