"""`kg docs`."""

from __future__ import annotations

import click

from kg import resources
from kg.cli.options import Command
from kg.errors import InputError, UsageError
from kg.suggestions import unknown

__all__ = ["docs"]


@click.command(cls=Command)
@click.argument("page", required=False)
@click.option("--path", "only_path", is_flag=True, help="Print the page's path; open nothing.")
def docs(page: str | None, only_path: bool) -> None:
    """Open the documentation in the browser, at PAGE if given. It works offline."""
    folder = resources.documentation_dir()
    if not (folder / "index.html").is_file():
        raise InputError("this installation has no copy of the documentation; make docs builds it")
    pages = {path.stem: path for path in sorted(folder.rglob("*.html"))}
    if page is not None and page not in pages:
        raise UsageError(unknown("page", page, pages, listed=True))
    path = pages[page or "index"]
    click.echo(path)
    if not only_path:
        click.launch(path.as_uri())
