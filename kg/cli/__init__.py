"""The command line: options in, one function of the library called, its answer out.

No logic lives here.
"""

from __future__ import annotations

import click

from kg import __version__
from kg.cli.keeping import diff, remove, review
from kg.cli.looking import find, query, view, why
from kg.cli.making import build, evaluate, train
from kg.cli.passing import export, push, validate

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Turn inspection reports on England's children's services into a knowledge graph.

    Read documents with `kg build`, ask with `kg query`, look with `kg view`, take the graph
    elsewhere with `kg export` or `kg push`. Everything runs on this machine; nothing is sent
    anywhere, but by `kg push` and `kg query --graph URL` to the server that you name.
    """


for command in (
    build,
    query,
    find,
    view,
    why,
    export,
    push,
    validate,
    remove,
    review,
    diff,
    evaluate,
    train,
):
    main.add_command(command)
