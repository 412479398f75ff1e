"""Which files folders give, and which they do not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg.documents.sources import HIDDEN, LINK, LITTER, find_sources
from kg.errors import InputError
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
    assert [(one.name, one.reason) for one in sources.left_out] == [
        (".git/", HIDDEN),
        (".hidden.md", HIDDEN),
    ]


def test_downloads_without_an_extension_and_leavings(tmp_path: Path) -> None:
    docs = write(
        tmp_path / "docs",
        {
            "50231520": "%PDF-1.7",
            "report.pdf.download": "%PDF-1.7",
            "saved": "<!DOCTYPE html><p>x",
            "notes": "plain words, which a program may have written",
            "~$letter.docx": "Word has it open",
            ".DS_Store": "x",
            "Page.html": "<html>",
            "Page_files/frame.html": "<html>",
        },
    )
    sources = find_sources([docs])
    assert [s.name for s in sources.found] == [
        "50231520",
        "Page.html",
        "report.pdf.download",
        "saved",
    ]
    assert sources.ignored == ("notes",)
    told = {one.name: one.reason for one in sources.left_out}
    assert set(told) == {".DS_Store", "Page_files/frame.html", "~$letter.docx"}
    assert told["~$letter.docx"] == LITTER


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {"a.md": "a"})
    os.mkfifo(docs / "pipe")
    assert find_sources([docs]).ignored == ("pipe",)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_out_of_a_folder_are_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", {"secret.md": "x"})
    docs = write(tmp_path / "docs", {"a.md": "a"})
    (docs / "link.md").symlink_to(tmp_path / "elsewhere" / "secret.md")
    (docs / "folder").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (docs / "broken.md").symlink_to(tmp_path / "nowhere")
    (docs / "round").symlink_to("round")
    sources = find_sources([docs])
    assert [s.name for s in sources.found] == ["a.md"]
    assert [(one.name, one.reason) for one in sources.left_out] == [
        ("broken.md", LINK),
        ("folder/", LINK),
        ("link.md", LINK),
        ("round", LINK),
    ]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_folder_of_links_says_why_there_is_nothing(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere", {"a.md": "x"})
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").symlink_to(tmp_path / "elsewhere" / "a.md")
    with pytest.raises(InputError, match=rf"^no document .*: a.md: {LINK}$"):
        find_sources([tmp_path / "docs"])


@pytest.mark.skipif(os.name == "nt", reason="Windows has other limits")
def test_a_path_that_is_too_long_costs_itself(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {"a.md": "a"})
    script = (
        "import os, sys; os.chdir(sys.argv[1])\n"
        "for _ in range(20): os.mkdir('x' * 250); os.chdir('x' * 250)"
    )
    subprocess.run([sys.executable, "-c", script, docs], check=True)
    sources = find_sources([docs])
    assert [s.name for s in sources.found] == ["a.md"]
    (failure,) = sources.failures
    assert failure.name.endswith("x/") and failure.reason == "can't be read: File name too long"


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX")
@pytest.mark.parametrize(
    ("mode", "names", "reason"),
    [
        (0o000, ["private/"], "neither listed nor entered"),
        (0o111, ["private/"], "entered, not listed"),
        (0o444, ["private/b.md"], "listed, not entered"),
    ],
)
def test_a_folder_that_may_not_be_read_costs_itself(
    mode: int, names: list[str], reason: str, tmp_path: Path, without_rights: list[str]
) -> None:
    docs = write(tmp_path / "docs", {"a.md": "a", "private/b.md": "b"})
    (docs / "private").chmod(mode)
    script = (
        "import sys; from pathlib import Path; from kg.documents.sources import find_sources\n"
        "sources = find_sources([Path(sys.argv[1])])\n"
        "print([s.name for s in sources.found], [(f.name, f.reason) for f in sources.failures])"
    )
    command = [*without_rights, sys.executable, "-c", script, str(docs)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    (docs / "private").chmod(0o755)
    told = [(name, "can't be read: Permission denied") for name in names]
    assert done.stdout == f"['a.md'] {told}\n", (reason, done.stderr)
