"""What each step of the reading of prose gives: `ablation.py`.

The same documents are built with parts of the reading taken out, and the facts are compared with
the gold.  The steps, each with what those before it have:

- patterns: the release before the parser (`BEFORE`), from git: facts from words that are near
- grammar: frames bound within their sentence; each is of the council that its own clause names,
  or else of the one that the document names most; a sentence has the speaker that it names itself
- discourse: whose page it is, sections, topics, speakers of quotations and of lists
- without moods: the same, but the mood and tense of a verb ("could be", "hopes to be", "had been")
  change nothing; without moods and times: whatever a clause says is read as said of now
- trained parts: with moods and times, and the models of voices and of kinds of sentences; this is
  `kg` as it is

Without the trained parts, narration is the writer's, and the sentence classifier, which learned
from reports alone, decides whether and what a sentence finds.

Header facts are the council, the type, the dates, the judgements and the earlier inspections: the
mean of their five F1.  False header facts are those of these kinds that the gold has neither in
this nor in a coarser or finer form, under the council that has them.  F1 of findings is the mean
of strengths, weaknesses and recommendations, by the wording of the sentence.  Others' words are
labelled sentences of a council or of others that pass on nothing that inspectors found.

Of the minimal inputs (`tests/prose/kinds.toml`, a few sentences each, written to mislead) judgements
alone are counted, in the cases that say which are right.

Parts are replaced from here, so that `kg` needs no switches for them.  All is built in a temporary
folder; the whole takes some five minutes.  From a checkout:

    PYTHONPATH=. .venv/bin/python tests/bench/ablation.py
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import numpy as np

from kg.evaluation.gold import Gold, council_facts, read_gold
from kg.evaluation.matching import Tally, compare
from kg.evaluation.predictions import QUERIES, Rows, facts_of, findings_of
from kg.evaluation.sentences import by_wording, tallies
from kg.extraction.classifier import Verdict
from kg.extraction.classifier import load as load_classifier
from kg.extraction.features import SentenceInContext
from kg.extraction.prose import findings as prose_findings
from kg.extraction.prose import (
    grades,
    inspections,
    reading,
    readings,
    statements,
    visits,
    voices,
)
from kg.extraction.prose.dates import DateMention
from kg.extraction.prose.discourse import Name, Read, Topics
from kg.extraction.prose.frames import Frames, frames_of
from kg.extraction.prose.grammar import Sentence
from kg.extraction.prose.inspection_types import Told
from kg.extraction.prose.reading import Time
from kg.extraction.prose.readings import Reading
from kg.gazetteer import Gazetteer
from kg.model import Document, PartialDate

ROOT = Path(__file__).parents[2]
#: The last commit that read prose by patterns alone.
BEFORE = "0fc5ee7"
#: Sets of documents with gold: name, gold folder, folder of documents.
SETS = (
    ("in sight", ROOT / "tests/prose/gold", ROOT / "tests/prose/docs"),
    ("held out", ROOT / "tests/prose/held-gold", ROOT / "tests/prose/held-docs"),
    ("shared", ROOT.parent / "shared/corpus/prose/gold", ROOT.parent / "shared/corpus/prose/docs"),
)
KINDS = ROOT / "tests/prose/kinds.toml"
METADATA = ("url", "published", "title", "publisher")
HEADER = ("council", "inspection type", "dates", "judgements", "previous inspections")
FOUND = ("strength", "weakness", "recommendation")
OTHERS = ("council", "other")

Patches = Sequence[tuple[object, str, object]]


# What takes the place of a part that is left out


def no_topics(
    document: Document, read: Sequence[Read], names: Sequence[Name], publisher: str | None
) -> Topics:
    """Topics without discourse: a sentence is about the council that the document names most."""
    if not names:
        return Topics((), {sentence.start: () for sentence in read})
    counts = Counter(name.gss for name in names)
    most = max(counts, key=lambda gss: (counts[gss], gss))
    others = [gss for gss in dict.fromkeys(name.gss for name in names) if gss != most]
    return Topics((most, *others), {sentence.start: (most,) for sentence in read})


def frames_alone(
    text: str,
    sentence: Sentence,
    dates: Sequence[DateMention],
    councils: Sequence[tuple[int, int]],
    today: PartialDate | None,
    last_grade: str | None,
    **others: bool,
) -> Frames:
    """The frames of a sentence, without what the sentence before leaves for "that grade"."""
    return frames_of(text, sentence, dates, councils, today, None, **others)


def own_speakers(
    text: str, found: Sequence[Reading], spoken: Sequence[object]
) -> Iterator[Reading]:
    """Readings with the speaker that each sentence names itself, and no other."""
    for one in found:
        speaker, rule = readings._own_speaker(text[one.start : one.end], one, None, None)
        yield replace(one, speaker=speaker, rule=rule)


def unopened(text: str, shown: Sequence[object], found: Sequence[Reading]) -> Iterator[Reading]:
    """Readings without the line above their list or their heading."""
    yield from found


def voices_by_rule(document: Document, passages: Sequence[Any]) -> tuple[voices.Voiced, ...]:
    """Who says each sentence, by its speaker alone."""
    found = readings.read(document, passages)
    classes = ("inspectorate", voices.RELAYS, *OTHERS, voices.NARRATION)
    chances = np.array([[float(label == _voice(one)) for label in classes] for one in found])
    empty = np.zeros((0, len(classes)))
    model = _Classes(classes)
    return voices.decide(document, found, chances if len(found) else empty, model)  # type: ignore[arg-type]


@dataclass(frozen=True)
class _Classes:
    classes: tuple[str, ...]


def _voice(one: Reading) -> str:
    """The class of a sentence: its speaker's; a quotation of nobody is somebody else's."""
    voice = one.speaker.voice if one.speaker is not None else None
    if voice in ("inspectorate", *OTHERS):
        return str(voice)
    if one.rule == "passive":
        return "inspectorate"
    return "council" if one.share >= readings.QUOTED else voices.NARRATION


@dataclass(frozen=True)
class ReportKinds:
    """Kinds of sentences by the classifier of reports, in the place of `KindReader`."""

    sentences: Sequence[SentenceInContext]

    @classmethod
    def of(cls, sentences: Sequence[SentenceInContext], heard: Sequence[float]) -> ReportKinds:
        """A reader of the sentences of a document; who is heard makes no difference."""
        return cls(sentences)

    def verdicts(self) -> Sequence[Verdict]:
        """A verdict for each sentence."""
        return list(load_classifier().classify(self.sentences))

    def clauses(self, at: int, clauses: Sequence[SentenceInContext]) -> Sequence[Verdict]:
        """A verdict for each clause of a sentence."""
        return list(load_classifier().classify(clauses))


def no_moods(token: object) -> frozenset[str]:
    """The moods of a clause: none."""
    return frozenset()


def always_now(*given: object, **named: object) -> Time:
    """When what a clause says holds: now."""
    return Time.NOW


def nothing(*given: object) -> None:
    """In the place of what finds something, or nothing."""


def nothing_told(*given: object, **more: object) -> Told:
    """What the words of a whole document tell of the type of its inspection: nothing."""
    return Told(None, 0, 0, None, reports=False, monitored=False)


UNTRAINED: Patches = (
    (voices, "voices", voices_by_rule),
    (prose_findings, "KindReader", ReportKinds),
)
ALONE: Patches = (
    (inspections, "topics_of", no_topics),
    (inspections, "publishing_council", nothing),
    (inspections, "is_about_inspection", lambda document: True),
    (inspections, "types_told", nothing_told),
    (inspections, "_with_cause", lambda account: account),
    (statements, "frames_of", frames_alone),
    (statements, "_as_before", lambda grades, before: grades),
    (readings, "_with_openings", unopened),
    (readings, "_with_speakers", own_speakers),
)
MOODLESS: Patches = ((reading, "moods", no_moods), (grades, "moods", no_moods))
TIMELESS: Patches = ((grades, "time_of", always_now), (visits, "time_of", always_now))

#: The steps by what each replaces; None is the release before.
STEPS: Mapping[str, Patches | None] = {
    "patterns": None,
    "grammar": (*UNTRAINED, *ALONE),
    "+ discourse": UNTRAINED,
    "+ discourse, without moods": (*UNTRAINED, *MOODLESS),
    "+ discourse, without moods and times": (*UNTRAINED, *MOODLESS, *TIMELESS),
    "+ trained parts": (),
}


@contextmanager
def replaced(patches: Patches) -> Iterator[None]:
    """The parts of `kg` replaced, each of which must exist."""
    with ExitStack() as stack:
        for module, name, part in patches:
            stack.enter_context(patch.object(module, name, part))
        yield


# Building and asking


def build_here(step: str, documents: Path, graph: Path, manifest: Path | None) -> None:
    """Build documents in this process, where the replaced parts are."""
    from kg.builds import document_job
    from kg.builds.build import build

    def one_by_one(todo: Sequence[Any], jobs: int, cluster: str | None) -> Iterator[Any]:
        yield from ((job, document_job.run(job)) for job in todo)

    patches = STEPS[step] or ()
    with replaced(patches), patch.object(document_job, "run_jobs", one_by_one):
        build([documents], graph, manifest=manifest)


def child(code: Path, *arguments: str | Path) -> str:
    """The output of a Python process that imports `kg` from a folder."""
    environment = {**os.environ, "PYTHONPATH": str(code)}
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(
        command, cwd=code, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)}: {done.stderr[-2000:]}")
    return done.stdout


def code_of(step: str, work: Path) -> Path | None:
    """The folder with the code of a step; None if this checkout lacks the release before."""
    if STEPS[step] is not None:
        return ROOT
    folder = work / "before"
    if not folder.exists():
        archive = subprocess.run(
            ["git", "archive", BEFORE], cwd=ROOT, capture_output=True, check=False
        )
        if archive.returncode:
            return None
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
            tar.extractall(folder, filter="data")
    return folder


def rows_of(code: Path, graph: Path, names: Sequence[str]) -> dict[str, Rows]:
    """The rows of the standard queries, by document."""
    rows: dict[str, dict[str, list[Mapping[str, str]]]] = {
        name: {query: [] for query in QUERIES} for name in names
    }
    for query in QUERIES:
        answer = child(code, "-m", "kg", "query", query, "--graph", graph, "-f", "csv")
        for row in csv.DictReader(io.StringIO(answer)):
            rows[Path(row["document"]).stem][query].append(row)
    return dict(rows)


def build(code: Path, step: str, documents: Path, graph: Path, *options: str | Path) -> None:
    """Build documents with the code of a step."""
    if code is ROOT:
        child(code, __file__, "--build", step, documents, graph, *options)
    else:
        child(code, "-m", "kg", "build", documents, "-o", graph, *options)


def measure(step: str, gold: Path, documents: Path, work: Path) -> Scores | None:
    """The scores of a step on a set of documents."""
    code = code_of(step, work)
    if code is None:
        return None
    golds = read_gold(gold)
    with tempfile.TemporaryDirectory(dir=work) as folder:
        flat, graph = Path(folder, "documents"), Path(folder, "graph")
        flat.mkdir()
        for each in golds:
            source = documents / each.source
            shutil.copyfile(source, flat / f"{each.name}{source.suffix}")
        build(code, step, flat, graph)
        rows = rows_of(code, graph, [each.name for each in golds])
    return scores(golds, gold, rows)


# Counting


@dataclass(frozen=True)
class Scores:
    """The scores of a step on a set of documents."""

    documents: int
    header: float
    false: int
    asserted: int
    findings: float
    taken: int
    spoken: int
    placed: int
    placeable: int


def scores(golds: Sequence[Gold], folder: Path, rows: Mapping[str, Rows]) -> Scores:
    """Compare the rows of documents with their gold."""
    facts: dict[str, Tally] = defaultdict(Tally)
    sentences: dict[str, Tally] = defaultdict(Tally)
    counts: Counter[str] = Counter()
    for gold in golds:
        ours = rows[gold.name]
        for kind, tally in compare(gold.name, gold.facts, facts_of(ours))[0].items():
            facts[kind] += tally
        found = findings_of(ours)
        read = [by_wording(sentence.text, found) for sentence in gold.sentences]
        for kind, tally in tallies(gold.sentences, read)[0].items():
            sentences[kind] += tally
        data = json.loads((folder / f"{gold.name}.gold.json").read_text(encoding="utf-8"))
        counts += count_false(data, ours)
        counts += count_voices(data, gold, ours)
    return Scores(
        documents=len(golds),
        header=sum(facts[kind].f1 for kind in HEADER) / len(HEADER),
        false=counts["false"],
        asserted=counts["asserted"],
        findings=sum(sentences[kind].f1 for kind in FOUND) / len(FOUND),
        taken=counts["taken"],
        spoken=counts["spoken"],
        placed=counts["placed"],
        placeable=counts["placeable"],
    )


def newest(gss: str) -> str:
    """The code of a council as the gold is compared: its newest."""
    return council_facts([gss])[0].values[0] if gss else ""


Fact = tuple[str, ...]


def count_false(data: Mapping[str, Any], rows: Rows) -> Counter[str]:
    """Header facts that are asserted, and those of them that are false."""
    right, asserted = _gold_header(data), _header(rows)
    false = 0
    for kind, facts in asserted.items():
        left = list(right[kind])
        for fact in facts:
            same = next((each for each in left if _fits(kind, each, fact)), None)
            if same is None:
                false += 1
            else:
                left.remove(same)
    return Counter(asserted=sum(map(len, asserted.values())), false=false)


def _fits(kind: str, gold: Fact, found: Fact) -> bool:
    """Whether a fact is that of the gold, or a coarser or finer form of it."""
    if kind == "date":
        finer, coarser = sorted((gold[2], found[2]), key=len, reverse=True)
        return gold[:2] == found[:2] and finer.startswith(coarser)
    if kind == "earlier":
        return gold[0][:4] == found[0][:4] and found[1] in ("", gold[1])
    if kind == "judgement" and "other" in gold[1] + gold[2]:
        return gold[0] == found[0]
    return gold == found


DATES = ("start", "end", "published")


def _gold_header(data: Mapping[str, Any]) -> dict[str, list[Fact]]:
    subjects = [newest(each["gss"]) for each in data["councils"] if each["role"] == "subject"]
    one = {**data["inspection"], "judgements": data["judgements"]}
    if "inspections" in data:
        several = [{**each, "council": newest(each["council"])} for each in data["inspections"]]
    else:
        several = [{**one, "council": gss} for gss in subjects] if one["type"] else []
    return {
        "council": [(gss,) for gss in subjects],
        "type": [(each["council"], each["type"]) for each in several],
        "date": [
            (each["council"], which, each[which])
            for each in several
            for which in DATES
            if each.get(which)
        ],
        "judgement": [
            (each["council"], judgement["area"], judgement["grade"])
            for each in several
            for judgement in each["judgements"]
        ],
        "earlier": [
            (each["when"] or "", each["grade"] or "") for each in data["previous_inspections"]
        ],
    }


def _header(rows: Rows) -> dict[str, list[Fact]]:
    typed = [row for row in rows["inspections"] if row["type"]]
    facts: dict[str, list[Fact]] = {
        "council": [(newest(row["gss"]),) for row in rows["mentions"] if row["role"] == "subject"],
        "type": [(newest(row["gss"]), row["type"]) for row in typed],
        "date": [
            (newest(row["gss"]), which, row[which])
            for row in typed
            for which in DATES
            if row[which]
        ],
        "judgement": [
            (newest(row["gss"]), row["area"], row["grade"]) for row in rows["judgements"]
        ],
        "earlier": [(row["when"], row["grade"]) for row in rows["previous-inspections"]],
    }
    return {
        kind: found if kind == "earlier" else sorted(set(found)) for kind, found in facts.items()
    }


def count_voices(data: Mapping[str, Any], gold: Gold, rows: Rows) -> Counter[str]:
    """Others' sentences, those taken for findings; findings, those under their own council."""
    findings = findings_of(rows)
    subjects = {newest(each["gss"]) for each in data["councils"] if each["role"] == "subject"}
    counts: Counter[str] = Counter()
    for label, sentence in zip(data["sentences"], gold.sentences, strict=True):
        if label["kind"] == "skip":
            continue
        found = by_wording(sentence.text, findings).kind != "none"
        if label.get("by") in OTHERS and not label.get("relays"):
            counts["spoken"] += 1
            counts["taken"] += found
        elif label["kind"] != "none" and found:
            own = {newest(label["council"])} if label.get("council") else subjects
            here = {
                newest(row["gss"])
                for row, finding in zip(rows["findings"], findings, strict=True)
                if by_wording(sentence.text, [finding]).kind != "none"
            }
            counts["placeable"] += 1
            counts["placed"] += bool(here) and here <= own
    return counts


