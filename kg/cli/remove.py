"""`kg remove`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Command, folder_option
from kg.printable import printable

__all__ = ["remove"]


@click.command(cls=Command)
@click.argument("documents", metavar="DOCUMENT...", nargs=-1, required=True)
@folder_option
@click.option("--dry-run", is_flag=True, help="Show what would be removed; change nothing.")
def remove(documents: tuple[str, ...], folder: Path, dry_run: bool) -> None:
    """Remove documents, and the facts that only they state.

    DOCUMENT is a path as shown by `kg query documents`, or the start of the file's SHA-256. People,
    programmes, organisations and inspections that no other document mentions are removed and
    listed too. `kg build --undo` brings them back, until the next build. If the file is still
    among the sources of the next `kg build`, it comes back.
    """
    from kg.builds.build import remove as run
    from kg.builds.removal import summary_lines

    for line in summary_lines(run(documents, folder, dry_run=dry_run), dry_run=dry_run):
        click.echo(printable(line), err=True)
