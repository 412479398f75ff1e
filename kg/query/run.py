"""Runs a trusted query on a graph, and turns pyoxigraph's errors into kg's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.query.answer import Answer, Table, Triples

if TYPE_CHECKING:
    from kg.store.graph import Graph

__all__ = ["CORRUPTION", "run", "translated_errors"]

#: The word in Oxigraph's error messages for damaged blocks.
CORRUPTION = "Corruption"


def run(graph: Graph, sparql: str) -> Answer:
    """Run a trusted query; the default graph is the union of the named graphs.

    Raises QueryError if the query is malformed or can't be evaluated, StoreError if the store of
    the graph can't be read.
    """
    with translated_errors(graph):
        result = graph.query(sparql)
        if isinstance(result, ox.QuerySolutions):
            columns = tuple(variable.value for variable in result.variables)
            return Table(columns, tuple(tuple(solution) for solution in result))
        if isinstance(result, ox.QueryTriples):
            return Triples(frozenset(result))
        return bool(result)


@contextmanager
def translated_errors(graph: Graph) -> Iterator[None]:
    """Raises kg's errors in place of pyoxigraph's, for a query on this graph."""
    try:
        yield
    except SyntaxError as error:
        raise QueryError(f"the query is malformed: {_line(error)}") from None
    except StoreError:
        raise
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and CORRUPTION not in str(error):
            raise QueryError(f"the query failed: {_line(error)}") from None
        raise StoreError(
            f"{graph.name}: can't be read ({_line(error)}); build the graph again with kg build"
        ) from None


def _line(error: Exception) -> str:
    """The message of an error on one line."""
    return " ".join(str(error).split())
