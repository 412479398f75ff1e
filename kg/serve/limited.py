"""Answers queries from outside the library: what a worker does for the SPARQL endpoint."""

from __future__ import annotations

from itertools import islice

import pyoxigraph as ox

from kg.query.answer import Answer, Table, Triples
from kg.query.guard import guarded_for_oxigraph
from kg.query.result_formats import write
from kg.query.run import translated_errors
from kg.serve.workers import Made
from kg.store.graph import Graph

__all__ = ["CUT", "LIMIT", "answer_query"]

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


def answer_query(graph: Graph, sparql: str, form: str, media: str) -> Made:
    """The answer of a query, cut at `LIMIT`, in a format of `kg.query.result_formats`.

    Raises QueryError for a query that is refused or fails.
    """
    with translated_errors(graph):
        answer, cut = _limited(graph.query(guarded_for_oxigraph(sparql)))
    data = write(answer, form)
    if not cut:
        return Made(media, data)
    return Made(media, data.replace(*_NOTES.get(form, (b"", b"")), 1), {CUT: str(LIMIT)})


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
