"""`kg view`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Command, graph_option

__all__ = ["view"]


@click.command(cls=Command)
@graph_option
@click.option(
    "--focus",
    multiple=True,
    metavar="TEXT|IRI",
    help="Open the page at this council, person, programme, organisation, inspection or theme, "
    "with findings of its documents only; repeat it to compare several councils.",
)
@click.option(
    "--depth",
    type=click.IntRange(1, 4),
    help="Open the network of what is within this number of links of the focus.",
)
@click.option(
    "--query", "name", metavar="QUERY", help="Open the network that this CONSTRUCT query answers."
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
    "--since",
    metavar="DATE",
    help="Hold findings of documents from this date on, such as 2019 or 2019-02-28.",
)
@click.option("--until", metavar="DATE", help="Hold findings of documents up to this date.")
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
    focus: tuple[str, ...],
    depth: int | None,
    name: str | None,
    parameters: tuple[str, ...],
    since: str | None,
    until: str | None,
    output: Path,
    opened: bool,
) -> None:
    """Write the graph as one HTML file that works offline: maps, timelines, findings, network.

    The page opens at a map of England with the latest grades, or at --focus.
    """
    from kg.atomic_files import write_atomically
    from kg.cli import run_query
    from kg.cli.progress import show_steps
    from kg.store.graph import open_graph
    from kg.views.view import ViewRequest
    from kg.views.view import view as page_of

    if name and focus:
        raise click.UsageError("Give only one of --focus and --query.")
    if depth and not focus:
        raise click.UsageError("--depth needs a --focus.")
    request = ViewRequest(focus, depth, since, until)
    values = run_query.parameter_values(parameters)
    answer = run_query.full_answer(where, name, values) if name else None
    title = run_query.query_summary(name) if name else None
    with open_graph(where) as graph, show_steps() as report_step:
        page = page_of(graph, request, answer, title, report_step)
    write_atomically(output, page)
    click.echo(f"{output} written ({output.stat().st_size / 1000:,.0f} kB)", err=True)
    if opened:
        click.launch(output.resolve().as_uri())
