"""Exports a graph to files for other tools.

Writes RDF (`kg.rdf.serialise`), the network of the view (`exports.gephi`), or tables as a workbook,
a database, or a folder of CSV or Parquet (`exports.tables`).  The same graph gives the same bytes,
whatever order it was built in.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pyoxigraph as ox

from kg.atomic_files import write_atomically, write_folder
from kg.errors import QueryError, UsageError
from kg.exports.crate import METADATA, crate
from kg.exports.tables import (
    STANDARD,
    table_files,
    tables_database,
    tables_workbook,
)
from kg.query.answer import Answer, Triples
from kg.query.library import library
from kg.rdf.iris import slug, thing
from kg.rdf.serialise import Part, parts, serialise, write
from kg.store.dataset import dataset_of
from kg.store.graph import Graph
from kg.store.rdf_file import FORMATS

__all__ = ["export", "export_graphs"]

_NETWORKS = (".graphml", ".gexf")
_WORKBOOK, _DATABASE, _COLUMNS = ".xlsx", ".sqlite", ".parquet"
#: Level 9 would take three times as long and save only 5%.
_GZIP_LEVEL = 6

#: Names of the files that `export_graphs` writes.
_GRAPH_FILES = re.compile(
    r"([0-9a-f]{16}|default|description|entities|reference|.+-[0-9a-f]{12})\.ttl(\.graph)?"
)


def export(
    graph: Graph, target: str | Path, answer: Answer | None = None, tables: str | None = None
) -> str:
    """Write the graph, or the answer of a CONSTRUCT query, in the format of `target`.

    A workbook has a sheet, and a database a table, for each query of the set `tables`
    (`exports.tables.SETS`), by default the standard one.  If `target` ends in `/`, is a folder or
    has no extension, it becomes a folder with a CSV file for each; if it ends in `.parquet`, one
    with a Parquet file for each.  Either is an RO-Crate (`exports.crate`).  Returns a description
    of what was written.

    Raises UsageError for an unknown extension or a format that can't hold an answer or tables,
    QueryError if the answer is not a graph, StoreError if the file can't be written.
    """
    path = Path(target)
    if _is_folder(str(target)):
        if answer is not None:
            raise UsageError(f"{target}: {_NO_TABLES}")
        extension = path.suffix.lower() if path.suffix.lower() == _COLUMNS else ".csv"
        owned = "|".join(re.escape(query.name) for query in library())
        files = dict(table_files(graph, tables or STANDARD, extension))
        files[METADATA] = crate(dataset_of(graph.store, len(graph.store)), files)
        names = re.compile(rf"({owned})\.(csv|parquet)|{re.escape(METADATA)}")
        return _write_folder(path, files, names)
    name = path.name.lower()
    packed = name.endswith(".gz")
    extension = Path(name.removesuffix(".gz")).suffix
    if extension in (_WORKBOOK, _DATABASE) and not packed:
        if answer is not None:
            raise UsageError(f"{target}: {_NO_TABLES}")
        made = tables_workbook if extension == _WORKBOOK else tables_database
        data = made(graph, tables or STANDARD)
    elif tables is not None:
        raise UsageError(
            f"{target}: --tables needs a workbook (.xlsx), a database (.sqlite), or a folder: a "
            "name that ends in / or .parquet"
        )
    elif extension in _NETWORKS:
        data = _network(graph, extension, answer)
    elif extension in FORMATS and answer is not None:
        data = serialise(_triples_of(answer).triples, FORMATS[extension])
    elif extension in FORMATS:
        chunks = write(parts(graph.store), FORMATS[extension])
        return _write_parts(path, target, _packed(chunks) if packed else chunks)
    else:
        known = " ".join((*FORMATS, *_NETWORKS, _WORKBOOK, _DATABASE, _COLUMNS))
        raise UsageError(
            f"{target}: unknown format; use one of the extensions {known}, followed by .gz to "
            f"compress (not {_WORKBOOK}, {_DATABASE} and {_COLUMNS}), or end the name in / for a "
            "folder of CSV"
        )
    data = gzip.compress(data, _GZIP_LEVEL, mtime=0) if packed else data
    write_atomically(path, data)
    return f"{target} ({len(data) / 1000:,.0f} kB)"


def _write_parts(path: Path, target: str | Path, chunks: Iterable[bytes]) -> str:
    """Write a file that is never in memory as a whole."""
    size = 0

    def counted() -> Iterator[bytes]:
        nonlocal size
        for chunk in chunks:
            size += len(chunk)
            yield chunk

    write_atomically(path, counted())
    return f"{target} ({size / 1000:,.0f} kB)"


def _packed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Chunks as a gzip file without a time in its header."""
    packer = zlib.compressobj(_GZIP_LEVEL, wbits=16 + zlib.MAX_WBITS)
    yield from map(packer.compress, chunks)
    yield packer.flush()


_NO_TABLES = "tables can't hold the result of --construct; name an RDF, GraphML or GEXF file"


def export_graphs(graph: Graph, folder: Path) -> str:
    """Write a Turtle file for each named graph, with a `.graph` file that holds its IRI.

    Virtuoso's bulk loader reads these.  Returns a description of what was written.  Raises
    StoreError if the folder holds other files or can't be written.
    """
    files: dict[str, bytes] = {}
    for part in parts(graph.store):
        if not part.lines:
            continue
        name = f"{_file_name(part)}.ttl"
        files[name] = b"".join(write([part], ox.RdfFormat.TURTLE))
        if isinstance(part.name, ox.NamedNode):
            files[f"{name}.graph"] = f"{part.name.value}\n".encode()
    return _write_folder(folder, files, _GRAPH_FILES)


def _write_folder(folder: Path, files: Mapping[str, bytes], owned: re.Pattern[str]) -> str:
    write_folder(folder, files, owned)
    size = sum(map(len, files.values()))
    return f"{folder}/ ({len(files)} files, {size / 1000:,.0f} kB)"


def _file_name(part: Part) -> str:
    """A file name: the end of one of kg's graph IRIs; for other IRIs, a slug and a short hash."""
    if part.name is None:
        return "default"
    iri = part.name.value
    end = iri.removeprefix(thing("graph", ""))
    if re.fullmatch("[0-9a-f]{16}|description|entities|reference", end):
        return end
    return f"{slug(iri)}-{sha256(iri.encode()).hexdigest()[:12]}"


def _is_folder(target: str) -> bool:
    path = Path(target)
    plain = not path.suffix and not path.name.startswith(".")
    columns = path.suffix.lower() == _COLUMNS
    return target.endswith(("/", "\\")) or path.is_dir() or plain or columns


def _triples_of(answer: Answer) -> Triples:
    if not isinstance(answer, Triples):
        raise QueryError("only the answer of a CONSTRUCT or DESCRIBE query can be exported")
    return answer


def _network(graph: Graph, extension: str, answer: Answer | None) -> bytes:
    from kg.exports.gephi import FORMATS as WRITERS
    from kg.network.metrics import measured
    from kg.network.reader import read_network
    from kg.network.selection import constructed

    if answer is None:
        network = read_network(graph)
    else:
        network = constructed(graph, _triples_of(answer).triples)
    return WRITERS[extension](measured(network))
