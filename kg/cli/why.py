"""`kg why`."""

from __future__ import annotations

import click

from kg.cli.options import Command, graph_option
from kg.errors import InputError

__all__ = ["why"]


@click.command(cls=Command)
@click.argument("what", metavar="TEXT|IRI")
@graph_option
def why(what: str, where: str) -> None:
    """Show the quotes behind an entity, fact or finding, and where the documents state them."""
    from kg.explore.explain import explain, format_quotes
    from kg.query.resolve import not_mentioned, resolve
    from kg.store.graph import open_graph

    with open_graph(where) as graph:
        quotes = explain(graph, what)
        if not quotes:
            raise InputError(not_mentioned(graph, resolve(graph, what).things))
    click.echo(format_quotes(quotes), nl=False)
