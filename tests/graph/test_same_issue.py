"""Which later findings are about the issue of a recommendation."""

from __future__ import annotations

import pytest

from kg.graph.same_issue import Statement, confidence, features, may_match
from kg.resources import word_lists


def recommendation(
    text: str, theme: str = "workforce", kind: str = "ilacs", in_board_part: bool = False
) -> Statement:
    return Statement("r", text, "recommendation", (theme,), kind, in_board_part)


def later(text: str, theme: str = "workforce", kind: str = "ilacs", before: str = "") -> Statement:
    previous = Statement("b", before, "strength", (theme,), kind) if before else None
    return Statement("f", text, "strength", (theme,), kind, before=previous)


SUPERVISION = recommendation("The regularity and quality of supervision.")


@pytest.mark.parametrize(
    ("asked", "found", "same", "why"),
    [
        (SUPERVISION, later("Supervision is regular and of good quality."), True, "the same thing"),
        (SUPERVISION, later("Caseloads are manageable."), False, "the same theme only"),
        (SUPERVISION, later("Staff like the new building."), False, "no subject"),
        (
            recommendation("The timeliness of health assessments for children in care.", "health-and-wellbeing"),
            later("Health assessments for children in care are timely.", "health-and-wellbeing"),
            True,
            "the same children",
        ),
        (
            recommendation("Life-story work for children in care.", "children-in-care"),
            later("Life-story work is now completed for most children in care.", "children-in-care"),
            True,
            "a rare subject",
        ),
        (
            recommendation("Plans for disabled children.", "disabled-children-and-send"),
            later("Pathway plans are vivid.", "care-leavers"),
            False,
            "other young people",
        ),
        (
            recommendation("The quality of audits."),
            later("This helps teams to learn.", before="Audits are of high quality."),
            False,
            "what goes on with the finding before is weak alone",
        ),
    ],
)  # fmt: skip
def test_pairs(asked: Statement, found: Statement, same: bool, why: str) -> None:
    linked = (
        may_match(asked, found)
        and confidence(asked, found) >= word_lists("same_issue")["threshold"]
    )
    assert linked is same, (why, confidence(asked, found), features(asked, found))


@pytest.mark.parametrize(
    ("asked", "found", "may", "why"),
    [
        (SUPERVISION, later("Supervision is kind."), True, "a shared subject"),
        (SUPERVISION, later("They all say so.", before="Supervision is kind."), True, "it goes on"),
        (SUPERVISION, later("Lunch is good.", before="Supervision is kind."), False, "it doesn't"),
        (recommendation("The LSCB should audit supervision."), later("Supervision is kind."), False, "the board is not the council"),
        (recommendation("The LSCB should audit supervision."), later("The LSCB audits supervision."), True, "both are of the board"),
        (recommendation("Audit supervision.", in_board_part=True), later("Supervision is kind."), False, "the part of the report on the board"),
        (SUPERVISION, later("The LSCB sees supervision."), True, "a word of the board on the council"),
    ],
)  # fmt: skip
def test_what_may_match(asked: Statement, found: Statement, may: bool, why: str) -> None:
    assert may_match(asked, found) is may, why


@pytest.mark.parametrize(
    ("better", "worse", "feature", "why"),
    [
        (later("Supervision is of quality."), later("Supervision is kind."), "common_words", "more is shared"),
        (later("Supervision is kind."), later("Supervision is kind.", "education"), "same_theme", "of its theme"),
        (later("Supervision is kind again, as at the last inspection."), later("Supervision is kind."), "again", "it looks back"),
        (later("Supervision is kind."), later("Disabled children like supervision."), "narrower_group", "about fewer children"),
        (later("Supervision is kind."), later("Supervision is kind.", kind="area-send"), "joint_or_send", "another kind of inspection"),
        (later("Supervision is kind."), later("Supervision, apples, pears and plums are kind."), "about_nothing_else", "it is about less"),
    ],
)  # fmt: skip
def test_what_counts(better: Statement, worse: Statement, feature: str, why: str) -> None:
    one, other = features(SUPERVISION, better)[feature], features(SUPERVISION, worse)[feature]
    assert one != other, why
    weight = word_lists("same_issue")["weights"][feature]
    assert (one - other) * weight > 0, why


def test_each_feature_has_a_weight() -> None:
    assert list(features(SUPERVISION, SUPERVISION)) == list(word_lists("same_issue")["weights"])


def test_groups_named_in_the_model_are_groups() -> None:
    model, groups = word_lists("same_issue"), word_lists("subjects")["groups"]
    named = {*model["groups_of_themes"].values(), *model["groups_of_types"].values()}
    assert named <= groups.keys()
