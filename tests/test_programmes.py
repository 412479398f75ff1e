"""Programmes in fifteen real reports that are not in the gold, labelled before `kg` was asked.

`programmes.jsonl` says where each name stands first: the document's hash, a range and the kind.
"either" is what the guide leaves open: branded front doors, other bodies' services.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from pathlib import Path

import pytest

from kg.documents.readers import read
from kg.evaluation.matching import alike
from kg.extraction.pipeline import extract

LABELS = Path(__file__).with_name("programmes.jsonl")


@pytest.mark.slow
def test_named_programmes_of_other_reports_are_found(shared: Path) -> None:
    labels = defaultdict(list)
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        labels[one["document"]].append(one)
    right = missed = extra = seen = 0
    for path in sorted((shared / "corpus" / "reports").glob("*.pdf")):
        data = path.read_bytes()
        sha256 = hashlib.sha256(data).hexdigest()
        if sha256 not in labels:
            continue
        seen += 1
        document = read(data, path.name, sha256)
        left = sorted(one.name for one in extract(document).programmes)
        for one in labels[sha256]:
            if one["kind"] != "either":
                name = document.quote(one["start"], one["end"])
                match = next((found for found in left if alike(name, found)), None)
                if match is None:
                    missed += 1
                else:
                    right += 1
                    left.remove(match)
        either = [
            document.quote(one["start"], one["end"])
            for one in labels[sha256]
            if one["kind"] == "either"
        ]
        extra += sum(not any(alike(name, found) for name in either) for found in left)
    assert seen == len(labels)
    assert 2 * right / (2 * right + missed + extra) >= 0.8, (right, missed, extra)
