"""Make the PDF and DOCX files of `corpus/` from `sources/*.md`, and those of `bad/` and `good/`.

Run `python examples/make_corpus.py` after a change to a source. Needs reportlab and python-docx.
Nothing is compressed and no clock is read, so that every run writes the same bytes.

A source has a front matter of `key: value` lines and blocks separated by blank lines:

    # title            ## heading             ### smaller heading
    - bullet           12. numbered paragraph
    | cell | cell |    (a table row)          > line of an address, kept as it is
    [^1]: footnote     (its mark [^1] in the text)        === (a page break)

Front matter: `output` (file name in `corpus/`), `title`, `header` and `footer` (running lines from
page 2 on; `{page}` is the page number), `bullet` (`■`, `•` or `◼`), `numbers: glued` ("12.Text").
A soft hyphen in a word shows only where the line breaks there, as in a word processor.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

__all__ = ["main"]

HERE = Path(__file__).resolve().parent
NOTICE = (
    "This sample was written for testing software. Its facts come from publications under the "
    "Open Government Licence v3.0 or from public news. It is not a publication of Ofsted or of "
    "any council."
)
LEFT, RIGHT, TOP, BOTTOM = 72.0, A4[0] - 72, A4[1] - 80, 76.0
SOFT_HYPHEN = "\u00ad"
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
BLOCK = re.compile(
    r"(?P<heading>#{1,3}) |(?P<bullet>- )|(?P<number>\d+\.) |(?P<row>\|)|(?P<line>> ?)"
    r"|\[\^(?P<note>\d+)\]: |(?P<page>===$)"
)


@dataclass(frozen=True)
class Block:
    """A block of a source: its kind, its text and its mark.

    The mark is a number, the #s of a heading, or "first" for the first of several lines or rows.
    """

    kind: str
    text: str
    mark: str = ""


def read_source(path: Path) -> tuple[dict[str, str], list[Block]]:
    """The front matter and the blocks of a source file."""
    _, head, body = path.read_text(encoding="utf-8").split("---\n", 2)
    meta = dict(line.split(": ", 1) for line in head.splitlines())
    blocks: list[Block] = []
    fresh = True
    for line in body.splitlines():
        match = BLOCK.match(line)
        if not line.strip():
            fresh = True
        elif match and match.lastgroup:
            kind = match.lastgroup
            mark = ("first" if fresh else "") if kind in ("line", "row") else match[kind]
            blocks.append(Block(kind, line[match.end() :].strip(), mark))
            fresh = False
        elif fresh:
            blocks.append(Block("text", line.strip()))
            fresh = False
        else:
            last = blocks[-1]
            blocks[-1] = Block(last.kind, f"{last.text} {line.strip()}", last.mark)
    return meta, blocks


def cells(row: str) -> list[str]:
    """The cells of a table row, given without its first bar."""
    return [cell.strip() for cell in row.rstrip("|").split("|")]


def wrap(text: str, font: str, size: float, width: float) -> Iterator[str]:
    """Lines of text no wider than width points; breaks after spaces, hyphens, soft hyphens."""
    line = ""
    for piece in re.findall(rf"[^\s\-{SOFT_HYPHEN}]*[\-{SOFT_HYPHEN}]?\s*", text):
        if line and stringWidth(shown(line + piece).rstrip(), font, size) > width:
            yield shown(line)
            line = ""
        line += piece
    if line:
        yield shown(line)


def shown(line: str) -> str:
    """The line without soft hyphens, except one at its end."""
    plain = line.replace(SOFT_HYPHEN, "")
    return plain + SOFT_HYPHEN if line.endswith(SOFT_HYPHEN) else plain


class Pages:
    """Sets lines on A4 pages with running lines and footnotes, in reading order."""

    def __init__(self, path: Path, meta: dict[str, str], notes: dict[str, str]) -> None:
        self.canvas = Canvas(str(path), pagesize=A4, invariant=1, pageCompression=0)
        self.canvas.setTitle(meta["title"])
        self.meta, self.notes = meta, notes
        self.page = 0
        self.open_page()

    def open_page(self) -> None:
        self.page += 1
        self.y, self.floor = TOP, BOTTOM
        self.pending: list[tuple[str, list[str]]] = []
        if self.page > 1 and "header" in self.meta:
            self.put(LEFT, A4[1] - 48, self.meta["header"], "Helvetica", 9)
        if self.page > 1 or self.meta.get("footer") == "{page}":
            footer = self.meta.get("footer", "").replace("{page}", str(self.page))
            self.put(RIGHT - stringWidth(footer, "Helvetica", 9), 40, footer, "Helvetica", 9)

    def close_page(self) -> None:
        y = self.floor - 4
        if self.pending:
            self.canvas.line(LEFT, y + 2, LEFT + 140, y + 2)
        for mark, lines in self.pending:
            self.put(LEFT, y - 8, mark, "Helvetica", 5.5)
            for line in lines:
                y -= 10
                self.put(LEFT + 6, y, line, "Helvetica", 8)
        self.canvas.showPage()

    def put(self, x: float, y: float, text: str, font: str, size: float) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)

    def line(self, x: float, text: str, font: str, size: float, leading: float) -> None:
        """Set one line, on a new page where there is no room."""
        marks = re.findall(r"\[\^(\d+)\]", text)
        found = [(m, list(wrap(self.notes[m], "Helvetica", 8, RIGHT - LEFT - 6))) for m in marks]
        need = sum(10 * len(lines) for _, lines in found) + (8 if found else 0)
        if self.y - leading < self.floor + need:
            self.break_page()
        self.y -= leading
        self.floor += need
        self.pending += found
        for i, part in enumerate(re.split(r"\[\^(\d+)\]", text)):
            raised = i % 2
            part_size = size * 0.6 if raised else size
            self.put(x, self.y + (size * 0.4 if raised else 0), part, font, part_size)
            x += stringWidth(part, font, part_size)

    def break_page(self) -> None:
        self.close_page()
        self.open_page()

    def room(self, points: float) -> None:
        """Begin a new page unless this many points are left; it keeps headings with their text."""
        if self.y - points < self.floor:
            self.break_page()

    def paragraph(
        self, text: str, indent: float = 0, font: str = "Helvetica", size: float = 11
    ) -> None:
        for line in wrap(text, font, size, RIGHT - LEFT - indent):
            self.line(LEFT + indent, line, font, size, size * 1.3)

    def bullet(self, glyph: str) -> None:
        """Set the bullet of the next line. ■ is the `n` of ZapfDingbats: no font is embedded."""
        self.room(15)
        font, char, size = ("ZapfDingbats", "n", 7) if glyph == "■" else ("Helvetica", glyph, 11)
        self.put(LEFT + 8, self.y - 14.3, char, font, size)

    def row(self, row: list[str], font: str) -> None:
        """Set a table row, cell by cell, as word processors write it."""
        starts, top, low = [0.0, 28.0, 300.0][-len(row) :], self.y, self.y
        if len(row) == 2:
            starts = [0.0, 300.0]
        for i, cell in enumerate(row):
            self.y = top
            end = starts[i + 1] if i + 1 < len(row) else RIGHT - LEFT
            for line in wrap(cell, font, 11, end - starts[i] - 8):
                self.line(LEFT + starts[i] + 4, line, font, 11, 14)
            low = min(low, self.y)
        self.y = low - 5
        self.canvas.line(LEFT, self.y, RIGHT, self.y)


def write_pdf(meta: dict[str, str], blocks: list[Block], path: Path) -> None:
    """Write the blocks as a PDF in the standard fonts."""
    pages = Pages(path, meta, {b.mark: b.text for b in blocks if b.kind == "note"})
    for block in blocks:
        if block.mark == "first":
            pages.y -= 8
        if block.kind == "heading":
            size = {1: 19, 2: 13.5, 3: 11.5}[len(block.mark)]
            pages.room(70)
            pages.y -= 10
            pages.paragraph(block.text, font="Helvetica-Bold", size=size)
        elif block.kind == "bullet":
            pages.y -= 3
            pages.bullet(meta.get("bullet", "■"))
            pages.paragraph(block.text, indent=24)
        elif block.kind == "number" and meta.get("numbers") == "glued":
            pages.y -= 7
            pages.paragraph(block.mark + block.text)
        elif block.kind == "number":
            pages.y -= 7
            pages.room(15)
            pages.put(LEFT, pages.y - 14.3, block.mark, "Helvetica", 11)
            pages.paragraph(block.text, indent=28)
        elif block.kind == "row":
            pages.room(40)
            pages.row(cells(block.text), "Helvetica-Bold" if block.mark else "Helvetica")
        elif block.kind == "line":
            pages.paragraph(block.text)
        elif block.kind == "page":
            pages.break_page()
        elif block.kind == "text":
            pages.y -= 8
            pages.paragraph(block.text)
    pages.y -= 6
    pages.floor -= 27  # the notice may be lower than the text, to avoid a page of its own
    pages.paragraph(NOTICE, size=8)
    pages.close_page()
    pages.canvas.save()


def write_docx(meta: dict[str, str], blocks: list[Block], path: Path) -> None:
    """Write the blocks as a DOCX, stored rather than deflated, with fixed dates."""
    document: Any = Document()
    core = document.core_properties
    core.title, core.author, core.comments = meta["title"], "", ""
    core.created = core.modified = datetime(2000, 1, 1)
    section = document.sections[0]
    section.header.paragraphs[0].text = meta.get("header", "")
    section.footer.paragraphs[0].text = meta.get("footer", "").replace("{page}", "")
    table = None
    for block in blocks:
        text = block.text.replace(SOFT_HYPHEN, "")
        if block.kind == "row":
            row = cells(text)
            table = table or document.add_table(rows=0, cols=len(row))
            for cell, value in zip(table.add_row().cells, row, strict=True):
                cell.text = value
            continue
        table = None
        if block.kind == "heading":
            document.add_heading(text, len(block.mark))
        elif block.kind == "bullet" and "bullet" in meta:
            document.add_paragraph(f"{meta['bullet']} {text}")
        elif block.kind == "bullet":
            document.add_paragraph(text, style="List Bullet")
        elif block.kind == "number":
            document.add_paragraph(f"{block.mark}\t{text}")
        elif block.kind == "page":
            document.add_page_break()
        else:
            document.add_paragraph(text)
    document.add_paragraph(NOTICE)
    slim(document)
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(buffer) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, ZIP_DATE), old.read(name))


def slim(document: Any) -> None:
    """Remove unused parts of python-docx's template: 800 kB of styles and a picture."""
    used = {paragraph.style.style_id for paragraph in document.paragraphs}
    used |= {"Normal", "TableNormal", "Header", "Footer", "DefaultParagraphFont"}
    styles = document.styles.element
    styles.remove(styles.latentStyles)
    for style in list(styles.style_lst):
        if style.styleId not in used:
            style.getparent().remove(style)
    for rels in (document.part.rels, document.part.package.rels):
        for key, rel in list(rels.items()):
            if rel.reltype.endswith(("/stylesWithEffects", "/theme")) or (
                rel.reltype == RELATIONSHIP_TYPE.THUMBNAIL
            ):
                del rels[key]


