"""`kg brief`: a file of each format, and what is said otherwise."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from command_line import kg as run
from kg.errors import UsageError


@pytest.mark.parametrize(
    ("name", "begins"),
    [
        ("a.docx", b"PK"),
        ("a.html", b"<!DOCTYPE html>"),
        ("A.MD", "# Children’s".encode()),
        ("a.bib", b"@misc{kg-"),
        ("a.ris", b"TY  - RPRT\r\n"),
        ("a.json", b'[\n  {\n    "id": "kg-'),
    ],
)
def test_the_extension_decides_the_format(
    demo_graph: Path, tmp_path: Path, name: str, begins: bytes
) -> None:
    file = kg.brief(demo_graph, "Thurrock", tmp_path / name)
    assert file.read_bytes().startswith(begins)


def test_each_place_that_a_note_leads_to_is_cited_once(demo_graph: Path, tmp_path: Path) -> None:
    cited = json.loads(kg.brief(demo_graph, "Thurrock", tmp_path / "a.json").read_bytes())
    keys = [item["id"] for item in cited]
    assert len(keys) == len(set(keys)) > 5
    notes = kg.brief(demo_graph, "Thurrock", tmp_path / "a.md").read_text(encoding="utf-8")
    for item in cited:
        assert f"page {item.get('page', '')}" in notes  # a story has no pages
    assert any("Thurrock" in item["title"] for item in cited)


def test_another_extension_is_refused_before_the_graph_is_read(tmp_path: Path) -> None:
    with pytest.raises(
        UsageError,
        match=r"a\.pdf: can't be a brief; end its name in .docx, .html, .md, .bib, .ris or .json",
    ):
        kg.brief(tmp_path / "none", "Thurrock", tmp_path / "a.pdf")


def test_the_command_writes_the_same_bytes(demo_graph: Path, tmp_path: Path) -> None:
    done = run("brief", "Thurrock", "--graph", demo_graph, "-o", tmp_path / "a.docx")
    assert done.exit_code == 0, done.stderr
    kg.brief(demo_graph, "E06000034", tmp_path / "b.docx")
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()


def test_the_command_names_an_unknown_council(demo_graph: Path, tmp_path: Path) -> None:
    done = run("brief", "Thurock", "--graph", demo_graph, "-o", tmp_path / "a.docx")
    assert done.exit_code == 2
    assert done.stderr == "kg: Unknown council 'Thurock'. Did you mean 'Thurrock Council'?\n"
