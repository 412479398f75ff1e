"""`kg evaluate`: when a found fact is one of the gold, how sentences are judged, what it prints."""

from __future__ import annotations

import json
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg.cli.evaluate import evaluate as command
from kg.errors import InputError
from kg.evaluation.calibration import Vote, calibrate, votes
from kg.evaluation.evaluate import evaluate
from kg.evaluation.gold import Fact, Sentence, council_facts, judgement_facts, read_gold
from kg.evaluation.matching import KINDS, Tally, alike, compare, mean, same_person
from kg.evaluation.sentences import (
    Finding,
    Reading,
    by_place,
    by_wording,
    locate,
    tallies,
    with_labels,
)

ROOT = Path(__file__).resolve().parent.parent
GOLD = Path(__file__).parent / "gold"

Run = Callable[..., "subprocess.CompletedProcess[str]"]


# --- facts ---


@pytest.mark.parametrize(
    ("one", "other", "same", "reason"),
    [
        ("Mary Vale", "Mary Vale", True, "as it is"),
        ("Mary O’Vale", "MARY O'VALE", True, "case and apostrophe"),
        ("M Vale", "Mary Vale", True, "an initial"),
        ("Jon Vale", "Jonathan Vale", True, "the first three letters"),
        ("Mary Jane Vale", "Mary Vale", True, "a name in the middle"),
        ("Mary Vale", "Mark Vale", True, "three letters are all that is asked"),
        ("Mary Vale", "Ruth Vale", False, "another first name"),
        ("Mary Vale", "Mary Dale", False, "another last name"),
        ("", "Mary Vale", False, "no name"),
    ],
)
def test_people(one: str, other: str, same: bool, reason: str) -> None:
    assert same_person(one, other) is same, reason


@pytest.mark.parametrize(
    ("one", "other", "same", "reason"),
    [
        ("Harbour Families", "harbour families", True, "case"),
        ("the Harbour Families programme", "Harbour Families service", True, "words that say what it is"),
        ("Harbour Families Project", "Harbour Family", True, "nearly the same"),
        ("Harbour Families", "Harbour Families and Friends", True, "one within the other"),
        ("Ash", "Ash Tree", False, "within the other, but short"),
        ("Willow", "Harbour", False, "another name"),
        ("the service", "the service", True, "nothing but common words"),
        ("the service", "a team", False, "nothing but other common words"),
    ],
)  # fmt: skip
def test_schemes(one: str, other: str, same: bool, reason: str) -> None:
    assert alike(one, other) is same, reason


NOTHING: dict[str, tuple[Fact, ...]] = {kind.name: () for kind in KINDS}


def facts(*values: str) -> tuple[Fact, ...]:
    """`"a, b"` is a fact with two values."""
    return tuple(Fact(tuple(one.split(", "))) for one in values)


@pytest.mark.parametrize(
    ("kind", "gold", "found", "tally", "reason"),
    [
        ("dates", ["start, 2024-03"], ["start, 2024-03-11"], (1, 0, 0), "finer than the gold"),
        ("dates", ["start, 2024-03-11"], ["start, 2024-03"], (0, 1, 1), "coarser than the gold"),
        ("dates", ["start, 2024-03-11"], ["end, 2024-03-11"], (0, 1, 1), "of something else"),
        ("judgements", ["leadership, good"], ["leadership, good", "adoption, good"], (1, 0, 1), "one too many"),
        ("inspectors", ["Mary Vale, lead"], ["Mary Vale, team"], (1, 0, 0), "the name alone"),
        ("inspector roles", ["Mary Vale, lead"], ["Mary Vale, team"], (0, 1, 1), "the role too"),
        ("named leaders", ["Jo Ash, other:Harbour Master"], ["Jo Ash, other:Master"], (1, 0, 0), "a post in words of its own"),
        ("named leaders", ["Jo Ash, mayor"], ["Jo Ash, lead-member"], (0, 1, 1), "a post of the scheme"),
        ("tenures", ["mayor, 2015"], ["mayor, 2015-02"], (1, 0, 0), "finer than the gold"),
        ("previous inspections", ["2015-02, "], ["2015, good"], (1, 0, 0), "the gold has no grade; the year counts"),
        ("previous inspections", ["2015, good"], ["2015, "], (0, 1, 1), "the grade is missing"),
        ("programmes", ["Harbour Families", "Harbour Families"], ["Harbour Families"], (1, 1, 0), "one to one"),
        ("organisations", [], ["Riverside Trust"], (0, 0, 1), "nothing to find"),
        ("council", ["E06000055"], [], (0, 1, 0), "not found"),
    ],
)  # fmt: skip
def test_facts_match_one_to_one(
    kind: str, gold: list[str], found: list[str], tally: tuple[int, int, int], reason: str
) -> None:
    scores, misses = compare("a", {**NOTHING, kind: facts(*gold)}, {**NOTHING, kind: facts(*found)})
    assert scores[kind] == Tally(*tally), reason
    assert len(misses) == tally[1] + tally[2]
    assert all(miss.fact == kind and miss.document == "a" for miss in misses)


