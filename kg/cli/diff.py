"""Commands that keep a graph over the years: what changed, what goes, what people decide."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Command, output_option

if TYPE_CHECKING:
    pass

__all__ = ["diff"]


@click.command(cls=Command)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "-f",
    "--format",
    "form",
    help="table, csv, tsv, json, xml, md, html or xlsx. Default: by the output's extension, else "
    "table on a terminal, csv elsewhere.",
)
@output_option("Write the changes to this file.")
@click.option("--fail-on-change", is_flag=True, help="Exit with 1 when there is any.")
@click.pass_context
def diff(
    ctx: click.Context,
    before: str,
    after: str,
    form: str | None,
    output: Path | None,
    fail_on_change: bool,
) -> None:
    """Show the facts that were added, removed and changed from graph A to graph B.

    A and B are graph folders or RDF files. One row a fact and council, with what A and B say and
    the documents that say so; how many there are by council and kind stands on stderr.
    """
    from kg.cli import run_query
    from kg.explore import diff
    from kg.store.graph import open_graph

    with open_graph(before) as one, open_graph(after) as other:
        found = diff.changes(one, other)
    for line in diff.summary(found):
        click.echo(line, err=True)
    answer = diff.table(found)
    if found or output or form:
        run_query.show(answer, run_query.format_for(answer, form, output), output)
    ctx.exit(1 if fail_on_change and found else 0)
