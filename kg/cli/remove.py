"""`kg remove`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.options import Command, folder_option

if TYPE_CHECKING:
    pass

__all__ = ["remove"]


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
    from kg.builds.build import remove as run
    from kg.builds.removal import summary_lines

    for line in summary_lines(run(documents, folder, dry_run=dry_run), dry_run=dry_run):
        click.echo(line, err=True)
