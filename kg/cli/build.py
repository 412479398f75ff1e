"""Commands that make: a graph, a measurement, a model."""

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
    help="The graph folder to make or to bring up to date.",
)
@click.option("--add", is_flag=True, help="Keep documents that are not among SOURCES.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Worker processes that read documents, and threads that load the graph.",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Let a Dask cluster read documents: its scheduler's address, or local:N for N workers "
    "here. Needs inspection-kg[cluster].",
)
@click.option(
    "--manifest",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="CSV that adds what files do not say: file, url, published, title, publisher.",
)
@click.option(
    "--curation",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Decisions of people to apply (docs/curation.md). Default: curation.yaml in the folder.",
)
@click.option("--quiet", is_flag=True, help="No progress; only the summary.")
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
    """Read SOURCES (files and folders) and make a graph of them.

    Reads PDF, HTML, Word (.docx), Markdown and plain text. The folder mirrors SOURCES: what is
    no longer among them leaves the graph, unless --add is given. A second run works only on
    what changed. Exits with 1 when a document could not be read; the others are built.
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
