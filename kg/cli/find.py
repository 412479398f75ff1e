"""`kg find`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import Command, graph_option, output_option

__all__ = ["find"]


@click.command(cls=Command)
@click.argument("words", nargs=-1, required=True)
@graph_option
@click.option("--council", metavar="NAME|CODE|IRI", help="Only about this council.")
@click.option(
    "--kind",
    help="strength, weakness, mixed, recommendation, or finding for all of them; council, person, "
    "programme, organisation or document.",
)
@click.option("--theme", help="Only findings on this theme, such as workforce.")
@click.option("--since", metavar="DATE", help="From this year, month or day on.")
@click.option("--until", metavar="DATE", help="Up to this year, month or day.")
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Most hits to show."
)
@click.option(
    "-f",
    "--format",
    "form",
    help="csv, tsv, json, xml, md, html or table. Default: by the output's extension, else text.",
)
@output_option("Write the hits to this file.")
def find(
    words: tuple[str, ...], where: str, form: str | None, output: Path | None, **bounds: Any
) -> None:
    """Find findings, names and titles by their WORDS, the best first, with the quotes.

    All WORDS have to occur, in any form (caseload finds caseloads). An exact phrase stands in
    double quotes; care* finds what begins so; OR joins two words, NOT leaves one out.
    """
    from kg.explore import search

    found = search.find(where, search.Wanted(words, **bounds))
    if form is None and output is None:
        click.echo(search.format_found(found), nl=False)
        if not found.hits:
            click.echo("nothing found: no finding, name or title in the graph has this", err=True)
    else:
        from kg.cli import run_query

        answer = search.table(found)
        run_query.show(answer, run_query.format_for(answer, form, output), output)
    if found.total > len(found.hits):
        click.echo(f"the best {len(found.hits)} of {found.total:,}; --limit shows more", err=True)
