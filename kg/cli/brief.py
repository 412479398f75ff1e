"""`kg brief`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import suggest
from kg.cli.options import STDOUT, Command, deliver, graph_option

__all__ = ["brief"]


@click.command(cls=Command)
@click.argument("council", metavar="COUNCIL", shell_complete=suggest.councils)
@graph_option
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="The file to write, in the format of its extension: .docx, .html or .md; or .bib, .ris or "
    ".json (CSL-JSON) for the places that the brief cites; or - for Markdown on standard output.",
)
def brief(council: str, where: str, output: Path) -> None:
    """Write a brief of two to four pages on COUNCIL.

    COUNCIL is a name, a code or an IRI. The brief says where the council stands and since when,
    what the last reports praised and asked for and what became of that, who leads it, and how its
    statistical neighbours stand. Each sentence has a note with the document, the page and its
    words.
    """
    from kg.briefs.write import brief as brief_on
    from kg.briefs.write import writer_for
    from kg.store.graph import open_graph

    writer = writer_for(Path("brief.md") if output == STDOUT else output)
    with open_graph(where) as graph:
        data = brief_on(graph, council, writer)
    deliver(data, output)
