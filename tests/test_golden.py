"""Golden cases: what each stage makes of each example, compared with what it made before.

`pytest --golden` rewrites `tests/cases/<document>/`: `blocks.json` (reading), `facts.json`
(extraction) and `rows.csv` (the standard queries).  Read the diff before you keep it.
The table HEADLINES is written by hand, from the documents alone.
"""

from __future__ import annotations

import csv
import dataclasses
import enum
import io
import json
import subprocess
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg.documents.readers import read
from kg.extraction.pipeline import extract
from kg.model import Document, Evidence, Facts, PartialDate
from places import TESTS

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Rows = dict[str, list[list[str]]]

CASES = TESTS / "cases"
CORPUS = sorted((TESTS.parent / "examples" / "corpus").iterdir())
QUERIES = (
    "documents",
    "inspections",
    "judgements",
    "inspectors",
    "leaders",
    "programmes",
    "previous-inspections",
    "organisations",
    "mentions",
    "findings",
    "responses",
)
#: These follow from the last digits of sums, and from bytes that no stage reads.
LEFT_OUT = ("confidence", "sha256")


def read_file(path: Path) -> Document:
    """An example as a document."""
    return read(path.read_bytes(), path.name, "0" * 64)


def blocks(document: Document) -> str:
    """What reading made of a file: its blocks by kind, page, number and first words."""
    lines = []
    for block in document.blocks:
        words = document.quote(block.start, block.end)
        mark = f" {block.number}" if block.number else ""
        page = f" p{page}" if (page := document.page_at(block.start)) else ""
        lines.append(f"{block.kind}{mark}{page} ({len(words)}): {words[:80]}")
    head = {
        name: getattr(document, name)
        for name in ("media_type", "title", "published", "url", "publisher")
    }
    return to_json({**head, "notes": document.notes, "pages": document.pages, "blocks": lines})


def facts(document: Document, found: Facts) -> str:
    """What extraction found, with the words in place of ranges; findings are only counted."""

    def plain(value: Any) -> Any:
        if isinstance(value, Evidence):
            return document.quote(value.start, value.end)
        if isinstance(value, PartialDate):
            return value.iso
        if isinstance(value, enum.Enum):
            return value.value
        if dataclasses.is_dataclass(value):
            fields = {f.name: getattr(value, f.name) for f in dataclasses.fields(value)}
            if "quote" in fields:
                fields["quote"] = document.quote(*fields["quote"])
            return {name: plain(one) for name, one in fields.items()}
        if isinstance(value, tuple):
            return [plain(one) for one in value]
        return value

    values = plain(found)
    values["findings"] = dict(sorted(Counter(one.kind for one in found.findings).items()))
    return to_json(values)


def to_json(value: object) -> str:
    """JSON for people to compare."""
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


@pytest.fixture(scope="module")
def answers(run_kg: Run, demo_graph: Path) -> dict[str, Rows]:
    """The rows of each query by document, a header first."""
    out: dict[str, Rows] = {}
    for query in QUERIES:
        done = run_kg("query", query, "--graph", demo_graph, "--format", "csv")
        assert done.returncode == 0, done.stderr
        header, *rows = csv.reader(io.StringIO(done.stdout))
        kept = [k for k, name in enumerate(header) if name not in LEFT_OUT]
        assert header[0] == "document"
        by_document: Rows = {"": [[header[k] for k in kept]]}
        for row in rows:
            by_document.setdefault(row[0], []).append([row[k] for k in kept])
        out[query] = by_document
    return out


