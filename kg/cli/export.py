"""Commands that hand a graph on: as files, to another store, checked."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Command, graph_option

__all__ = ["export"]


@click.command(cls=Command)
@click.argument("target", required=False, metavar="FILE|FOLDER/")
@graph_option
@click.option("--construct", "name", metavar="QUERY", help="The part that this CONSTRUCT makes.")
@click.option(
    "-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="For --construct."
)
@click.option(
    "--graphs",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="FOLDER",
    help="Write a Turtle file a named graph, with Virtuoso's .graph files.",
)
def export(
    target: str | None,
    where: str,
    name: str | None,
    parameters: tuple[str, ...],
    folder: Path | None,
) -> None:
    """Write the graph to FILE, in the format of its extension, or to a FOLDER of CSV.

    .ttl .nt .nq .trig .jsonld: RDF. .graphml .gexf: the network that `kg view` draws, for Gephi.
    .xlsx, or a name that ends in /: a sheet or a CSV file a standard query. .gz may follow on
    text. The same graph gives the same bytes.
    """
    from kg.cli import run_query
    from kg.exports import files
    from kg.store.graph import open_graph

    if target is None and folder is None:
        raise click.UsageError("name a file, a folder that ends in /, or --graphs FOLDER")
    if name and target is None:
        raise click.UsageError("--construct needs a FILE: --graphs writes the whole graph")
    made = run_query.made(where, name, run_query.values(parameters)) if name else None
    with open_graph(where) as graph:
        if target is not None:
            click.echo(f"{files.export(graph, target, made)} written", err=True)
        if folder is not None:
            click.echo(f"{files.export_graphs(graph, folder)} written", err=True)
