"""Two small documents as files, and what a graph folder built from them holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.rdf.iris import PREFIXES
from kg.store.graph import Graph, open_graph

LETTER = """28 February 2019

Dear Ms Harling

## Focused visit to Derby City Council children’s services

This letter sums up the findings of the focused visit to Derby City Council children’s services on
5 and 6 February 2019. The inspectors were Norma Penfold, HMI, and Nick Tracey, HMI.

Supervision is exemplary and helps social workers to reflect. Too many plans lack focus.

Yours sincerely

Norma Penfold
Her Majesty’s Inspector
"""


NOTE = "# Bins\n\nCentral Bedfordshire Council empties the bins in week {}.\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    """A folder with text files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def select(graph: Graph, pattern: str) -> list[tuple[str, ...]]:
    """Rows of a SELECT over the union of the graphs, as strings, sorted."""
    prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    solutions = graph.query(f"{prologue} SELECT {pattern}")
    assert isinstance(solutions, ox.QuerySolutions)
    return sorted(
        tuple(str(row[v].value) if row[v] is not None else "" for v in solutions.variables)
        for row in solutions
    )


def paths(folder: Path) -> list[str]:
    """The places of the documents that a graph folder holds."""
    with open_graph(folder) as graph:
        return [path for (path,) in select(graph, "?p { ?d kg:path ?p }")]


def saved(folder: Path) -> dict[str, Any]:
    """The report that a build left."""
    values: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return values


def state(folder: Path) -> dict[str, bytes]:
    """The bytes of all that a reader of a graph folder sees."""
    with open_graph(folder) as graph:
        quads = "\n".join(map(str, graph.quads()))
    texts = {p.name: p.read_bytes() for p in sorted((folder / "texts").iterdir())}
    return {"quads": quads.encode(), **texts}