def test_a_council_told_of_as_the_subject_is_not_missed_as_a_mention() -> None:
    bedford = council_facts(["E06000055"])
    scores, _ = compare(
        "a", {**NOTHING, "councils mentioned": bedford}, {**NOTHING, "council": bedford}
    )
    assert scores["councils mentioned"] == Tally()
    assert scores["council"] == Tally(fp=1)


@pytest.mark.parametrize(
    ("codes", "newest", "reason"),
    [
        (["E10000002"], ["E06000060"], "a county that became a unitary council"),
        (["E08000020"], ["E08000037"], "a former code of the same council"),
        (["E10000006"], ["E10000006"], "a county that was divided"),
        (["E10000002", "E06000060"], ["E06000060"], "both codes are one council"),
        (["E99999999"], ["E99999999"], "no council: as it is written"),
    ],
)
def test_codes_of_one_council_are_one(codes: list[str], newest: list[str], reason: str) -> None:
    assert [fact.values[0] for fact in council_facts(codes)] == newest, reason


def test_judgements_in_words_of_their_own_are_not_compared() -> None:
    pairs = [("leadership", "good"), ("other:play", "good"), ("leadership", "other:mixed outcomes")]
    assert list(judgement_facts(pairs)) == [Fact(("leadership", "good"))]


@pytest.mark.parametrize(
    ("tally", "precision", "recall", "f1", "reason"),
    [
        (Tally(3, 1, 2), 0.6, 0.75, 2 / 3, "some of each"),
        (Tally(0, 2, 0), 0.0, 0.0, 0.0, "nothing found"),
        (Tally(0, 0, 2), 0.0, 0.0, 0.0, "nothing to find"),
        (Tally(), 0.0, 0.0, 0.0, "nothing at all"),
    ],
)
def test_measures(tally: Tally, precision: float, recall: float, f1: float, reason: str) -> None:
    assert (tally.precision, tally.recall) == (precision, recall), reason
    assert tally.f1 == pytest.approx(f1), reason


def test_the_mean_leaves_out_kinds_whose_gold_is_not_complete() -> None:
    scores = {"council": Tally(1), "dates": Tally(0, 1), "organisations": Tally(0, 0, 9)}
    assert mean(scores) == 0.5
    assert mean({}) == 0.0


# --- sentences ---


def finding(kind: str, text: str, at: int = 0, confidence: float = 0.9, theme: str = "workforce") -> Finding:  # fmt: skip
    return Finding(kind, (theme,), text, (at, at + len(text)), confidence)


def sentence(kind: str, text: str, *themes: str) -> Sentence:
    return Sentence(0, text, kind, themes)


CASELOADS = "Caseloads are low and supervision is regular, but plans for children are often late."


@pytest.mark.parametrize(
    ("found", "kind", "reason"),
    [
        ([], "none", "no finding"),
        ([finding("strength", CASELOADS)], "strength", "the same words"),
        ([finding("strength", "4. " + CASELOADS.upper())], "strength", "a number, other case"),
        ([finding("strength", CASELOADS[:38])], "none", "less than half of it"),
        ([finding("strength", CASELOADS[:48])], "strength", "more than half of it"),
        ([finding("strength", CASELOADS[:44]), finding("weakness", CASELOADS[46:])], "mixed", "a half each"),
        ([finding("strength", CASELOADS[:70]), finding("weakness", "often late")], "strength", "too little of the other kind"),
        ([finding("weakness", CASELOADS + " " + "It is so. " * 20)], "none", "much longer than the sentence"),
        ([finding("weakness", "Visits to homes are rare, and nobody writes down what children say there.")], "none", "other words"),
    ],
)  # fmt: skip
def test_by_wording(found: list[Finding], kind: str, reason: str) -> None:
    assert by_wording(CASELOADS, found).kind == kind, reason


def test_by_wording_the_theme_is_that_of_the_finding_that_holds_most() -> None:
    found = [
        finding("strength", CASELOADS[:44], theme="workforce"),
        finding("strength", CASELOADS, theme="planning-and-review"),
    ]
    assert by_wording(CASELOADS, found) == Reading("strength", ("planning-and-review",))


