"""Labelled sentences to train with."""

from __future__ import annotations

import json
from pathlib import Path

GOOD = ("good", "strong", "effective", "timely", "thorough", "skilled")


POOR = ("poor", "weak", "ineffective", "late", "shallow", "absent")


def rows() -> list[dict[str, object]]:
    """Five documents, each with praise of caseloads and shortfalls of plans under a heading."""
    out: list[dict[str, object]] = []
    for document in "abcde":
        out.append({"doc": document, "text": "What works well", "kind": "none"})
        for word in GOOD:
            text = f"Caseloads in team {document} are low and support for staff is {word}."
            out.append({"doc": document, "text": text, "kind": "strength", "themes": ["workforce"]})
        out.append({"doc": document, "text": "What needs to improve", "kind": "none"})
        for word in POOR:
            text = f"Plans for children in team {document} are {word} and reviews are not held."
            out.append({"doc": document, "text": text, "kind": "weakness", "themes": ["planning"]})
    return out


def labelled(tmp_path: Path) -> Path:
    path = tmp_path / "sentences.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in rows()), encoding="utf-8")
    return path
