"""A graph that is built again while it is served: each answer is of one build, and none is lost."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError
from kg.rdf.iris import THINGS
from kg.serve.live_graph import LiveGraph
from kg.store.draft import Draft, clean_up
from kg.store.locks import write_lock
from serving import serving

THING = ox.NamedNode(THINGS + "person/ann-lee")
STAMP = ox.NamedNode("http://example.org/stamp")
#: Graphs that have the build's number each: an answer with two numbers is of two builds.
GRAPHS = 50


def build(folder: Path, number: int) -> str:
    """Publish a build whose statements all have its number."""
    name = f"{number:016x}"
    folder.mkdir(exist_ok=True)
    with write_lock(folder / "lock"):
        draft = Draft(folder)
        for graph in range(GRAPHS):
            where = ox.NamedNode(f"http://example.org/graph/{graph}")
            stamp = ox.Literal(f"{number}-{graph}")
            draft.store.add(ox.Quad(THING, STAMP, stamp, where))
        draft.publish(name, {}, {})
        clean_up(folder)
    return name


def test_an_answer_keeps_its_build_and_the_next_one_has_the_new(tmp_path: Path) -> None:
    build(tmp_path, 1)
    live = LiveGraph(tmp_path)
    with live.held() as first:
        for number in (2, 3, 4):
            build(tmp_path, number)
            assert live.refresh() and not live.refresh()
        assert first.id == f"{1:016x}" and len(first.graph.store) == GRAPHS
        with live.held() as now:
            assert (now.id, now.before) == (f"{4:016x}", tmp_path / "builds" / f"{3:016x}")
    with pytest.raises(StoreError, match="closed"):
        _ = first.graph.store
    live.close()
    with pytest.raises(StoreError, match="closed"):
        _ = now.graph.store


def test_a_build_that_nobody_reads_is_removed_by_the_next(tmp_path: Path) -> None:
    build(tmp_path, 1)
    live = LiveGraph(tmp_path)
    for number in (2, 3, 4):
        build(tmp_path, number)
        live.refresh()
    clean_up(tmp_path)
    kept = {path.name for path in (tmp_path / "builds").iterdir()}
    assert kept == {f"{3:016x}", f"{4:016x}"}  # the last one before, for the news
    live.close()


def test_a_new_build_that_is_damaged_leaves_the_old_one_in_place(tmp_path: Path) -> None:
    build(tmp_path, 1)
    live = LiveGraph(tmp_path)
    build(tmp_path, 2)
    (tmp_path / "builds" / f"{2:016x}" / "inputs.json").write_text("damaged")
    with pytest.raises(StoreError, match="damaged"):
        live.refresh()
    assert live.id == f"{1:016x}"
    live.close()


def test_a_folder_without_a_build_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="kg build SOURCES -o"):
        LiveGraph(tmp_path)


def test_20_builds_switch_under_load(tmp_path: Path, environment: dict[str, str]) -> None:
    """No answer fails, and none has statements of two builds."""
    folder = tmp_path / "graph"
    build(folder, 0)
    ended = threading.Event()
    answers: list[set[int]] = []
    failed: list[str] = []
    query = {"query": f"SELECT ?stamp {{ GRAPH ?g {{ ?s <{STAMP.value}> ?stamp }} }}"}

    def ask(target: str, params: dict[str, str]) -> None:
        with server.client(Accept="text/csv, application/n-triples") as client:
            while not ended.is_set():
                done = client.get(target, params=params)
                stamps = {
                    int(line.replace('"', " ").split()[-1 if "csv" in target or "sparql" in target else -2].partition("-")[0])
                    for line in done.text.splitlines()
                    if "-" in line and done.status_code == 200
                }  # fmt: skip
                answers.append(stamps)
                if done.status_code != 200 or len(stamps) != 1:
                    failed.append(f"{done.status_code} {sorted(stamps)} {done.text[:200]}")

    with serving(folder, environment=environment) as server:
        asking = [("/sparql", query), ("/data/person/ann-lee.nt", {})] * 2
        threads = [threading.Thread(target=ask, args=some) for some in asking]
        for thread in threads:
            thread.start()
        with server.client() as watching:
            for number in range(1, 21):
                name = build(folder, number)
                deadline = time.monotonic() + 30
                while watching.get("/about.json").json()["build"] != name:
                    assert time.monotonic() < deadline, "the server does not switch"
                    time.sleep(0.05)
        ended.set()
        for thread in threads:
            thread.join()
    assert failed == []
    assert len(answers) > 100 and {number for some in answers for number in some} >= {0, 10, 20}
