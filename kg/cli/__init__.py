"""The command line.

Each command parses its options, calls one function of the library and prints the result.
"""

from __future__ import annotations

import click

from kg import __version__
from kg.cli.brief import brief
from kg.cli.build import build
from kg.cli.builds import builds
from kg.cli.diff import diff
from kg.cli.evaluate import evaluate
from kg.cli.export import export
from kg.cli.find import find
from kg.cli.harvest import harvest
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

    Build a graph with `kg build`, ask it questions with `kg query`, look at it with `kg view`, and
    take it to other tools with `kg export` or `kg push`. `kg harvest` fetches reports. Everything
    runs on this machine. Only `kg harvest`, `kg push`, `kg query --graph URL` and
    `kg build --cluster` use the network, to contact the publisher or the server that you name.
    """


for command in (
    harvest,
    build,
    query,
    find,
    view,
    brief,
    why,
    export,
    push,
    validate,
    builds,
    remove,
    review,
    diff,
    evaluate,
    train,
):
    main.add_command(command)
