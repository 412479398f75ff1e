"""How good a build is: its facts and findings against gold made from the same documents.

The documents of the gold are built by themselves, in one flat folder under the names of their gold
files, so that a document's name gives nothing away.  What is compared is what the standard queries
answer, nothing inside.
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
from kg.evaluation.calibration import Calibration, Vote, calibrate, votes
from kg.evaluation.gold import Gold, read_gold
from kg.evaluation.matching import Miss, Tally, compare, mean
from kg.evaluation.predictions import Rows, ask, facts_of, findings_of
from kg.model import Progress
from kg.store.graph import Graph, open_graph

__all__ = ["TYPES", "DocumentScore", "Evaluation", "evaluate"]

#: The types of document that scores are told by: the type of the inspection, where the document
#: is a report or a letter of the inspectorate itself.
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

#: Documents that others write about an inspection.
STORIES = ("news", "page")

#: Words of a document that are shown around a miss, in characters either side.
AROUND = 60


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """How one document was read.

    `wording`, `place` and `ceiling` are tallies of its sentences by kind, and of first themes
    under "theme": judged by the wording of all findings, by the finding at their place, and by
    wording if every label were right.
    """

    name: str
    source: str
    type: str
    facts: Mapping[str, Tally]
    wording: Mapping[str, Tally]
    place: Mapping[str, Tally]
    ceiling: Mapping[str, Tally]
    votes: tuple[Vote, ...]
    misses: tuple[Miss, ...]
    exact: int
    inexact: int
    unplaced: int


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores of all documents, and the documents that could not be read."""

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
        """All that the mean is made of: facts, then findings by wording."""
        findings = {finding_fact(name): tally for name, tally in self.total("wording").items()}
        return {**self.total("facts"), **findings}

    @property
    def mean(self) -> float:
        """The mean F1 over kinds of fact whose gold is complete."""
        return mean(self.scores)

    @property
    def calibration(self) -> Calibration:
        """Whether the confidence of findings is the share that is right."""
        return calibrate(vote for document in self.documents for vote in document.votes)


def finding_fact(kind: str) -> str:
    """What a kind of sentence is called among the facts."""
    return "finding theme" if kind == "theme" else f"finding: {kind}"


def evaluate(
    gold_folder: Path,
    documents: Path,
    *,
    jobs: int = 1,
    progress: Progress | None = None,
) -> Evaluation:
    """Build the documents that the gold names, and compare.

    Raises InputError when the gold can't be read, or a document of it is not below `documents`.
    """
    golds = read_gold(gold_folder)
    sources = {gold.name: _source(gold, documents) for gold in golds}
    with tempfile.TemporaryDirectory(prefix="kg-evaluate-", ignore_cleanup_errors=True) as home:
        flat, graph_folder = Path(home, "documents"), Path(home, "graph")
        flat.mkdir()
        for name, source in sources.items():
            _copy(source, flat / f"{name}{source.suffix}")
        report = build([flat], graph_folder, jobs=jobs, progress=progress)
        with open_graph(graph_folder) as graph:
            rows = ask(graph, sources)
            scores = tuple(_score(gold, graph, rows[gold.name]) for gold in golds)
    by_file = {f"{name}{source.suffix}": str(source) for name, source in sources.items()}
    ignored = (Failure(name, "no format that kg reads") for name in report.ignored)
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
        raise InputError(f"{path}: no such document, which the gold of {gold.name} was made from")
    return path


def _copy(source: Path, target: Path) -> None:
    try:
        shutil.copyfile(source, target)
    except OSError as error:
        raise InputError(f"{source}: can't be read ({error.strerror or error})") from None


def _score(gold: Gold, graph: Graph, rows: Rows) -> DocumentScore:
    text = next((graph.text(row["sha256"]) or "" for row in rows["documents"]), "")
    found = findings_of(rows)
    places = by.locate(text, gold.sentences)
    right = by.with_labels(gold.sentences, found, places)
    texts = [sentence.text for sentence in gold.sentences]
    wording, misread = by.tallies(gold.sentences, [by.by_wording(one, found) for one in texts])
    place, _ = by.tallies(gold.sentences, [by.by_place(one, found) for one in places])
    ceiling, _ = by.tallies(gold.sentences, [by.by_wording(one, right) for one in texts])
    facts, misses = compare(gold.name, gold.facts, facts_of(rows))
    exact = sum(text[slice(*one.range)] == one.text for one in found)
    return DocumentScore(
        name=gold.name,
        source=gold.source,
        type=_type(gold, rows),
        facts=facts,
        wording=wording,
        place=place,
        ceiling=ceiling,
        votes=tuple(votes(gold.sentences, places, found)),
        misses=(
            *(_with_quote(miss, text) for miss in misses),
            *(
                Miss(
                    gold.name,
                    finding_fact(sentence.kind),
                    "misread",
                    f"{sentence.number}, as {reading.kind}",
                    sentence.text,
                )
                for sentence, reading in misread
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
    """A miss without words of its own gets those around its name, where the text has it."""
    at = text.casefold().find(miss.value.partition(", ")[0].casefold())
    if miss.quote or at < 0 or not miss.value:
        return miss
    around = text[max(0, at - AROUND) : at + AROUND]
    return Miss(miss.document, miss.fact, miss.what, miss.value, " ".join(around.split()))
