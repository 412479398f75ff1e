"""The words of scans, told from their pictures by OCRmyPDF with Tesseract (`inspection-kg[ocr]`).

OCRmyPDF writes a PDF with the words behind the pictures, which is then read as any other.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from kg.documents.programs import run
from kg.errors import DocumentError, UsageError

__all__ = ["CONFIDENCE", "NOTE", "TIME_LIMIT", "check_ocr", "mended", "recognised"]

#: What the confidence of each fact is multiplied by.
CONFIDENCE = 0.8
NOTE = "read by OCR: letters and digits may be wrong, and its facts have less confidence"
#: Maximum seconds for one document; a page takes some three.
TIME_LIMIT = 1_500
#: What Tesseract takes the marks of lists for, at the beginning of a line.
MARK = re.compile(r"^(\s*)([=*«»¢§©®@eo]|m[u=]?)(?=\s+[A-Z‘“(])")


def check_ocr() -> None:
    """Check that scans can be read; raises UsageError that says what to install."""
    if find_spec("ocrmypdf") is None:
        raise UsageError("--ocr needs OCRmyPDF: pip install inspection-kg[ocr]")
    if shutil.which("tesseract") is None:
        raise UsageError("--ocr needs Tesseract: on Debian and Ubuntu, apt install tesseract-ocr")


def mended(line: str) -> str:
    """A line with the mark of a list as such a mark."""
    return MARK.sub(lambda match: match[1] + "•".ljust(len(match[2])), line)


def recognised(data: bytes) -> bytes:
    """The PDF with the words of its pictures as text; raises DocumentError if that fails."""
    with tempfile.TemporaryDirectory(prefix="kg-ocr-", ignore_cleanup_errors=True) as name:
        source, made = Path(name, "scan.pdf"), Path(name, "text.pdf")
        source.write_bytes(data)
        options = ("--skip-text", "--output-type", "pdf", "--optimize", "0", "--jobs", "1")
        command = [sys.executable, "-m", "ocrmypdf", *options, "--quiet", str(source), str(made)]
        ended = run("OCR", command, TIME_LIMIT)
        if not made.is_file():
            raise DocumentError(f"a scan that OCR can't read ({ended.said or ended.code})")
        return made.read_bytes()
