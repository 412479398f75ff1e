"""`kg train`."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.options import Command

__all__ = ["train"]


@click.command(cls=Command)
@click.argument(
    "sentences", nargs=-1, required=True, type=click.Path(dir_okay=False, path_type=Path)
)
@click.option(
    "--reports",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of documents. If it holds documents that kg has labels for, these are used too.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The model to write, an .npz file.",
)
def train(sentences: tuple[Path, ...], reports: Path | None, output: Path) -> None:
    """Train a sentence classifier on labelled SENTENCES.

    SENTENCES are files of JSON lines. A line is {"doc": "...", "text": "...", "kind": "strength",
    "themes": ["workforce"]}; lines are in document order. Prints how well the classifier does on
    documents that it was not trained on. To build with the new model, set the environment variable
    KG_MODEL to its path. Needs inspection-kg[train].
    """
    from kg.atomic_files import write_atomically
    from kg.evaluation import labelled, training

    rows = [row for path in sentences for row in labelled.read_labelled(path)]
    if reports is not None:
        rows += labelled.read_ranges(labelled.labels_folder(), reports)
    rows = labelled.without_duplicates(rows)
    trained = training.train(rows, lambda done: click.echo(done, err=True))
    for line in training.lines(rows, trained):
        click.echo(line)
    write_atomically(output, trained.classifier.to_bytes())
