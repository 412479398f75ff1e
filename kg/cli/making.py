"""Commands that make: a graph, a measurement, a model."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kg.cli.base import Command

__all__ = ["build", "evaluate", "train"]


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
    from kg.build import build as run
    from kg.progress import show_progress, summary_lines

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


@click.command(cls=Command)
@click.argument("gold", metavar="GOLD", type=click.Path(path_type=Path))
@click.option(
    "--docs",
    "documents",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder that holds the documents: each gold file names its own by a path below it.",
)
@click.option(
    "--json",
    "target",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write everything to this file too: tallies, tables by type, calibration, misses.",
)
@click.option("--misses", is_flag=True, help="List what was missed, extra or misread, with quotes.")
@click.option(
    "--fail-under",
    "least",
    metavar="X",
    type=click.FloatRange(0, 1),
    help="Exit with 1 when the mean F1 is below X.",
)
@click.pass_context
def evaluate(
    ctx: click.Context,
    gold: Path,
    documents: Path,
    target: Path | None,
    misses: bool,
    least: float | None,
) -> None:
    """Measure what a build finds against GOLD, a folder of facts that documents are known to state.

    GOLD holds NAME.gold.json and NAME.sents.json for each document. The documents are built in a
    folder of their own, which is removed again, and compared by what the standard queries answer.

    Shown are precision, recall and F1 for each kind of fact; sentences judged by the wording of
    all findings and, more strictly, by the finding at their place; F1 by type of document; and
    whether the confidence of findings is the share of them that is right. Each count says how
    many there are in the gold.
    """
    from kg.evaluation import evaluate as run
    from kg.evaluation import tables
    from kg.files import write_atomically
    from kg.progress import show_progress

    with show_progress(quiet=False) as progress:
        found = run(gold, documents, jobs=min(4, os.cpu_count() or 1), progress=progress)
    for line in tables.lines(found):
        click.echo(line)
    if misses:
        for line in tables.miss_lines(found):
            click.echo(line)
    if target is not None:
        write_atomically(target, tables.to_json(found))
    if least is not None and found.mean < least:
        click.echo(f"mean F1 {found.mean:.3f} is below {least:g}", err=True)
        ctx.exit(1)


@click.command(cls=Command)
@click.argument(
    "sentences", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path)
)
@click.option(
    "--reports",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of documents: kg's own labels of those among them are used too.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The model to write, an .npz file.",
)
def train(sentences: tuple[Path, ...], reports: Path | None, output: Path) -> None:
    """Train another sentence classifier from SENTENCES, JSON lines of labelled sentences.

    A line is {"doc": "...", "text": "...", "kind": "strength", "themes": ["workforce"]}, in
    document order. Shown is how well it does on documents that it was not trained on. A build
    uses the model that the environment variable KG_MODEL names. Needs inspection-kg[train].
    """
    from kg import labelled, training
    from kg.files import write_atomically

    rows = [row for path in sentences for row in labelled.read_labelled(path)]
    if reports is not None:
        rows += labelled.read_ranges(labelled.labels_folder(), reports)
    rows = labelled.once(rows)
    trained = training.train(rows, lambda done: click.echo(done, err=True))
    for line in training.lines(rows, trained):
        click.echo(line)
    write_atomically(output, trained.classifier.to_bytes())
