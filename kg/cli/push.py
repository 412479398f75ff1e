"""`kg push`."""

from __future__ import annotations

import click

from kg.cli.options import Command, graph_option

__all__ = ["push"]


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
    from kg.cli.progress import show_progress
    from kg.exports import push as pushing
    from kg.store.graph import open_graph

    with open_graph(where) as graph:
        if dry_run:
            lines = pushing.dry_run(graph, where, url, replace=replace, insecure=insecure)
            click.echo("\n".join(lines) or "# nothing to send: the store has confirmed all of it")
            return
        with show_progress(quiet, "done with", "graphs") as progress:
            pushed = pushing.push(graph, url, replace=replace, insecure=insecure, progress=progress)
    for line in pushing.summary_lines(pushed, url):
        click.echo(line, err=True)
