"""The command line.

Each command parses its options, calls one function of the library and prints the result.
"""

from __future__ import annotations

import atexit
import gc
import sys
from importlib import import_module
from typing import Any

import click

from kg import __version__
from kg.cli.streams import discard_stdout, prepare

__all__ = ["COMMANDS", "main"]

#: The commands; each is the function of its name in the module of its name.
COMMANDS = (
    "brief",
    "build",
    "builds",
    "diff",
    "evaluate",
    "export",
    "find",
    "harvest",
    "push",
    "query",
    "remove",
    "review",
    "train",
    "validate",
    "view",
    "why",
)


class Commands(click.Group):
    """A group that sees to the standard streams, and imports a command when it is asked for."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command that the arguments name."""
        prepare()
        try:
            return super().main(*args, **options)
        except OSError as error:  # a full disk behind standard output, or what nobody foresaw
            discard_stdout()
            what = f"{error.filename}: can't be read or" if error.filename else "output can't be"
            click.echo(f"kg: {what} written ({error.strerror or error})", err=True)
            sys.exit(1)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"kg.cli.{cmd_name}"), cmd_name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
def main() -> None:
    """Turn inspection reports on England's children's services into a knowledge graph.

    Build a graph with `kg build`, ask it questions with `kg query`, look at it with `kg view`, and
    take it to other tools with `kg export` or `kg push`. `kg harvest` fetches reports. Everything
    runs on this machine. Only `kg harvest`, `kg push`, `kg query --graph URL` and
    `kg build --cluster` use the network, to contact the publisher or the server that you name.
    """
    atexit.register(gc.freeze)  # at the end nothing is worth collecting: a tenth of a short query
