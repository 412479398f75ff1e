"""`kg docs`: the copy of the documentation that `make docs` makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import kg
from kg import resources


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with a copy of two pages."""
    folder = tmp_path / "_docs"
    (folder / "reference").mkdir(parents=True)
    (folder / "index.html").touch()
    (folder / "reference" / "cli.html").touch()
    monkeypatch.setattr(resources, "documentation_dir", lambda: folder)
    return folder


@pytest.mark.usefixtures("pages")
@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        ([], 0, "index.html"),
        (["cli"], 0, "reference/cli.html"),
        (["clli"], 2, "Did you mean 'cli'?"),
    ],
)
def test_a_page_by_its_name(words: list[str], code: int, says: str) -> None:
    done = kg("docs", "--path", *words)
    assert done.exit_code == code
    assert says in done.output.replace("\\", "/")


def test_a_package_without_a_copy_says_how_to_make_one(pages: Path) -> None:
    (pages / "index.html").unlink()
    done = kg("docs")
    assert done.exit_code == 1
    assert "make docs" in done.stderr
