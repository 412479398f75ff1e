"""The index of words: made with a graph, never changed by reading, and checked."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import StoreError
from kg.explore.search import SearchRequest, find
from kg.store import text_index
from kg.store.build_folder import current_build
from kg.store.graph import open_graph

CASELOADS = SearchRequest(("caseloads",), limit=1000)


def test_a_file_is_indexed_as_it_is_read(demo_graph: Path, tmp_path: Path) -> None:
    from kg.exports.files import export

    with open_graph(demo_graph) as graph:
        for name in ("graph.nq.gz", "graph.ttl"):
            export(graph, tmp_path / name)
            for words in ("caseloads", "Burke", "Bradford"):
                wanted = SearchRequest((words,), limit=1000)
                assert find(tmp_path / name, wanted) == find(demo_graph, wanted), name


def test_the_order_of_statements_leaves_no_trace(demo_graph: Path, tmp_path: Path) -> None:
    with open_graph(demo_graph) as graph:
        reversed_store = ox.Store()
        reversed_store.extend(reversed(graph.quads()))
    with closing(text_index.Index(tmp_path / text_index.FILE)) as made:
        made.add_documents(reversed_store, None)
        made.add_names(reversed_store)
    dumps = []
    for folder in (tmp_path, current_build(demo_graph)):
        with closing(sqlite3.connect(folder / text_index.FILE)) as base:
            dumps.append(list(base.iterdump()))
    assert dumps[0] == dumps[1]


def test_reading_leaves_the_build_as_it_is(demo_graph: Path) -> None:
    build = current_build(demo_graph)
    before = {path.name: path.stat().st_mtime_ns for path in build.iterdir()}
    find(demo_graph, CASELOADS)
    assert {path.name: path.stat().st_mtime_ns for path in build.iterdir()} == before


def damaged(folder: Path, graph: Path, change: Callable[[Path], None]) -> Path:
    """A copy of a graph, without its store, with a changed index."""
    copy, build = folder / "graph", current_build(graph)
    (copy / "builds" / build.name).mkdir(parents=True)
    shutil.copy(graph / "current", copy / "current")
    for name in (text_index.FILE, "build.json"):
        shutil.copy(build / name, copy / "builds" / build.name / name)
    change(copy / "builds" / build.name / text_index.FILE)
    return copy


def as_another_version(path: Path) -> None:
    base = sqlite3.connect(path)
    base.execute(f"PRAGMA user_version = {text_index.VERSION + 1}")
    base.close()


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:9000])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (Path.unlink, "an older kg wrote none"),
        (as_another_version, "another kg wrote another"),
        (lambda path: path.write_bytes(b"no database at all"), "no index"),
        (cut_short, "half of one"),
    ],
)
def test_a_graph_without_a_good_index_is_to_be_built_again(
    change: Callable[[Path], None], reason: str, demo_graph: Path, tmp_path: Path
) -> None:
    copy = damaged(tmp_path, demo_graph, change)
    with pytest.raises(StoreError, match=r"build (it|the graph) again with:? kg build") as error:
        find(copy, CASELOADS)
    assert "\n" not in str(error.value), reason
    assert CliRunner().invoke(main, ["find", "a", "--graph", str(copy)]).exit_code == 1


def test_find_needs_no_store(demo_graph: Path, tmp_path: Path) -> None:
    copy = damaged(tmp_path, demo_graph, lambda _: None)
    assert find(copy, CASELOADS).total == find(demo_graph, CASELOADS).total
