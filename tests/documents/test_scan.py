"""Scans: read by OCR if it is asked for and installed, and else refused with advice."""

from __future__ import annotations

import io
import shutil
from importlib.util import find_spec
from pathlib import Path

import pyoxigraph as ox
import pypdfium2 as pdfium
import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from files import Line, document, pdf
from kg.builds.build import build
from kg.documents import scan
from kg.documents.readers import read
from kg.errors import DocumentError, UsageError
from kg.rdf.iris import KG
from kg.store.graph import open_graph

needs_ocr = pytest.mark.skipif(
    find_spec("ocrmypdf") is None or shutil.which("tesseract") is None,
    reason="needs inspection-kg[ocr] and Tesseract",
)
LETTER = pdf(
    [
        Line("Focused visit to Derby City Council children’s services", size=14),
        Line("Inspectors found that plans for children are too often late.", gap=30, size=14),
    ]
)


def scanned(data: bytes) -> bytes:
    """The pages of a PDF as pictures."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(595, 842), invariant=True)
    for page in pdfium.PdfDocument(data):
        picture = page.render(scale=2.5, grayscale=True).to_pil()
        canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_without_ocr_the_reason_names_the_command() -> None:
    with pytest.raises(DocumentError, match="only a scan or pictures; read it with kg build --ocr"):
        document(scanned(LETTER), "a.pdf")


@pytest.mark.parametrize(
    ("spec", "program", "advice"),
    [
        (None, "/bin/x", r"pip install inspection-kg\[ocr\]"),
        ("x", None, "apt install tesseract-ocr"),
    ],
)
def test_what_is_missing_is_named(
    spec: str | None,
    program: str | None,
    advice: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(scan, "find_spec", lambda _: spec)
    monkeypatch.setattr(shutil, "which", lambda _: program)
    with pytest.raises(UsageError, match=advice):
        build([tmp_path], tmp_path / "graph", ocr=True)


def test_a_pdf_with_words_needs_no_ocr() -> None:
    read_with = read(LETTER, "a.pdf", "0" * 64, ocr=True)
    assert (read_with.notes, read_with.confidence) == ((), 1.0)


@pytest.mark.parametrize(
    ("line", "expected", "why"),
    [
        ("= Plans are late.", "• Plans are late.", "a square"),
        ("  » ‘Reach’ helps.", "  • ‘Reach’ helps.", "an arrow, before a quotation"),
        ("mu Plans are late.", "•  Plans are late.", "a square as two letters"),
        ("a Kent school", "a Kent school", "a word, where a line goes on"),
        ("= 3 of 40", "= 3 of 40", "a sum"),
        ("Plans = late", "Plans = late", "no beginning"),
        ("*late", "*late", "a note"),
    ],
)
def test_marks_of_lists_are_mended(line: str, expected: str, why: str) -> None:
    assert scan.mended(line) == expected, why


@needs_ocr
@pytest.mark.slow
def test_a_scan_is_read_with_less_confidence(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "a.pdf").write_bytes(scanned(LETTER))
    report = build([docs], tmp_path / "graph", ocr=True)
    assert report.documents[0]["notes"] == [scan.NOTE]
    with open_graph(tmp_path / "graph") as graph:
        quads = graph.store.quads_for_pattern(None, ox.NamedNode(KG + "confidence"), None)
        found = [float(quad.object.value) for quad in quads if isinstance(quad.object, ox.Literal)]
    assert 0 < max(found) <= scan.CONFIDENCE
    assert build([docs], tmp_path / "graph").processed == 0  # it is not lost without --ocr


@needs_ocr
@pytest.mark.slow
def test_a_picture_without_words_is_a_failure() -> None:
    with pytest.raises(DocumentError, match=r"no text|can't read"):
        read(scanned(pdf([Line(" ")])), "a.pdf", "0" * 64, ocr=True)
