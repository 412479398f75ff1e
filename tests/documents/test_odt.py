"""OpenDocument texts."""

from __future__ import annotations

import pytest

from files import document, words, zipped
from kg.errors import DocumentError
from kg.model import BlockKind

ODT = "application/vnd.oasis.opendocument.text"
NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table", "style", "draw")
)


def text_file(body: str, **parts: str) -> bytes:
    styles = (
        '<style:style style:name="P1" style:parent-style-name="Title"/>'
        '<style:style style:name="P2" style:parent-style-name="Standard"/>'
    )
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return zipped({"mimetype": ODT, "content.xml": content, **parts})


def p(words: str, style: str = "P2") -> str:
    return f'<text:p text:style-name="{style}">{words}</text:p>'


def cells(*contents: str) -> str:
    inner = "".join(f"<table:table-cell>{one}</table:table-cell>" for one in contents)
    return f"<table:table-row>{inner}</table:table-row>"


@pytest.mark.parametrize(
    ("body", "expected", "why"),
    [
        (p("A letter", "P1") + p("Plans are late."), [("title", "A letter"), ("paragraph", "Plans are late.")], "styles of styles"),
        ("<text:h>Leadership</text:h>", [("heading", "Leadership")], "a heading"),
        ("<text:list><text:list-item>" + p("One") + "</text:list-item></text:list>", [("bullet", "One")], "a list"),
        (p("All <?mark x?>wait."), [("paragraph", "All wait.")], "a mark of a program"),
        (p("12. All wait."), [("paragraph", "All wait.")], "a numbered paragraph"),
        (p("A<text:s text:c='2'/>b<text:tab/>c<text:line-break/>d"), [("paragraph", "A b c d")], "spaces"),
        (p("Staff <text:span>do <text:a>not</text:a></text:span> listen."), [("paragraph", "Staff do not listen.")], "wrappers"),
        ("<text:tracked-changes><text:changed-region><text:deletion>" + p("Gone") + "</text:deletion></text:changed-region></text:tracked-changes>" + p("Staff <text:change-start/>do not <text:change-end/>listen."), [("paragraph", "Staff do not listen.")], "changes"),
        (p("Seen<office:annotation>" + p("Remark") + "</office:annotation>."), [("paragraph", "Seen.")], "a comment"),
        (p("Staff listen.<text:note><text:note-citation>1</text:note-citation><text:note-body>" + p("Of 40.") + "</text:note-body></text:note>"), [("paragraph", "Staff listen."), ("footnote", "Of 40.")], "a note"),
        (p("Beside<draw:frame><draw:text-box>" + p("In a box.") + "</draw:text-box></draw:frame>"), [("paragraph", "Beside"), ("paragraph", "In a box.")], "a text box"),
        ("<table:table><table:table-header-rows>" + cells(p("A"), p("B"), p("C")) + "</table:table-header-rows></table:table>", [("paragraph", "A | B | C")], "a row"),
        ("<table:table>" + cells(p("A"), "<table:table>" + cells(p("B")) + "</table:table>") + "</table:table>", [("paragraph", "A"), ("paragraph", "B")], "a table in a table"),
        ("<text:section>" + p("Inside") + "</text:section>", [("paragraph", "Inside")], "a section"),
    ],
)  # fmt: skip
def test_what_is_printed(body: str, expected: list[tuple[str, str]], why: str) -> None:
    doc = document(text_file(body), "a.odt")
    assert [(b.kind.value, doc.quote(b.start, b.end)) for b in doc.blocks] == expected, why
    assert bool(doc.notes) == ("tracked-changes" in body), why


def test_the_title_of_a_file() -> None:
    meta = '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>A letter</dc:title></m>'
    doc = document(text_file(p("Plans."), **{"meta.xml": meta}), "a.odt")
    assert (doc.title, words(doc, BlockKind.TITLE)) == ("A letter", [])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (text_file("", **{"META-INF/manifest.xml": "<encryption-data/>"}), "password-protected"),
        (zipped({"mimetype": ODT}), "a damaged OpenDocument text"),
        (zipped({"mimetype": ODT, "content.xml": "<a/>"}), "no text part"),
        (zipped({"mimetype": ODT, "content.xml": "<a"}), "a damaged OpenDocument text"),
    ],
)
def test_files_that_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        document(data, "a.odt")
