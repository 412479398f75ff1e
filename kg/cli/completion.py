"""`kg completion`: click's scripts, and one for bash that keeps names with spaces whole."""

from __future__ import annotations

import os

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from kg.cli import COMPLETING
from kg.cli.options import Command

__all__ = ["completion"]


class Bash(BashComplete):
    """Completion in bash, which takes `name=value` for three words and splits answers at spaces."""

    source_template = """\
%(complete_func)s() {
    local IFS=$'\\n' line value
    COMPREPLY=()
    while read -r line; do
        value=${line#*,}
        case ${line%%%%,*} in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                case $value in *=) compopt -o nospace ;; esac
                case ${COMP_WORDS[COMP_CWORD]} in
                    [\\"\\']*) COMPREPLY+=("$value") ;;
                    *) COMPREPLY+=("$(printf %%q "$value")") ;;
                esac ;;
        esac
    done < <(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \\
        %(complete_var)s=bash_complete "$1")
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

    #: What bash keeps of the word by itself: `council=`.
    _kept = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the cursor, and the one that is typed."""
        lines = os.environ["COMP_WORDS"].split("\n")[: int(os.environ["COMP_CWORD"]) + 1]
        words: list[str] = []
        for number, line in enumerate(lines):
            parted = line == "=" or (number > 0 and lines[number - 1] == "=")
            if parted and words:
                words[-1] += line
            else:
                words.append(line)
        if "=" in lines[-2:]:
            self._kept = words[-1].partition("=")[0] + "="
        *args, incomplete = ["".join(split_arg_string(word)) for word in words[1:]] or [""]
        return args, incomplete

    def format_completion(self, item: CompletionItem[str]) -> str:
        """The kind of an item, and the part of it that bash puts in."""
        return f"{item.type},{item.value.removeprefix(self._kept)}"


add_completion_class(Bash)


@click.command(cls=Command)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish", "powershell"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print a completion script for SHELL.

    It completes commands, options, queries, parameters, councils and themes. Add it to the
    start-up file of your shell, and open a new terminal.
    """
    shell_class = get_completion_class(shell)
    assert shell_class is not None
    source = shell_class(ctx.find_root().command, {}, "kg", COMPLETING).source()
    click.echo(source.encode(), nl=False)
