"""`kg export`."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import click

from kg.cli import suggest
from kg.cli.options import STDOUT, Command, deliver, graph_option

__all__ = ["export"]


@click.command(cls=Command)
@click.argument("target", required=False, metavar="FILE|FOLDER")
@click.option(
    "-f",
    "--format",
    "format_name",
    shell_complete=suggest.one_of("ttl", "nt", "nq", "trig", "jsonld", "graphml", "gexf", "xlsx"),
    help="The format of standard output, if FILE is -: an extension, such as ttl. Default: nq.",
)
@graph_option
@click.option(
    "--tables",
    type=click.Choice(["standard", "analysis"]),
    help="Which tables to write to a workbook, a database or a folder. Default: standard.",
)
@click.option(
    "--construct",
    "name",
    metavar="QUERY",
    shell_complete=suggest.queries,
    help="Write only the result of this CONSTRUCT query.",
)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=suggest.parameters,
    help="A value for a parameter of the --construct query; may be repeated.",
)
@click.option(
    "--graphs",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write one Turtle file for each named graph, with a .graph file for Virtuoso.",
)
def export(
    target: str | None,
    format_name: str | None,
    where: str,
    tables: str | None,
    name: str | None,
    parameters: tuple[str, ...],
    folder: Path | None,
) -> None:
    """Write the graph to FILE, or to a FOLDER of tables. The extension decides the format.

    RDF: .ttl .nt .nq .trig .jsonld. The network that `kg view` draws, for Gephi: .graphml .gexf.
    Tables: .xlsx for a workbook with a sheet for each, .sqlite for a database with full-text search
    (datasette, DuckDB), a name that ends in / for a folder with a CSV file for each, or .parquet
    for a folder with a Parquet file for each (needs inspection-kg[parquet]). They are those of the
    standard queries, or with --tables analysis those of the visit analysis: counts by year, type,
    grade, region and focus, days to publication, intervals and journeys, with charts and notes in
    the workbook. Add .gz to compress any of these except .xlsx, .sqlite and folders; - is standard
    output. The same graph always gives the same bytes.
    """
    from kg.cli import run_query
    from kg.exports import files
    from kg.store.graph import open_graph

    if target is None and folder is None:
        raise click.UsageError("Name a file, a folder that ends in /, or give --graphs FOLDER.")
    if format_name and target != str(STDOUT):
        raise click.UsageError(
            "-f is for standard output (-); give FILE the extension of its format."
        )
    if name and target is None:
        raise click.UsageError("--construct needs a FILE: --graphs always writes the whole graph.")
    values = run_query.parameter_values(parameters)
    answer = run_query.full_answer(where, name, values) if name else None
    with open_graph(where) as graph:
        if target == str(STDOUT):
            with TemporaryDirectory() as scratch:
                file = Path(scratch) / f"graph.{format_name or 'nq'}"
                files.export(graph, file, answer, tables)
                deliver(file.read_bytes(), STDOUT)
        elif target is not None:
            click.echo(f"{files.export(graph, target, answer, tables)} written", err=True)
        if folder is not None:
            click.echo(f"{files.export_graphs(graph, folder)} written", err=True)
