"""Old Word documents: read by LibreOffice, or refused with advice."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from files import document, word_file, words
from kg.documents import doc
from kg.errors import DocumentError
from ole import ole

needs_libreoffice = pytest.mark.skipif(doc._program() is None, reason="needs LibreOffice")


def test_advice_without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(DocumentError, match=r"save it as \.docx or PDF, or install LibreOffice"):
        document(ole({"WordDocument": b"x"}), "a.doc")


@needs_libreoffice
@pytest.mark.slow
def test_libreoffice_reads_it(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word_file())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    program = doc._program()
    assert program is not None
    command = [program, profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "a.docx")], check=True, capture_output=True)
    read = document((tmp_path / "a.doc").read_bytes(), "a.doc")
    assert words(read) == ["The council did X."]
    assert (read.media_type, read.notes) == ("application/msword", ("read by way of LibreOffice",))
