"""Text and Markdown: encodings, and the structure of lines."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from files import LONG, document
from kg.documents.plain import decode, text_blocks
from kg.model import BlockKind

TEXT = "£3 million – “not yet” – Seán’s café"


@pytest.mark.parametrize(
    ("data", "declared", "note"),
    [
        pytest.param(TEXT.encode(), None, None, id="utf-8"),
        pytest.param(TEXT.encode("utf-8-sig"), None, None, id="utf-8-with-a-mark"),
        pytest.param(TEXT.encode("utf-16"), None, None, id="utf-16-with-a-mark"),
        pytest.param(b"\xfe\xff" + TEXT.encode("utf-16-be"), None, None, id="utf-16-big-endian"),
        pytest.param(TEXT.encode("cp1252"), "windows-1252", None, id="declared"),
        pytest.param(TEXT.encode("cp1252"), None, "Windows-1252", id="guessed-with-a-note"),
        pytest.param(
            TEXT.encode("cp1252"), "utf-8", "Windows-1252", id="declared-wrongly-with-a-note"
        ),
        pytest.param(TEXT.encode(), "klingon", None, id="declared-is-no-encoding"),
        pytest.param(TEXT.encode(), "base64", None, id="declared-is-no-text-encoding"),
        pytest.param(TEXT.encode(), "undefined", None, id="declared-is-python's-trap"),
        pytest.param(
            TEXT.encode("utf-8-sig"), "iso-8859-1", None, id="a-mark-is-surer-than-a-label"
        ),
    ],
)
def test_encodings(data: bytes, declared: str | None, note: str | None) -> None:
    text, notes = decode(data, declared)
    assert text == TEXT
    assert len(notes) == (note is not None)
    assert (note or "") in "".join(notes)


def test_bytes_that_windows_1252_lacks_are_counted() -> None:
    text, notes = decode(b"caf\xe9 \x81 \x9d")
    assert text == "café \ufffd \ufffd"
    assert "2 bytes are undefined" in notes[0]


@pytest.mark.parametrize(
    ("name", "noted", "quote"),
    [("windows-1252.txt", True, "£"), ("utf-16.txt", False, "’")],
)
def test_the_good_examples_in_odd_encodings(
    examples: Path, name: str, noted: bool, quote: str
) -> None:
    doc = document((examples / "good" / name).read_bytes(), name)
    assert bool(doc.notes) is noted
    assert quote in doc.text
    assert "\ufffd" not in doc.text


@pytest.mark.parametrize("mark", ["■", "◼", "●", "•", "▪", "\uf0b7", "\uf0a7", "–", "-", "*", "+"])
def test_marks_of_list_items(mark: str) -> None:
    (block,) = text_blocks(f"{mark} Supervision is frequent.", range(0))
    assert (block.kind, block.lines) == (BlockKind.BULLET, ((None, "Supervision is frequent."),))


@dataclass(frozen=True)
class Text:
    """A Markdown text and the blocks that it makes: (kind, number, words)."""

    text: str
    blocks: list[tuple[str, str | None, str]]
    why: str


TEXTS = [
    Text(
        "# Title\n\n## Findings ##\n\nProse.",
        [("title", None, "Title"), ("heading", None, "Findings"), ("paragraph", None, "Prose.")],
        "headings, with marks behind them too",
    ),
    Text(
        "First line.\nSecond line.\n\nThird.",
        [
            ("paragraph", None, "First line."),
            ("paragraph", None, "Second line."),
            ("paragraph", None, "Third."),
        ],
        "short lines stand alone: an address, a table",
    ),
    Text(
        f"So {LONG} and\n{LONG} and\nno more.",
        [("paragraph", None, f"So {LONG} and {LONG} and no more.")],
        "a text that is cut at a width",
    ),
    Text(
        f"- {LONG}\n  {LONG} and\n  no more.\n- Second",
        [("bullet", None, f"{LONG} {LONG} and no more."), ("bullet", None, "Second")],
        "an item that is cut at a width",
    ),
    Text(
        "1. First point.\n2. Second point.",
        [("paragraph", "1", "First point."), ("paragraph", "2", "Second point.")],
        "numbered paragraphs",
    ),
    Text(
        'The **overall** grade is __good__, says [Ofsted](https://example.org/ "x").',
        [("paragraph", None, "The overall grade is good, says Ofsted.")],
        "marks of emphasis and links go, their words stay",
    ),
    Text(
        f"{LONG} **overall\neffectiveness is good.** So {LONG}.",
        [("paragraph", None, f"{LONG} overall effectiveness is good. So {LONG}.")],
        "emphasis may run over a line's end",
    ),
    Text(
        "Prose.\n\n---\n\nMore.",
        [("paragraph", None, "Prose."), ("paragraph", None, "More.")],
        "a rule is no text",
    ),
    Text(
        "> “Outstanding” is the highest grade.",
        [("paragraph", None, "“Outstanding” is the highest grade.")],
        "a block quote loses its mark",
    ),
    Text(
        "| Area | Grade |\n|------|:-----:|\n| Adoption | Good |",
        [
            ("paragraph", None, "Area"),
            ("paragraph", None, "Grade"),
            ("paragraph", None, "Adoption"),
            ("paragraph", None, "Good"),
        ],
        "a table's cells, as in Word and HTML, without its bars",
    ),
    Text(
        "| Area | 2019 | 2022 |\n|---|---|---|\n| Adoption | | Good |",
        [("paragraph", None, "Area | 2019 | 2022"), ("paragraph", None, "Adoption | | Good")],
        "rows of three columns stay whole, with their empty cells",
    ),
    Text(
        "| Better | Worse | When |\n|---|---|---|\n| Buses | " + "Trams are late " * 5 + "| May |",
        [
            ("paragraph", None, "Better | Worse | When"),
            ("paragraph", None, "Buses"),
            ("paragraph", None, ("Trams are late " * 5).strip()),
            ("paragraph", None, "May"),
        ],
        "but cells of prose are read one by one",
    ),
    Text(
        'Prose.\n\n![A good bus](bus.jpg "An outstanding bus")\n\nMore.',
        [("paragraph", None, "Prose."), ("paragraph", None, "More.")],
        "the words of a picture are not the text's",
    ),
    Text(
        "We saw snake_case and 2 * 3 * 4.",
        [("paragraph", None, "We saw snake_case and 2 * 3 * 4.")],
        "what only looks like emphasis stays",
    ),
    Text(
        "First.\r\n\r\nSecond.\r\n",
        [("paragraph", None, "First."), ("paragraph", None, "Second.")],
        "line ends of Windows",
    ),
]


@pytest.mark.parametrize("case", TEXTS, ids=lambda case: case.why.replace(" ", "-"))
def test_markdown(case: Text) -> None:
    doc = document(case.text, "a.md")
    assert [(b.kind.value, b.number, doc.quote(b.start, b.end)) for b in doc.blocks] == case.blocks


def test_a_hyphen_at_a_line_end_of_a_text(examples: Path) -> None:
    name = "buckinghamshire-news-monitoring-visit.txt"
    doc = document((examples / "corpus" / name).read_bytes(), name)
    assert "- " not in doc.text.replace(" - ", "")


def test_front_matter_is_metadata() -> None:
    text = '---\ntitle: "Buses stop"\ndate: 4 May 2021\nsource: Vale Post\n---\n\n# Buses stop\n'
    doc = document(text, "a.md")
    assert (doc.title, doc.published, doc.publisher) == ("Buses stop", "2021-05-04", "Vale Post")
    assert doc.names == ("Vale Post",)
    assert doc.text.strip() == "Buses stop"


@pytest.mark.parametrize(
    ("text", "url", "why"),
    [
        ("https://democracy.vale.gov.uk/mgAi.aspx?ID=1\n\nBuses", True, "a page's address"),
        ("See https://democracy.vale.gov.uk/\n\nBuses", False, "an address in a sentence"),
        ("Buses\n\nhttps://democracy.vale.gov.uk/", False, "an address below the text"),
    ],
)
def test_the_address_at_the_start_of_a_text(text: str, url: bool, why: str) -> None:
    assert (document(text, "a.txt").url is not None) is url, why
