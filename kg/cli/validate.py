"""`kg validate`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Command, graph_option
from kg.errors import KgError

__all__ = ["validate"]


@click.command(cls=Command)
@graph_option
@click.option(
    "--shapes",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A Turtle file of SHACL shapes to use instead of kg's own.",
)
@click.pass_context
def validate(ctx: click.Context, where: str, shapes: Path | None) -> None:
    """Check the graph against SHACL shapes, of SHACL Core.

    Exits with 0 if the graph conforms, 1 if it doesn't, and 2 if the check could not run.
    """
    from kg.cli.progress import show_steps
    from kg.explore.validate import validate as run
    from kg.store.graph import open_graph

    try:
        with open_graph(where) as graph, show_steps() as report_step:
            conforms, report = run(graph, shapes, report_step)
    except KgError as error:
        error.exit_code = 2
        raise
    click.echo(report or f"{where} conforms\n", nl=False)
    ctx.exit(0 if conforms else 1)
