"""`kg query`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import suggest
from kg.cli.options import FORMAT_DEFAULT, Command, graph_option, output_option, show_text

__all__ = ["query"]


@click.command(cls=Command)
@click.argument("name", required=False, shell_complete=suggest.queries)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=suggest.parameters,
    help="A value for a parameter of the query; may be repeated: the same parameter twice means "
    "either. Where a council can be given, -p region=NAME takes all councils of a region.",
)
@graph_option
@click.option(
    "-f",
    "--format",
    "format_name",
    shell_complete=suggest.one_of(
        *("table", "csv", "csv-excel", "tsv", "json", "xml", "md", "html", "xlsx"),
        *("ttl", "nt", "jsonld"),
    ),
    help="The format: table, csv, csv-excel (which Excel opens by a double click), tsv, json, xml, "
    "md, html or xlsx; for CONSTRUCT queries ttl, nt or jsonld. "
    f"{FORMAT_DEFAULT}",
)
@output_option("Write the answer to this file.")
@click.option(
    "--list",
    "listed",
    is_flag=True,
    help="List the queries of the library; with -f ttl as RDF, for catalogues of SPARQL queries.",
)
@click.option(
    "--tag",
    shell_complete=suggest.tags,
    help="With --list or --all: only queries with this tag.",
)
@click.option("--explain", is_flag=True, help="Show the query's summary, parameters and text.")
@click.option(
    "--all", "run_all", is_flag=True, help="Run every query that has no required parameter."
)
@click.option(
    "--output-dir",
    type=click.Path(file_okay=False, path_type=Path),
    help="With --all: write one file for each query to this folder.",
)
@click.option("--fail-on-rows", is_flag=True, help="Exit with 1 if the answer has any rows.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Stop the query after this time. Default: 10 for queries from outside the library, none "
    "for its own.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    metavar="ROWS",
    help="Maximum number of rows. Default: 10,000 for queries from outside the library, none for "
    "its own.",
)
@click.pass_context
def query(
    ctx: click.Context,
    name: str | None,
    parameters: tuple[str, ...],
    where: str,
    format_name: str | None,
    output: Path | None,
    listed: bool,
    tag: str | None,
    explain: bool,
    run_all: bool,
    output_dir: Path | None,
    fail_on_rows: bool,
    timeout: float | None,
    limit: int | None,
) -> None:
    """Run a query of the library, or one of your own.

    NAME is a query of the library, a .rq file, or - for standard input. `kg query --list` lists the
    library. `kg query NAME --explain` shows a query's parameters.

    Queries from outside the library run in a separate process with limits on time, rows and memory.
    They can only read the graph: SERVICE, FROM and updates are refused.

    To query a SPARQL endpoint, give --graph URL. If it needs credentials, set KG_USER and
    KG_PASSWORD or KG_TOKEN, or add them to ~/.netrc.
    """
    from kg.cli import run_query

    if listed:
        show_text(run_query.listing(tag, format_name), output)
        return
    if run_all:
        if output_dir is None:
            raise click.UsageError("--all writes a file for each query: give --output-dir FOLDER.")
        rows = run_query.run_all(where, tag, format_name or "csv", output_dir)
        ctx.exit(1 if fail_on_rows and rows else 0)
    if name is None:
        raise click.UsageError("Name a query. kg query --list shows them all.")
    if explain:
        click.echo(run_query.explanation(name), nl=False)
        return
    values = run_query.parameter_values(parameters)
    if output is not None and name != "-" and timeout is limit is None:
        saved = run_query.save_rows(where, name, values, format_name, output)
        if saved is not None:
            ctx.exit(1 if fail_on_rows and saved else 0)
    answer = run_query.ask(where, name, values, timeout, limit)
    chosen = run_query.choose_format(answer, format_name, output)
    run_query.show(answer, chosen, output, run_query.sheet_name(name))
    ctx.exit(1 if fail_on_rows and run_query.has_rows(answer) else 0)
