"""What a search without hits says: what it looked for, and what is near."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from command_line import kg
from kg.explore.search import SearchRequest
from kg.explore.search_advice import advice


@pytest.mark.parametrize(
    ("words", "options", "lines", "why"),
    [
        (
            ["caselods"],
            {},
            ["nothing found with all of caselods", "no text has caselods. Did you mean 'caseloads'?"],
            "a slip of the pen",
        ),
        (
            ["Bradford the caseloads"],
            {},
            ["nothing found with all of Bradford and caseloads", "try: kg find caseloads --council Bradford"],
            "the name of a council",
        ),
        (
            ["Central", "Bedfordshire", "caseloads"],
            {},
            ["nothing found with all of Central, Bedfordshire and caseloads", 'try: kg find caseloads --council "Central Bedfordshire"'],
            "a name of two words",
        ),
        (
            ["caseloads"],
            {"kind": "response"},
            ["nothing found with all of caseloads, --kind response", "try: kg find caseloads"],
            "a filter that leaves nothing",
        ),
        (
            ['"falling caseloads"'],
            {},
            ['nothing found with all of "falling caseloads"', 'no text has "falling caseloads".', "try: kg find falling caseloads"],
            "a phrase whose words are there",
        ),
        (
            ["caseloads", "adoption"],
            {},
            ["nothing found with all of caseloads and adoption", "try: kg find caseloads OR adoption"],
            "words that are not together anywhere",
        ),
        (
            ["zzzz", "qqqq"],
            {},
            ["nothing found with all of zzzz and qqqq", "no text has zzzz.", "no text has qqqq."],
            "nothing is near",
        ),
    ],
)  # fmt: skip
def test_advice(
    demo_graph: Path, words: list[str], options: dict[str, str], lines: list[str], why: str
) -> None:
    request = SearchRequest(tuple(words), **options)  # type: ignore[arg-type]
    said = [re.sub(r" \([0-9,]+ found\)$", "", line) for line in advice(demo_graph, request)]
    assert said == lines, why


@pytest.mark.parametrize("words", [["Bradford", "caseloads"], ["caseloads", "adoption"]])
def test_the_command_that_is_offered_finds_as_many(demo_graph: Path, words: list[str]) -> None:
    (offered,) = kg("find", *words, "--graph", demo_graph).stderr.splitlines()[1:]
    command, _, number = offered.removeprefix("try: kg ").rpartition(" (")
    found = kg(*command.split(), "--graph", demo_graph, "--limit", "1000", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(found.stdout)))
    assert rows and number == f"{len(rows)} found)"
