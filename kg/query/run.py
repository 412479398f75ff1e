"""Runs a trusted query on a graph, and turns pyoxigraph's errors into kg's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.query.answer import Answer, Cell, Table, Triples
from kg.rdf.iris import SHARED_GRAPHS
from kg.rdf.vocabulary import named_node

if TYPE_CHECKING:
    from kg.store.graph import Graph

__all__ = ["CORRUPTION", "run", "stream", "translated_errors"]

#: The word in Oxigraph's error messages for damaged blocks.
CORRUPTION = "Corruption"

#: The header of a query whose rows rest on one document each, and stand in the order of its path.
_BY_DOCUMENT = re.compile(r"^#\+ slices: by-document$", re.MULTILINE)

_Graphs = list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]

#: Documents whose rows are computed at once: the store holds each list that it joins in memory.
SLICE = 20


def run(
    graph: Graph,
    sparql: str,
    documents: Collection[str] | None = None,
    limit: int | None = None,
) -> Answer:
    """Run a trusted query; the default graph is the union of the named graphs.

    A query that says `slices: by-document` in its header runs on some documents at a time.  With
    `documents`, paths, it need not answer for others, and with `limit` it stops when it has so many
    rows, which takes a part of the time.

    Raises QueryError if the query is malformed or can't be evaluated, StoreError if the store of
    the graph can't be read.
    """
    with translated_errors(graph, sparql):
        columns, rows = stream(graph, sparql, documents) or ((), iter(()))
        if columns:
            known: dict[Cell, Cell] = {}  # a council's name is in thousands of rows: once in memory
            some = islice(rows, limit)
            return Table(columns, tuple(tuple(known.setdefault(c, c) for c in row) for row in some))
        result = graph.query(sparql)
        if isinstance(result, ox.QuerySolutions):
            columns = tuple(variable.value for variable in result.variables)
            return Table(columns, tuple(tuple(solution) for solution in result))
        if isinstance(result, ox.QueryTriples):
            return Triples(frozenset(result))
        return bool(result)


def stream(
    graph: Graph, sparql: str, documents: Collection[str] | None = None
) -> tuple[tuple[str, ...], Iterator[tuple[Cell, ...]]] | None:
    """The columns and the rows of a trusted query, which are computed some documents at a time.

    None if the query does not say `slices: by-document`, or the graph can't be read that way.
    Rows raise what `run` does.
    """
    if not _BY_DOCUMENT.search(sparql):
        return None
    with translated_errors(graph, sparql):
        slices = _slices(graph, documents)
        if slices is None:
            return None
        first = _solutions(graph, sparql, slices[0])
    columns = tuple(variable.value for variable in first.variables)
    return columns, _rows(graph, sparql, first, slices[1:])


def _rows(
    graph: Graph, sparql: str, first: ox.QuerySolutions, slices: list[_Graphs]
) -> Iterator[tuple[Cell, ...]]:
    with translated_errors(graph, sparql):
        yield from map(tuple, first)
        for graphs in slices:
            yield from map(tuple, _solutions(graph, sparql, graphs))


def _solutions(graph: Graph, sparql: str, graphs: _Graphs) -> ox.QuerySolutions:
    result = graph.store.query(sparql, default_graph=graphs)
    assert isinstance(result, ox.QuerySolutions)
    return result


def _slices(graph: Graph, documents: Collection[str] | None) -> list[_Graphs] | None:
    """The graphs of documents in the order of their paths, some at a time, with the common ones.

    None if a graph that is not common has no document, or several, or a document several graphs.
    """
    store = graph.store
    paths: dict[ox.NamedNode, str] = {}
    subjects = set()
    for quad in store.quads_for_pattern(None, named_node("kg:path"), None, None):
        name, path = quad.graph_name, quad.object
        if not isinstance(name, ox.NamedNode) or not isinstance(path, ox.Literal):
            return None
        subjects.add((quad.subject, name))
        paths[name] = min(path.value, paths.get(name, path.value))
    common = [ox.NamedNode(name) for name in SHARED_GRAPHS]
    graphs = set(store.named_graphs())
    if not len({s for s, _ in subjects}) == len(subjects) == len(paths):
        return None
    if graphs - set(common) != set(paths) or any(
        True for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    ):
        return None
    wanted = (name for name, path in paths.items() if documents is None or path in documents)
    ordered = sorted(wanted, key=lambda name: paths[name])
    parts = [ordered[n : n + SLICE] for n in range(0, len(ordered), SLICE)]
    return [[*part, *common] for part in parts] or None


@contextmanager
def translated_errors(graph: Graph, sparql: str) -> Iterator[None]:
    """Raises kg's errors in place of pyoxigraph's, for this query on this graph."""
    try:
        yield
    except SyntaxError as error:
        raise QueryError(f"the query is malformed: {_mistake(sparql, error)}") from None
    except StoreError:
        raise
    except (OSError, RuntimeError) as error:
        if isinstance(error, RuntimeError) and CORRUPTION not in str(error):
            raise QueryError(f"the query failed: {_line(error)}") from None
        raise StoreError(
            f"{graph.name}: can't be read ({_line(error)}); build the graph again with kg build"
        ) from None


def _mistake(sparql: str, error: SyntaxError) -> str:
    """What is wrong with a query, for the slips that pyoxigraph does not name."""
    from kg.query.guard import undeclared_prefixes  # its patterns take long to compile

    undeclared = undeclared_prefixes(sparql)
    if undeclared:
        prefix = undeclared[0]
        return f"the prefix {prefix}: is not declared; begin with PREFIX {prefix}: <...>"
    if "variable that is unbound" in str(error):
        return "a variable of SELECT stands neither in GROUP BY nor in an aggregate such as COUNT"
    return _line(error)


def _line(error: Exception) -> str:
    """The message of an error on one line."""
    return " ".join(str(error).split())
