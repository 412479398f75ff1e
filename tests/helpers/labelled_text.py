"""Labelled sentences and findings, made by hand."""

from __future__ import annotations

from kg.evaluation.gold import GoldSentence
from kg.evaluation.sentences import (
    PredictedFinding,
)


def finding(kind: str, text: str, at: int = 0, confidence: float = 0.9, theme: str = "workforce") -> PredictedFinding:  # fmt: skip
    return PredictedFinding(kind, (theme,), text, (at, at + len(text)), confidence)


def sentence(kind: str, text: str, *themes: str) -> GoldSentence:
    return GoldSentence(0, text, kind, themes)


TEXT = "Findings\n\n1.Case-\nloads are low. Plans are late.\n\n2. Plans are late. Leaders know it."
