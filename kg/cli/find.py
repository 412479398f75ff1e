"""`kg find`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import SINCE_HELP, UNTIL_HELP, Command, graph_option, output_option

__all__ = ["find"]


@click.command(cls=Command)
@click.argument("words", nargs=-1, required=True)
@graph_option
@click.option("--council", metavar="NAME|CODE|IRI", help="Search only this council.")
@click.option(
    "--kind",
    help="Search one kind only: strength, weakness, mixed, recommendation, finding (all four), "
    "response, council, person, programme, organisation or document.",
)
@click.option("--theme", help="Search only findings on this theme, such as workforce.")
@click.option("--since", metavar="DATE", help=SINCE_HELP)
@click.option("--until", metavar="DATE", help=UNTIL_HELP)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=20,
    show_default=True,
    help="Maximum number of hits to show.",
)
@click.option(
    "-f",
    "--format",
    "format_name",
    help="table, csv, tsv, json, xml, md, html or xlsx. Default: the extension of the output "
    "file, or else plain text.",
)
@output_option("Write the hits to this file.")
def find(
    words: tuple[str, ...], where: str, format_name: str | None, output: Path | None, **bounds: Any
) -> None:
    """Search findings, responses, names and titles for WORDS, and quote the best matches.

    A match must contain all WORDS, in any form: caseload finds caseloads. Put a phrase in double
    quotes. care* finds all words that start with care. A OR B finds either, NOT B excludes B.
    """
    from kg.explore import search

    result = search.find(where, search.SearchRequest(words, **bounds))
    if format_name is None and output is None:
        click.echo(search.format_hits(result), nl=False)
        if not result.hits:
            click.echo("nothing found in the findings, names and titles of the graph", err=True)
    else:
        from kg.cli import run_query

        answer = search.table(result)
        run_query.show(answer, run_query.choose_format(answer, format_name, output), output)
    if result.total > len(result.hits):
        shown = len(result.hits)
        click.echo(f"showing the best {shown} of {result.total:,}; see more with --limit", err=True)
