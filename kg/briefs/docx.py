"""Writes a brief as a Word document, for Word and LibreOffice: headings, real footnotes, alt texts.

The same brief gives the same bytes: the dates in the archive and in the properties are fixed.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

from kg.briefs.footnotes import Footnotes
from kg.briefs.model import Block, Brief, Items, Paragraph, Picture, Remark, Sentence, Table
from kg.printable import xml_safe

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph as Words
    from lxml.etree import _Element

__all__ = ["docx"]

LANGUAGE = "en-GB"
#: Millimetres: A4, its margins, and the width between them.
PAGE, MARGIN, WIDTH = (210, 297), 18, 174
#: The first date that an archive can state.
WRITTEN = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - a property's date has no time zone
FONT, INK, MUTED, LINE = "Arial", "1C2536", "586174", "B9BEC8"
CELL = "Table Text"
#: By style: size, space before and space after, in points.
STYLES = {
    "Normal": (10, 0, 4),
    "Title": (18, 0, 6),
    "Heading 1": (13, 8, 2),
    "Caption": (8.5, 2, 3),
    "List Bullet": (9.5, 0, 1),
    "List Bullet 2": (9, 0, 1),
    CELL: (9, 1, 1),
}


def docx(brief: Brief) -> bytes:
    """The brief as the bytes of a .docx file."""
    from docx import Document

    document = Document()
    _set_up(document, brief.title)
    notes = Footnotes(document)
    document.add_paragraph(xml_safe(brief.title), style="Title")
    for line in brief.lead:
        document.add_paragraph(xml_safe(line), style="Caption")
    for section in brief.sections:
        document.add_heading(xml_safe(section.heading), 1)
        for block in section.blocks:
            _add(document, block, notes)
    notes.finish()
    out = io.BytesIO()
    document.save(out)
    return _dated(out.getvalue())


def _add(document: Document, block: Block, notes: Footnotes) -> None:
    match block:
        case Paragraph():
            _tell(document.add_paragraph(), block.sentences, notes)
        case Items():
            for first, *others in block.items:
                _tell(document.add_paragraph(style="List Bullet"), (first,), notes)
                for other in others:
                    _tell(document.add_paragraph(style="List Bullet 2"), (other,), notes)
        case Table():
            _add_table(document, block, notes)
        case Picture():
            from docx.shared import Mm

            picture = document.add_picture(io.BytesIO(block.png), width=Mm(WIDTH))
            picture._inline.docPr.set("descr", xml_safe(block.alt))  # noqa: SLF001 - no other way
            document.paragraphs[-1].paragraph_format.keep_with_next = True
            document.add_paragraph(xml_safe(block.caption), style="Caption")
        case Remark():
            document.add_paragraph(xml_safe(block.text), style="Caption")


def _tell(words: Words, sentences: tuple[Sentence, ...], notes: Footnotes) -> None:
    for n, sentence in enumerate(sentences):
        words.add_run(" " * bool(n) + xml_safe(sentence.text))
        notes.add(words, sentence)


def _add_table(document: Document, block: Table, notes: Footnotes) -> None:
    """A table under its caption; its first row is repeated on each page, and no row is split."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm

    caption = document.add_paragraph(xml_safe(block.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.header))
    table.autofit = False
    # Word wants the borders before the layout, which `autofit` has written.
    table._tbl.tblPr.find(qn("w:tblLayout")).addprevious(_lines())  # noqa: SLF001 - no other way
    widths = [Mm(WIDTH * share / sum(block.widths)) for share in block.widths]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    header = tuple(map(Sentence, block.header))
    for n, (row, told) in enumerate(zip(table.rows, (header, *block.rows), strict=True)):
        mark = OxmlElement("w:cantSplit" if n else "w:tblHeader")
        row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001 - no other way
        for cell, width, sentence in zip(row.cells, widths, told, strict=True):
            cell.width = width
            words = cell.paragraphs[0]
            words._p.style = CELL.replace(" ", "")  # noqa: SLF001 - a name would be looked up
            _tell(words, (sentence,), notes)
            if n == 0:
                words.runs[0].bold = True


def _lines() -> _Element:
    """Thin lines above, below and between rows."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", LINE)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    return borders


def _set_up(document: Document, title: str) -> None:
    """The page, the styles, the language and the properties."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.oxml.ns import qn
    from docx.shared import Mm

    page = document.sections[0]
    page.page_width, page.page_height = map(Mm, PAGE)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Mm(MARGIN)
    document.styles.add_style(CELL, WD_STYLE_TYPE.PARAGRAPH)
    for name, (size, before, after) in STYLES.items():
        _set_style(document.styles[name], size, before, after)
    for part in (document.styles.element, document.settings.element):
        for language in part.iter(qn("w:lang"), qn("w:themeFontLang")):
            language.set(qn("w:val"), LANGUAGE)
    properties = document.core_properties
    properties.title = xml_safe(title)
    properties.author = properties.last_modified_by = "kg"
    properties.comments = properties.keywords = properties.subject = ""
    properties.language, properties.revision = LANGUAGE, 1
    properties.created = properties.modified = WRITTEN


def _set_style(style: ParagraphStyle, size: float, before: float, after: float) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.name, style.font.size = FONT, Pt(size)
    style.font.color.rgb = RGBColor.from_string(MUTED if style.name == "Caption" else INK)
    style.font.bold = style.name in ("Title", "Heading 1")
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _dated(archive: bytes) -> bytes:
    """The archive with fixed dates."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()
