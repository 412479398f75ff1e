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
    """Show the words that an entity, fact or finding rests on, and where they stand."""
    from kg.explore.explain import format_quotes
    from kg.explore.explain import why as run
    from kg.store.graph import open_graph

    with open_graph(where) as graph:
        quotes = run(graph, what)
    if not quotes:
        raise InputError(f"{what}: known, but no document in {where} speaks of it")
    click.echo(format_quotes(quotes), nl=False)
