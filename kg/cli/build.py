"""`kg build`."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from kg.cli.options import Command, quiet_option, verbose_option
from kg.printable import printable

__all__ = ["build"]


@click.command(cls=Command, resumes=True)
@click.argument("sources", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "folder",
    envvar="KG_GRAPH",
    default="kg-out",
    type=click.Path(file_okay=False, path_type=Path),
    help="The graph folder to create or update. Default: $KG_GRAPH if set, or else kg-out.",
)
@click.option("--add", is_flag=True, help="Keep documents that are not among SOURCES.")
@click.option(
    "--mirror",
    is_flag=True,
    help="Remove documents that are not among SOURCES, even if they are more than a third, or a "
    "folder of the last build is not given.",
)
@click.option(
    "--undo",
    "undoing",
    is_flag=True,
    help="Without SOURCES: go back to the previous build (`kg builds`). Again: undo the undo.",
)
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
    help="A file of corrections made by people (`kg docs curation`). Default: curation.yaml in the "
    "graph folder.",
)
@click.option(
    "--ocr",
    is_flag=True,
    help="Read scans too, by OCR, some three seconds a page. Needs inspection-kg[ocr] and "
    "Tesseract.",
)
@quiet_option
@verbose_option
@click.pass_context
def build(
    ctx: click.Context,
    sources: tuple[Path, ...],
    folder: Path,
    add: bool,
    mirror: bool,
    undoing: bool,
    jobs: int,
    cluster: str | None,
    manifest: Path | None,
    curation: Path | None,
    ocr: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Build a graph from SOURCES (files and folders).

    Reads PDF, Word, OpenDocument, RTF, PowerPoint, Excel, HTML, mail with what is attached, zip
    archives, Markdown and plain text. The graph mirrors SOURCES: documents that are no longer among
    them are removed, unless --add is given. If these are more than a third of the graph, or a
    folder of the last build is not given, nothing is changed without --mirror. A second run
    processes only what has changed. The previous build is kept for --undo. If a
    document can't be read, the others are still built, and the exit code is 1.
    """
    _check_usage(ctx, sources, add=add, mirror=mirror, undoing=undoing)
    from kg.builds.kept_builds import bytes_of_previous, undo
    from kg.cli.builds import build_lines, megabytes

    if undoing:
        undo(folder)
        for line in build_lines(folder):
            click.echo(line, err=True)
        return
    from kg.builds.build import build as run
    from kg.cli.progress import show_progress, summary_lines

    with show_progress(quiet, verbose=verbose) as progress:
        report = run(
            sources,
            folder,
            add=add,
            mirror=mirror,
            jobs=jobs,
            cluster=cluster,
            manifest=manifest,
            curation=curation,
            ocr=ocr,
            progress=progress,
        )
    for line in summary_lines(report, folder, verbose=verbose):
        click.echo(printable(line), err=True)
    kept = bytes_of_previous(folder)
    if kept is not None:
        size = megabytes(kept)
        click.echo(
            f"the previous build is kept ({size} more); back to it: kg build --undo", err=True
        )
    if ctx.get_parameter_source("folder") is ParameterSource.ENVIRONMENT:
        click.echo(f"{folder} is the graph of $KG_GRAPH; -o names another", err=True)
    ctx.exit(1 if report.failures else 0)


def _check_usage(
    ctx: click.Context, sources: tuple[Path, ...], *, add: bool, mirror: bool, undoing: bool
) -> None:
    if undoing and (sources or add or mirror):
        raise click.UsageError("--undo takes no SOURCES, --add or --mirror", ctx)
    if not undoing and not sources:
        raise click.UsageError("Missing argument 'SOURCES...'.", ctx)
    if add and mirror:
        raise click.UsageError("--add keeps what --mirror removes; give one of them", ctx)
