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
from places import TESTS
from reports import Named, document, facts_of, ilacs

LABELS = TESTS / "data" / "programmes.jsonl"


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


PROGRAMMES = [
    Named("Staff use Signs of Safety well.", ["Signs of Safety"], "a known practice model"),
    Named(
        "Signs of safety helps, and signs of safety stays.",
        ["Signs of Safety"],
        "in lower case, twice",
    ),
    Named("The ‘Quiet Lantern’ programme helps fathers.", ["Quiet Lantern"], "quoted, with a noun"),
    Named(
        "The Quiet Lantern Project helps fathers.",
        ["Quiet Lantern Project"],
        "capitals, with a noun",
    ),
    Named("The council’s social work academy trains staff.", ["social work academy"], "an academy"),
    Named("Leaders set up a systemic practice model.", ["Systemic practice"], "a kind of model"),
    Named("The early help service works with families.", [], "a service that every council has"),
    Named("The MASH and the virtual school do X.", [], "statutory functions"),
    Named("The Director of Children’s Services leads.", [], "a post"),
    Named("Children’s Services did X. Good Services count.", [], "a department, a grade"),
    Named("No service is commissioned for adults.", [], "a sentence that begins with No"),
    Named(
        "Managers drive improvement and pause for thought.", [], "verbs that are names elsewhere"
    ),
    Named(
        "His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services came.",
        [],
        "an inspectorate",
    ),
]


@pytest.mark.parametrize("case", PROGRAMMES, ids=lambda case: case.why)
def test_programmes(case: Named) -> None:
    found = facts_of(ilacs(f"1. {case.sentence}")).programmes
    assert [one.name for one in found] == case.names


def test_a_programme_is_counted_and_quoted_once() -> None:
    text = ilacs("1. Staff like Signs of Safety. It works.\n\n2. Signs of Safety is used by all.")
    doc = document(text)
    (found,) = extract(doc).programmes
    assert (found.count, found.entity) == (2, "signs-of-safety")
    assert doc.quote(*found.quote) == "Staff like Signs of Safety."


def test_a_name_does_not_cross_a_block() -> None:
    text = ilacs("Overall effectiveness\n\nGood\n\nThe Quiet Lantern services help fathers.")
    facts = facts_of(text)
    for one in (*facts.programmes, *facts.organisations):
        assert "\n" not in one.name
