"""Commands that hand a graph on: as files, to another store, checked."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.base import Command, graph_option
from kg.errors import KgError

__all__ = ["export", "push", "validate"]


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
    from kg import asking, exports
    from kg.store import open_graph

    if target is None and folder is None:
        raise click.UsageError("name a file, a folder that ends in /, or --graphs FOLDER")
    if name and target is None:
        raise click.UsageError("--construct needs a FILE: --graphs writes the whole graph")
    made = asking.made(where, name, asking.values(parameters)) if name else None
    with open_graph(where) as graph:
        if target is not None:
            click.echo(f"{exports.export(graph, target, made)} written", err=True)
        if folder is not None:
            click.echo(f"{exports.export_graphs(graph, folder)} written", err=True)


@click.command(cls=Command)
@click.argument("url", metavar="URL")
@graph_option
@click.option(
    "--replace",
    is_flag=True,
    help="Make each graph in the store equal to ours (PUT). Without it, ours are added (POST).",
)
@click.option(
    "--dry-run", is_flag=True, help="Print the curl commands instead; connect to nothing."
)
@click.option(
    "--insecure",
    is_flag=True,
    help="Allow plain http to another machine. Certificates of https are checked all the same.",
)
@click.option("--quiet", is_flag=True, help="No progress; only the summary.")
def push(url: str, where: str, replace: bool, dry_run: bool, insecure: bool, quiet: bool) -> None:
    """Load the graph into another triple store: URL is its Graph Store endpoint.

    One request a named graph, over the SPARQL 1.1 Graph Store Protocol, which Oxigraph, Fuseki,
    GraphDB, RDF4J, Virtuoso, QLever, Stardog and Neptune speak; docs/stores.md has each one's URL.

    A request that fails is made again, with longer and longer pauses. What the store has confirmed
    is noted in the graph folder (pushed/): a push that broke off goes on where it stopped, and the
    next one sends what has changed. With --replace, statements that have left one of our graphs
    leave the store too; a graph that has left as a whole stays there, and the summary names it.

    Credentials never stand in the URL. Set KG_USER and KG_PASSWORD (basic or digest, as
    the store asks), or KG_TOKEN (bearer), or write them into ~/.netrc (or $NETRC).
    """
    from kg import push as pushing
    from kg.progress import show_progress
    from kg.store import open_graph

    with open_graph(where) as graph:
        if dry_run:
            lines = pushing.dry_run(graph, where, url, replace=replace, insecure=insecure)
            click.echo("\n".join(lines) or "# nothing to send: the store has confirmed all of it")
            return
        with show_progress(quiet, "done with", "graphs") as progress:
            pushed = pushing.push(graph, url, replace=replace, insecure=insecure, progress=progress)
    for line in pushing.summary_lines(pushed, url):
        click.echo(line, err=True)


@click.command(cls=Command)
@graph_option
@click.option(
    "--shapes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="SHACL shapes to check instead of kg's own.",
)
@click.pass_context
def validate(ctx: click.Context, where: str, shapes: Path | None) -> None:
    """Check the graph against SHACL shapes: exit 0 conforms, 1 does not, 2 could not run."""
    from kg.shapes import validate as run
    from kg.store import open_graph

    try:
        with open_graph(where) as graph:
            conforms, report = run(graph, shapes)
    except KgError as error:
        error.exit_code = 2
        raise
    click.echo(report or f"{where} conforms\n", nl=False)
    ctx.exit(0 if conforms else 1)
