"""Help: examples under each command, a pager where it is long, and `kg help`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

import click

__all__ = ["Helpful", "examples", "help", "show_long"]


def examples() -> Mapping[str, Sequence[tuple[str, str]]]:
    """The examples of each command: what it does, in a sentence, and the command line."""
    import tomllib
    from importlib.resources import files

    text = files("kg.cli").joinpath("examples.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def show_long(text: str) -> None:
    """Print a text; on a terminal with fewer lines than the text has, in a pager."""
    import shutil

    lines = shutil.get_terminal_size((100, 24)).lines
    if sys.stdout.isatty() and text.count("\n") >= lines:
        click.echo_via_pager(text)
    else:
        click.echo(text, nl=False)


class Helpful(click.Command):
    """A command or a group whose help ends in examples and is shown in a pager if it is long."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Add the examples of this command."""
        of_this = examples().get(self.name or "", ())
        if of_this:
            with formatter.section("Examples"):
                for does, line in of_this:
                    formatter.write_text(does)
                    formatter.write(f"{'':{formatter.current_indent + 2}}{line}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """The option -h, --help."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.callback = _show_help
        return option


def _show_help(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        show_long(ctx.get_help() + "\n")
        ctx.exit()


def _group(ctx: click.Context) -> click.Group:
    """`kg` itself."""
    group = ctx.find_root().command
    assert isinstance(group, click.Group)
    return group


def _commands(ctx: click.Context, _: click.Parameter, incomplete: str) -> list[str]:
    """The names of commands, for completion."""
    group = _group(ctx)
    return [name for name in group.list_commands(ctx) if name.startswith(incomplete)]


@click.command(cls=Helpful)
@click.argument("command", required=False, shell_complete=_commands)
@click.pass_context
def help(ctx: click.Context, command: str | None) -> None:  # noqa: A001  (as its command)
    """Show the help of kg, or of COMMAND."""
    root = ctx.find_root()
    if command is None:
        show_long(root.get_help() + "\n")
        return
    _, found, _ = _group(root).resolve_command(root, [command])
    assert found is not None
    with click.Context(found, info_name=command, parent=root) as of_command:
        show_long(of_command.get_help() + "\n")
