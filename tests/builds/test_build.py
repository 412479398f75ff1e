"""Sources in, a graph folder out: what is built, what is refused, and what a second run does."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.builds.build import Report, _merged, build
from kg.errors import InputError
from kg.rdf.iris import KG
from kg.store.draft import Draft
from kg.store.graph import open_graph
from letters import LETTER, NOTE, paths, saved, select, state, write

Run = Callable[..., "subprocess.CompletedProcess[str]"]


REASONS = {
    "bomb.docx": "a zip bomb",
    "empty.pdf": "an empty file (0 bytes)",
    "error-page.pdf": "an HTML page, not a PDF",
    "locked.pdf": "a password-protected PDF",
    "notes.txt": "a binary file",
    "picture-only.pdf": "only a scan or pictures",
}


# --- bad input ---


def test_bad_files_are_named_and_the_others_are_built(
    run_kg: Run, examples: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "not-there.pdf"
    good = write(tmp_path / "good", {"letter.md": LETTER})
    shutil.copy(examples / "good" / "windows-1252.txt", good)
    out = tmp_path / "out"
    done = run_kg("build", good, examples / "bad", missing, "-o", out)
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    failures = {one["name"]: one["reason"] for one in saved(out)["failures"]}
    assert set(failures) == {*REASONS, str(missing)}
    for name, reason in {**REASONS, str(missing): "no such file"}.items():
        assert reason in failures[name]
        (line,) = [one for one in done.stderr.splitlines() if f"{name}: " in one]
        assert failures[name] in line
    assert paths(out) == ["letter.md", "windows-1252.txt"]
    assert "read as Windows-1252" in done.stderr


HOSTILE = {
    "codec.html": b'<html><head><meta charset="undefined"></head><body><p>'
    + b"The council did X. " * 30,
    "deep.html": b"<html>" + b"<b>" * 5_000 + b"The council did X. " * 30,
    "half.pdf": b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 1 0 R>>\nendobj\ntrailer<</Root 1 0 R>>",
}


def test_hostile_files_cost_themselves_alone(tmp_path: Path) -> None:
    """Whatever error a file leads its reader into, the letter beside it is built."""
    docs = write(tmp_path / "docs", {"letter.md": LETTER})
    for name, data in HOSTILE.items():
        (docs / name).write_bytes(data)
    report = build([docs], tmp_path / "out", jobs=2)
    names = {d["file"] for d in report.documents} | {f.name for f in report.failures}
    assert names == {"letter.md", *HOSTILE}
    assert "letter.md" in paths(tmp_path / "out")


def test_nothing_to_build_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "docs", {"data.csv": "a,b"})
    with pytest.raises(InputError, match="no document found"):
        build([tmp_path / "docs"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_one_line(
    run_kg: Run, built: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    done = run_kg("build", built / "docs", "-o", tmp_path / "file" / "out", "--quiet")
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert str(tmp_path / "file") in done.stderr


# --- names and places ---


def test_the_same_bytes_in_two_places_are_one_document(run_kg: Run, work: Path) -> None:
    shutil.copy(work / "docs" / "letter.md", work / "docs" / "copy of letter.md")
    done = run_kg("build", work / "docs", "-o", work / "out")
    assert done.returncode == 0
    assert "copy of letter.md = letter.md" in done.stderr
    report = saved(work / "out")
    assert [d["files"] for d in report["duplicates"]] == [["copy of letter.md", "letter.md"]]
    assert len(report["documents"]) == 3
    with open_graph(work / "out") as graph:
        rows = select(graph, "?d (COUNT(?p) AS ?n) { ?d kg:path ?p } GROUP BY ?d")
    assert sorted(count for _, count in rows) == ["1", "1", "2"]


def test_a_file_given_twice_has_one_place(work: Path) -> None:
    report = build([work / "docs", work / "docs" / "letter.md"], work / "out")
    assert (len(report.documents), report.duplicates, report.processed) == (3, (), 0)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_utf_8(run_kg: Run, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    Path(os.fsdecode(os.fsencode(docs) + b"/caf\xe9.md")).write_text(LETTER, encoding="utf-8")
    done = run_kg("build", docs, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    (path,) = paths(tmp_path / "out")
    assert path.startswith("caf")


# --- the manifest ---


def test_a_manifest_adds_what_files_do_not_say(work: Path) -> None:
    manifest = work / "manifest.csv"
    manifest.write_text(
        "file,url,published,title,publisher\n"
        "letter.md,https://example.org/letter,2001-01-01,A letter,Example Publisher\n"
        "one.md,,2024-05,A note,\n",
        encoding="utf-8-sig",
    )
    report = build([work / "docs"], work / "out", manifest=manifest)
    assert report.processed == 1, "prose is read by what the manifest says; a letter is not"
    with open_graph(work / "out") as graph:
        rows = select(
            graph,
            "?path ?title ?published ?url ?publisher { ?d kg:path ?path ; dcterms:title ?title "
            "OPTIONAL { ?d kg:published ?published } OPTIONAL { ?d kg:url ?url } "
            "OPTIONAL { ?d dcterms:publisher ?publisher } }",
        )
    assert rows == [
        ("letter.md", "A letter", "2019-02-28", "https://example.org/letter", "Example Publisher"),
        ("notes/one.md", "A note", "2024-05", "", ""),
        ("notes/two.txt", "Bins", "", "", ""),
    ]


def test_a_manifest_beside_the_files_is_read_by_itself(work: Path) -> None:
    """As `kg harvest` writes it, with columns that no graph depends on."""
    manifest = work / "docs" / "manifest.csv"
    more = "provider,type,sha256,fetched,delisted"
    for fetched in ("2026-03-24T09:00:00Z", "2026-03-31T09:00:00Z"):
        manifest.write_text(
            f"file,published,{more}\nnotes/one.md,2024-05-31,Medway,ilacs,ab,{fetched},\n", "utf-8"
        )
        report = build([work / "docs"], work / "out")
        assert report.ignored == ()
    assert report.processed == 0
    with open_graph(work / "out") as graph:
        rows = select(graph, "?path ?published { ?d kg:path ?path ; kg:published ?published }")
    assert ("notes/one.md", "2024-05-31") in rows


def test_a_named_manifest_counts_alone(work: Path) -> None:
    (work / "docs" / "manifest.csv").write_text("file,title\none.md,Beside\n", encoding="utf-8")
    (work / "other.csv").write_text("file,title\ntwo.txt,Named\n", encoding="utf-8")
    build([work / "docs"], work / "out", manifest=work / "other.csv")
    with open_graph(work / "out") as graph:
        titles = {
            title for (title,) in select(graph, "?title { ?d kg:path ?p ; dcterms:title ?title }")
        }
    assert "Named" in titles
    assert "Beside" not in titles


def test_another_table_of_that_name_is_ignored(work: Path) -> None:
    (work / "docs" / "manifest.csv").write_text("file,set\none.md,a\n", encoding="utf-8")
    assert build([work / "docs"], work / "out").ignored == ("manifest.csv",)


def test_a_bad_manifest_leaves_the_graph_alone(run_kg: Run, work: Path) -> None:
    before = state(work / "out")
    manifest = work / "manifest.csv"
    manifest.write_text("file,published\na.md,2024-02-30\n", encoding="utf-8")
    done = run_kg("build", work / "docs", "-o", work / "out", "--manifest", manifest)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "line 2" in done.stderr
    assert state(work / "out") == before


def test_prose_is_read_again_when_the_manifest_changes(tmp_path: Path) -> None:
    """What the manifest says of a story is used by its facts, whichever build came before."""
    story, graph = tmp_path / "story.txt", tmp_path / "out"
    story.write_text("Bins will be emptied on Monday.\n", encoding="utf-8")
    manifest = tmp_path / "manifest.csv"
    processed = []
    for publisher in ("Example Council", "Example Council", "Another Council", ""):
        manifest.write_text(f"file,publisher\nstory.txt,{publisher}\n", encoding="utf-8")
        processed.append(build([story], graph, manifest=manifest).processed)
    assert processed == [1, 0, 1, 1], "only a change counts"


# --- interrupted ---


def kinds_of_end() -> list[Any]:
    """The signals that end a build in its middle."""
    if os.name == "nt":
        return []
    return [
        pytest.param(signal.SIGINT, id="ctrl-c"),
        pytest.param(signal.SIGKILL, id="power-cut"),
    ]


@pytest.mark.skipif(os.name == "nt", reason="POSIX only: Windows has no signal to a process group")
@pytest.mark.parametrize("how", kinds_of_end())
def test_an_interrupted_build_leaves_the_finished_graph(
    environment: dict[str, str], work: Path, how: signal.Signals
) -> None:
    before = state(work / "out")
    cached = len(list((work / "out" / "cache").iterdir()))
    long = LETTER + "\n\n".join(
        f"{n}. Supervision is exemplary and helps. " * 20 for n in range(60)
    )
    docs = write(work / "more", {f"{n}.md": long + NOTE.format(n) for n in range(40)})
    # a shell starts its background jobs with Ctrl-C ignored, which children would inherit
    before_the_test = signal.signal(signal.SIGINT, signal.default_int_handler)
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", str(docs), "--mirror", "-o", str(work / "out")],
        env=environment,
        cwd=work,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    signal.signal(signal.SIGINT, before_the_test)
    try:
        deadline = time.monotonic() + 60
        while len(list((work / "out" / "cache").iterdir())) < cached + 2:
            assert child.poll() is None, "the build ended too early to be interrupted"
            assert time.monotonic() < deadline
            time.sleep(0.01)
        os.killpg(child.pid, how)
        _, errors = child.communicate(timeout=30)
    finally:
        if child.poll() is None:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()
    assert child.returncode != 0
    if how is signal.SIGINT:
        assert "Traceback" not in errors
    assert state(work / "out") == before
    report = build([work / "docs"], work / "out")
    assert (len(report.documents), report.failures) == (3, ())
    assert state(work / "out") == before


def test_a_store_that_fails_half_way_is_never_current(work: Path) -> None:
    before = state(work / "out")

    def full() -> bytes:
        raise OSError("no space left on device")

    def write_half() -> None:
        with contextlib.closing(Draft(work / "out")) as draft:
            draft.store.add(ox.Quad(*(ox.NamedNode(KG + name) for name in "abc")))
            draft.publish("0" * 16, {}, {"0" * 64: full})

    with pytest.raises(OSError, match="no space"):
        write_half()
    assert state(work / "out") == before
    assert not (work / "out" / "builds" / ".new").exists()


def test_a_reader_keeps_the_graph_that_it_opened(work: Path) -> None:
    with open_graph(work / "out") as graph:
        build([work / "docs" / "letter.md"], work / "out", mirror=True)
        assert len(select(graph, "?p { ?d kg:path ?p }")) == 3
    assert paths(work / "out") == ["letter.md"]


# --- determinism ---


@pytest.mark.parametrize("extension", [".nq", ".ttl", ".trig"])
def test_two_builds_of_the_same_input_are_byte_identical(
    run_kg: Run, demo_graph: Path, second_build: Path, tmp_path: Path, extension: str
) -> None:
    written = []
    for name, folder in (("one", demo_graph), ("two", second_build)):
        target = tmp_path / (name + extension)
        assert run_kg("export", target, "--graph", folder).returncode == 0
        written.append(target.read_bytes())
    assert written[0] == written[1]
    assert len(written[0]) > 100_000


def test_two_builds_have_the_same_name_and_texts(demo_graph: Path, second_build: Path) -> None:
    names = [
        (folder / "current").read_text(encoding="utf-8") for folder in (demo_graph, second_build)
    ]
    assert names[0] == names[1]
    assert state(demo_graph) == state(second_build)


# --- progress ---


def test_progress_counts_each_document(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {f"{n}.md": NOTE.format(n) for n in range(3)})
    seen: list[tuple[int, int, int, str]] = []

    def step(done: int, total: int, name: str, words: int = 0, /) -> None:
        seen.append((done, total, words, name))

    report: Report = build([docs], tmp_path / "out", progress=step)
    assert [one[:2] for one in seen] == [(1, 3), (2, 3), (3, 3)]
    assert {name for *_, name in seen} == {"0.md", "1.md", "2.md"}
    assert sum(words for *_, words, _ in seen) == sum(d["words"] for d in report.documents)
    assert report.quads == saved(tmp_path / "out")["quads"]


# --- no network ---


def test_a_build_opens_no_connection(
    environment: dict[str, str], examples: Path, tmp_path: Path
) -> None:
    """Every process of the build, workers too, would fail at the first connection."""
    (tmp_path / "sitecustomize.py").write_text(
        "import socket\n"
        "def refuse(self, address):\n"
        "    if self.family != getattr(socket, 'AF_UNIX', None):\n"
        "        raise RuntimeError(f'a connection to {address}')\n"
        "    return connect(self, address)\n"
        "connect = socket.socket.connect\n"
        "socket.socket.connect = refuse\n"
        "def no_lookup(*arguments, **more):\n"
        "    raise RuntimeError(f'a look-up of {arguments}')\n"
        "socket.getaddrinfo = no_lookup\n",
        encoding="utf-8",
    )
    pages = [
        examples / "corpus" / "bedford-news-2017.html",
        examples / "corpus" / "thurrock-briefing.md",
    ]
    path = os.pathsep.join([str(tmp_path), environment["PYTHONPATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "kg", "build", *map(str, pages), "-o", str(tmp_path / "out")],
        env={**environment, "PYTHONPATH": path},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    probe = subprocess.run(
        [sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))"],
        env={**environment, "PYTHONPATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "a look-up of" in probe.stderr, "the guard itself works"


@pytest.mark.parametrize(
    ("before", "given", "after", "why"),
    [
        ({"1": ("a",)}, {"2": ("b",)}, {"1": ("a",), "2": ("b",)}, "one more"),
        ({"1": ("a",)}, {"1": ("c",)}, {"1": ("a", "c")}, "the same bytes in another place"),
        ({"1": ("a",)}, {"2": ("a",)}, {"2": ("a",)}, "a file that changed"),
        ({"1": ("a", "b")}, {"2": ("a",)}, {"1": ("b",), "2": ("a",)}, "one of two places"),
    ],
)
def test_where_documents_stand_when_some_are_added(
    before: dict[str, tuple[str, ...]],
    given: dict[str, tuple[str, ...]],
    after: dict[str, tuple[str, ...]],
    why: str,
) -> None:
    assert _merged(before, given) == after, why
