"""Answers queries from outside the library: what a worker does for the SPARQL endpoint."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

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


#: The formats that Oxigraph writes, and bytes that are there for each row but one, and perhaps in
#: values too.
_BY_OXIGRAPH = {
    "json": (ox.QueryResultsFormat.JSON, b"},{"),
    "xml": (ox.QueryResultsFormat.XML, b"<result>"),
    "csv": (ox.QueryResultsFormat.CSV, b"\n"),
    "tsv": (ox.QueryResultsFormat.TSV, b"\n"),
}
#: Bytes written at a time.
CHUNK = 1 << 16


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
    text = guarded_for_oxigraph(with_prefixes(asked.sparql))
    with translated_errors(graph, text):
        result = _result(graph, asked, text)
        if isinstance(result, ox.QuerySolutions) and form.name in _BY_OXIGRAPH:
            whole = _whole(result, form.name)
            if whole is not None:
                return Made(form.media, whole)
            result = _result(graph, asked, text)
        answer, cut = _limited(result)
    if isinstance(answer, Triples):
        data = serialised(answer.triples, form)
    else:
        data = write(answer, form.name)
    if not cut:
        return Made(form.media, data)
    return Made(form.media, data.replace(*_NOTES.get(form.name, (b"", b"")), 1), {CUT: str(LIMIT)})


def _whole(result: ox.QuerySolutions, form: str) -> bytes | None:
    """A table as Oxigraph writes it, which takes a tenth of our own time; None if it may be too
    long, so that its rows have to be counted one by one.
    """
    oxigraph_form, row = _BY_OXIGRAPH[form]
    table = _Table(row)
    try:
        with io.BufferedWriter(table, CHUNK) as out:
            result.serialize(out, format=oxigraph_form)
    except _TooLongError:
        return None
    data = b"".join(table.parts)
    return data if data.count(row) < LIMIT else None


class _TooLongError(Exception):
    """A table has more rows than it may have, or seems to."""


class _Table(io.RawIOBase):
    """A file in memory that ends the writing of a table that is too long."""

    def __init__(self, row: bytes) -> None:
        super().__init__()
        self.parts: list[bytes] = []
        self._row, self._rows = row, 0

    def writable(self) -> bool:
        """True."""
        return True

    def write(self, data: ReadableBuffer, /) -> int:
        """Keep the data; raises _TooLongError."""
        part = bytes(data)
        self.parts.append(part)
        self._rows += part.count(self._row)
        if self._rows > LIMIT:
            self.parts.clear()  # closing the buffer writes once more
            raise _TooLongError
        return len(part)


def _result(
    graph: Graph, asked: Asked, sparql: str
) -> ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean:
    if not asked.default_graphs and not asked.named_graphs:
        return graph.query(sparql, asked.base)
    try:
        return graph.store.query(
            sparql,
            base_iri=asked.base,
            default_graph=[ox.NamedNode(iri) for iri in asked.default_graphs],
            named_graphs=[ox.NamedNode(iri) for iri in asked.named_graphs],
        )
    except ValueError as error:
        raise QueryError(f"a graph's name is not an IRI: {error}") from None


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
