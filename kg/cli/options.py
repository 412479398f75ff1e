"""What the commands share: the display of errors, and common options.

`Command.invoke` turns a KgError, or Ctrl-C, into one line on stderr and an exit code.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kg.cli.help import Helpful, show_long
from kg.cli.streams import discard_stdout
from kg.errors import KgError, StoreError
from kg.extras import missing_extra_named
from kg.printable import harmless, printable

__all__ = [
    "FORMAT_DEFAULT",
    "SINCE_HELP",
    "STDOUT",
    "UNTIL_HELP",
    "Command",
    "deliver",
    "folder_option",
    "graph_option",
    "output_option",
    "quiet_option",
    "show_text",
    "verbose_option",
]

#: The name of standard output among files.
STDOUT = Path("-")
#: The exit code of a command that Ctrl-C ends, as shells have it.
INTERRUPTED = 130

#: Help texts that several commands share.
FORMAT_DEFAULT = (
    "Default: the extension of the output file, or else table on a terminal and csv elsewhere."
)
SINCE_HELP = "From this date on, such as 2019, 2019-02 or 2019-02-28."
UNTIL_HELP = "Up to this date, such as 2019, 2019-02 or 2019-02-28."

F = TypeVar("F", bound=Callable[..., Any])


class CommandError(click.ClickException):
    """A KgError, shown on one line."""

    def __init__(self, error: KgError) -> None:
        super().__init__(str(error))
        self.error = error

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """The exit code of the KgError."""
        return self.error.exit_code

    def show(self, file: Any = None) -> None:
        """Print the message on stderr."""
        click.echo(printable(f"kg: {self.message}"), err=True)


class Interrupted(click.ClickException):
    """Ctrl-C, shown on one line."""

    exit_code = INTERRUPTED

    def show(self, file: Any = None) -> None:
        """Print the message on stderr, below what the terminal shows of Ctrl-C."""
        click.echo(f"\nkg: {self.message}", err=True)


class Command(Helpful):
    """A command that shows a KgError on one line and exits with its code.

    `resumes` says that after Ctrl-C another run continues where this one stopped.
    """

    def __init__(self, *arguments: Any, resumes: bool = False, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.resumes = resumes

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            with missing_extra_named():
                return super().invoke(ctx)
        except KgError as error:
            raise CommandError(error) from None
        except RuntimeError as error:
            if "Corruption" not in str(error):  # Oxigraph's word for damaged tables
                raise
            # a damaged table may keep its size and date, so a build would not notice
            message = (
                "the graph is damaged; remove the file `current` from its folder, "
                "then build it again with: kg build SOURCES -o DIR"
            )
            raise CommandError(StoreError(message)) from None
        except (KeyboardInterrupt, click.Abort):
            again = "; run it again to continue where it stopped" if self.resumes else ""
            raise Interrupted(f"interrupted{again}") from None
        except BrokenPipeError:
            # the reader of stdout has closed it (`kg query ... | head`)
            discard_stdout()
            ctx.exit(0)


graph_option = click.option(
    "--graph",
    "where",
    envvar="KG_GRAPH",
    default="kg-out",
    metavar="DIR|FILE",
    help="A graph folder made by `kg build`, or an RDF file. Default: $KG_GRAPH, then kg-out.",
)


folder_option = click.option(
    "--graph",
    "folder",
    envvar="KG_GRAPH",
    default="kg-out",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="A graph folder made by `kg build`. Default: $KG_GRAPH, then kg-out.",
)


def output_option(help_text: str) -> Callable[[F], F]:
    """An `-o FILE` option; None for standard output, which is also called `-`."""
    return click.option(
        "-o",
        "--output",
        type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
        callback=lambda _ctx, _parameter, path: None if path == STDOUT else path,
        help=f"{help_text} Default: standard output (-).",
    )


quiet_option = click.option(
    "-q", "--quiet", is_flag=True, help="Show only the summary, no progress."
)
verbose_option = click.option(
    "-v", "--verbose", is_flag=True, help="Name each document, and show lists in full."
)


def deliver(data: bytes, target: Path) -> None:
    """Write a file and say so, or write to standard output if `target` is `-`."""
    if target == STDOUT:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    else:
        from kg.atomic_files import write_atomically

        write_atomically(target, data)
        click.echo(f"{target} written ({len(data) / 1000:,.0f} kB)", err=True)


def show_text(text: str, output: Path | None) -> None:
    """Write a text to a file or to standard output; a terminal gets no control characters."""
    if output is not None:
        from kg.atomic_files import write_atomically

        write_atomically(output, text.encode())
    elif sys.stdout.isatty():
        show_long(harmless(text))
    else:
        click.echo(text.encode(), nl=False)
