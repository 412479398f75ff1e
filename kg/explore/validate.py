"""Checks a graph against SHACL shapes.

pySHACL runs on one rdflib graph that holds the union of the named graphs; with an adapter to the
store it takes fourteen times as long.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import UsageError
from kg.printable import printable
from kg.rdf.iris import compact
from kg.rdf.serialise import rdflib_graph
from kg.resources import ontology_dir

if TYPE_CHECKING:
    import rdflib

    from kg.store.graph import Graph

__all__ = ["validate"]

_SH = "http://www.w3.org/ns/shacl#"


def validate(graph: Graph, shapes: Path | None = None) -> tuple[bool, str]:
    """Whether the graph conforms, and a report with one line for each violation.

    The default for `shapes` is the ontology's own.  Raises UsageError if the shapes can't be read
    or applied.
    """
    import pyshacl

    path = shapes or ontology_dir() / "shapes.ttl"
    try:
        rules = rdflib_graph(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    except (OSError, SyntaxError) as error:
        raise UsageError(f"{path}: can't be read as Turtle ({_line(error)})") from None
    try:
        data = rdflib_graph(graph.store)
        conforms, results, _ = pyshacl.validate(data, shacl_graph=rules, inference="none")
    except pyshacl.errors.ReportableRuntimeError as error:
        raise UsageError(f"{path}: the shapes can't be applied ({_line(error)})") from None
    return conforms, "".join(f"{line}\n" for line in _report(results))


def _report(results: rdflib.Graph) -> list[str]:
    from rdflib import RDF, URIRef

    def value(result: rdflib.term.Node, name: str) -> str:
        found = sorted(str(v) for v in results.objects(result, URIRef(_SH + name)))
        return "; ".join(compact(text) for text in found)

    lines = []
    for result in results.subjects(RDF.type, URIRef(_SH + "ValidationResult")):
        got = value(result, "value")
        line = f"{value(result, 'focusNode')}: {value(result, 'resultMessage')}"
        lines.append(printable(f"{line} (has {got})" if got else line))
    return sorted(lines)


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
