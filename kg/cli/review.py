"""`kg review`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Command, folder_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.curation.review import Doubt

__all__ = ["review"]


@click.command(cls=Command)
@folder_option
@click.option(
    "--curation",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. Default: curation.yaml in the folder.",
)
@click.option("--by", help="The name of the person who decides. Default: ask at the terminal.")
def review(folder: Path, curation: Path | None, by: str | None) -> None:
    """Review doubtful links and findings, and record your decisions.

    Shows each with its quotes, and asks whether two names mean the same thing, or what kind a
    finding is. Answer with the first letter; `b` goes back to the last question, `q` quits. Each
    answer is saved at once. The next `kg build` applies them; docs/curation.md explains how to
    write, change and undo decisions by hand.
    """
    import datetime as dt

    from kg.curation import curation_file as decisions
    from kg.curation.review import doubts, walk
    from kg.store.graph import open_graph

    if by is None:
        if not sys.stdin.isatty():
            raise UsageError("Name who decides: kg review --by NAME")
        by = click.prompt("Your name, for the record", err=True)
    path = curation or folder / decisions.FILE
    known = decisions.read(path) if path.exists() else decisions.Curation(str(path))
    today = dt.datetime.now(dt.UTC).date().isoformat()
    with open_graph(folder) as graph:
        decided = walk(doubts(graph, known), _answer, path, by, today)
    click.echo(f"{decided} decided, in {path}; the next kg build applies them", err=True)


def _answer(doubt: Doubt, number: int) -> str:
    """Show a doubt and ask for one of its answers, BACK or QUIT."""
    from kg.curation.review import BACK, QUIT

    click.echo(f"\n{number}. {doubt.question}", err=True)
    for line in doubt.lines:
        click.echo(f"  {line}", err=True)
    answers = {answer[0]: answer for answer in (*doubt.answers, BACK, QUIT)}
    choice = ", ".join(f"{letter} {answer}" for letter, answer in answers.items())
    while True:
        try:
            given = click.prompt(f"  {choice}", prompt_suffix=": ", err=True).strip().lower()
        except click.Abort:  # the end of the input, or Ctrl-C: all decisions so far are saved
            click.echo(err=True)
            return QUIT
        for letter, answer in answers.items():
            if given in (letter, answer):
                return answer
        click.echo(f"  {given!r} is not a choice", err=True)
