"""What the commands share: how an error is shown, and options that several of them take.

A KgError becomes one line on stderr and its exit code, in `Command.invoke`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.errors import KgError, StoreError

__all__ = ["Command", "folder_option", "graph_option", "output_option"]

F = TypeVar("F", bound=Callable[..., Any])


class Failed(click.ClickException):
    """An error of kg's own, shown in one line."""

    def __init__(self, error: KgError) -> None:
        super().__init__(str(error))
        self.error = error

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """The exit code that the error asks for."""
        return self.error.exit_code

    def show(self, file: Any = None) -> None:
        """Print the message on stderr."""
        click.echo(f"kg: {self.message}", err=True)


class Command(click.Command):
    """A command whose KgErrors become one line and an exit code."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            raise Failed(error) from None
        except RuntimeError as error:
            if "Corruption" not in str(error):  # what Oxigraph says of damaged tables
                raise
            # a table that has rotted on the disk: its size and time tell a build nothing
            message = (
                "the graph is damaged; remove the file `current` from its folder, "
                "then build it again with: kg build SOURCES -o DIR"
            )
            raise Failed(StoreError(message)) from None
        except BrokenPipeError:
            # the reader of stdout has gone (`kg query ... | head`)
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(0)


graph_option = click.option(
    "--graph",
    "where",
    envvar="KG_GRAPH",
    default="kg-out",
    show_default=True,
    metavar="DIR|FILE",
    help="The graph: a folder that `kg build` made, or an RDF file. Default: $KG_GRAPH, or else",
)


folder_option = click.option(
    "--graph",
    "folder",
    envvar="KG_GRAPH",
    default="kg-out",
    show_default=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The graph folder that `kg build` made. Default: $KG_GRAPH, or else",
)


def output_option(help_text: str) -> Callable[[F], F]:
    """An `-o FILE` option."""
    return click.option(
        "-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help=help_text
    )