TEXT = "Findings\n\n1.Case-\nloads are low. Plans are late.\n\n2. Plans are late. Leaders know it."


@pytest.mark.parametrize(
    ("asked", "places", "reason"),
    [
        (["Caseloads are low."], ["Case-\nloads are low"], "a line's end and a hyphen"),
        (["1.Caseloads are low."], ["Case-\nloads are low"], "a number stuck to it"),
        (["CASELOADS are low"], ["Case-\nloads are low"], "case"),
        (["◼ Leaders know it."], ["Leaders know it"], "a bullet"),
        (["2."], [None], "nothing but a number"),
        (["Leaders are new."], [None], "not there"),
        (["Leaders know it.", "Caseloads are low."], ["Leaders know it", "Case-\nloads are low"], "out of order, but there once"),
    ],
)  # fmt: skip
def test_sentences_are_found_by_their_letters(
    asked: list[str], places: list[str | None], reason: str
) -> None:
    found = locate(TEXT, [sentence("none", text) for text in asked])
    assert [place and TEXT[slice(*place)] for place in found] == places, reason


def test_a_sentence_that_stands_twice_is_the_one_after_the_sentence_before_it() -> None:
    plans = sentence("weakness", "Plans are late.")
    first, second = locate(TEXT, [plans, plans])
    assert first is not None and second is not None
    assert first[0] == TEXT.index("Plans") and second[0] == TEXT.rindex("Plans")


@pytest.mark.parametrize(
    ("place", "found", "kind", "reason"),
    [
        (None, [finding("strength", "x" * 10)], "none", "a sentence that is not in the text"),
        ((10, 20), [], "none", "no finding"),
        ((10, 20), [finding("strength", "x" * 10, 10)], "strength", "its range"),
        ((10, 20), [finding("strength", "x" * 10, 20)], "none", "the range after it"),
        ((10, 20), [finding("strength", "x" * 90, 0)], "strength", "within a longer finding"),
        ((10, 90), [finding("strength", "x" * 5, 20)], "strength", "a clause of it"),
        ((10, 20), [finding("strength", "x" * 12, 17)], "none", "the end of it and the next"),
        ((10, 50), [finding("strength", "x" * 15, 10), finding("weakness", "x" * 25, 25)], "weakness", "the larger part"),
    ],
)  # fmt: skip
def test_by_place(
    place: tuple[int, int] | None, found: list[Finding], kind: str, reason: str
) -> None:
    assert by_place(place, found).kind == kind, reason


@pytest.mark.parametrize(
    ("label", "said", "counted", "reason"),
    [
        ("strength", "strength", {"strength": Tally(tp=1)}, "right"),
        ("strength", "weakness", {"strength": Tally(fn=1), "weakness": Tally(fp=1)}, "wrong for both kinds"),
        ("mixed", "weakness", {"weakness": Tally(tp=1)}, "one half of it"),
        ("strength", "mixed", {"strength": Tally(tp=1)}, "one half of it, the other way"),
        ("mixed", "none", {"none": Tally(fp=1)}, "neither half"),
        ("mixed", "mixed", {}, "no kind of its own"),
        ("recommendation", "mixed", {"recommendation": Tally(fn=1)}, "a recommendation is no half of it"),
        ("skip", "strength", {}, "broken text"),
    ],
)  # fmt: skip
def test_sentences_are_counted(
    label: str, said: str, counted: dict[str, Tally], reason: str
) -> None:
    counts, misread = tallies([sentence(label, "x")], [Reading(said)])
    assert {kind: tally for kind, tally in counts.items() if tally != Tally()} == counted, reason
    assert (
        bool(misread) == any(tally.fn or tally.fp for tally in counted.values()) or label == "mixed"
    )


@pytest.mark.parametrize(
    ("accepted", "said", "tally", "reason"),
    [
        (("workforce", "education"), ("education",), Tally(tp=1), "any that is accepted"),
        (("workforce",), ("education", "workforce"), Tally(fn=1, fp=1), "the first counts"),
        (("workforce",), (), Tally(fn=1, fp=1), "none given"),
        ((), ("education",), Tally(), "none to compare with"),
    ],
)
def test_first_themes(
    accepted: tuple[str, ...], said: tuple[str, ...], tally: Tally, reason: str
) -> None:
    counts, _ = tallies([sentence("strength", "x", *accepted)], [Reading("strength", said)])
    assert counts["theme"] == tally, reason


