"""A graph that is open in Python: asked, searched, drawn, and handed to other libraries.

Modules are imported where they are used, so that `import kg` is fast.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg.errors import UsageError
from kg.extras import missing_extra_named

if TYPE_CHECKING:
    import networkx as nx  # type: ignore[import-untyped]
    import pyvis.network  # type: ignore[import-untyped]
    import rdflib

    from kg.explore.explain import Quote
    from kg.explore.search import Hit
    from kg.query.answer import Answer, Cell, Table
    from kg.query.endpoint import Endpoint
    from kg.query.library import Query
    from kg.store.graph import Graph

__all__ = ["OpenGraph", "Row", "Rows", "names"]

#: A row: column name -> text, a number or a boolean; None for an empty cell.
Row = dict[str, str | int | float | bool | None]

#: Converters for numeric XML Schema datatypes, by name.
_NUMBERS: Mapping[str, Callable[[str], int | float]] = {
    "integer": int,
    "decimal": float,
    "double": float,
    "float": float,
}

#: Rows that a notebook shows of an answer.
SHOWN = 50

#: What a query has, and neither a name of the library nor a path.
_SPARQL = re.compile(r"[{<\n]")

#: What the summary of a graph counts.
_COUNTS = """SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) {
  VALUES ?class { kg:Document kg:Inspection kg:Finding }
  ?thing a ?class
} GROUP BY ?class ORDER BY ?class"""


class Rows(list[Row]):
    """The rows of an answer, in its order; a notebook shows them as a table."""

    def __init__(self, table: Table) -> None:
        super().__init__(
            dict(zip(table.columns, map(_value, row), strict=True)) for row in table.rows
        )
        self._table = table

    def _repr_html_(self) -> str:
        from kg.query.result_formats import html_table

        return html_table(self._table, SHOWN)


class OpenGraph:
    """A graph folder, an RDF file or a SPARQL endpoint, open for reading; from `kg.open`."""

    def __init__(self, where: str | Path | None = None) -> None:
        """Raises StoreError when there is no graph, UsageError for a bad URL."""
        from kg.store.graph import is_url, open_graph

        self._where = str(where or os.environ.get("KG_GRAPH") or "kg-out")
        self._opened: Graph | Endpoint
        if is_url(self._where):
            from kg.query.endpoint import Endpoint

            self._opened = Endpoint(self._where)
        else:
            self._opened = open_graph(self._where)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"kg.open({self._where!r})"

    def _repr_html_(self) -> str:
        """Where the graph is, and how many things of each main class it has."""
        from html import escape

        counts = "".join(
            f"<tr><td>{row['count']:,}</td>"
            f"<td>{escape(str(row['class']).rpartition('#')[2])}</td></tr>"
            for row in self.query(_COUNTS)
        )
        return f"<table><caption>{escape(self._where)}</caption>{counts}</table>"

    def close(self) -> None:
        """Close the files or the connection; results that were read before stay valid."""
        self._opened.__exit__(None, None, None)

    def query(self, query: str | Path, /, **values: object) -> Any:
        """The result of a query: one of the library by its name, a file, or SPARQL.

        `values` fill its parameters; one that is None is ignored.  A query of your own is checked
        as `kg query` checks it (it only reads this graph), but has no limits of time and rows; it
        may use kg's prefixes without declaring them.

        A SELECT returns `Rows`, a list of dictionaries in the order of `kg query`.  IRIs and dates
        are text; a date is as precise as the document states it ("2014-03").  A CONSTRUCT returns
        an rdflib graph, an ASK a boolean.

        >>> import kg
        >>> with kg.open("kg-demo") as graph:
        ...     row = graph.query("findings", council="E06000055", kind="recommendation")[0]
        ...     own = graph.query("SELECT (COUNT(*) AS ?n) { ?document a kg:Document }")
        >>> sorted(row)[:5], type(row["start"])
        (['confidence', 'council', 'date', 'document', 'end'], <class 'int'>)
        >>> own
        [{'n': 19}]

        Raises UsageError for an unknown query or parameter, or a bad value, QueryError for a query
        that is malformed or refused.
        """
        from kg.query.answer import Table, Triples
        from kg.query.library import bind
        from kg.rdf.serialise import rdflib_graph

        texts = {key: _texts(value) for key, value in values.items() if value is not None}
        found = _found(query)
        answer = self._answer(bind(found, texts), trusted=found.is_builtin)
        if isinstance(answer, Triples):
            return rdflib_graph(answer.triples)
        return Rows(answer) if isinstance(answer, Table) else answer

    def find(
        self,
        *words: str,
        council: str | Sequence[str] | None = None,
        region: str | Sequence[str] | None = None,
        kind: str | None = None,
        theme: str | None = None,
        since: str | None = None,
        until: str | None = None,
        limit: int = 20,
    ) -> tuple[Hit, ...]:
        """The best hits of a search, as `kg.find` gives them.

        Raises UsageError for an unknown council, kind or theme or a bad date, StoreError when the
        graph has no index.
        """
        from kg.explore.search import SearchRequest, find

        councils, regions = names(council), names(region)
        request = SearchRequest(words, councils, regions, kind, theme, since, until, limit)
        return find(self._graph.name, request).hits

    def why(self, what: str) -> tuple[Quote, ...]:
        """The words that support an entity, fact or finding, as `kg.explain` gives them.

        >>> import kg
        >>> with kg.open("kg-demo") as graph:
        ...     quotes = graph.why("Margaret Burke")
        >>> {quote.kind for quote in quotes}
        {'Association'}

        Raises UsageError for an unknown name.
        """
        from kg.explore.explain import explain

        return explain(self._graph, what)

    def view(
        self,
        output: str | Path,
        *,
        focus: str | Iterable[str] = (),
        depth: int | None = None,
        since: str | None = None,
        until: str | None = None,
        title: str | None = None,
    ) -> Path:
        """Write the graph as one HTML file, as `kg.view` does; returns the file's path."""
        from kg.atomic_files import write_atomically
        from kg.views.view import ViewRequest, view

        request = ViewRequest(names(focus), depth, since, until)
        page = view(self._graph, request, title=title)
        write_atomically(Path(output), page)
        return Path(output)

    def to_rdflib(self) -> rdflib.Graph:
        """All triples as an rdflib graph, each once, even if several documents state it.

        Nothing is copied: patterns and SPARQL run in this graph, which has to stay open, and the
        graph can't be changed.  `rdflib.Graph() + graph.to_rdflib()` is a copy.  In SPARQL a triple
        counts once for each document that states it, as in `query`.

        >>> import kg
        >>> from rdflib import RDF, URIRef
        >>> document = URIRef("https://w3id.org/inspection-kg/ontology#Document")
        >>> with kg.open("kg-demo") as graph:
        ...     len(list(graph.to_rdflib().subjects(RDF.type, document)))
        19
        """
        from kg.rdf.rdflib_view import rdflib_view

        return rdflib_view(self._graph.store)

    def to_networkx(self) -> nx.MultiDiGraph[str]:
        """The graph as a network; its nodes are IRIs with `label` and `kind`.

        >>> import kg
        >>> with kg.open("kg-demo") as graph:
        ...     network = graph.to_networkx()
        >>> sorted({kind for _, kind in network.nodes(data="kind")})[:3]
        ['council', 'inspection', 'inspector']
        """
        from kg.exports.gephi import networkx_graph
        from kg.network.reader import read_network

        return networkx_graph(read_network(self._graph))

    @missing_extra_named()
    def to_pyvis(self, focus: str | Iterable[str] = (), depth: int = 1) -> pyvis.network.Network:
        """The network around things, or all of it, for pyvis: show it in a notebook.

        `focus` has names, codes or IRIs, and `depth` is the number of links to follow from them.
        Raises UsageError for an unknown or ambiguous name, or without `inspection-kg[notebook]`.

        >>> import kg
        >>> with kg.open("kg-demo") as graph:
        ...     drawing = graph.to_pyvis("Margaret Burke")
        >>> "Margaret Burke" in [node["label"] for node in drawing.nodes]
        True
        """
        from kg.network.focus import find_focus
        from kg.network.metrics import measured
        from kg.network.notebook import pyvis_network
        from kg.network.reader import read_network
        from kg.network.selection import neighbourhood

        network = read_network(self._graph)
        if given := names(focus):
            iris = [find_focus(self._graph, name) for name in given]
            network = neighbourhood(network, iris, depth)
        return pyvis_network(measured(network))

    @property
    def _graph(self) -> Graph:
        """The local graph; raises UsageError for an endpoint."""
        from kg.store.graph import Graph

        if not isinstance(self._opened, Graph):
            raise UsageError("a SPARQL endpoint can be queried only: open a graph folder or a file")
        return self._opened

    def _answer(self, sparql: str, *, trusted: bool) -> Answer:
        from kg.query.guard import guarded
        from kg.query.run import run
        from kg.store.graph import Graph

        text = sparql if trusted else guarded(sparql)
        return (
            run(self._opened, text) if isinstance(self._opened, Graph) else self._opened.ask(text)
        )


