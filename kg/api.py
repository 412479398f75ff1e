"""The Python API: the commands, as functions that return values.

A graph is named by its folder or, unless noted otherwise, by an RDF file.  Modules are imported
where they are used, so that `import kg` is fast.

>>> import kg
>>> with kg.open("kg-demo") as graph:
...     rows = graph.query("judgements", council="Bradford", area="leadership")
>>> rows[0]["published"], rows[0]["grade"]
('2018-10-29', 'requires-improvement')
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from kg.errors import UsageError
from kg.extras import missing_extra_named

if TYPE_CHECKING:
    import networkx as nx  # type: ignore[import-untyped]
    import pyvis.network  # type: ignore[import-untyped]
    import rdflib

    from kg.builds.build_report import Report
    from kg.explore.explain import Quote
    from kg.explore.practice.practice import Practice
    from kg.explore.search import Hit
    from kg.model import Progress
    from kg.query.answer import Cell

__all__ = [
    "OpenGraph",
    "Row",
    "brief",
    "build",
    "explain",
    "export",
    "find",
    "find_practice",
    "open",
    "validate",
    "view",
]

#: A row: column name -> text, a number or a boolean; None for an empty cell.
Row = dict[str, str | int | float | bool | None]

#: Converters for numeric XML Schema datatypes, by name.
_NUMBERS: Mapping[str, Callable[[str], int | float]] = {
    "integer": int,
    "decimal": float,
    "double": float,
    "float": float,
}


@missing_extra_named()
def build(
    sources: Iterable[str | Path],
    output: str | Path,
    *,
    add: bool = False,
    mirror: bool = False,
    jobs: int = 1,
    cluster: str | None = None,
    manifest: str | Path | None = None,
    curation: str | Path | None = None,
    progress: Progress | None = None,
) -> Report:
    """Build the graph folder `output` from documents: files, and folders of them.

    The options are those of `kg build`; `progress` is called after each document.  A document
    that can't be read is listed in the report's `failures`; the others are built.

    Raises InputError for a bad manifest or curation file, when no document can be read, or when
    many would leave the graph without `mirror`; StoreError when the folder can't be written,
    UsageError for a cluster that can't be used or without `inspection-kg[build]`.
    """
    from kg.builds.build import build as run

    return run(
        map(Path, sources),
        Path(output),
        add=add,
        mirror=mirror,
        jobs=jobs,
        cluster=cluster,
        manifest=Path(manifest) if manifest else None,
        curation=Path(curation) if curation else None,
        progress=progress,
    )


def open(where: str | Path) -> OpenGraph:  # noqa: A001 -- named like gzip.open and Image.open
    """Open a graph: `.query()`, `.to_rdflib()`, `.to_networkx()`.

    Raises StoreError when there is no graph.
    """
    return OpenGraph(where)


def find(
    where: str | Path,
    *words: str,
    council: str | None = None,
    kind: str | None = None,
    theme: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 20,
) -> tuple[Hit, ...]:
    """The best `limit` findings, responses, names and titles that match all the words, best first.

    The words and filters are those of `kg find`.

    >>> import kg
    >>> hits = kg.find("kg-demo", "caseloads", council="Bradford", kind="weakness")
    >>> hits[0].kind, hits[0].councils
    ('weakness', (('E08000032', 'Bradford'),))

    Raises UsageError for an unknown council, kind or theme or a bad date, StoreError when there
    is no graph or it has no index.
    """
    from kg.explore.search import SearchRequest
    from kg.explore.search import find as run

    return run(where, SearchRequest(words, council, kind, theme, since, until, limit)).hits


def find_practice(
    where: str | Path,
    question: str,
    *,
    council: str | None = None,
    theme: str | None = None,
    since: str | None = None,
    until: str | None = None,
    limit: int = 20,
) -> tuple[Practice, ...]:
    """What councils that were good or outstanding at the time did about something, best first.

    The question is one in plain words, as for `kg find --practice`.  With `council`, the others are
    searched, and `neighbour` says whether each is one of its statistical neighbours.

    >>> import kg
    >>> best, *others = kg.find_practice("kg-demo", "caseloads", council="Bradford")
    >>> best.passage.council, best.held.grade, best.neighbour
    ('Suffolk', 'outstanding', False)

    Raises UsageError for a question that asks for nothing, an unknown council or theme or a bad
    date, StoreError when there is no graph or it has no index.
    """
    from kg.explore.practice.practice import find_practice as run
    from kg.explore.search import SearchRequest

    request = SearchRequest((question,), council, None, theme, since, until, limit)
    return run(where, request).found


def explain(where: str | Path, what: str) -> tuple[Quote, ...]:
    """The words that support an entity, fact or finding, with their places in the documents.

    `what` is a name, a code or an IRI, as for `kg why`.

    >>> import kg
    >>> {quote.kind for quote in kg.explain("kg-demo", "Margaret Burke")}
    {'Association'}

    Raises UsageError for an unknown name, StoreError when there is no graph.
    """
    from kg.explore.explain import explain as run
    from kg.store.graph import open_graph

    with open_graph(where) as graph:
        return run(graph, what)


def view(
    where: str | Path,
    output: str | Path,
    *,
    focus: Iterable[str] = (),
    depth: int | None = None,
    since: str | None = None,
    until: str | None = None,
    title: str | None = None,
) -> Path:
    """Write the graph as one HTML file that opens at `focus`, if given; returns the file's path.

    The options are those of `kg view`.  Raises UsageError for an unknown name or a bad date,
    InputError when there is nothing to show, StoreError when there is no graph or the file can't be
    written.
    """
    from kg.atomic_files import write_atomically
    from kg.store.graph import open_graph
    from kg.views.view import ViewRequest
    from kg.views.view import view as run

    request = ViewRequest(tuple(focus), depth, since, until)
    with open_graph(where) as graph:
        page = run(graph, request, title=title)
    write_atomically(Path(output), page)
    return Path(output)


@missing_extra_named()
def brief(where: str | Path, council: str, output: str | Path) -> Path:
    """Write a brief on a council, given by a name, a code or an IRI; returns the file's path.

    Its extension decides the format: `.html`, `.md` or, with `inspection-kg[build]`, `.docx`; or for
    the places that the brief cites `.bib`, `.ris` or `.json` (CSL-JSON).  Raises UsageError for an
    unknown council or another extension, StoreError when there is no graph or the file can't be
    written.
    """
    from kg.atomic_files import write_atomically
    from kg.briefs.write import brief as run
    from kg.briefs.write import writer_for
    from kg.store.graph import open_graph

    writer = writer_for(Path(output))
    with open_graph(where) as graph:
        data = run(graph, council, writer)
    write_atomically(Path(output), data)
    return Path(output)


def validate(where: str | Path, shapes: str | Path | None = None) -> tuple[bool, str]:
    """Whether the graph conforms to SHACL shapes (kg's own by default), and its violations.

    Raises UsageError for shapes that can't be applied, StoreError when there is no graph.
    """
    from kg.explore.validate import validate as run
    from kg.store.graph import open_graph

    with open_graph(where) as graph:
        return run(graph, Path(shapes) if shapes else None)


def export(where: str | Path, target: str | Path, *, tables: str | None = None) -> Path:
    """Write the graph to a file in the format of its extension, or to a folder of CSV.

    The formats are those of `kg export`; a target that ends in `/` is a folder.  `tables` chooses
    those of a workbook or a folder: `standard`, the default, or `analysis`.  Returns its path.
    Raises UsageError for an unknown format, StoreError when there is no graph or the file can't be
    written.
    """
    from kg.exports.files import export as run
    from kg.store.graph import open_graph

    with open_graph(where) as graph:
        run(graph, target, tables=tables)
    return Path(target)


class OpenGraph:
    """A graph folder or an RDF file that is open for reading; returned by `kg.open`."""

    def __init__(self, where: str | Path) -> None:
        """Raises StoreError when there is no graph."""
        from kg.store.graph import open_graph

        self._graph = open_graph(where)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the files; results that were read before stay valid."""
        self._graph.close()

    def query(self, name: str, /, **values: object) -> Any:
        """The result of a library query, with values for its parameters.

        A SELECT returns a list of `Row`, in the order of `kg query NAME`.  IRIs and dates are text;
        a date is as precise as the document states it ("2014-03").  A CONSTRUCT returns an rdflib
        graph.  A parameter that is None is ignored.

        >>> import kg
        >>> with kg.open("kg-demo") as graph:
        ...     row = graph.query("findings", council="E06000055", kind="recommendation")[0]
        >>> sorted(row)[:5], type(row["start"])
        (['confidence', 'council', 'document', 'end', 'framework_reference'], <class 'int'>)

        Raises UsageError for an unknown query or parameter, or a bad value.
        """
        from kg.query.answer import Table, Triples
        from kg.query.library import bind
        from kg.query.library import find as find_query
        from kg.query.run import run
        from kg.rdf.serialise import rdflib_graph

        texts = {key: _text(value) for key, value in values.items() if value is not None}
        answer = run(self._graph, bind(find_query(name), texts))
        if isinstance(answer, Triples):
            return rdflib_graph(answer.triples)
        if isinstance(answer, Table):
            return [dict(zip(answer.columns, map(_value, row), strict=True)) for row in answer.rows]
        return answer

    def to_rdflib(self) -> rdflib.Graph:
        """All triples as one rdflib graph in memory, each once, even if several documents state it.

        >>> import kg
        >>> from rdflib import RDF, URIRef
        >>> with kg.open("kg-demo") as graph:
        ...     triples = graph.to_rdflib()
        >>> document = URIRef("https://w3id.org/inspection-kg/ontology#Document")
        >>> len(list(triples.subjects(RDF.type, document)))
        19
        """
        from kg.rdf.serialise import rdflib_graph

        return rdflib_graph(self._graph.store)

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
        Raises UsageError for an unknown or ambiguous name.

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
        names = [focus] if isinstance(focus, str) else list(focus)
        if names:
            iris = [find_focus(self._graph, name) for name in names]
            network = neighbourhood(network, iris, depth)
        return pyvis_network(measured(network))


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
