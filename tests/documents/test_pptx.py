"""PowerPoint files."""

from __future__ import annotations

import pytest

from files import document, words, zipped
from kg.model import BlockKind

SPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)


def p(words: str) -> str:
    return f"<a:p><a:r><a:t>{words}</a:t></a:r></a:p>"


def shape(content: str, kind: str = "body") -> str:
    return f'<p:sp><p:nvPr><p:ph type="{kind}"/></p:nvPr><p:txBody>{content}</p:txBody></p:sp>'


def slides(*contents: str, hidden: int = -1, no: str = "0") -> bytes:
    """Slides that are shown in the reverse order of their files."""
    numbers = range(len(contents))
    ids = "".join(f'<p:sldId id="{256 + n}" r:id="r{n}"/>' for n in reversed(numbers))
    relations = "".join(
        f'<Relationship Id="r{n}" Type="x/slide" Target="slides/s{n}.xml"/>' for n in numbers
    )
    parts = {
        f"ppt/slides/s{n}.xml": f'<p:sld {SPACES} show="{no if n == hidden else 1}">{one}</p:sld>'
        for n, one in enumerate(contents)
    }
    return zipped(
        {
            "[Content_Types].xml": "",
            "ppt/presentation.xml": f"<p:presentation {SPACES}>{ids}</p:presentation>",
            "ppt/_rels/presentation.xml.rels": f"<R>{relations}</R>",
            **parts,
        }
    )


def test_slides_in_the_order_in_which_they_are_shown() -> None:
    row = f"<a:tr><a:tc>{p('A')}</a:tc><a:tc>{p('B')}</a:tc><a:tc>{p('C')}</a:tc></a:tr>"
    second = f"<p:grpSp>{shape(p('Plans are late.'))}</p:grpSp><a:tbl>{row}</a:tbl>"
    doc = document(slides(second, shape(p("Progress"), "ctrTitle")), "a.pptx")
    assert words(doc) == ["Progress", "Plans are late.", "A | B | C"]
    assert words(doc, BlockKind.HEADING) == ["Progress"]
    assert [doc.page_at(block.start) for block in doc.blocks] == [1, 2, 2]


@pytest.mark.parametrize("no", ["0", "false"])
def test_a_hidden_slide_is_told_of(no: str) -> None:
    doc = document(slides(shape(p("Kept")), shape(p("Shown")), hidden=0, no=no), "a.pptx")
    assert (words(doc), doc.notes) == (["Shown"], ("not read: 1 hidden slide",))
