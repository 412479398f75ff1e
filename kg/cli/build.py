"""`kg build`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Command

__all__ = ["build"]


@click.command(cls=Command)
@click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    envvar="KG_GRAPH",
    default="kg-out",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The graph folder to create or update.",
)
@click.option("--add", is_flag=True, help="Keep documents that are not among SOURCES.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Number of processes that read documents, and of threads that load the graph.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Read documents on a Dask cluster: the address of its scheduler, or local:N for N "
    "workers on this machine. Needs inspection-kg[cluster].",
)
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A CSV file with details that the documents don't state. Columns: file, url, published, "
    "title, publisher. Default: manifest.csv in the folders of SOURCES, if there.",
)
@click.option(
    "--curation",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file of corrections made by people (docs/curation.md). Default: curation.yaml in the "
    "graph folder.",
)
@click.option("--quiet", is_flag=True, help="Show only the summary, no progress.")
@click.pass_context
def build(
    ctx: click.Context,
    sources: tuple[Path, ...],
    folder: Path,
    add: bool,
    jobs: int,
    cluster: str | None,
    manifest: Path | None,
    curation: Path | None,
    quiet: bool,
) -> None:
    """Build a graph from SOURCES (files and folders).

    Reads PDF, HTML, Word (.docx), Markdown and plain text. The graph mirrors SOURCES: documents
    that are no longer among them are removed, unless --add is given. A second run processes only
    what has changed. If a document can't be read, the others are still built, and the exit code
    is 1.
    """
    from kg.builds.build import build as run
    from kg.cli.progress import show_progress, summary_lines

    with show_progress(quiet) as progress:
        report = run(
            sources,
            folder,
            add=add,
            jobs=jobs,
            cluster=cluster,
            manifest=manifest,
            curation=curation,
            progress=progress,
        )
    for line in summary_lines(report, folder):
        click.echo(line, err=True)
    ctx.exit(1 if report.failures else 0)
