"""The graph as a file that other tools load: Turtle, N-Triples, N-Quads, TriG, JSON-LD.

The same graph gives the same bytes, whatever order it was built in: statements are sorted before
they are written.  Formats without named graphs hold the union, each triple once.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import UsageError
from kg.files import write_atomically
from kg.names import PREFIXES
from kg.store import FORMATS, Graph

__all__ = ["export", "serialise"]

#: The name of a graph, and what it says as N-Triples.
_Part = tuple[ox.NamedNode | ox.BlankNode | ox.DefaultGraph, bytes]

_TYPE = b" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "


def export(graph: Graph, target: Path) -> None:
    """Write the whole graph to a file, in the format of its extension.

    Raises UsageError for an extension that no format has, StoreError when the file can't be
    written.
    """
    name = target.name.lower()
    packed = name.endswith(".gz")
    extension = Path(name.removesuffix(".gz")).suffix
    form = FORMATS.get(extension)
    if form is None:
        raise UsageError(
            f"{target}: no format goes by this name; end it in one of: {' '.join(FORMATS)} "
            "(.gz may follow)"
        )
    data = _write(_parts(graph), form)
    write_atomically(target, gzip.compress(data, mtime=0) if packed else data)


def serialise(triples: Iterable[ox.Triple], form: ox.RdfFormat) -> bytes:
    """Triples as the bytes of a format, the same whatever their order."""
    return _write([(ox.DefaultGraph(), _ntriples(triples))], form)


def _ntriples(triples: Iterable[ox.Triple]) -> bytes:
    return _bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES))


def _bytes(data: bytes | None) -> bytes:
    """What pyoxigraph wrote: it gives None only when it was given a file to write to."""
    assert data is not None
    return data


def _parts(graph: Graph) -> Iterator[_Part]:
    """The N-Triples of each graph: the default one, then the named ones by name."""
    store = graph.store
    for name in (ox.DefaultGraph(), *sorted(store.named_graphs(), key=str)):
        yield name, _bytes(store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=name))


def _write(parts: Iterable[_Part], form: ox.RdfFormat) -> bytes:
    if form.supports_datasets:
        lines = [
            line[:-2] + suffix
            for name, data in parts
            for suffix in [b".\n" if name == ox.DefaultGraph() else f"{name} .\n".encode()]
            for line in sorted(data.splitlines(keepends=True), key=_type_first)
        ]
    else:
        union = {line for _, data in parts for line in data.splitlines(keepends=True)}
        lines = sorted(union, key=_type_first)
    data = b"".join(lines)
    if form in {ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS}:
        return data
    quads = ox.parse(data, ox.RdfFormat.N_QUADS)
    return _prefixes_in_order(_bytes(ox.serialize(quads, format=form, prefixes=PREFIXES)))


def _type_first(line: bytes) -> bytes:
    """Sorts by subject, then what the subject is, then its other properties."""
    return line.replace(_TYPE, b" \x01 ", 1)


def _prefixes_in_order(data: bytes) -> bytes:
    """Turtle whose first lines, the prefixes, are sorted: they come in any order."""
    lines = data.split(b"\n", len(PREFIXES))
    head = [line for line in lines if line.startswith(b"@prefix ")]
    return b"\n".join(sorted(head) + lines[len(head) :])
