"""`kg view`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kg.cli.options import SINCE_HELP, UNTIL_HELP, Command, graph_option

__all__ = ["view"]


@click.command(cls=Command)
@graph_option
@click.option(
    "--focus",
    multiple=True,
    metavar="TEXT|IRI",
    help="Draw what surrounds this council, person, programme, organisation, inspection or theme; "
    "repeat it to compare several.",
)
@click.option(
    "--depth",
    type=click.IntRange(1, 4),
    default=2,
    show_default=True,
    help="Number of links to follow from the focus.",
)
@click.option(
    "--query", "name", metavar="QUERY", help="Draw the result of this CONSTRUCT query instead."
)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A value for a parameter of the --query; may be repeated.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    help="Draw only this kind: council, inspection, person, inspector, leader, programme, "
    "organisation or theme; or, of the findings, strength, weakness, mixed or recommendation. May "
    "be repeated.",
)
@click.option("--since", metavar="DATE", help=SINCE_HELP)
@click.option("--until", metavar="DATE", help=UNTIL_HELP)
@click.option(
    "--min-support",
    "support",
    type=click.IntRange(min=1),
    default=1,
    metavar="N",
    help="Draw only people, programmes and organisations named by at least N documents, and links "
    "to themes with at least N findings.",
)
@click.option("--whole", is_flag=True, help="Draw the whole graph, including organisations.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The HTML file to write.",
)
@click.option("--open", "opened", is_flag=True, help="Open the file in the browser.")
def view(
    where: str,
    name: str | None,
    parameters: tuple[str, ...],
    output: Path,
    opened: bool,
    **bounds: Any,
) -> None:
    """Draw the graph, or the part around --focus, as one HTML file that works offline.

    With one council in focus, the page also shows a timeline; with an inspector, the councils
    inspected; with a programme, how it spread; with several councils, a comparison side by side.
    """
    from kg.atomic_files import write_atomically
    from kg.cli import run_query
    from kg.cli.progress import show_steps
    from kg.store.graph import open_graph
    from kg.views import view

    request = view.ViewRequest(**bounds)
    if bool(name) + bool(request.focus) + request.whole > 1:
        raise click.UsageError("Give only one of --focus, --query and --whole.")
    values = run_query.parameter_values(parameters)
    answer = run_query.full_answer(where, name, values) if name else None
    title = run_query.query_summary(name) if name else None
    with open_graph(where) as graph, show_steps() as report_step:
        page = view.view(graph, request, answer, title, report_step)
    write_atomically(output, page)
    click.echo(f"{output} written ({output.stat().st_size / 1000:,.0f} kB)", err=True)
    if opened:
        click.launch(output.resolve().as_uri())
