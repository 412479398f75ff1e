"""Checks a graph against SHACL shapes, by queries on its store (`kg.explore.shacl`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import UsageError
from kg.printable import printable
from kg.rdf.iris import compact
from kg.resources import ontology_dir

if TYPE_CHECKING:
    from kg.explore.shacl.check import Violation
    from kg.explore.shacl.shapes import Term
    from kg.store.graph import Graph

__all__ = ["validate"]


def validate(
    graph: Graph, shapes: Path | None = None, before: Callable[[str], None] = lambda _: None
) -> tuple[bool, str]:
    """Whether the union of a graph's named graphs conforms, and a report, a line a violation.

    The default for `shapes` is the ontology's own; `before` is called with what is checked next.
    Raises UsageError if the shapes can't be read, or are not in SHACL Core.
    """
    from kg.explore.shacl.check import violations
    from kg.explore.shacl.shapes import read_shapes

    path = shapes or ontology_dir() / "shapes.ttl"
    lines: set[str] = set()
    for shape in read_shapes(path):
        before(f"checking {_name(shape.node)}")
        try:
            lines.update(_line(found) for found in violations(graph.store, shape))
        except SyntaxError as error:  # a parameter that no constraint takes, such as a blank node
            reason = " ".join(str(error).split())[:200]
            raise UsageError(f"{path}: {_name(shape.node)} can't be applied ({reason})") from None
    return not lines, "".join(f"{line}\n" for line in sorted(lines))


def _line(found: Violation) -> str:
    constraint = found.constraint
    parameters = ", ".join(map(_name, constraint.terms))
    said = found.shape.message or f"violates sh:{constraint.kind} {parameters}".rstrip()
    got = f" (has {_name(found.value)})" if found.value is not None else ""
    return printable(f"{_name(found.focus)}: {said}{got}")


def _name(term: Term) -> str:
    """A term as a reader knows it: the words of a literal, an IRI with its prefix."""
    return compact(term.value if isinstance(term, ox.Literal | ox.NamedNode) else str(term))
