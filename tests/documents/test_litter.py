"""What programs leave beside people's files."""

from __future__ import annotations

import pytest

from kg.documents.litter import is_litter

NAMES = ("Saved page.html", "a/old.htm", "my_files/report.pdf")


@pytest.mark.parametrize(
    ("name", "litter", "why"),
    [
        ("~$letter.docx", True, "Word has it open"),
        ("a/.~lock.letter.odt#", True, "so has LibreOffice"),
        (".DS_Store", True, "of macOS"),
        ("a/THUMBS.DB", True, "of Windows, in any case"),
        ("__MACOSX/a/letter.docx", True, "in an archive that macOS made"),
        ("Saved page_files/frame.html", True, "a part of the page beside it"),
        ("a/old_files/deep/frame.html", True, "in a folder of that folder"),
        ("my_files/report.pdf", False, "no page stands beside this folder"),
        ("letter~.docx", False, "a name with such a mark"),
        ("Thumbs.db.pdf", False, "another name"),
    ],
)
def test_leavings(name: str, litter: bool, why: str) -> None:
    assert is_litter(name, NAMES) == litter, why
