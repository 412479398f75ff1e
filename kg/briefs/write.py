"""Writes the brief on a council, or what it cites, in the format of a file name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kg.briefs.contents import read_brief
from kg.briefs.docx import docx
from kg.briefs.html import html
from kg.briefs.markdown import markdown
from kg.briefs.model import Brief
from kg.citation import as_bibtex, as_csl_json, as_ris
from kg.errors import UsageError
from kg.store.graph import Graph
from kg.wording import joined

__all__ = ["WRITERS", "brief", "writer_for"]

Writer = Callable[[Brief], bytes]

#: How a brief is written, by the extension of its file; the last three write the places it cites.
WRITERS: Mapping[str, Writer] = {
    ".docx": docx,
    ".html": html,
    ".md": markdown,
    ".bib": lambda brief: as_bibtex(brief.cited).encode(),
    ".ris": lambda brief: as_ris(brief.cited).encode(),
    ".json": lambda brief: as_csl_json(brief.cited).encode(),
}


def brief(graph: Graph, council: str, writer: Writer) -> bytes:
    """The brief on a council; raises UsageError, with similar names, for an unknown one."""
    return writer(read_brief(graph, council))


def writer_for(file: Path) -> Writer:
    """The writer for a file; raises UsageError for another extension."""
    writer = WRITERS.get(file.suffix.lower())
    if writer is None:
        raise UsageError(f"{file}: can't be a brief; end its name in {joined(WRITERS, 'or')}")
    return writer