def compare(path: Path, text: str, golden: bool) -> None:
    """Compare a text with a golden file, or write it there."""
    if golden:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        return
    assert path.is_file(), f"{path.relative_to(TESTS)} is missing: run pytest --golden"
    assert text == path.read_text(encoding="utf-8"), "changed: read it, then run pytest --golden"


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_reading(path: Path, golden: bool) -> None:
    compare(CASES / path.stem / "blocks.json", blocks(read_file(path)), golden)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_extraction(path: Path, golden: bool) -> None:
    document = read_file(path)
    compare(CASES / path.stem / "facts.json", facts(document, extract(document)), golden)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_answers(path: Path, answers: dict[str, Rows], golden: bool) -> None:
    """One CSV a document: under each query's name and columns its rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for query, rows in answers.items():
        writer.writerow([query, *rows[""][0][1:]])
        writer.writerows(["", *row[1:]] for row in rows.get(path.name, []))
    compare(CASES / path.stem / "rows.csv", text.getvalue(), golden)


def test_every_case_has_its_document() -> None:
    assert {path.name for path in CASES.iterdir()} == {path.stem for path in CORPUS}


# --- what people read in the examples ---


@dataclass(frozen=True)
class Headline:
    """What a document says of its inspection, by hand; several leads are joined by `;`."""

    council: str = ""
    type: str = ""
    start: str = ""
    end: str = ""
    published: str = ""
    lead: str = ""
    overall: str = ""
    judgements: int = 0
    inspectors: int = 0


SEVEN, FIVE, FOUR = 7, 5, 4
HEADLINES = {
    "bedford-area-send-2024.docx": Headline(
        "Bedford", "area-send", "2024-11-18", "2024-11-22", "2025-02-04",
        "Charlie Fordham;Tessa Valpy", inspectors=5,
    ),
    "bedford-jtai-2023.pdf": Headline(
        "Bedford", "joint-targeted-area", "2023-02-06", "2023-02-10", "2023-03-31", inspectors=3
    ),
    "bedford-news-2017.html": Headline(
        "Bedford", "single-inspection", "2017-01-23", "2017-02-16",
        overall="requires-improvement", judgements=SEVEN,
    ),
    "bedford-news-focused-visit.html": Headline("Bedford", "focused-visit"),
    "bedfordshire-councils.html": Headline(),
    "bradford-council-page.html": Headline("Bradford", "monitoring-visit"),
    "bradford-ilacs-2018.pdf": Headline(
        "Bradford", "ilacs", "2018-09-17", "2018-09-28", "2018-10-29", "Neil Penswick",
        "inadequate", FOUR, 1,
    ),
    "bradford-ilacs-2023.pdf": Headline(
        "Bradford", "ilacs", "2022-11-21", "2022-12-02", "2023-01-31", "Matt Reed",
        "inadequate", FOUR, 1,
    ),
    "bradford-monitoring-visit-2019.pdf": Headline(
        "Bradford", "monitoring-visit", "2019-10", "2019-10", "2019-12-18"
    ),
    "buckinghamshire-ilacs-2022.pdf": Headline(
        "Buckinghamshire", "ilacs", "2021-12-06", "2021-12-17", "2022-02-11", "Nick Stacey",
        "requires-improvement", FOUR, 1,
    ),
    "buckinghamshire-news-monitoring-visit.txt": Headline("Buckinghamshire", "monitoring-visit"),
    "central-bedfordshire-focused-visit-2019.pdf": Headline(
        "Central Bedfordshire", "focused-visit", "2019-02-05", "2019-02-06", "2019-02-28",
        inspectors=2,
    ),
    "central-bedfordshire-ilacs-2022.pdf": Headline(
        "Central Bedfordshire", "ilacs", "2022-01-17", "2022-01-21", "2022-03-04",
        "Margaret Burke", "good", FOUR, 1,
    ),
    "central-bedfordshire-single-inspection-2017.pdf": Headline(
        "Central Bedfordshire", "single-inspection", "2017-06-12", "2017-07-06", "2017-08-25",
        "Margaret Burke", "good", SEVEN, 9,
    ),
    "suffolk-ilacs-2019.pdf": Headline(
        "Suffolk", "ilacs", "2019-04-08", "2019-04-12", "2019-05-21", "Margaret Burke",
        "outstanding", FOUR, 1,
    ),
    "thurrock-briefing.md": Headline(
        "Thurrock", "ilacs", "2024-09-16", "2024-09-20", "2024-10-29", "Rachel Griffiths",
        "outstanding", 1, 1,
    ),
    "thurrock-ilacs-2019.pdf": Headline(
        "Thurrock", "ilacs", "2019-11-11", "2019-11-22", "2019-12-20", "Brenda McLaughlin",
        "good", FOUR, 1,
    ),
    "thurrock-ilacs-2024.pdf": Headline(
        "Thurrock", "ilacs", "2024-09-16", "2024-09-20", "2024-10-29", "Rachel Griffiths",
        "outstanding", FIVE, 1,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HEADLINES)
def test_headlines(answers: dict[str, Rows], name: str) -> None:
    header = answers["inspections"][""][0]
    rows = [dict(zip(header, row, strict=True)) for row in answers["inspections"].get(name, [])]
    first = rows[0] if rows else dict.fromkeys(header, "")
    assert len(rows) <= 1
    assert (
        Headline(
            council=first["council"],
            type=first["type"],
            start=first["start"],
            end=first["end"],
            published=first["published"],
            lead=first["lead_inspector"],
            overall=first["overall"],
            judgements=len(answers["judgements"].get(name, [])),
            inspectors=len(answers["inspectors"].get(name, [])),
        )
        == HEADLINES[name]
    )


def test_headlines_of_every_document_but_one() -> None:
    """The note for a board speaks of several inspections and reports none of its own."""
    assert {p.name for p in CORPUS} - set(HEADLINES) == {"buckinghamshire-improvement-note.docx"}


@pytest.mark.parametrize(
    ("query", "rows", "why"),
    [
        (
            "leaders",
            {
                ("central-bedfordshire-focused-visit-2019.pdf", "Sue Harrison", "director-of-childrens-services", ""),
                ("bradford-council-page.html", "Mark Douglas", "director-of-childrens-services", ""),
                ("bedford-news-2017.html", "Dave Hodgson", "mayor", ""),
                ("bedford-news-2017.html", "Shan Hunt", "lead-member", ""),
                ("central-bedfordshire-single-inspection-2017.pdf", "", "director-of-childrens-services", "2014-09"),
                ("central-bedfordshire-single-inspection-2017.pdf", "", "lscb-chair", "2014-06"),
                ("bedford-jtai-2023.pdf", "Trevor Rodenhurst", "other:Chief Constable", ""),
            },
            "addressees, speakers and posts without names",
        ),
        (
            "previous-inspections",
            {
                ("central-bedfordshire-focused-visit-2019.pdf", "2017"),
                ("central-bedfordshire-single-inspection-2017.pdf", "2012-04"),
                ("thurrock-ilacs-2024.pdf", "2019"),
                ("bradford-ilacs-2018.pdf", "2017-04"),
                ("bradford-ilacs-2018.pdf", "2014-05"),
                ("buckinghamshire-news-monitoring-visit.txt", "2017-12"),
            },
            "what the texts say of times before",
        ),
        (
            "programmes",
            {
                ("bedford-jtai-2023.pdf", "Operation Encompass"),
                ("suffolk-ilacs-2019.pdf", "Grandmentors"),
                ("thurrock-ilacs-2019.pdf", "Walk Online"),
                ("bradford-ilacs-2018.pdf", "Be Positive Pathway"),
                ("bradford-ilacs-2018.pdf", "Troubled Families"),
                ("central-bedfordshire-single-inspection-2017.pdf", "Chelsea's Choice"),
                ("central-bedfordshire-single-inspection-2017.pdf", "Looking Out for Lottie"),
            },
            "programmes by name",
        ),
    ],
)  # fmt: skip
def test_facts_that_must_be_found(
    answers: dict[str, Rows], query: str, rows: set[tuple[str, ...]], why: str
) -> None:
    header = answers[query][""][0]
    wanted = {
        "leaders": ("document", "name", "role", "since"),
        "previous-inspections": ("document", "when"),
        "programmes": ("document", "name"),
    }[query]
    columns = [header.index(name) for name in wanted]
    found = {
        tuple(row[k] for k in columns)
        for name, some in answers[query].items()
        if name
        for row in some
    }
    assert rows - found == set(), why


NOISE = (
    "Sign of nothing",
    "Children’s Services",
    "Director of Children’s Services",
    "No service",
    "Good Services",
    "Primary Medical",
    "Nigel Parkes Team",
)


@pytest.mark.parametrize("query", ["programmes", "organisations", "inspectors", "leaders"])
def test_names_that_are_none(answers: dict[str, Rows], query: str) -> None:
    column = answers[query][""][0].index("name")
    names = {row[column] for name, rows in answers[query].items() if name for row in rows}
    assert not names & set(NOISE)
    assert not [name for name in names if "\n" in name or "  " in name]
