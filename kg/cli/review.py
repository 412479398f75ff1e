"""`kg review`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Command, folder_option
from kg.errors import UsageError
from kg.printable import printable
from kg.wording import counted

if TYPE_CHECKING:
    from kg.curation.review import Doubt

__all__ = ["review"]


@click.command(cls=Command, resumes=True)
@folder_option
@click.option(
    "--curation",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The curation file to write. Default: curation.yaml in the graph folder.",
)
@click.option("--by", metavar="NAME", help="Your name, for the record. Default: kg review asks.")
def review(folder: Path, curation: Path | None, by: str | None) -> None:
    """Review doubtful links and findings one by one.

    Shows the quotes behind each and asks a question: whether two people or programmes are the same,
    or which kind a finding is. Answer with the first letter; `b` goes back one question, `q`
    quits. Each answer is saved at once, and the next `kg build` applies it. `kg docs curation`
    explains how to write, change and undo decisions by hand.
    """
    import datetime as dt

    from kg.curation import curation_file as decisions
    from kg.curation.review import doubts, walk
    from kg.store.graph import open_graph

    if by is None:
        if not sys.stdin.isatty():
            raise UsageError("give your name, for the record: kg review --by NAME")
        by = click.prompt("Your name, for the record", err=True)
    path = curation or folder / decisions.FILE
    known = decisions.read(path) if path.exists() else decisions.Curation(str(path))
    today = dt.datetime.now(dt.UTC).date().isoformat()
    with open_graph(folder) as graph:
        decided = walk(doubts(graph, known), _answer, path, by, today)
    saved = f"{counted(decided, 'decision')} saved to {path}"
    click.echo(f"{saved}; the next kg build applies them", err=True)


def _answer(doubt: Doubt, number: int) -> str:
    """Show a doubt and ask for an answer: one of its answers, BACK or QUIT."""
    from kg.curation.review import BACK, QUIT

    click.echo(f"\n{number}. {printable(doubt.question)}", err=True)
    for line in doubt.lines:
        click.echo(f"  {line}", err=True)
    answers = {answer[0]: answer for answer in (*doubt.answers, BACK, QUIT)}
    choice = ", ".join(f"{letter} {answer}" for letter, answer in answers.items())
    while True:
        try:
            reply = click.prompt(f"  {choice}", prompt_suffix=": ", err=True).strip().lower()
        except click.Abort:  # end of input or Ctrl-C; earlier decisions are in the file
            click.echo(err=True)
            return QUIT
        for letter, answer in answers.items():
            if reply in (letter, answer):
                return answer
        click.echo(f"  Unknown answer {reply!r}.", err=True)
