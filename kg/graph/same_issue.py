"""Whether a later finding speaks of the issue that a recommendation asked to be put right.

A logistic model over a handful of readable features.  Its weights are data
(`kg/words/same_issue.toml`), trained by `kg.evaluation.issue_training`.  A recommendation to a
safeguarding board is matched only by findings that name one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

from kg.graph.subjects import About, about, has_phrase, listed, stems, weight
from kg.resources import word_lists

__all__ = ["Statement", "confidence", "features", "may_match"]

#: The total weight of words above which more makes no difference.
ENOUGH = 15.0


@dataclass(frozen=True)
class Statement:
    """A finding with what tells its issue.

    `themes` begin with the main one.  `in_board_part` is true in that part of a single inspection's
    report that is about the safeguarding board.  `before` is the finding right before it, if any.
    """

    iri: str
    text: str
    kind: str
    themes: tuple[str, ...]
    inspection_type: str
    in_board_part: bool = False
    before: Statement | None = None

    @cached_property
    def about(self) -> About:
        """What its words are about."""
        return about(self.text)

    @cached_property
    def groups(self) -> frozenset[str]:
        """The groups that its words, its theme or the type of its inspection mean."""
        model = word_lists("same_issue")
        implied = {
            model["groups_of_themes"].get(self.themes[0] if self.themes else ""),
            model["groups_of_types"].get(self.inspection_type),
        }
        return self.about.groups | {group for group in implied if group}

    @property
    def to_board(self) -> bool:
        """Whether it speaks to a safeguarding board, or of one."""
        return self.in_board_part or "boards" in self.about.groups

    @cached_property
    def refers_back(self) -> bool:
        """Whether it begins as a sentence that goes on with what was said before."""
        return self.text[:1].islower() or next(stems(self.text), "") in listed("back")

    @cached_property
    def again(self) -> bool:
        """Whether it refers to an earlier inspection, or to what has changed since."""
        return has_phrase(self.text, "again")

    @cached_property
    def goes_on_about(self) -> frozenset[str]:
        """The heads of the finding before it, if it refers back."""
        if self.before is None or not self.refers_back:
            return frozenset()
        return frozenset(self.before.about.heads)


def may_match(recommendation: Statement, later: Statement) -> bool:
    """Whether the two share a subject, and a recommendation to a board meets words on one."""
    if recommendation.to_board and not later.to_board:
        return False
    asked = recommendation.about.subjects
    return bool(asked & (later.about.subjects | later.goes_on_about))


def features(recommendation: Statement, later: Statement) -> dict[str, float]:
    """The features of a pair, each from 0 to about 1."""
    asked, found = recommendation.about, later.about
    heads, telling = frozenset(asked.heads), asked.telling
    both = heads & frozenset(found.heads)
    shared = (asked.subjects & found.subjects) | (asked.words & found.words)
    mine, theirs = recommendation.groups, later.groups
    kinds = {recommendation.inspection_type, later.inspection_type}
    return {
        "rare_subject": max((weight([name]) for name in telling & found.subjects), default=0.0) / 5,
        "broad_subject": float(bool(both) and not telling & both),
        "two_subjects": float(len(both) > 1),
        "first_subject": float(bool(found.heads) and found.heads[0] in heads),
        "aside_is_subject": float(bool(asked.others & frozenset(found.heads))),
        "asides": float(bool(asked.others & found.others)),
        "covered": _share(shared, asked.subjects | asked.words),
        "about_nothing_else": _share(shared, found.subjects | found.words),
        "words": min(weight(asked.words & found.words), ENOUGH) / ENOUGH,
        "common_words": min(len(asked.common & found.common), 4) / 4,
        "same_theme": float(recommendation.themes[:1] == later.themes[:1]),
        "near_theme": float(bool(set(recommendation.themes) & set(later.themes))),
        "other_group": float(bool(mine) and bool(theirs) and not mine & theirs),
        "group_unnamed": float(bool(asked.groups) and not asked.groups & theirs),
        "narrower_group": float(bool(theirs - mine) and not mine),
        "again": float(later.again),
        "goes_on": float(not both and bool(telling & later.goes_on_about)),
        "joint_or_send": float(len(kinds) > 1 and bool(kinds & _OTHER_TYPES)),
    }


_OTHER_TYPES = {"area-send", "joint-targeted-area"}


def _share(part: frozenset[str], whole: frozenset[str]) -> float:
    return weight(part) / weight(whole) if whole else 0.0


def confidence(recommendation: Statement, later: Statement) -> float:
    """The probability that the two are about the same issue."""
    model = word_lists("same_issue")
    weights = model["weights"]
    values = features(recommendation, later).items()
    score = model["bias"] + sum(weights[name] * value for name, value in values)
    return 1 / (1 + math.exp(-score))