# Minimal inputs


@dataclass(frozen=True)
class Minimal:
    """Judgements of minimal inputs: cases, right ones, those in the gold, false ones."""

    cases: int
    right: int
    gold: int
    false: int


def measure_minimal(step: str, work: Path) -> Minimal | None:
    """The judgements of the minimal inputs that a step reads right and wrong."""
    code = code_of(step, work)
    if code is None:
        return None
    cases = tomllib.loads(KINDS.read_text(encoding="utf-8"))["case"]
    with tempfile.TemporaryDirectory(dir=work) as folder:
        texts, graph, manifest = (Path(folder, name) for name in ("texts", "graph", "m.csv"))
        texts.mkdir()
        with manifest.open("w", encoding="utf-8", newline="") as file:
            given = csv.DictWriter(file, ("file", *METADATA), extrasaction="ignore", restval="")
            given.writeheader()
            for number, case in enumerate(cases):
                name = f"{number}.{case.get('format', 'txt')}"
                (texts / name).write_text(case["text"], encoding="utf-8", newline="\n")
                given.writerow({**case, "file": name})
        build(code, step, texts, graph, *(() if code is ROOT else ("--manifest",)), manifest)
        found = rows_of(code, graph, [str(number) for number in range(len(cases))])
    tally, count = Tally(), 0
    for number, case in enumerate(cases):
        if "judgements" in case:
            count += 1
            tally += _compare_judgements(case["judgements"], found[str(number)]["judgements"])
    return Minimal(count, tally.tp, tally.gold, tally.fp)


