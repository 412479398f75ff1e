"""`kg view`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import Command, graph_option

__all__ = ["view"]


@click.command(cls=Command)
@graph_option
@click.option(
    "--focus",
    multiple=True,
    metavar="TEXT|IRI",
    help="A council, person, programme, inspection or theme; given again, they are compared.",
)
@click.option(
    "--depth", type=click.IntRange(1, 4), default=2, show_default=True, help="Links to follow."
)
@click.option("--query", "name", help="Show the answer of this CONSTRUCT query instead.")
@click.option(
    "-p", "--parameter", "parameters", multiple=True, metavar="NAME=VALUE", help="For --query."
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    help="Only council, inspection, person, inspector, leader, programme, organisation or theme, "
    "or findings that are a strength, weakness, mixed or recommendation; may be repeated.",
)
@click.option("--since", metavar="DATE", help="From this year, month or day on.")
@click.option("--until", metavar="DATE", help="Up to this year, month or day.")
@click.option(
    "--min-support",
    "support",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Only people, programmes and organisations that N documents name, and links to themes "
    "that N findings make.",
)
@click.option("--whole", is_flag=True, help="Draw all of the graph, organisations too.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The HTML file to write.",
)
@click.option("--open", "opened", is_flag=True, help="Open it in the browser.")
def view(
    where: str,
    name: str | None,
    parameters: tuple[str, ...],
    output: Path,
    opened: bool,
    **bounds: Any,
) -> None:
    """Draw the graph, or what lies around FOCUS, as one HTML file that needs no network.

    Around one council the page has a timeline too, around an inspector the councils that the
    inspections led to, around a programme its spread; several councils stand side by side.
    """
    from kg.atomic_files import write_atomically
    from kg.cli import run_query
    from kg.cli.progress import show_steps
    from kg.store.graph import open_graph
    from kg.views import view

    request = view.ViewRequest(**bounds)
    if bool(name) + bool(request.focus) + request.whole > 1:
        raise click.UsageError("--focus, --query and --whole draw different things: give one")
    answer = run_query.made(where, name, run_query.values(parameters)) if name else None
    title = run_query.summary(name) if name else None
    with open_graph(where) as graph, show_steps() as say:
        page = view.view(graph, request, answer, title, say)
    write_atomically(output, page)
    click.echo(f"{output} written ({output.stat().st_size / 1000:,.0f} kB)", err=True)
    if opened:
        click.launch(output.resolve().as_uri())
