"""`kg builds`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from kg.cli.options import Command, folder_option

__all__ = ["build_lines", "builds", "megabytes"]


@click.command(cls=Command)
@folder_option
def builds(folder: Path) -> None:
    """Show the builds that a graph folder holds.

    These are the current one and the one before it, which `kg build --undo` brings back. The size
    of the previous build is what it takes besides the files that both share. To free it, delete
    its folder, which is named.
    """
    for line in build_lines(folder):
        click.echo(line)


def build_lines(folder: Path) -> Iterator[str]:
    """A line for each build of a folder."""
    from kg.builds.kept_builds import kept_builds

    for build in kept_builds(folder):
        made = datetime.fromtimestamp(build.made, UTC).astimezone().strftime("%Y-%m-%d %H:%M")
        documents = f"{build.documents:,} document{'s' if build.documents != 1 else ''}"
        quads = "" if build.quads is None else f", {build.quads:,} quads"
        state = "current " if build.current else "previous"
        other = "" if build.readable else "; of another version of kg, which alone can read it"
        place = folder / "builds" / build.name
        yield f"{state}  {made}  {documents}{quads}, {megabytes(build.size)} in {place}{other}"


def megabytes(size: int) -> str:
    """A number of bytes for people."""
    return f"{size / 1e6:,.0f} MB" if size >= 1e6 else "under 1 MB"