def _compare_judgements(
    gold: Sequence[Mapping[str, Any]], rows: Sequence[Mapping[str, str]]
) -> Tally:
    """The judgements of a case; those that the gold calls optional are neither right nor missed."""
    codes = {council.official_name: gss for gss, council in Gazetteer.load().councils.items()}
    wanted, allowed = (
        {
            (newest(codes[each["council"]]), each["area"], each["grade"])
            for each in gold
            if optional or not each.get("optional")
        }
        for optional in (False, True)
    )
    found = {(newest(row["gss"]), row["area"], row["grade"]) for row in rows}
    return Tally(len(wanted & found), len(wanted - found), len(found - allowed))


def minimal_lines(results: Mapping[str, Minimal | None]) -> Iterator[str]:
    """A table of the judgements of the minimal inputs, in Markdown."""
    cases = next((each.cases for each in results.values() if each), 0)
    yield f"| minimal inputs, {cases} | judgements found | false judgements |"
    yield "|---|---|---|"
    for step, found in results.items():
        cells = f"{found.right} of {found.gold} | {found.false}" if found else "– | –"
        yield f"| {step} | {cells} |"


# Telling


def lines(results: Mapping[str, Mapping[str, Scores | None]]) -> Iterator[str]:
    """A table for each set of documents, in Markdown."""
    for name, steps in results.items():
        count = next((each.documents for each in steps.values() if each), 0)
        yield f"| {name}, {count} documents | header F1 | false header facts a document | F1 of findings | others' words taken for findings | findings under their council |"
        yield "|---|---|---|---|---|---|"
        for step, found in steps.items():
            yield (
                f"| {step} | "
                + (" | ".join(_cells(found)) if found else "– | – | – | – | –")
                + " |"
            )
        yield ""


def _cells(found: Scores) -> Iterator[str]:
    yield f"{found.header:.3f}"
    yield f"{found.false / found.documents:.2f} ({found.false} of {found.asserted})"
    yield f"{found.findings:.3f}"
    yield f"{found.taken} of {found.spoken}"
    yield f"{found.placed} of {found.placeable}"


def main() -> None:
    """Measure all steps on all sets of documents, and print a table for each set."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--build", nargs="+", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.build:
        step, documents, graph, *manifest = given.build
        build_here(step, Path(documents), Path(graph), Path(manifest[0]) if manifest else None)
        return
    results: dict[str, dict[str, Scores | None]] = {}
    with tempfile.TemporaryDirectory(prefix="kg-ablation-") as work:
        for name, gold, documents in SETS:
            if not gold.is_dir():
                print(f"no folder {gold}: left out", file=sys.stderr)
                continue
            results[name] = {step: measure(step, gold, documents, Path(work)) for step in STEPS}
            print(f"measured: {name}", file=sys.stderr)
        minimal = {step: measure_minimal(step, Path(work)) for step in STEPS}
    print("\n".join((*lines(results), *minimal_lines(minimal))))


if __name__ == "__main__":
    main()
