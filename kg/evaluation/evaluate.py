"""Evaluates a build: its facts and findings against the gold files of the same documents.

The documents are built in one flat folder, named after their gold files, so that names and folders
give nothing away.  Only the answers of the standard queries are compared.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.builds.build import build
from kg.documents.sources import Failure
from kg.errors import InputError
from kg.evaluation import sentences as by
from kg.evaluation.calibration import Calibration, Outcome, calibrate, outcomes
from kg.evaluation.gold import Gold, read_gold
from kg.evaluation.matching import Miss, Tally, compare, mean
from kg.evaluation.predictions import Rows, facts_of, findings_of, query_documents
from kg.model import Progress
from kg.store.graph import Graph, open_graph

__all__ = ["TYPES", "DocumentScore", "Evaluation", "evaluate"]

#: Groups of documents in the score tables, by type of inspection; news and pages are "story".
TYPES = {
    "single-inspection": "single",
    "ilacs": "ilacs",
    "focused-visit": "letter",
    "monitoring-visit": "letter",
    "joint-targeted-area": "joint",
    "area-send": "send",
    "story": "story",
    "other": "other",
}

#: Kinds of document that others write about an inspection.
STORIES = ("news", "page")

#: Characters shown on either side of a miss.
CONTEXT_LENGTH = 60


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """The scores of one document.

    `wording`, `place` and `ceiling` are tallies of its sentences by kind, and of first themes
    under "theme": by the wording of all findings, by the finding at the sentence's place, and by
    wording as if every label were right.
    """

    name: str
    source: str
    type: str
    facts: Mapping[str, Tally]
    wording: Mapping[str, Tally]
    place: Mapping[str, Tally]
    ceiling: Mapping[str, Tally]
    outcomes: tuple[Outcome, ...]
    misses: tuple[Miss, ...]
    exact: int
    inexact: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all documents, and the documents that can't be read."""

    documents: tuple[DocumentScore, ...]
    failures: tuple[Failure, ...]

    def total(self, part: str, kind: str | None = None) -> dict[str, Tally]:
        """The tallies of a part ("facts", "wording", "place", "ceiling"), of one type or of all."""
        out: dict[str, Tally] = {}
        for document in self.documents:
            if kind in (None, document.type):
                for name, tally in getattr(document, part).items():
                    out[name] = out.get(name, Tally()) + tally
        return out

    @property
    def scores(self) -> dict[str, Tally]:
        """The tallies behind the mean: facts, then findings by wording."""
        findings = {finding_fact(name): tally for name, tally in self.total("wording").items()}
        return {**self.total("facts"), **findings}

    @property
    def mean(self) -> float:
        """The mean F1 over the kinds of fact that are complete in the gold."""
        return mean(self.scores)

    @property
    def calibration(self) -> Calibration:
        """The calibration of the findings' confidence."""
        return calibrate(outcome for document in self.documents for outcome in document.outcomes)


def finding_fact(kind: str) -> str:
    """The name of a kind of sentence among the facts."""
    return "finding theme" if kind == "theme" else f"finding: {kind}"


def evaluate(
    gold_folder: Path,
    documents: Path,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Evaluation:
    """Build the documents that the gold files name, and compare.

    Raises InputError if a gold file can't be read, or a document is not in `documents`.
    """
    golds = read_gold(gold_folder)
    sources = {gold.name: _source(gold, documents) for gold in golds}
    with tempfile.TemporaryDirectory(prefix="kg-evaluate-", ignore_cleanup_errors=True) as work:
        documents_folder, graph_folder = Path(work, "documents"), Path(work, "graph")
        documents_folder.mkdir()
        for name, source in sources.items():
            _copy(source, documents_folder / f"{name}{source.suffix}")
        report = build([documents_folder], graph_folder, jobs=jobs, progress=progress)
        with open_graph(graph_folder) as graph:
            rows = query_documents(graph, sources)
            scores = tuple(_score(gold, graph, rows[gold.name]) for gold in golds)
    by_file = {f"{name}{source.suffix}": str(source) for name, source in sources.items()}
    ignored = (Failure(name, "an unknown format") for name in report.ignored)
    return Evaluation(
        scores,
        tuple(
            Failure(by_file.get(failure.name, failure.name), failure.reason)
            for failure in (*report.failures, *ignored)
        ),
    )


def _source(gold: Gold, documents: Path) -> Path:
    path = documents / gold.source
    if not path.is_file():
        raise InputError(f"{path}: no such document; {gold.name}.sents.json names it as its source")
    return path


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise InputError(f"{source}: can't be read: {error.strerror or error}") from None


def _score(gold: Gold, graph: Graph, rows: Rows) -> DocumentScore:
    text = next((graph.text(row["sha256"]) or "" for row in rows["documents"]), "")
    found = findings_of(rows)
    places = by.locate(text, gold.sentences)
    perfect = by.with_labels(gold.sentences, found, places)
    texts = [sentence.text for sentence in gold.sentences]
    wording, misread = by.tallies(gold.sentences, [by.by_wording(words, found) for words in texts])
    place, _ = by.tallies(gold.sentences, [by.by_place(place, found) for place in places])
    ceiling, _ = by.tallies(gold.sentences, [by.by_wording(words, perfect) for words in texts])
    facts, misses = compare(gold.name, gold.facts, facts_of(rows))
    exact = sum(text[slice(*finding.range)] == finding.text for finding in found)
    return DocumentScore(
        name=gold.name,
        source=gold.source,
        type=_type(gold, rows),
        facts=facts,
        wording=wording,
        place=place,
        ceiling=ceiling,
        outcomes=tuple(outcomes(gold.sentences, places, found)),
        misses=(
            *(_with_quote(miss, text) for miss in misses),
            *(
                Miss(
                    gold.name,
                    finding_fact(sentence.kind),
                    "misread",
                    f"{sentence.number}, as {predicted.kind}",
                    sentence.text,
                )
                for sentence, predicted in misread
            ),
        ),
        exact=exact,
        inexact=len(found) - exact,
        unplaced=sum(
            place is None and any(map(str.isalpha, sentence.text))
            for place, sentence in zip(places, gold.sentences, strict=True)
        ),
    )


def _type(gold: Gold, rows: Rows) -> str:
    story = any(row["kind"] in STORIES for row in rows["documents"])
    return TYPES["story"] if story else TYPES.get(gold.inspection_type or "other", "other")


def _with_quote(miss: Miss, text: str) -> Miss:
    """The miss, with the words around its name as its quote if it has none."""
    at = text.casefold().find(miss.value.partition(", ")[0].casefold())
    if miss.quote or at < 0 or not miss.value:
        return miss
    around = text[max(0, at - CONTEXT_LENGTH) : at + CONTEXT_LENGTH]
    return Miss(miss.document, miss.fact, miss.what, miss.value, " ".join(around.split()))