def write_bad(folder: Path) -> None:
    """Write inputs that a build must reject one by one, without stopping."""
    folder.mkdir(exist_ok=True)
    (folder / "empty.pdf").write_bytes(b"")
    (folder / "error-page.pdf").write_text(
        "<!DOCTYPE html>\n<html><head><title>503 Service Unavailable</title></head>\n"
        "<body><h1>Service Unavailable</h1><p>The file could not be delivered. Please try again "
        "later.</p></body></html>\n",
        encoding="utf-8",
        newline="",
    )
    picture = Canvas(str(folder / "picture-only.pdf"), invariant=1, pageCompression=0)
    for i in range(12):
        picture.setFillGray(i / 12)
        picture.rect(90 + 20 * i, 200 + 30 * i, 150, 90, fill=1)
    picture.save()
    lock = StandardEncryption("secret", ownerPassword="owner", strength=128)
    locked = Canvas(str(folder / "locked.pdf"), invariant=1, pageCompression=0, encrypt=lock)
    locked.drawString(72, 700, "Focused visit to Sampleshire children’s services")
    locked.save()
    (folder / "notes.txt").write_bytes(bytes((i * i * 7 + i // 3) % 256 for i in range(4096)))
    with zipfile.ZipFile(folder / "bomb.docx", "w", zipfile.ZIP_DEFLATED, compresslevel=9) as z:
        for name, text in DOCX_FRAME.items():
            z.writestr(zipfile.ZipInfo(name, ZIP_DATE), text)
        info = zipfile.ZipInfo("word/document.xml", ZIP_DATE)
        info.compress_type = zipfile.ZIP_DEFLATED
        with z.open(info, "w") as part:
            part.write(DOCUMENT_HEAD.encode())
            for _ in range(220):
                part.write(b"a" * 1_000_000)
            part.write(DOCUMENT_TAIL.encode())


def write_good(folder: Path) -> None:
    """Write inputs in unusual encodings that a build must read."""
    folder.mkdir(exist_ok=True)
    for name, encoding in (("windows-1252.txt", "cp1252"), ("utf-16.txt", "utf-16-le")):
        text = (HERE / "sources" / "good" / name).read_text(encoding="utf-8")
        bom = b"\xff\xfe" if encoding == "utf-16-le" else b""
        (folder / name).write_bytes(bom + text.replace("\n", "\r\n").encode(encoding))


OFFICE = "http://schemas.openxmlformats.org"
DOCX_FRAME = {
    "[Content_Types].xml": f'<?xml version="1.0"?><Types xmlns="{OFFICE}/package/2006/content-'
    'types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.'
    'openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    "_rels/.rels": f'<?xml version="1.0"?><Relationships xmlns="{OFFICE}/package/2006/'
    f'relationships"><Relationship Id="rId1" Type="{OFFICE}/officeDocument/2006/relationships/'
    'officeDocument" Target="word/document.xml"/></Relationships>',
}
DOCUMENT_HEAD = (
    f'<?xml version="1.0"?><w:document xmlns:w="{OFFICE}/wordprocessingml/2006/main">'
    "<w:body><w:p><w:r><w:t>"
)
DOCUMENT_TAIL = "</w:t></w:r></w:p></w:body></w:document>"


def main() -> int:
    """Write all files, and list them on stderr."""
    for source in sorted((HERE / "sources").glob("*.md")):
        meta, blocks = read_source(source)
        path = HERE / "corpus" / meta["output"]
        (write_docx if path.suffix == ".docx" else write_pdf)(meta, blocks, path)
        print(f"{path.name}: {path.stat().st_size} bytes", file=sys.stderr)
    write_bad(HERE / "bad")
    write_good(HERE / "good")
    return 0


if __name__ == "__main__":
    sys.exit(main())