def test_the_ceiling_puts_labels_in_place_of_findings_of_the_passage_alone() -> None:
    text = "Caseloads are low. Leaders know it. Plans are late."
    sentences = [
        sentence("weakness", "Caseloads are low.", "workforce"),
        sentence("none", "Leaders know it."),
    ]
    found = [
        finding("strength", "Caseloads are low.", 0),
        finding("strength", "Leaders know it.", 19),
        finding("weakness", "Plans are late.", 36),
    ]
    right = with_labels(sentences, found, locate(text, sentences))
    assert [(one.kind, one.text) for one in right] == [
        ("weakness", "Plans are late."),
        ("weakness", "Caseloads are low."),
    ]


# --- confidence ---


def test_votes_are_cast_once_by_findings_in_labelled_sentences() -> None:
    text = "Caseloads are low. Leaders know it. A heading. Plans are late."
    sentences = [
        sentence("strength", "Caseloads are low."),
        sentence("none", "Leaders know it."),
        sentence("skip", "A heading."),
    ]
    found = [
        finding("strength", "Caseloads are low.", 0, 0.95),
        finding("strength", "Caseloads are low.", 0, 0.95),  # of a second council
        finding("strength", "Leaders know it.", 19, 0.6),
        finding("strength", "A heading.", 36, 0.5),
        finding("weakness", "Plans are late.", 47, 0.9),
    ]
    assert list(votes(sentences, locate(text, sentences), found)) == [
        Vote(0.95, True),
        Vote(0.6, False),
    ]


def test_calibration_compares_confidence_with_the_share_that_is_right() -> None:
    cast = [Vote(0.7, True), Vote(0.7, False), Vote(0.78, True), Vote(1.0, True), Vote(0.699, True)]
    found = calibrate(cast)
    assert [(one.low, one.high, one.count) for one in found.bins] == [
        (0.6, 0.7, 1),
        (0.7, 0.8, 3),
        (0.9, 1.0, 1),
    ], "an edge belongs to the bin above it, 1 to the last"
    middle = found.bins[1]
    assert middle.confidence == pytest.approx(2.18 / 3)
    assert middle.right == pytest.approx(2 / 3)
    assert found.count == 5
    assert found.error == pytest.approx((0.301 + 3 * (2.18 - 2) / 3 + 0) / 5)


def test_without_votes_nothing_is_said() -> None:
    assert (calibrate([]).bins, calibrate([]).error) == ((), 0.0)


# --- gold files ---


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A copy of the gold over the examples, to be spoilt."""
    return shutil.copytree(GOLD, tmp_path / "gold")


def change(path: Path, key: str, value: object) -> None:
    data = json.loads(path.read_text(encoding="utf-8"))
    data[key] = value
    path.write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "words", "reason"),
    [
        (lambda f: [p.unlink() for p in f.iterdir()], ("gold: no gold files", "NAME.gold.json"), "an empty folder"),
        (shutil.rmtree, ("gold: no gold files",), "no folder"),
        (lambda f: (f / "story.gold.json").write_text("{", encoding="utf-8"), ("story.gold.json: not JSON",), "cut short"),
        (lambda f: (f / "story.gold.json").write_bytes(b"\xff\xfe\x00"), ("story.gold.json: not JSON",), "no text"),
        (lambda f: (f / "story.gold.json").write_text("[]", encoding="utf-8"), ("story.gold.json: not a gold file",), "a list"),
        (lambda f: (f / "story.sents.json").unlink(), ("story.sents.json: can't be read",), "no sentences beside it"),
        (lambda f: change(f / "story.sents.json", "source", None), ("story.sents.json", "None should be text"), "no source"),
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


def test_gold_is_read_by_name() -> None:
    golds = read_gold(GOLD)
    assert [gold.name for gold in golds] == ["focused-visit", "report", "story"]
    assert golds[1].source == "corpus/thurrock-ilacs-2024.pdf"
    assert golds[1].facts["lead inspector"] == (Fact(("Rachel Griffiths", "lead")),)
    assert golds[1].sentences[12].themes == ("workforce",)


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
    assert f"{total} of {total} findings are the words of their text at their range" in lines
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
    assert done.stderr.splitlines() == [
        f"kg: {tmp_path}: no gold files in it; they are called NAME.gold.json"
    ]


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


def test_two_councils_of_one_document_do_not_count_a_sentence_twice() -> None:
    one = finding("strength", "Caseloads are low.", 0)
    twice = [one, replace(one)]
    assert by_place(one.range, twice) == Reading("strength", one.themes)


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
    line = next(line for line in page.splitlines() if line.startswith("    kg evaluate "))
    context = command.make_context("evaluate", shlex.split(line)[2:])
    assert context.params["gold"] == Path("../shared/corpus/gold")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(SHARED)", "../shared")
    assert f"$(BIN)/{line.strip()};" in makefile
