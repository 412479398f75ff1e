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
@click.option("--by", help="Whose decisions they are; asked for at a terminal.")
def review(folder: Path, curation: Path | None, by: str | None) -> None:
    """Walk through doubtful links and findings, and write down what you decide.

    Shows each with the words behind it, and asks: the same person or programme or not, the kind
    of a finding. Answer with the first letter; `b` takes the last answer back, `q` ends. Each
    answer is written at once. The next `kg build` applies them; docs/curation.md says how to
    write, change and undo decisions by hand.
    """
    import datetime as dt

    from kg.curation import curation_file as decisions
    from kg.curation.review import doubts, walk
    from kg.store.graph import open_graph

    if by is None:
        if not sys.stdin.isatty():
            raise UsageError("say whose decisions they are: kg review --by NAME")
        by = click.prompt("Your name, for the record", err=True)
    path = curation or folder / decisions.FILE
    known = decisions.read(path) if path.exists() else decisions.Curation(str(path))
    today = dt.datetime.now(dt.UTC).date().isoformat()
    with open_graph(folder) as graph:
        decided = walk(doubts(graph, known), _answer, path, by, today)
    click.echo(f"{decided} decided, in {path}; the next kg build applies them", err=True)


def _answer(doubt: Doubt, number: int) -> str:
    """Show a doubt and ask for the answer: one of its own, or to go back, or to end."""
    from kg.curation.review import BACK, QUIT

    click.echo(f"\n{number}. {doubt.question}", err=True)
    for line in doubt.lines:
        click.echo(f"  {line}", err=True)
    answers = {answer[0]: answer for answer in (*doubt.answers, BACK, QUIT)}
    choice = ", ".join(f"{letter} {answer}" for letter, answer in answers.items())
    while True:
        try:
            given = click.prompt(f"  {choice}", prompt_suffix=": ", err=True).strip().lower()
        except click.Abort:  # the end of the input, or Ctrl-C: what is decided is in the file
            click.echo(err=True)
            return QUIT
        for letter, answer in answers.items():
            if given in (letter, answer):
                return answer
        click.echo(f"  {given!r} is none of them", err=True)
