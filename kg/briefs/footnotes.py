"""Footnotes of a Word document, which python-docx does not write: a part of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from kg.briefs.model import Sentence
from kg.briefs.notes import Notes
from kg.printable import xml_safe

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from lxml.etree import _Element

__all__ = ["Footnotes"]

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
#: The names that Word has for the styles of a footnote and of its mark, and their size in points.
TEXT_STYLE, MARK_STYLE, SIZE = "footnote text", "footnote reference", 8

#: Two footnotes that each document has: the lines above footnotes, and above those that go on.
LINES = {-1: "separator", 0: "continuationSeparator"}
_LINES = "".join(
    f'<w:footnote w:type="{line}" w:id="{number}"><w:p><w:r><w:{line}/></w:r></w:p></w:footnote>'
    for number, line in LINES.items()
)
_NOTE = (
    '<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="{text_style}"/></w:pPr>'
    '<w:r><w:rPr><w:rStyle w:val="{mark_style}"/></w:rPr><w:footnoteRef/></w:r>'
    '<w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p></w:footnote>'
)


class Footnotes:
    """The footnotes of a document, in the order in which they are added."""

    def __init__(self, document: Document) -> None:
        from docx.enum.style import WD_STYLE_TYPE
        from docx.shared import Pt

        self.document = document
        text = document.styles.add_style(TEXT_STYLE, WD_STYLE_TYPE.PARAGRAPH, builtin=True)
        text.base_style = document.styles["Normal"]
        text.font.size = Pt(SIZE)
        text.paragraph_format.space_after = Pt(0)
        mark = document.styles.add_style(MARK_STYLE, WD_STYLE_TYPE.CHARACTER, builtin=True)
        mark.font.superscript = True
        self.text_style, self.mark_style = text.style_id, mark.style_id
        self.notes = Notes()

    def add(self, paragraph: Paragraph, sentence: Sentence) -> None:
        """The marks of a sentence's notes, at the end of a paragraph."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        for number in self.notes.numbers(sentence):
            run = paragraph.add_run()
            run._r.style = self.mark_style  # noqa: SLF001 - a name would be looked up
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), str(number))
            run._r.append(reference)  # noqa: SLF001 - python-docx knows no footnotes

    def finish(self) -> None:
        """Put the notes into the document."""
        from docx.opc.packuri import PackURI
        from docx.opc.part import Part
        from docx.oxml.ns import qn

        styles = {"text_style": self.text_style, "mark_style": self.mark_style}
        written = "".join(
            _NOTE.format(number=number, text=escape(xml_safe(text)), **styles)
            for number, text in enumerate(self.notes.texts, 1)
        )
        xml = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            f'<w:footnotes xmlns:w="{NAMESPACE}">{_LINES}{written}</w:footnotes>'
        )
        package = self.document.part.package
        assert package is not None
        part = Part(PackURI("/word/footnotes.xml"), TYPE, xml.encode(), package)
        self.document.part.relate_to(part, RELATION)
        self.document.settings.element.find(qn("w:compat")).addprevious(_lines_named())


def _lines_named() -> _Element:
    """The setting that names the two lines."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    setting = OxmlElement("w:footnotePr")
    for number in LINES:
        line = OxmlElement("w:footnote")
        line.set(qn("w:id"), str(number))
        setting.append(line)
    return setting
