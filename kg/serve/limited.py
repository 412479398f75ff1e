"""Answers queries from outside the library: what a worker does for the SPARQL endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

import pyoxigraph as ox

from kg.errors import QueryError
from kg.query.answer import Answer, Table, Triples
from kg.query.guard import guarded_for_oxigraph
from kg.query.prologue import with_prefixes
from kg.query.result_formats import write
from kg.query.run import translated_errors
from kg.serve.forms import Form
from kg.serve.statements import serialised
from kg.serve.workers import Made
from kg.store.graph import Graph

__all__ = ["CUT", "LIMIT", "Asked", "answer_query"]

#: Maximum rows or triples of an answer.
LIMIT = 10_000
#: The header of an answer that was cut, with the limit.
CUT = "Kg-Cut-At"

#: Where an answer that was cut says so, in formats that have a place for it.
_NOTES = {
    "json": (b'{"head": {', b'{"head": {"link": ["/sparql#cut-at-10000-rows"], '),
    "xml": (b"<head>", b"<!-- cut at 10,000 rows --><head>"),
    "ttl": (b"", b"# cut at 10,000 triples\n"),
    "nt": (b"", b"# cut at 10,000 triples\n"),
}


@dataclass(frozen=True)
class Asked:
    """A query, the address that its relative IRIs are relative to, and its dataset.

    The graphs are those that the request names; without any, the default graph is the union of all.
    """

    sparql: str
    base: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


def answer_query(graph: Graph, asked: Asked, form: Form) -> Made:
    """The answer of a query, cut at `LIMIT`.

    Raises QueryError for a query that is refused or fails.
    """
    with translated_errors(graph):
        answer, cut = _limited(_result(graph.store, asked))
    if isinstance(answer, Triples):
        data = serialised(answer.triples, form)
    else:
        data = write(answer, form.name)
    if not cut:
        return Made(form.media, data)
    return Made(form.media, data.replace(*_NOTES.get(form.name, (b"", b"")), 1), {CUT: str(LIMIT)})


def _result(store: ox.Store, asked: Asked) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    sparql = guarded_for_oxigraph(with_prefixes(asked.sparql))
    if not asked.default_graphs and not asked.named_graphs:
        return store.query(sparql, base_iri=asked.base, use_default_graph_as_union=True)
    try:
        return store.query(
            sparql,
            base_iri=asked.base,
            default_graph=[ox.NamedNode(iri) for iri in asked.default_graphs],
            named_graphs=[ox.NamedNode(iri) for iri in asked.named_graphs],
        )
    except ValueError as error:
        raise QueryError(f"a graph's name is no IRI: {error}") from None


def _limited(
    result: ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean,
) -> tuple[Answer, bool]:
    """The first rows or triples, and whether there are more."""
    if isinstance(result, ox.QueryBoolean):
        return bool(result), False
    if isinstance(result, ox.QuerySolutions):
        columns = tuple(variable.value for variable in result.variables)
        rows = tuple(tuple(solution) for solution in islice(result, LIMIT + 1))
        return Table(columns, rows[:LIMIT]), len(rows) > LIMIT
    triples: dict[ox.Triple, None] = {}
    for triple in result:
        if len(triples) == LIMIT and triple not in triples:
            return Triples(frozenset(triples)), True
        triples[triple] = None
    return Triples(frozenset(triples)), False
