"""The command line: options in, one function of the library called, its answer out.

No logic lives here.
"""

from __future__ import annotations

import click

from kg import __version__
from kg.cli.build import build
from kg.cli.diff import diff
from kg.cli.evaluate import evaluate
from kg.cli.export import export
from kg.cli.find import find
from kg.cli.push import push
from kg.cli.query import query
from kg.cli.remove import remove
from kg.cli.review import review
from kg.cli.train import train
from kg.cli.validate import validate
from kg.cli.view import view
from kg.cli.why import why

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
