"""Run a trusted query on a graph, with pyoxigraph's errors translated to kg's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.query.answer import Answer, Table, Triples

if TYPE_CHECKING:
    from kg.store.graph import Graph

__all__ = ["DAMAGE", "errors", "run"]


#: What Oxigraph says of a block that is not as it was written.
DAMAGE = "Corruption"


def run(graph: Graph, sparql: str) -> Answer:
    """Ask the graph a query of our own; the default graph is the union of its named graphs.

    Raises QueryError when the query is malformed or can't be evaluated, StoreError when the store
    behind the graph can't be read.
    """
    with errors(graph):
        result = graph.query(sparql)
        if isinstance(result, ox.QuerySolutions):
            columns = tuple(variable.value for variable in result.variables)
            return Table(columns, tuple(tuple(solution) for solution in result))
        if isinstance(result, ox.QueryTriples):
            return Triples(frozenset(result))
        return bool(result)


@contextmanager
def errors(graph: Graph) -> Iterator[None]:
    """Pyoxigraph's errors about a query on a graph, as kg's."""
    try:
        yield
    except SyntaxError as error:
        raise QueryError(f"the query is malformed: {_line(error)}") from None
    except StoreError:
        raise
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and DAMAGE not in str(error):
            raise QueryError(f"the query failed: {_line(error)}") from None
        raise StoreError(
            f"{graph.name}: can't be read ({_line(error)}); build the graph again with kg build"
        ) from None


def _line(error: Exception) -> str:
    return " ".join(str(error).split())
