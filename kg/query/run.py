"""Runs a trusted query on a graph, and turns pyoxigraph's errors into kg's."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, StoreError
from kg.query.answer import Answer, Cell, Table, Triples
from kg.rdf.iris import CURATION_GRAPH, ENTITIES_GRAPH, REFERENCE_GRAPH
from kg.rdf.vocabulary import named_node

if TYPE_CHECKING:
    from kg.store.graph import Graph

__all__ = ["CORRUPTION", "run", "translated_errors"]

#: The word in Oxigraph's error messages for damaged blocks.
CORRUPTION = "Corruption"

#: The header of a query whose rows rest on one document each, and stand in the order of its path.
_BY_DOCUMENT = re.compile(r"^#\+ slices: by-document$", re.MULTILINE)

#: Documents whose rows are computed at once: the store holds each list that it joins in memory.
SLICE = 20

#: Named graphs that do not belong to one document.
_COMMON = (CURATION_GRAPH, ENTITIES_GRAPH, REFERENCE_GRAPH)


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
        slices = _slices(graph, documents) if _BY_DOCUMENT.search(sparql) else None
        if slices is not None:
            return _sliced(graph, sparql, slices, limit)
        result = graph.query(sparql)
        if isinstance(result, ox.QuerySolutions):
            columns = tuple(variable.value for variable in result.variables)
            return Table(columns, tuple(tuple(solution) for solution in result))
        if isinstance(result, ox.QueryTriples):
            return Triples(frozenset(result))
        return bool(result)


def _slices(
    graph: Graph, documents: Collection[str] | None
) -> list[list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]] | None:
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
    common = [ox.NamedNode(name) for name in _COMMON]
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


def _sliced(
    graph: Graph,
    sparql: str,
    slices: list[list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph]],
    limit: int | None,
) -> Table:
    columns: tuple[str, ...] = ()
    rows: list[tuple[Cell, ...]] = []
    known: dict[Cell, Cell] = {}  # a council's name stands in thousands of rows: once in memory
    for graphs in slices:
        result = graph.store.query(sparql, default_graph=graphs)
        assert isinstance(result, ox.QuerySolutions)
        columns = tuple(variable.value for variable in result.variables)
        rows.extend(tuple(known.setdefault(cell, cell) for cell in row) for row in result)
        if limit is not None and len(rows) >= limit:
            break
    return Table(columns, tuple(rows))


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
