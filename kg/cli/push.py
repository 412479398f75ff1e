"""`kg push`."""

from __future__ import annotations

import click

from kg.cli.options import Command, graph_option, quiet_option

__all__ = ["push"]


@click.command(cls=Command, resumes=True)
@click.argument("url", metavar="URL")
@graph_option
@click.option(
    "--replace",
    is_flag=True,
    help="Replace the graphs in the store (PUT). Without it, statements are added (POST).",
)
@click.option(
    "--dry-run", is_flag=True, help="Only print the equivalent curl commands; don't connect."
)
@click.option(
    "--insecure",
    is_flag=True,
    help="Allow plain http to another machine. With https, certificates are still checked.",
)
@quiet_option
def push(url: str, where: str, replace: bool, dry_run: bool, insecure: bool, quiet: bool) -> None:
    """Load the graph into another triple store. URL is its Graph Store endpoint.

    Sends one request for each named graph, using the SPARQL 1.1 Graph Store Protocol. Oxigraph,
    Fuseki, GraphDB, RDF4J, Virtuoso, QLever, Stardog and Neptune support it; `kg docs stores`
    lists the URL for each.

    Failed requests are retried after increasing pauses. The graph folder records what the store
    has confirmed (pushed/), so an interrupted push resumes where it stopped, and a later push sends
    only what has changed. With --replace, statements that were removed from a graph here are
    removed from it in the store too. A graph that no longer exists here stays in the store; the
    summary names it.

    Don't put credentials in the URL. Set KG_USER and KG_PASSWORD (basic or digest, whichever the
    store asks for) or KG_TOKEN (bearer), or add them to ~/.netrc (or $NETRC).
    """
    from kg.cli.progress import show_progress
    from kg.exports import push as pushing
    from kg.store.graph import open_graph

    with open_graph(where) as graph:
        if dry_run:
            lines = pushing.dry_run(graph, where, url, replace=replace, insecure=insecure)
            click.echo("\n".join(lines) or "# nothing to send: the store has confirmed every graph")
            return
        with show_progress(quiet, "sent or checked", "graphs") as progress:
            pushed = pushing.push(graph, url, replace=replace, insecure=insecure, progress=progress)
    for line in pushing.summary_lines(pushed, url):
        click.echo(line, err=True)
