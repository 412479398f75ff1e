"""Old Word documents (.doc): LibreOffice, where it is installed, makes a .docx of one.

It runs with a profile of its own that is thrown away, and without a network where the system can
take it from a program.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from kg.documents import docx
from kg.documents.programs import run
from kg.documents.raw import RawDocument
from kg.documents.sniff import DOC
from kg.errors import DocumentError

__all__ = ["read"]

PROGRAMS = ("soffice", "libreoffice")
#: Where LibreOffice is on systems that don't put it on the path.
PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS",
    rf"{os.environ.get('PROGRAMFILES', 'C:')}\LibreOffice\program",
)
#: Maximum seconds for one document; less than a worker has.
TIME_LIMIT = 100


def read(data: bytes) -> RawDocument:
    """Read an old Word document; raises DocumentError with advice if LibreOffice is not here."""
    program = _program()
    if program is None:
        raise DocumentError(
            "an old Word document: save it as .docx or PDF, or install LibreOffice, which reads it"
        )
    with tempfile.TemporaryDirectory(prefix="kg-doc-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source, made = folder / "a.doc", folder / "out" / "a.docx"
        source.write_bytes(data)
        options = ("--headless", "--norestore", "--convert-to", "docx", "--outdir")
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        files = (str(made.parent), str(source))
        run("LibreOffice", [*_without_network(), program, profile, *options, *files], TIME_LIMIT)
        if not made.is_file():
            raise DocumentError("a damaged Word document (LibreOffice can't read it)")
        raw = docx.read(made.read_bytes())
    return replace(raw, media_type=DOC, notes=("read by way of LibreOffice", *raw.notes))


def _program() -> str | None:
    found = (shutil.which(program, path=path) for path in (None, *PLACES) for program in PROGRAMS)
    return next(filter(None, found), None)


def _without_network() -> list[str]:
    """The beginning of a command that runs without a network; empty where that is not to be had."""
    unshare = shutil.which("unshare")
    command = [unshare, "--map-root-user", "--net"] if unshare else []
    works = command and subprocess.run([*command, "true"], capture_output=True, check=False)  # noqa: S603
    return command if works and works.returncode == 0 else []
