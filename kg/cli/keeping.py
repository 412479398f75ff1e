"""Commands that keep a graph over the years: what changed, what goes, what people decide."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.base import Command, folder_option, output_option

__all__ = ["diff", "remove"]


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
    from kg import asking, changes
    from kg.store import open_graph

    with open_graph(before) as one, open_graph(after) as other:
        found = changes.changes(one, other)
    for line in changes.summary(found):
        click.echo(line, err=True)
    answer = changes.table(found)
    if found:
        asking.show(answer, asking.format_for(answer, form, output), output)
    ctx.exit(1 if fail_on_change and found else 0)


@click.command(cls=Command)
@click.argument("documents", metavar="DOCUMENT...", nargs=-1, required=True)
@folder_option
@click.option("--dry-run", is_flag=True, help="Say what would leave, and change nothing.")
def remove(documents: tuple[str, ...], folder: Path, dry_run: bool) -> None:
    """Take DOCUMENTs out of a graph, with all facts that rest on them alone.

    DOCUMENT is its place, as `kg query documents` shows it, or the beginning of its hash. People,
    programmes, organisations and inspections that no other document speaks of leave too, and are
    listed. The next `kg build` of sources that still hold the file brings it back.
    """
    from kg.build import remove as run
    from kg.removal import summary_lines

    for line in summary_lines(run(documents, folder, dry_run=dry_run), dry_run=dry_run):
        click.echo(line, err=True)
