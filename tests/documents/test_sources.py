"""Which files folders give, and which they do not."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.documents.sources import find_sources
from letters import write


def test_what_folders_give(tmp_path: Path) -> None:
    docs = write(
        tmp_path / "docs",
        {
            "b.md": "b",
            "a/c.TXT": "c",
            ".hidden.md": "no",
            ".git/d.md": "no",
            "table.csv": "no",
            "named": "yes, when named",
            "a space & ünïcode %20.md": "e",
        },
    )
    sources = find_sources([docs, docs / "named"])
    assert [s.name for s in sources.found] == [
        "a space & ünïcode %20.md",
        "a/c.TXT",
        "b.md",
        "named",
    ]
    assert sources.ignored == ("named", "table.csv")


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", {"secret.md": "x"})
    docs = write(tmp_path / "docs", {"a.md": "a"})
    (docs / "link.md").symlink_to(tmp_path / "elsewhere" / "secret.md")
    (docs / "folder").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (docs / "broken.md").symlink_to(tmp_path / "nowhere")
    assert [s.name for s in find_sources([docs]).found] == ["a.md"]