def _found(query: str | Path) -> Query:
    from kg.query.library import load

    is_sparql = isinstance(query, str) and _SPARQL.search(query)
    return load("-" if is_sparql else str(query), io.StringIO(str(query)))


def names(given: str | Iterable[str] | None) -> tuple[str, ...]:
    """One name, several or none, as a tuple."""
    return (given,) if isinstance(given, str) else tuple(given or ())


def _texts(value: object) -> list[str]:
    return list(map(_text, value)) if isinstance(value, list | tuple) else [_text(value)]


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float) or hasattr(value, "isoformat"):
        return value.isoformat() if hasattr(value, "isoformat") else str(value)
    raise UsageError(f"{value!r} can't be a parameter's value; give text, a number or a date")


def _value(cell: Cell) -> str | int | float | bool | None:
    import pyoxigraph as ox

    from kg.rdf.iris import expand

    if cell is None or isinstance(cell, ox.Triple | ox.BlankNode):
        return None if cell is None else str(cell)
    if isinstance(cell, ox.Literal):
        datatype = cell.datatype.value.removeprefix(expand("xsd:"))
        if datatype == "boolean":
            return cell.value in {"true", "1"}
        number = _NUMBERS.get(datatype)
        if number is not None:
            return number(cell.value)
    return cell.value
