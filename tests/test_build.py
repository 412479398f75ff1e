"""Sources in, a graph folder out: what is built, what is refused, and what a second run does."""

from __future__ import annotations

import contextlib
import csv
import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.builds.build import Report, _merged, build
from kg.builds.document_job import process
from kg.cli.progress import summary_lines
from kg.documents.manifest import read_manifest
from kg.documents.sources import find_sources
from kg.errors import DocumentError, InputError
from kg.rdf.iris import ENTITIES_GRAPH, KG, PREFIXES, REFERENCE_GRAPH, THINGS
from kg.store.draft import Draft
from kg.store.graph import Graph, open_graph

Run = Callable[..., "subprocess.CompletedProcess[str]"]

LETTER = """28 February 2019

Dear Ms Harling

## Focused visit to Derby City Council children’s services

This letter sums up the findings of the focused visit to Derby City Council children’s services on
5 and 6 February 2019. The inspectors were Norma Penfold, HMI, and Nick Tracey, HMI.

Supervision is exemplary and helps social workers to reflect. Too many plans lack focus.

Yours sincerely

Norma Penfold
Her Majesty’s Inspector
"""
NOTE = "# Bins\n\nCentral Bedfordshire Council empties the bins in week {}.\n"


def write(folder: Path, files: dict[str, str]) -> Path:
    """A folder with text files."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder `docs` with three documents and the graph `out` of them, to be copied."""
    home = tmp_path_factory.mktemp("built")
    files = {"letter.md": LETTER, "notes/one.md": NOTE.format(1), "notes/two.txt": NOTE.format(2)}
    report = build([write(home / "docs", files)], home / "out")
    assert (len(report.documents), report.processed, report.failures) == (3, 3, ())
    return home


@pytest.fixture
def work(built: Path, tmp_path: Path) -> Path:
    """A copy of `built` of the test's own."""
    shutil.copytree(built, tmp_path, dirs_exist_ok=True)
    return tmp_path


def select(graph: Graph, pattern: str) -> list[tuple[str, ...]]:
    """Rows of a SELECT over the union of the graphs, as strings, sorted."""
    prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    solutions = graph.query(f"{prologue} SELECT {pattern}")
    assert isinstance(solutions, ox.QuerySolutions)
    return sorted(
        tuple(str(row[v].value) if row[v] is not None else "" for v in solutions.variables)
        for row in solutions
    )


def paths(folder: Path) -> list[str]:
    """The places of the documents that a graph folder holds."""
    with open_graph(folder) as graph:
        return [path for (path,) in select(graph, "?p { ?d kg:path ?p }")]


def saved(folder: Path) -> dict[str, Any]:
    """The report that a build left."""
    values: dict[str, Any] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return values


def state(folder: Path) -> dict[str, bytes]:
    """The bytes of all that a reader of a graph folder sees."""
    with open_graph(folder) as graph:
        quads = "\n".join(map(str, graph.quads()))
    texts = {p.name: p.read_bytes() for p in sorted((folder / "texts").iterdir())}
    return {"quads": quads.encode(), **texts}


# --- bad input ---

REASONS = {
    "bomb.docx": "a zip bomb",
    "empty.pdf": "an empty file (0 bytes)",
    "error-page.pdf": "an HTML page, not a PDF",
    "locked.pdf": "a password-protected PDF",
    "notes.txt": "a binary file",
    "picture-only.pdf": "a scan or pictures only",
}


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


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"a" * 40_000, "a word without an end"),
        (b"Aa" * 20_000, "one with capitals"),
        (b"A-" * 20_000, "a word of hyphens"),
        ("A’".encode() * 20_000, "a word of apostrophes"),
        (b"Aaa's " * 8_000, "owners of owners"),
        (b"-" * 40_000 + b" x", "a rule without an end"),
        (b"[" * 5_000 + b" x", "brackets that may open links"),
        (b"**" * 20_000 + b" x", "stars that may open emphasis"),
        (b"Lead inspector: " + b"Anna Bell, " * 3_000, "a list of names without a full stop"),
        (b"Inspection dates: " + b"1 to 2 to 3, " * 3_000, "a list of dates without a month"),
        (b"inspection of Ofsted " + b"Aaa Bbb " * 5_000, "capitals without a full stop"),
        (b"inspection of Ofsted " + b"not only the and of a " * 5_000, "a sentence without an end"),
        (b"\n".join(b"- item" for _ in range(20_000)), "a list without an end"),
    ],
)
def test_no_text_takes_the_rules_long(data: bytes, why: str) -> None:
    """The time that a text costs grows with its length, not with its square."""
    process(b"The council did X.", "warm-up.md", "0" * 64)
    started = time.process_time()
    with contextlib.suppress(DocumentError):
        process(data, "a.md", "1" * 64)
    assert time.process_time() - started < 2, why


