"""The command line.

Each command parses its options, calls one function of the library and prints the result.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from importlib import import_module
from typing import Any

import click

from kg import __version__
from kg.cli.help import Helpful
from kg.cli.streams import discard_stdout, prepare

__all__ = ["COMMANDS", "main"]

#: The commands; each is the function of its name in the module of its name.
COMMANDS = (
    "brief",
    "build",
    "builds",
    "completion",
    "diff",
    "docs",
    "evaluate",
    "export",
    "find",
    "harvest",
    "help",
    "push",
    "query",
    "remove",
    "review",
    "serve",
    "train",
    "validate",
    "view",
    "why",
)

#: The variable that a shell sets when it asks for completions; its name is click's.
COMPLETING = "_KG_COMPLETE"


class Commands(Helpful, click.Group):
    """A group that sees to the standard streams, and imports a command when it is asked for."""

    def main(self, *args: Any, **options: Any) -> Any:
        """Run the command that the arguments name, or complete them for a shell."""
        prepare()
        if COMPLETING in os.environ:
            import_module("kg.cli.completion")  # bash needs more than click has
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

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that `args` begin with; an unknown one is an error that suggests another."""
        if args[0] not in COMMANDS and not args[0].startswith("-"):
            from kg.suggestions import unknown

            ctx.fail(unknown("command", args[0], COMMANDS))
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, name="kg", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kg")
@click.pass_context
def main(ctx: click.Context) -> None:
    """Turn inspection reports on England's children's services into a knowledge graph.

    Build a graph with `kg build`, ask it questions with `kg query`, look at it with `kg view`, and
    take it to other tools with `kg export` or `kg push`. `kg harvest` fetches reports. Everything
    runs on this machine. Only `kg harvest`, `kg push`, `kg query --graph URL` and
    `kg build --cluster` use the network, to contact the publisher or the server that you name.

    `kg docs` opens the documentation, `kg help COMMAND` shows a command's help, and
    `kg completion SHELL` lets the shell complete names. Ctrl-C ends a command with exit code 130.
    With NO_COLOR set, text has neither colour nor bold.
    """
    atexit.register(gc.freeze)  # at the end nothing is worth collecting: a tenth of a short query
    if os.environ.get("NO_COLOR"):
        ctx.color = False
