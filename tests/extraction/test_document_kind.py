"""The genre of a document, and what follows from it."""

from __future__ import annotations

import pytest

from kg.documents.readers import read
from kg.extraction.document_kind import kind_of
from kg.extraction.pipeline import pipeline
from kg.model import BlockKind, DocumentKind
from reports import SHA, ilacs, letter

STORY = "Nobody in the room could answer the question when it was put to the leader of the council."


@pytest.mark.parametrize(
    ("text", "name", "kind", "why"),
    [
        (ilacs(), "a.md", DocumentKind.REPORT, "a title block"),
        (letter("The visit did X."), "a.md", DocumentKind.LETTER, "a greeting and an ending"),
        ("“Help is good,” the report said.", "a.txt", DocumentKind.NEWS, "a story quotes"),
        (f"<p>{STORY}</p>" * 3, "a.html", DocumentKind.PAGE, "a page of the web"),
        (STORY, "a.txt", DocumentKind.OTHER, "none of these"),
    ],
)
def test_kinds(text: str, name: str, kind: DocumentKind, why: str) -> None:
    found = kind_of(read(text.encode(), name, SHA))
    assert found is kind, why
    assert found.is_prose is (kind not in (DocumentKind.REPORT, DocumentKind.LETTER))


@pytest.mark.parametrize(
    ("opening", "headings", "why"),
    [
        ("", ["WHAT WORKS"], "headings of prose are told by their form"),
        ("Dear Director\n\n", [], "a letter's short lines are left alone"),
    ],
)
def test_headings_are_marked_in_prose_alone(opening: str, headings: list[str], why: str) -> None:
    nlp = pipeline()
    document = read(f"{opening}{STORY}\n\nWHAT WORKS\n\n{STORY}\n".encode(), "a.txt", SHA)
    doc = nlp.make_doc(document.text)
    doc._.document = document
    doc = nlp.get_pipe("kg_kind")(doc)
    marked = [b for b in doc._.document.blocks if b.kind is BlockKind.HEADING]
    assert [document.quote(b.start, b.end) for b in marked] == headings, why
