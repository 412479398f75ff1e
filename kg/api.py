"""A graph for people who write Python: the library's queries as rows, rdflib and networkx.

>>> import kg
>>> with kg.open("kg-demo") as graph:
...     rows = graph.query("judgements", council="Bradford", area="leadership")
>>> rows[0]["published"], rows[0]["grade"]
('2018-10-29', 'requires-improvement')
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph as ox

from kg.errors import UsageError
from kg.query.answer import Cell, Table, Triples
from kg.query.library import bind, find
from kg.query.run import run
from kg.rdf.iris import expand
from kg.rdf.serialise import rdflib_graph
from kg.store.graph import open_graph

if TYPE_CHECKING:
    import networkx as nx  # type: ignore[import-untyped]
    import rdflib

__all__ = ["OpenGraph", "Row"]

#: A row: the name of a column -> text, a number, true or false; None for an empty cell.
Row = dict[str, str | int | float | bool | None]

_NUMBERS: Mapping[str, Callable[[str], int | float]] = {
    expand("xsd:integer"): int,
    expand("xsd:decimal"): float,
    expand("xsd:double"): float,
    expand("xsd:float"): float,
}


class OpenGraph:
    """A graph folder or an RDF file that is open to read; `kg.open` makes one."""

    def __init__(self, where: str | Path) -> None:
        """Raises StoreError, which says what to do, when there is no graph."""
        self._graph = open_graph(where)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files; what was read before stays."""
        self._graph.close()

    def query(self, name: str, **values: object) -> Any:
        """The answer of a query of the library, with values for its parameters.

        A SELECT gives a list of `Row`, in the order of `kg query NAME`: IRIs and dates are text, a
        date as coarse as the document states it ("2014-03").  A CONSTRUCT gives an rdflib graph.
        A parameter that is None is not given.

        >>> import kg
        >>> with kg.open("kg-demo") as graph:
        ...     row = graph.query("findings", council="E06000055", kind="recommendation")[0]
        >>> sorted(row)[:5], type(row["start"])
        (['confidence', 'council', 'document', 'end', 'gss'], <class 'int'>)

        Raises UsageError when there is no such query or parameter, or a value does not fit.
        """
        texts = {key: _text(value) for key, value in values.items() if value is not None}
        answer = run(self._graph, bind(find(name), texts))
        if isinstance(answer, Triples):
            return rdflib_graph(answer.triples)
        if isinstance(answer, Table):
            return [dict(zip(answer.columns, map(_value, row), strict=True)) for row in answer.rows]
        return answer

    def to_rdflib(self) -> rdflib.Graph:
        """All triples as one rdflib graph in memory, each once, whichever documents say so.

        >>> import kg
        >>> from rdflib import RDF, URIRef
        >>> with kg.open("kg-demo") as graph:
        ...     triples = graph.to_rdflib()
        >>> document = URIRef("https://w3id.org/inspection-kg/ontology#Document")
        >>> len(list(triples.subjects(RDF.type, document)))
        19
        """
        return rdflib_graph(self._graph.store)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The network that `kg view` draws: nodes are IRIs with `label` and `kind`.

        >>> import kg
        >>> with kg.open("kg-demo") as graph:
        ...     network = graph.to_networkx()
        >>> sorted({kind for _, kind in network.nodes(data="kind")})[:3]
        ['council', 'inspection', 'inspector']
        """
        from kg.views.claims_to_edges import Reading
        from kg.views.gephi import networkx_graph

        return networkx_graph(Reading(self._graph).network())


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float) or hasattr(value, "isoformat"):
        return value.isoformat() if hasattr(value, "isoformat") else str(value)
    raise UsageError(f"{value!r} is no value of a parameter; give text, a number or a date")


def _value(cell: Cell) -> str | int | float | bool | None:
    if cell is None or isinstance(cell, ox.Triple | ox.BlankNode):
        return None if cell is None else str(cell)
    if isinstance(cell, ox.Literal):
        if cell.datatype.value == expand("xsd:boolean"):
            return cell.value in {"true", "1"}
        number = _NUMBERS.get(cell.datatype.value)
        if number is not None:
            return number(cell.value)
    return cell.value
