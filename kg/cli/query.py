"""Commands that ask a graph and show it."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Command, graph_option, output_option

__all__ = ["query"]


@click.command(cls=Command)
@click.argument("name", required=False)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A value for one of the query's parameters; may be repeated.",
)
@graph_option
@click.option(
    "-f",
    "--format",
    "form",
    help="table, csv, tsv, json, xml, md, html or xlsx; ttl, nt or jsonld for a CONSTRUCT. "
    "Default: by the output's extension, else table on a terminal, csv elsewhere.",
)
@output_option("Write the answer to this file.")
@click.option("--list", "listed", is_flag=True, help="Show the queries of the library.")
@click.option("--tag", help="Only queries with this tag (with --list and --all).")
@click.option("--explain", is_flag=True, help="Show the query's summary, parameters and text.")
@click.option("--all", "every", is_flag=True, help="Run every query that needs no parameter.")
@click.option(
    "--output-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --all: one file a query in this folder.",
)
@click.option("--fail-on-rows", is_flag=True, help="Exit with 1 when there is any row.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Stop after so long. Default: 10 for a query from outside the library, else never.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="ROWS",
    help="Stop after so many rows. Default: 10,000 for a query from outside, else all.",
)
@click.pass_context
def query(
    ctx: click.Context,
    name: str | None,
    parameters: tuple[str, ...],
    where: str,
    form: str | None,
    output: Path | None,
    listed: bool,
    tag: str | None,
    explain: bool,
    every: bool,
    output_dir: Path | None,
    fail_on_rows: bool,
    timeout: float | None,
    limit: int | None,
) -> None:
    """Ask the graph: NAME is a query of the library, a .rq file, or - for standard input.

    `kg query --list` shows the library, `kg query NAME --explain` a query's parameters.

    A query from outside the library runs in a process of its own, with a limit of time, rows and
    memory, and may read the graph only: SERVICE, FROM and updates are refused.

    The graph may be at a SPARQL endpoint: --graph URL, with KG_USER and KG_PASSWORD (or KG_TOKEN,
    or ~/.netrc) where it wants credentials.
    """
    from kg.cli import run_query

    if listed:
        click.echo(run_query.listing(tag), nl=False)
        return
    if every:
        if output_dir is None:
            raise click.UsageError("--all needs --output-dir, where each answer gets a file")
        rows = run_query.run_all(where, tag, form or "csv", output_dir)
        ctx.exit(1 if fail_on_rows and rows else 0)
    if name is None:
        raise click.UsageError("name a query, or see them all with --list")
    if explain:
        click.echo(run_query.explanation(name), nl=False)
        return
    answer = run_query.ask(where, name, run_query.values(parameters), timeout, limit)
    run_query.show(answer, run_query.format_for(answer, form, output), output)
    ctx.exit(1 if fail_on_rows and run_query.has_rows(answer) else 0)
