"""What a second build works on again, and what it takes over."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.builds.build import build
from kg.store.graph import open_graph
from letters import LETTER, NOTE, paths, saved, select, state, write
from linked_reports import ilacs

Run = Callable[..., "subprocess.CompletedProcess[str]"]


def test_a_second_run_works_on_nothing(work: Path) -> None:
    before = state(work / "out")
    report = build([work / "docs"], work / "out")
    assert (report.processed, len(report.documents), report.removed) == (0, 3, ())
    assert state(work / "out") == before


def test_a_changed_file_is_worked_on_alone(work: Path) -> None:
    write(work / "docs", {"notes/one.md": NOTE.format(7)})
    report = build([work / "docs"], work / "out")
    assert (report.processed, len(report.documents)) == (1, 3)
    assert report.removed == (), "the file is still there"
    assert b"week 7" in b"".join(state(work / "out").values())
    assert b"week 1." not in b"".join(state(work / "out").values())
    assert len(list((work / "out" / "texts").iterdir())) == 3
    assert len(list((work / "out" / "builds").iterdir())) == 2, "it and the previous one"


def test_a_build_that_begins_with_the_last_one_equals_a_clean_one(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    docs = write(work / "docs", {f"{n}.md": NOTE.format(n) for n in range(3, 9)})
    build([docs], work / "out")
    (docs / "letter.md").write_text(LETTER.replace("Derby City", "Luton"), encoding="utf-8")
    (docs / "3.md").unlink()
    (docs / "4.md").rename(docs / "four.md")
    write(docs, {"new.md": LETTER.replace("Penfold", "Tilney")})
    with monkeypatch.context() as patch:
        patch.setattr("kg.builds.incremental._reference", lambda: pytest.fail("it began anew"))
        again = build([docs], work / "out")
    clean = build([docs], work / "clean")
    assert (again.processed, clean.processed) == (2, len(clean.documents))
    assert state(work / "out") == state(work / "clean")
    names = [(work / home / "current").read_bytes() for home in ("out", "clean")]
    assert names[0] == names[1]
    assert found_rows(work / "out") == found_rows(work / "clean")
    assert again.removed and not clean.removed
    same = ("documents", "quads", "quality", "build", "code")
    reports = [saved(work / home) for home in ("out", "clean")]
    assert [reports[0][key] for key in same] == [reports[1][key] for key in same]


def test_the_grade_held_is_that_of_the_documents_of_each_build(work: Path) -> None:
    graded = "| Judgement | Grade |\n|---|---|\n| Overall effectiveness | {} |"
    docs = write(work / "docs", {"first.md": ilacs(graded.format("Good"), "6 to 17 March 2017")})
    second = docs / "second.md"
    for grade, report in (("good", ""), ("inadequate", graded.format("Inadequate")), ("good", "")):
        second.unlink(missing_ok=True)
        if report:
            second.write_text(ilacs(report, "5 to 16 March 2018"), encoding="utf-8")
        build([docs], work / "out")
        shutil.rmtree(work / "clean", ignore_errors=True)
        build([docs], work / "clean")
        assert state(work / "out") == state(work / "clean")
        with open_graph(work / "out") as graph:
            held = select(
                graph,
                "?grade { ?claim kg:gradeHeldAt ?visit ; kg:grade/skos:notation ?grade "
                "FILTER(CONTAINS(STR(?visit), '2019')) }",
            )
        assert held == [(grade,)]


def found_rows(folder: Path) -> list[str]:
    """All that the full-text index of a graph folder holds."""
    path = folder / "builds" / (folder / "current").read_text().strip() / "find.sqlite"
    with contextlib.closing(sqlite3.connect(path)) as base:
        return list(base.iterdump())


def test_a_build_with_nothing_changed_opens_no_store(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = saved(work / "out")
    monkeypatch.setattr("kg.builds.build.assemble", lambda *_: pytest.fail("it wrote a store"))
    report = build([work / "docs"], work / "out")
    assert (report.processed, report.quads) == (0, before["quads"])
    after = saved(work / "out")
    changing = {"seconds": 0, "processed": 0}
    assert after | changing == before | changing


def test_an_interrupted_build_goes_on_where_it_stopped(
    work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(work / "docs", {"more.md": LETTER.replace("Derby City", "Luton")})
    with monkeypatch.context() as patch:
        patch.setattr(
            "kg.builds.build.assemble", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt)
        )
        with pytest.raises(KeyboardInterrupt):
            build([work / "docs"], work / "out")
    report = build([work / "docs"], work / "out")
    assert (len(report.documents), report.processed) == (4, 0)
    build([work / "docs"], work / "clean")
    assert state(work / "out") == state(work / "clean")


def test_a_removed_file_leaves_the_graph(run_kg: Run, work: Path) -> None:
    (work / "docs" / "letter.md").unlink()
    done = run_kg("build", work / "docs", "-o", work / "out")
    assert done.returncode == 0
    assert "removed from the graph: 1" in done.stderr
    assert "letter.md" in done.stderr
    assert paths(work / "out") == ["notes/one.md", "notes/two.txt"]
    with open_graph(work / "out") as graph:
        assert select(graph, "?f { ?f a kg:Finding }") == []
        assert select(graph, "?p { ?p a kg:Inspector }") == []
    assert len(list((work / "out" / "texts").iterdir())) == 2


def test_a_renamed_file_keeps_its_facts(work: Path) -> None:
    with open_graph(work / "out") as graph:
        before = select(graph, "?f ?text { ?f a kg:Finding ; kg:text ?text }")
    (work / "docs" / "letter.md").rename(work / "docs" / "renamed.md")
    report = build([work / "docs"], work / "out")
    assert (report.processed, report.removed) == (0, ())
    assert paths(work / "out") == ["notes/one.md", "notes/two.txt", "renamed.md"]
    with open_graph(work / "out") as graph:
        assert select(graph, "?f ?text { ?f a kg:Finding ; kg:text ?text }") == before != []


def test_add_keeps_what_is_there(work: Path) -> None:
    more = write(work / "more", {"three.md": NOTE.format(3)})
    report = build([more], work / "out", add=True)
    assert (report.processed, len(report.documents), report.removed) == (1, 4, ())
    assert paths(work / "out") == ["letter.md", "notes/one.md", "notes/two.txt", "three.md"]


def test_without_add_the_folder_mirrors_the_sources(work: Path) -> None:
    report = build([work / "docs" / "letter.md"], work / "out", mirror=True)
    assert report.removed == ("notes/one.md", "notes/two.txt")
    assert paths(work / "out") == ["letter.md"]


def test_a_damaged_folder_is_built_again(work: Path) -> None:
    """Whatever is broken or lost, the next build makes whole."""
    before = state(work / "out")
    (work / "out" / "report.json").write_text("{", encoding="utf-8")
    for file in (work / "out" / "cache").iterdir():
        file.write_text("[]" if "letter" in file.name else "{", encoding="utf-8")
    shutil.rmtree(work / "out" / "texts")
    report = build([work / "docs"], work / "out")
    assert report.processed == 3
    assert state(work / "out") == before
