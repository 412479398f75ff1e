"""`kg why`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Command, graph_option, output_option, show_text
from kg.errors import InputError

__all__ = ["why"]

#: Formats of citations by the extension of the output file.
CITATIONS = {".bib": "bibtex", ".ris": "ris"}


@click.command(cls=Command)
@click.argument("what", metavar="TEXT|IRI")
@graph_option
@click.option(
    "-f",
    "--format",
    "format_name",
    help="Give citations instead of quotes: text, bibtex, ris or csl-json. Default: the extension "
    "of the output file, .bib or .ris, or else quotes.",
)
@output_option("Write to this file.")
def why(what: str, where: str, format_name: str | None, output: Path | None) -> None:
    """Show the quotes behind an entity, fact or finding.

    Each comes with its document, page and characters. Give the name of a person, programme,
    organisation or council, some words of a finding, or an IRI.
    """
    from kg.explore.explain import explain, format_citations, format_quotes
    from kg.query.resolve import not_mentioned, resolve
    from kg.store.graph import open_graph

    if format_name is None and output is not None:
        format_name = CITATIONS.get(output.suffix.lower())
    with open_graph(where) as graph:
        quotes = explain(graph, what)
        if not quotes:
            raise InputError(not_mentioned(graph, resolve(graph, what).things))
        if format_name is None:
            text = format_quotes(quotes)
        else:
            text = format_citations(graph, quotes, format_name)
    show_text(text, output)
