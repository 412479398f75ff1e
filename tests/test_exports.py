"""The graph as files: complete, loadable elsewhere, and the same bytes each time."""

from __future__ import annotations

import gzip
import random
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import StoreError, UsageError
from kg.exports import export, serialise
from kg.store import FORMATS, Graph, open_graph

SAMPLE = Path(__file__).parent / "graphs" / "sample.trig"

#: Values that writers have broken on.
HOSTILE = ['"', "\\", "a\nb\r\tc", "\x00\x1b\x7f\x85", "\u202e", "\ufffe\uffff", "😀", "'''", ""]


@pytest.fixture(scope="module")
def graph() -> Graph:
    """The sample, one triple in two graphs, one in the default graph, and hostile literals."""
    store = ox.Store()
    store.load(path=str(SAMPLE), format=ox.RdfFormat.TRIG)
    quad = min(store, key=str)
    store.add(ox.Quad(quad.subject, quad.predicate, quad.object, ox.NamedNode("urn:other")))
    store.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("default")))
    for number, value in enumerate(HOSTILE):
        subject, predicate = ox.NamedNode(f"urn:hostile:{number}"), ox.NamedNode("urn:value")
        store.add(ox.Quad(subject, predicate, ox.Literal(value), ox.NamedNode("urn:hostile")))
    return Graph(store, None, "sample")


def shuffled(graph: Graph, seed: int) -> Graph:
    quads = sorted(graph.store, key=str)
    random.Random(seed).shuffle(quads)
    store = ox.Store()
    for quad in quads:
        store.add(quad)
    return Graph(store, None, f"shuffled {seed}")


@pytest.mark.parametrize("extension", FORMATS)
def test_what_is_written_is_the_graph(extension: str, graph: Graph, tmp_path: Path) -> None:
    target = tmp_path / f"graph{extension}"
    export(graph, target)
    back = set(open_graph(target).store)
    if extension in {".ttl", ".nt"}:
        merged = {ox.Quad(quad.subject, quad.predicate, quad.object) for quad in graph.store}
        assert back == merged
        assert len(merged) < len(graph.store), "a triple in two graphs is written once"
    else:
        assert back == set(graph.store)


@pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib")
@pytest.mark.parametrize(
    ("extension", "form"),
    [
        (".ttl", "turtle"),
        (".nt", "nt"),
        (".nq", "nquads"),
        (".trig", "trig"),
        (".jsonld", "json-ld"),
    ],
)
def test_rdflib_reads_as_many_triples(extension: str, form: str, tmp_path: Path) -> None:
    import rdflib

    graph = open_graph(SAMPLE)
    target = tmp_path / f"graph{extension}"
    export(graph, target)
    read = rdflib.Dataset().parse(target, format=form)
    merged = {quad.triple for quad in graph.store}
    expected = len(merged) if extension in {".ttl", ".nt"} else len(graph.store)
    assert len(list(read.quads())) == expected


@pytest.mark.parametrize("extension", [*FORMATS, ".ttl.gz", ".nq.gz"])
def test_the_order_of_a_build_leaves_no_trace(extension: str, graph: Graph, tmp_path: Path) -> None:
    written = set()
    for seed in range(4):
        target = tmp_path / f"{seed}{extension}"
        export(shuffled(graph, seed), target)
        written.add(target.read_bytes())
    assert len(written) == 1


def test_another_process_writes_the_same_bytes(environment: dict[str, str], tmp_path: Path) -> None:
    """Prefixes come from a map that another process orders in another way."""
    code = (
        "import sys; from pathlib import Path; from kg.exports import export; "
        "from kg.store import open_graph; export(open_graph(sys.argv[1]), Path(sys.argv[2]))"
    )
    written = set()
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.ttl"
        subprocess.run(
            [sys.executable, "-c", code, str(SAMPLE), str(target)],
            env={**environment, "PYTHONHASHSEED": seed},
            check=True,
        )
        written.add(target.read_bytes())
    assert len(written) == 1


def test_turtle_is_for_people(tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    export(open_graph(SAMPLE), target)
    text = target.read_text(encoding="utf-8")
    prefixes = [line for line in text.splitlines() if line.startswith("@prefix ")]
    assert prefixes == sorted(prefixes)
    assert '\nperson:ada-moss a kg:Inspector ;\n\trdfs:label "Ada Moss" .\n' in text
    assert text.count("\nperson:ada-moss ") == 1, "what is said of a subject stands together"


def test_gzip_holds_the_plain_file_and_no_clock(tmp_path: Path) -> None:
    graph = open_graph(SAMPLE)
    export(graph, tmp_path / "graph.nt")
    export(graph, tmp_path / "GRAPH.NT.GZ")
    packed = (tmp_path / "GRAPH.NT.GZ").read_bytes()
    assert gzip.decompress(packed) == (tmp_path / "graph.nt").read_bytes()
    assert packed[4:8] == b"\0\0\0\0"


@pytest.mark.parametrize("name", ["graph", "graph.xlsb", "graph.gz", ".ttl.bz2"])
def test_names_of_no_format_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"end it in one of: \.ttl \.nt \.nq \.trig \.jsonld"):
        export(open_graph(SAMPLE), tmp_path / name)
    assert not (tmp_path / name).exists()


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StoreError, match="can't be written"):
        export(open_graph(SAMPLE), tmp_path / "file" / "graph.ttl")


def test_an_empty_graph_is_a_file_too(tmp_path: Path) -> None:
    for extension in FORMATS:
        target = tmp_path / f"empty{extension}"
        export(Graph(ox.Store(), None, "empty"), target)
        assert len(open_graph(target).store) == 0


def test_triples_of_an_answer_have_an_order_of_their_own() -> None:
    triples = [
        ox.Triple(ox.NamedNode("urn:b"), ox.NamedNode("urn:p"), ox.Literal("1")),
        ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("2")),
    ]
    for form in (ox.RdfFormat.TURTLE, ox.RdfFormat.N_TRIPLES):
        assert serialise(triples, form) == serialise(triples[::-1], form)
    assert serialise(triples, ox.RdfFormat.N_TRIPLES).startswith(b"<urn:a>")
