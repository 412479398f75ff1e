"""`kg evaluate` over the examples: what is found, what is printed, what cannot be compared."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.cli.evaluate import evaluate as command
from kg.errors import InputError
from kg.evaluation.evaluate import evaluate
from kg.evaluation.gold import read_gold
from kg.evaluation.matching import Tally
from places import ROOT, TESTS

GOLD = TESTS / "gold"


Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the gold over the examples, to be spoilt."""
    return shutil.copytree(GOLD, tmp_path / "gold")


def change(path: Path, key: str, value: object) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    data[key] = value
    path.write_text(json.dumps(data), encoding="utf-8")


# --- gold files ---


@pytest.mark.parametrize(
    ("spoil", "words", "reason"),
    [
        (lambda f: [p.unlink() for p in f.iterdir()], ("gold: no gold files", "NAME.gold.json"), "an empty folder"),
        (shutil.rmtree, ("gold: no gold files",), "no folder"),
        (lambda f: (f / "story.gold.json").write_text("{", encoding="utf-8"), ("story.gold.json: not JSON",), "cut short"),
        (lambda f: (f / "story.gold.json").write_bytes(b"\xff\xfe\x00"), ("story.gold.json: not JSON",), "no text"),
        (lambda f: (f / "story.gold.json").write_text("[]", encoding="utf-8"), ("story.gold.json: not a gold file",), "a list"),
        (lambda f: (f / "story.sents.json").unlink(), ("story.sents.json: can't be read",), "no sentences beside it"),
        (lambda f: change(f / "story.sents.json", "source", None), ("story.sents.json", "must be text, not None"), "no source"),
        (lambda f: change(f / "story.gold.json", "id", "tale"), ("story.gold.json", "'tale'"), "another name"),
        (lambda f: change(f / "story.gold.json", "leaders", [{"name": "A"}]), ("story.gold.json", "'role' is missing"), "a fact without a part"),
        (lambda f: change(f / "story.gold.json", "sentences", [{"i": 0, "kind": "good", "themes": []}]), ("story.gold.json", "'good'"), "a label that is none"),
        (lambda f: change(f / "story.gold.json", "sentences", [{"i": 99, "kind": "none", "themes": []}]), ("story.gold.json", "99 is missing"), "a label of no sentence"),
        (lambda f: change(f / "story.sents.json", "source", "corpus/gone.html"), ("gone.html: no such document", "story"), "no document"),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_named_in_one_line(
    small: Path,
    examples: Path,
    spoil: Callable[[Path], object],
    words: tuple[str, ...],
    reason: str,
) -> None:
    spoil(small)
    with pytest.raises(InputError) as caught:
        evaluate(small, examples)
    message = str(caught.value)
    assert all(word in message for word in words), f"{reason}: {message}"
    assert "\n" not in message


# --- all of it, over the examples ---


@pytest.fixture(scope="module")
def evaluated(
    run_kg: Run, examples: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """What the command printed about the small gold, and wrote."""
    target = tmp_path_factory.mktemp("small") / "scores.json"
    done = run_kg("evaluate", GOLD, "--docs", examples, "--misses", "--json", target)
    assert done.returncode == 0, done.stderr
    return done, json.loads(target.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("fact", "gold"),
    [("council", 3), ("inspection type", 3), ("dates", 5), ("judgements", 5), ("inspector roles", 3)],
)  # fmt: skip
def test_the_facts_of_the_examples_are_found(
    evaluated: tuple[object, dict[str, Any]], fact: str, gold: int
) -> None:
    _, values = evaluated
    tally = values["facts"][fact]
    assert (tally["f1"], tally["gold"], tally["tp"]) == (1.0, gold, gold)


def test_what_is_printed_is_what_is_written(
    evaluated: tuple[subprocess.CompletedProcess[str], dict[str, Any]],
) -> None:
    done, values = evaluated
    lines = done.stdout.splitlines()
    for fact, tally in values["facts"].items():
        row = next(line for line in lines if line.startswith(fact))
        assert f"{tally['f1']:.3f}" in row
    assert any(f"{values['mean']:.3f}" in line for line in lines if line.startswith("mean F1"))
    total = values["exact"] + values["inexact"]
    assert f"{total} of {total} findings quote the text at their range exactly" in lines
    assert values["by_type"].keys() == {"ilacs", "letter", "story"}
    assert (
        f"{values['calibration']['error']:.3f}"
        in lines[
            next(n for n, line in enumerate(lines) if line.startswith("expected calibration error"))
        ]
    )
    for miss in values["misses"]:
        assert any(miss["value"] in line and miss["document"] in line for line in lines)


def test_right_labels_score_one_where_no_sentence_resembles_another(
    evaluated: tuple[object, dict[str, Any]],
) -> None:
    _, values = evaluated
    assert {kind: tally["f1"] for kind, tally in values["ceiling"].items()} == dict.fromkeys(
        ("strength", "weakness", "recommendation", "none", "theme"), 1.0
    )
    assert values["unplaced"] == 0


def test_a_sentence_is_misread_once_and_with_its_words(
    evaluated: tuple[object, dict[str, Any]],
) -> None:
    _, values = evaluated
    texts = {text.text for gold in read_gold(GOLD) for text in gold.sentences}
    misread = [miss for miss in values["misses"] if miss["what"] == "misread"]
    assert len({(miss["document"], miss["value"]) for miss in misread}) == len(misread)
    assert all(miss["quote"] in texts for miss in misread)


@pytest.mark.parametrize(("least", "code"), [("0", 0), ("1", 1)])
def test_fail_under(run_kg: Run, examples: Path, least: str, code: int) -> None:
    done = run_kg("evaluate", GOLD, "--docs", examples, "--fail-under", least)
    assert done.returncode == code
    assert ("is below 1" in done.stderr) == bool(code)


def test_errors_are_one_line(run_kg: Run, tmp_path: Path) -> None:
    done = run_kg("evaluate", tmp_path, "--docs", tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [f"kg: {tmp_path}: no gold files; name them NAME.gold.json"]


def test_a_document_that_cannot_be_read_is_named_and_all_of_it_missed(
    small: Path, examples: Path
) -> None:
    change(small / "story.sents.json", "source", "bad/locked.pdf")
    found = evaluate(small, examples)
    (failure,) = found.failures
    assert failure.name == str(examples / "bad/locked.pdf")
    assert "password" in failure.reason
    story = next(one for one in found.documents if one.name == "story")
    assert story.facts["council"] == Tally(fn=1)
    assert found.total("facts")["council"] == Tally(tp=2, fn=1)


# --- beside the project ---


def test_the_numbers_are_those_of_the_scorer(
    shared: Path,
    environment: dict[str, str],
    examples: Path,
    evaluated: tuple[object, dict[str, Any]],
    tmp_path: Path,
) -> None:
    """The same on the small gold, where mentions and tenures are absent."""
    target = tmp_path / "scores.json"
    done = subprocess.run(
        [
            *(sys.executable, str(shared / "eval" / "score.py"), str(GOLD), str(examples)),
            *("--kg", shlex.join([sys.executable, "-m", "kg"]), "--json", str(target)),
        ],
        env=environment, cwd=tmp_path, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    theirs = json.loads(target.read_text(encoding="utf-8"))
    _, ours = evaluated
    assert ours["mean"] == pytest.approx(theirs["mean"], abs=1e-12)
    for fact, values in theirs.items():
        if isinstance(values, dict):
            assert ours["facts"][fact]["f1"] == pytest.approx(values["f1"], abs=1e-12), fact
            assert ours["facts"][fact]["gold"] == values["gold"], fact


def test_the_page_gives_the_command_that_make_runs() -> None:
    page = (ROOT / "docs" / "evaluation.md").read_text(encoding="utf-8")
    line = next(line for line in page.splitlines() if line.startswith("$ kg evaluate "))
    context = command.make_context("evaluate", shlex.split(line)[3:])
    assert context.params["gold"] == Path("../shared/corpus/gold")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(SHARED)", "../shared")
    assert f"$(BIN)/{line[2:]};" in makefile
