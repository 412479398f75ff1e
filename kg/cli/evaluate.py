"""`kg evaluate`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from kg.cli.options import Command

__all__ = ["evaluate"]


@click.command(cls=Command)
@click.argument("gold", metavar="GOLD", type=click.Path(path_type=Path))
@click.option(
    "--docs",
    "documents",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder of the documents. Gold files name documents by their paths in it.",
)
@click.option(
    "--json",
    "target",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Also write all results to this file: tallies, tables by type, calibration, misses.",
)
@click.option("--misses", is_flag=True, help="List missed, extra and misread facts with quotes.")
@click.option(
    "--fail-under",
    "least",
    metavar="X",
    type=click.FloatRange(0, 1),
    help="Exit with 1 if the mean F1 is below X.",
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
    """Score a build against GOLD, facts checked by hand.

    GOLD is a folder that holds NAME.gold.json and NAME.sents.json for each document. The documents
    are built into a temporary folder, and the answers of the standard queries are compared with the
    gold.

    Prints precision, recall and F1 for each kind of fact; scores for sentences, by the wording of
    all findings and, more strictly, by the finding at the same place; F1 by type of document; and
    how well the confidence of findings predicts how many are right. Each count is the number of
    facts in the gold.
    """
    from kg.atomic_files import write_atomically
    from kg.cli.progress import show_progress
    from kg.evaluation import score_tables
    from kg.evaluation.evaluate import evaluate as run

    with show_progress(quiet=False) as progress:
        found = run(gold, documents, jobs=min(4, os.cpu_count() or 1), progress=progress)
    for line in score_tables.lines(found):
        click.echo(line)
    if misses:
        for line in score_tables.miss_lines(found):
            click.echo(line)
    if target is not None:
        write_atomically(target, score_tables.to_json(found))
    if least is not None and found.mean < least:
        click.echo(f"mean F1 {found.mean:.3f} is below {least:g}", err=True)
        ctx.exit(1)