def test_what_goes_in_is_accounted_for(tmp_path: Path) -> None:
    """Documents in = documents built + failures, copies of bad files among them."""
    docs = write(tmp_path / "docs", {"a.md": LETTER, "copy/a.md": LETTER, "b.md": NOTE})
    (docs / "bad.pdf").write_bytes(b"no PDF")
    (docs / "bad copy.pdf").write_bytes(b"no PDF")
    report = build([docs], tmp_path / "out")
    files = [name for d in report.documents for name in d["files"]]
    failed = [f.name for f in report.failures]
    assert sorted(files + failed) == sorted(
        p.relative_to(docs).as_posix() for p in docs.rglob("*.*")
    )


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


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_not_utf_8(run_kg: Run, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    Path(os.fsdecode(os.fsencode(docs) + b"/caf\xe9.md")).write_text(LETTER, encoding="utf-8")
    done = run_kg("build", docs, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    (path,) = paths(tmp_path / "out")
    assert path.startswith("caf")


# --- a second run ---


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
    assert len(list((work / "out" / "builds").iterdir())) == 1


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
    assert "left the graph: 1" in done.stderr
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
    report = build([work / "docs" / "letter.md"], work / "out")
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
    assert report.processed == 0, "a manifest costs no document its work"
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


@pytest.mark.parametrize(
    ("content", "reason", "why"),
    [
        ("", "columns", "an empty file"),
        ("url,title\nhttps://example.org,X\n", "columns", "no column `file`"),
        ("file,colour\na.md,blue\n", "columns", "a column of no meaning"),
        ("file,url\na.md,\n,https://example.org\n", "line 3", "a row without a file"),
        ("file,published\na.md,31 May 2024\n", "line 2", "a date in words"),
        ("file,published\na.md,2024-5-1\n", "line 2", "a date with short parts"),
        ("file,published\na.md,2024-02-30\n", "line 2", "a day that does not exist"),
        ("file,published\na.md,2024-13\n", "line 2", "a month that does not exist"),
        ("file,published\na.md,0000\n", "line 2", "a year that does not exist"),
        ("file,url\na.md,ftp://example.org\n", "line 2", "an address of another kind"),
        ("file,url\na.md,https://example.org/a b\n", "line 2", "an address with a space"),
        ('file,url\na.md,"https://example.org/<a>"\n', "line 2", "an address that RDF refuses"),
        ("file,title\n" + "a.md,x\n" * 3 + '"b.md\n', "", "a quote that is never closed"),
    ],
)
def test_a_bad_manifest_is_refused(tmp_path: Path, content: str, reason: str, why: str) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(content, encoding="utf-8")
    if not reason:
        read_manifest(manifest)
        return
    with pytest.raises(InputError) as raised:
        read_manifest(manifest)
    message = str(raised.value)
    assert message.startswith(str(manifest)), why
    assert reason in message
    assert "\n" not in message


def test_a_manifest_that_is_no_text_is_refused(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_bytes(b"file,title\na.md,caf\xe9\n")
    with pytest.raises(InputError, match=r"manifest\.csv"):
        read_manifest(manifest)


def test_a_bad_manifest_leaves_the_graph_alone(run_kg: Run, work: Path) -> None:
    before = state(work / "out")
    manifest = work / "manifest.csv"
    manifest.write_text("file,published\na.md,2024-02-30\n", encoding="utf-8")
    done = run_kg("build", work / "docs", "-o", work / "out", "--manifest", manifest)
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "line 2" in done.stderr
    assert state(work / "out") == before


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
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", "build", str(docs), "-o", str(work / "out")],
        env=environment,
        cwd=work,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
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
        build([work / "docs" / "letter.md"], work / "out")
        assert len(select(graph, "?p { ?d kg:path ?p }")) == 3
    assert paths(work / "out") == ["letter.md"]


# --- determinism ---


@pytest.fixture(scope="module")
def second_build(run_kg: Run, examples: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo again: another hash seed, one worker, its files one by one in another order."""
    folder = tmp_path_factory.mktemp("again") / "graph"
    files = sorted((examples / "corpus").iterdir())
    random.Random(7).shuffle(files)
    manifest = examples / "manifest.csv"
    done = run_kg("build", *files, "--manifest", manifest, "-o", folder, PYTHONHASHSEED="4242")
    assert done.returncode == 0, done.stderr
    return folder


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


def test_two_reports_differ_in_their_time_alone(demo_graph: Path, second_build: Path) -> None:
    one, two = saved(demo_graph), saved(second_build)
    assert one.pop("seconds") > 0
    assert two.pop("seconds") > 0
    assert one == two


# --- the graph of the demo, walked through ---


@pytest.fixture(scope="module")
def demo(demo_graph: Path) -> Iterator[Graph]:
    """The demo's graph, open."""
    with open_graph(demo_graph) as graph:
        yield graph


def test_every_quote_is_a_range_of_its_text(demo: Graph) -> None:
    rows = select(
        demo,
        "?sha ?start ?end ?exact { ?e a kg:Evidence ; oa:hasTarget ?t . ?t oa:hasSource ?d ; "
        "oa:hasSelector ?s . ?s oa:start ?start ; oa:end ?end ; oa:exact ?exact . "
        "?d kg:sha256 ?sha }",
    )
    assert len(rows) == int(select(demo, "(COUNT(DISTINCT ?e) AS ?n) { ?e a kg:Evidence }")[0][0])
    assert len(rows) > 500
    texts = {sha: demo.text(sha) or "" for sha, *_ in rows}
    wrong = [row for row in rows if texts[row[0]][int(row[1]) : int(row[2])] != row[3]]
    assert wrong == []


def test_every_claim_has_a_document_and_words(demo: Graph) -> None:
    claims = "VALUES ?kind { kg:Judgement kg:Association kg:Post kg:Mention kg:EarlierInspection kg:Finding }"
    rows = select(
        demo,
        f"?c {{ {claims} GRAPH ?g {{ ?c a ?kind }} FILTER NOT EXISTS {{ GRAPH ?g {{ "
        "?c kg:document ?d ; kg:evidence ?e . ?d kg:sha256 ?sha . ?e a kg:Evidence } } }",
    )
    assert rows == []
    assert select(demo, "?i { ?i a kg:Inspection FILTER NOT EXISTS { ?i kg:evidence ?e } }") == []


def test_what_a_claim_says_of_its_finding_is_what_the_text_says(demo: Graph) -> None:
    rows = select(
        demo,
        "?f { ?f a kg:Finding ; kg:text ?text ; kg:evidence/oa:hasTarget/oa:hasSelector/oa:exact "
        "?exact FILTER(?text != ?exact) }",
    )
    assert rows == []


def test_every_named_graph_belongs_to_a_document(demo: Graph) -> None:
    graphs = {
        str(name.value) for name in demo.store.named_graphs() if isinstance(name, ox.NamedNode)
    }
    keys = {
        iri.removeprefix(THINGS + "document/") for (iri,) in select(demo, "?d { ?d a kg:Document }")
    }
    assert len(keys) == 19
    assert graphs == {f"{THINGS}graph/{key}" for key in keys} | {ENTITIES_GRAPH, REFERENCE_GRAPH}
    assert all(isinstance(q.graph_name, ox.NamedNode) for q in demo.quads())


def test_a_document_says_nothing_of_another(demo: Graph) -> None:
    """Its graph holds no node that belongs to another document's hash."""
    rows = select(
        demo,
        "?g ?c { GRAPH ?g { ?c kg:document ?d } GRAPH ?h { ?d kg:sha256 ?sha } FILTER(?g != ?h) }",
    )
    assert rows == []


def test_there_are_no_blank_nodes(demo: Graph) -> None:
    blank = [q for q in demo.quads() if ox.BlankNode in map(type, (q.subject, q.object))]
    assert blank == []


def test_iris_of_things_are_under_one_roof(demo: Graph) -> None:
    reference = ox.NamedNode(REFERENCE_GRAPH)
    subjects = {str(q.subject) for q in demo.quads() if q.graph_name != reference}
    assert {iri for iri in subjects if not iri.startswith(f"<{THINGS}")} == set()


def test_every_term_that_is_used_is_defined(demo: Graph) -> None:
    used = {q.predicate.value for q in demo.quads() if q.predicate.value.startswith(KG)}
    used |= {
        q.object.value
        for q in demo.quads()
        if q.predicate.value == PREFIXES["rdf"] + "type"
        and isinstance(q.object, ox.NamedNode)
        and q.object.value.startswith(KG)
    }
    defined = {iri for (iri,) in select(demo, "DISTINCT ?t { ?t rdfs:comment|skos:definition ?c }")}
    assert used - defined == set()


def test_every_token_is_a_concept(demo: Graph) -> None:
    rows = select(
        demo,
        "DISTINCT ?o { ?s ?p ?o FILTER(STRSTARTS(STR(?o), "
        '"https://w3id.org/inspection-kg/concept/")) FILTER NOT EXISTS { ?o a ?t } }',
    )
    assert rows == []


def test_the_demo_conforms_to_its_shapes(run_kg: Run, demo_graph: Path) -> None:
    pytest.importorskip("kg.explore.validate")
    done = run_kg("validate", "--graph", demo_graph)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_graph_made_by_hand_is_not_what_the_shapes_want(run_kg: Run, tmp_path: Path) -> None:
    pytest.importorskip("kg.explore.validate")
    file = tmp_path / "bad.ttl"
    file.write_text(f"<{THINGS}x> a <{KG}Judgement> .\n", encoding="utf-8")
    assert run_kg("validate", "--graph", file).returncode == 1


def test_a_page_about_no_inspection_only_mentions(demo: Graph) -> None:
    rows = select(
        demo,
        "?what { ?d kg:path 'bedfordshire-councils.html' . ?c kg:document ?d ; a ?what "
        "FILTER(?what != kg:Mention) }",
    )
    assert rows == []
    assert select(
        demo,
        "?label { ?d kg:path 'bedfordshire-councils.html' . ?c kg:document ?d ; kg:mentions ?m . "
        "?m a kg:Council ; rdfs:label ?label }",
    ) == [("Bedford",), ("Central Bedfordshire",), ("Luton",)]


def test_one_inspector_is_one_person_in_all_documents(demo: Graph) -> None:
    rows = select(
        demo,
        "DISTINCT ?person (COUNT(DISTINCT ?d) AS ?n) { ?c kg:name 'Margaret Burke' ; "
        "prov:agent ?person ; kg:document ?d } GROUP BY ?person",
    )
    assert rows == [(THINGS + "person/margaret-burke", "4")]


def test_an_inspection_follows_the_one_it_speaks_of(demo: Graph) -> None:
    rows = select(demo, "?a ?b { ?x kg:follows ?y . ?x rdfs:label ?a . ?y rdfs:label ?b }")
    followed = {(a.split(":")[0], a[-10:], b[-10:]) for a, b in rows}
    assert ("Thurrock", "2024-09-16", "2019-11-11") in followed
    assert ("Central Bedfordshire", "2019-02-05", "2017-06-12") in followed


def test_a_report_lists_what_it_could_not_decide(demo_graph: Path) -> None:
    for document in saved(demo_graph)["documents"]:
        for one in document["unresolved"]:
            assert set(one) == {"what", "text", "start", "end", "reason"}


def test_what_could_not_be_decided_can_be_asked_for(run_kg: Run, tmp_path: Path) -> None:
    write(tmp_path / "docs", {"a.md": LETTER.replace("Derby City", "Ruritania")})
    assert run_kg("build", tmp_path / "docs", "-o", tmp_path / "out").returncode == 0
    (document,) = saved(tmp_path / "out")["documents"]
    done = run_kg("query", "unresolved-mentions", "--graph", tmp_path / "out", "-f", "csv")
    rows = list(csv.DictReader(done.stdout.splitlines()))
    assert rows
    assert [(r["sought"], r["name"], r["reason"], int(r["start"])) for r in rows] == [
        (one["what"], one["text"], one["reason"], one["start"]) for one in document["unresolved"]
    ]


# --- quality ---


def test_the_summary_counts_the_rows_of_the_quality_queries(run_kg: Run, demo_graph: Path) -> None:
    quality = saved(demo_graph)["quality"]
    assert list(quality) == [
        "dates-out-of-order",
        "doubtful-facts",
        "doubtful-findings",
        "not-found",
        "unresolved-mentions",
    ]
    for name, counted in quality.items():
        done = run_kg("query", name, "--graph", demo_graph, "-f", "csv")
        rows = list(csv.DictReader(done.stdout.splitlines()))
        kinds = Counter(row.get("missing", "rows") for row in rows)
        assert counted == kinds, name
    report = Report(
        (),
        (),
        (),
        (),
        (),
        0,
        0,
        0.0,
        quality={"not-found": {"dates": 2}, "doubt": {"rows": 3}, "none": {}},
    )
    *_, line = summary_lines(report, Path("out"))
    assert line == "to check with kg query NAME: not-found 2 (2 dates), doubt 3"


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


def names_of(lines: Iterable[str]) -> set[str]:
    """The file names in lines of a summary."""
    return {line.split(":")[0].strip() for line in lines}


def test_quiet_shows_the_summary_alone(run_kg: Run, work: Path) -> None:
    done = run_kg("build", work / "docs", "-o", work / "out", "--quiet")
    assert done.stdout == ""
    assert names_of(done.stderr.splitlines()[1:]) == {"inspections", "to check with kg query NAME"}


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
