"""Commands that keep a graph over the years: what changed, what goes, what people decide."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.base import Command, folder_option, output_option
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.review import Doubt

__all__ = ["diff", "remove", "review"]


@click.command(cls=Command)
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option(
    "-f",
    "--format",
    "form",
    help="table, csv, tsv, json, xml, md, html or xlsx. Default: by the output's extension, else "
    "table on a terminal, csv elsewhere.",
)
@output_option("Write the changes to this file.")
@click.option("--fail-on-change", is_flag=True, help="Exit with 1 when there is any.")
@click.pass_context
def diff(
    ctx: click.Context,
    before: str,
    after: str,
    form: str | None,
    output: Path | None,
    fail_on_change: bool,
) -> None:
    """Show the facts that were added, removed and changed from graph A to graph B.

    A and B are graph folders or RDF files. One row a fact and council, with what A and B say and
    the documents that say so; how many there are by council and kind stands on stderr.
    """
    from kg import asking, changes
    from kg.store import open_graph

    with open_graph(before) as one, open_graph(after) as other:
        found = changes.changes(one, other)
    for line in changes.summary(found):
        click.echo(line, err=True)
    answer = changes.table(found)
    if found or output or form:
        asking.show(answer, asking.format_for(answer, form, output), output)
    ctx.exit(1 if fail_on_change and found else 0)


@click.command(cls=Command)
@click.argument("documents", metavar="DOCUMENT...", nargs=-1, required=True)
@folder_option
@click.option("--dry-run", is_flag=True, help="Say what would leave, and change nothing.")
def remove(documents: tuple[str, ...], folder: Path, dry_run: bool) -> None:
    """Take DOCUMENTs out of a graph, with all facts that rest on them alone.

    DOCUMENT is its place, as `kg query documents` shows it, or the beginning of its hash. People,
    programmes, organisations and inspections that no other document speaks of leave too, and are
    listed. The next `kg build` of sources that still hold the file brings it back.
    """
    from kg.build import remove as run
    from kg.removal import summary_lines

    for line in summary_lines(run(documents, folder, dry_run=dry_run), dry_run=dry_run):
        click.echo(line, err=True)


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

    from kg import curation as decisions
    from kg.review import doubts, walk
    from kg.store import open_graph

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
    from kg.review import BACK, QUIT

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
