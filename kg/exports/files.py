"""The graph as files that other tools load.

RDF (`kg.rdf.serialise`), the network of the view (`kg.views.gephi`), and the standard queries as a
workbook or a folder of CSV.  The same graph gives the same bytes, whatever order it was built in.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from kg.atomic_files import write_atomically, write_folder
from kg.errors import QueryError, UsageError
from kg.query.answer import Answer, Table, Triples
from kg.query.library import Query, bind, library
from kg.query.run import run
from kg.rdf.iris import slug, thing
from kg.rdf.serialise import Part, parts, serialise, write
from kg.rdf.vocabulary import named_node
from kg.store.graph import Graph
from kg.store.rdf_file import FORMATS

__all__ = ["export", "export_graphs"]

_NETWORKS = (".graphml", ".gexf")
_WORKBOOK = ".xlsx"
#: Level 9 takes three times as long for a twentieth less.
_GZIP_LEVEL = 6

#: The files of one folder with a file a named graph.
_GRAPH_FILES = re.compile(
    r"([0-9a-f]{16}|default|entities|reference|.+-[0-9a-f]{12})\.ttl(\.graph)?"
)


def export(graph: Graph, target: str | Path, made: Answer | None = None) -> str:
    """Write the graph, or the part of it that a CONSTRUCT query made, in the format of `target`.

    Returns what was written, in words.

    A name that ends in `/`, that of a folder, or one without an extension becomes a folder with a
    CSV file a standard query.

    Raises UsageError for a name that no format has or one that can't hold a part, QueryError when
    the answer is no graph, StoreError when the file can't be written.
    """
    path = Path(target)
    if _is_folder(str(target)):
        if made is not None:
            raise UsageError(f"{target}: {_NO_TABLES}")
        ours = "|".join(re.escape(query.name) for query in library())
        return _write_folder(path, dict(_csv_files(graph)), re.compile(rf"({ours})\.csv"))
    name = path.name.lower()
    packed = name.endswith(".gz")
    extension = Path(name.removesuffix(".gz")).suffix
    if extension == _WORKBOOK and not packed:
        if made is not None:
            raise UsageError(f"{target}: {_NO_TABLES}")
        data = _workbook(graph)
    elif extension in _NETWORKS:
        data = _network(graph, extension, made)
    elif extension in FORMATS and made is not None:
        data = serialise(_part(made).triples, FORMATS[extension])
    elif extension in FORMATS:
        data = write(parts(graph.store), FORMATS[extension])
    else:
        known = " ".join((*FORMATS, *_NETWORKS, _WORKBOOK))
        raise UsageError(
            f"{target}: no format goes by this name; end it in one of: {known} (.gz may follow, "
            f"but on {_WORKBOOK}), or in / for a folder of CSV"
        )
    data = gzip.compress(data, _GZIP_LEVEL, mtime=0) if packed else data
    write_atomically(path, data)
    return f"{target} ({len(data) / 1000:,.0f} kB)"


_NO_TABLES = "a part of the graph has no standard tables; name an RDF, GraphML or GEXF file"


def export_graphs(graph: Graph, folder: Path) -> str:
    """A Turtle file a named graph, each with a `.graph` file beside it that holds its IRI.

    This is what the bulk loader of Virtuoso reads.  Returns what was written, in words.  Raises
    StoreError when the folder holds something else, or can't be written.
    """
    files: dict[str, bytes] = {}
    for part in parts(graph.store):
        name = f"{_file_name(part)}.ttl"
        files[name] = write([part], ox.RdfFormat.TURTLE)
        if isinstance(part.name, ox.NamedNode):
            files[f"{name}.graph"] = f"{part.name.value}\n".encode()
    return _write_folder(folder, files, _GRAPH_FILES)


def _write_folder(folder: Path, files: Mapping[str, bytes], ours: re.Pattern[str]) -> str:
    write_folder(folder, files, ours)
    size = sum(map(len, files.values()))
    return f"{folder}/ ({len(files)} files, {size / 1000:,.0f} kB)"


def _file_name(part: Part) -> str:
    """The end of a name of ours; of another, its words and the start of its hash."""
    if part.name is None:
        return "default"
    iri = part.name.value
    end = iri.removeprefix(thing("graph", ""))
    if re.fullmatch("[0-9a-f]{16}|entities|reference", end):
        return end
    return f"{slug(iri)}-{sha256(iri.encode()).hexdigest()[:12]}"


def _is_folder(target: str) -> bool:
    path = Path(target)
    plain = not path.suffix and not path.name.startswith(".")
    return target.endswith(("/", "\\")) or path.is_dir() or plain


def _part(made: Answer) -> Triples:
    if not isinstance(made, Triples):
        raise QueryError("an export needs a CONSTRUCT or DESCRIBE query: this one makes no graph")
    return made


def _network(graph: Graph, extension: str, made: Answer | None) -> bytes:
    from kg.views.claims_to_edges import NetworkReader
    from kg.views.gephi import FORMATS as WRITERS
    from kg.views.layout.network import arrange
    from kg.views.selection import constructed

    if made is None:
        network = arrange(NetworkReader(graph).network())
    else:
        triples = _part(made).triples
        network = constructed(graph, triples, limit=2 * len(triples) + 1)
    return WRITERS[extension](network)


def _answers(graph: Graph) -> Iterator[tuple[Query, Table]]:
    """The standard queries with their answers."""
    for query in library():
        if "standard" in query.tags:
            answer = run(graph, bind(query, {}))
            assert isinstance(answer, Table)
            yield query, answer


def _csv_files(graph: Graph) -> Iterator[tuple[str, bytes]]:
    from kg.query.result_formats import write as as_csv

    for query, table in _answers(graph):
        yield f"{query.name}.csv", as_csv(table, "csv")


def _workbook(graph: Graph) -> bytes:
    from kg.query.workbook import Sheet, workbook

    urls = _urls(graph)

    def source(row: Mapping[str, str], column: str) -> str | None:
        """Where a document stands on the web, and the page that a row names."""
        if column != "document":
            return None
        url = urls.get(row["document"])
        page = row.get("page")
        return f"{url}#page={page}" if url and page and "#" not in url else url

    return workbook(
        [Sheet(query.name, table, query.summary, source) for query, table in _answers(graph)]
    )


def _urls(graph: Graph) -> dict[str, str]:
    """The path of a document -> its address on the web, where a manifest gave one."""
    said: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in ("path", "url"):
        for quad in graph.store.quads_for_pattern(None, named_node(f"kg:{name}"), None, None):
            if isinstance(quad.object, ox.Literal):
                said[str(quad.subject)][name].append(quad.object.value)
    return {
        path: min(found["url"])
        for found in said.values()
        for path in found["path"]
        if found["url"] and min(found["url"]).startswith(("http://", "https://"))
    }
