"""`kg view`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli import suggest
from kg.cli.options import STDOUT, Command, deliver, graph_option

__all__ = ["view"]


@click.command(cls=Command)
@graph_option
@click.option(
    "--focus",
    multiple=True,
    metavar="TEXT|IRI",
    shell_complete=suggest.councils,
    help="Open the page at this council, person, programme, organisation, inspection or theme, "
    "with findings of its documents only; repeat it to compare several councils.",
)
@click.option(
    "--depth",
    type=click.IntRange(1, 4),
    help="Open the network of everything within this many links of the focus.",
)
@click.option(
    "--query",
    "name",
    metavar="QUERY",
    shell_complete=suggest.queries,
    help="Open the network that this CONSTRUCT query returns.",
)
@click.option(
    "-p",
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    shell_complete=suggest.parameters,
    help="A value for a parameter of the --query; may be repeated.",
)
@click.option(
    "--since",
    metavar="DATE",
    help="Include findings of documents from this date on, such as 2019 or 2019-02-28.",
)
@click.option("--until", metavar="DATE", help="Include findings of documents up to this date.")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="The HTML file to write, or - for standard output.",
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
    """Write the graph as one HTML page that works offline.

    It has maps, timelines, findings and networks. The page opens at a map of England with the
    latest grades, or at --focus.
    """
    from kg.cli import run_query
    from kg.cli.progress import show_steps
    from kg.store.graph import open_graph
    from kg.views.view import ViewRequest
    from kg.views.view import view as page_of

    if name and focus:
        raise click.UsageError("Give only one of --focus and --query.")
    if depth and not focus:
        raise click.UsageError("--depth needs a --focus.")
    if opened and output == STDOUT:
        raise click.UsageError("--open needs a file: name one with -o.")
    request = ViewRequest(focus, depth, since, until)
    values = run_query.parameter_values(parameters)
    answer = run_query.full_answer(where, name, values) if name else None
    title = run_query.query_summary(name) if name else None
    with open_graph(where) as graph, show_steps() as report_step:
        page = page_of(graph, request, answer, title, report_step)
    deliver(page, output)
    if opened:
        click.launch(output.resolve().as_uri())
