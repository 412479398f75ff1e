"""The graph as files: complete, loadable elsewhere, and the same bytes each time."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, StoreError, UsageError
from kg.exports.files import export, export_graphs
from kg.query.library import find, library
from kg.query.run import run
from kg.rdf.iris import ENTITIES_GRAPH, KG, PREFIXES, THINGS
from kg.store.graph import Graph, open_graph
from kg.store.rdf_file import FORMATS
from networks import read_network
from places import TESTS

SAMPLE = TESTS / "graphs" / "sample.trig"


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


OTHERS = (".graphml", ".gexf", ".xlsx", "/")


@pytest.mark.parametrize("extension", [*FORMATS, *OTHERS, ".jsonld.gz", ".gexf.gz"])
def test_another_process_writes_the_same_bytes(
    extension: str, environment: dict[str, str], tmp_path: Path
) -> None:
    """Its sets and maps have another order."""
    code = (
        "import sys; from kg.exports.files import export; from kg.store.graph import open_graph; "
        "export(open_graph(sys.argv[1]), sys.argv[2])"
    )
    written = set()
    for seed in ("1", "2"):
        target = f"{tmp_path}/{seed}{extension}"
        subprocess.run(
            [sys.executable, "-c", code, str(SAMPLE), target],
            env={**environment, "PYTHONHASHSEED": seed},
            check=True,
        )
        paths = sorted(Path(target).iterdir()) if extension == "/" else [Path(target)]
        written.add(tuple(path.read_bytes() for path in paths))
    assert len(written) == 1


# --- RDF for people, and for rdflib ---


def test_turtle_is_for_people(graph: Graph, tmp_path: Path) -> None:
    target = tmp_path / "graph.ttl"
    export(graph, target)
    text = target.read_text(encoding="utf-8")
    prefixes = [line for line in text.splitlines() if line.startswith("@prefix ")]
    assert prefixes == sorted(prefixes)
    assert '\nperson:ada-moss a kg:Inspector ;\n  rdfs:label "Ada Moss" .\n' in text
    assert text.count("\nperson:ada-moss ") == 1, "what is said of a subject stands together"
    headings = [line for line in text.splitlines() if line.startswith("# ")]
    shared = [line for line in headings if not line.startswith("# Document ")]
    assert shared == [
        "# Inspections", "# Inspectors", "# Leaders", "# Programmes",
        "# Organisations", "# Other",
    ], "what documents share, class by class"  # fmt: skip
    paths = [line.partition(": ")[2] for line in headings if line not in shared]
    assert paths == sorted(paths) and "first/visit.pdf" in paths, "then documents by their paths"


def test_a_finding_stands_in_its_place_in_the_text(tmp_path: Path) -> None:
    """Not after its number as text: 9 comes before 10."""
    store = ox.Store()
    for start in (9, 10, 100):
        iri = ox.NamedNode(f"{THINGS}finding/{'a' * 16}/p{start}-{start}-200")
        store.add(ox.Quad(iri, ox.NamedNode(KG + "page"), ox.Literal(1)))
    export(Graph(store, None, "three"), tmp_path / "graph.ttl")
    text = (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    assert text.index("/p9-") < text.index("/p10-") < text.index("/p100-")


@pytest.mark.filterwarnings("ignore:.* is deprecated:DeprecationWarning:rdflib")
@pytest.mark.parametrize("extension", [".ttl", ".jsonld"])
def test_round_trips_through_rdflib_are_isomorphic(extension: str, tmp_path: Path) -> None:
    """Of what we write, and of what rdflib makes of it, RDF/XML too."""
    import rdflib
    from rdflib.compare import isomorphic

    graph = open_graph(SAMPLE)
    export(graph, tmp_path / "graph.nt")
    export(graph, tmp_path / f"graph{extension}")
    truth = rdflib.Graph().parse(tmp_path / "graph.nt")
    form = {".ttl": "turtle", ".jsonld": "json-ld"}[extension]
    read = rdflib.Dataset(default_union=True).parse(tmp_path / f"graph{extension}", format=form)
    ours = rdflib.Graph()
    for s, p, o, _ in read.quads():
        ours.add((s, p, o))
    assert isomorphic(ours, truth)
    for other in ("xml", "json-ld"):
        data = ours.serialize(format=other)
        assert isomorphic(rdflib.Graph().parse(data=data, format=other), truth), other


def test_json_ld_reads_as_json(tmp_path: Path) -> None:
    export(open_graph(SAMPLE), tmp_path / "graph.jsonld")
    data = json.loads((tmp_path / "graph.jsonld").read_bytes())
    nodes = {node["id"]: node for part in data["@graph"] for node in part["@graph"]}
    document = nodes["thing:document/a000000000000001"]
    assert document["type"] == "Document"
    assert document["title"] == "Focused visit to Bedford Borough"
    assert document["pageCount"] == 4
    assert document["path"] == ["first/visit.pdf", "second/visit.pdf"]
    assert document["reports"] == "thing:inspection/E06000055/focused-visit/2019-02-05"
    assert data["@context"]["reports"] == {"@id": "kg:reports", "@type": "@id"}
    names = [part["id"] for part in data["@graph"]]
    assert names == sorted(names) and f"thing:{ENTITIES_GRAPH.removeprefix(THINGS)}" in names


# --- parts ---


@pytest.mark.parametrize("extension", [".ttl", ".nq", ".jsonld", ".graphml", ".gexf"])
def test_a_part_of_the_graph(extension: str, whole: Graph, tmp_path: Path) -> None:
    made = run(whole, find("inspector-network").text)
    export(whole, tmp_path / f"part{extension}", made)
    path = tmp_path / f"part{extension}"
    ada, bedford = THINGS + "person/ada-moss", THINGS + "council/E06000055"
    if extension in FORMATS:
        subjects = {quad.subject.value for quad in open_graph(path).store}
    else:
        subjects = set(read_network(path).nodes)
    assert {ada, bedford} <= subjects
    assert not any("/finding/" in subject for subject in subjects)


def test_what_can_be_no_part(whole: Graph, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="only the answer of a CONSTRUCT"):
        export(whole, tmp_path / "a.ttl", run(whole, "SELECT * { ?s ?p ?o } LIMIT 1"))
    for target in (f"{tmp_path}/a.xlsx", f"{tmp_path}/a/"):
        with pytest.raises(UsageError, match="tables can't hold"):
            export(whole, target, run(whole, "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }"))


# --- tables ---


def test_a_folder_has_a_file_a_standard_query(whole: Graph, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    said = export(whole, str(folder))
    standard = sorted(f"{query.name}.csv" for query in library() if "standard" in query.tags)
    standard.append("ro-crate-metadata.json")
    standard.sort()
    assert sorted(path.name for path in folder.iterdir()) == standard
    assert said.startswith(f"{folder}/ ({len(standard)} files")
    data = (folder / "findings.csv").read_bytes()
    assert data.startswith(b"document,council,gss,kind,") and data.count(b"\r\n") == 12
    (folder / standard[0]).write_bytes(b"old")
    (folder / standard[1]).unlink()
    export(whole, folder)
    assert sorted(path.name for path in folder.iterdir()) == standard
    assert (folder / standard[0]).read_bytes() != b"old", "replaced as a whole"
    assert list(tmp_path.iterdir()) == [folder], "nothing is left beside it"


def test_a_folder_with_something_else_in_it_is_left_alone(whole: Graph, tmp_path: Path) -> None:
    for name in ("budget.csv", "findings.csv.bak"):
        folder = tmp_path / name.replace(".", "-")
        folder.mkdir()
        (folder / name).write_text("mine", encoding="utf-8")
        with pytest.raises(StoreError, match=f"contains '{name}', which would be lost"):
            export(whole, f"{folder}/")
        with pytest.raises(StoreError, match="which would be lost"):
            export_graphs(whole, folder)
        assert [path.name for path in folder.iterdir()] == [name]


def test_a_write_that_fails_leaves_the_old_folder(
    whole: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tables"
    export(whole, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if target == folder and not path.name.endswith(".old"):
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(StoreError, match="can't be written"):
        export(whole, folder)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert list(tmp_path.iterdir()) == [folder]


def test_a_workbook_has_a_sheet_a_standard_query_and_leads_to_its_sources(
    whole: Graph, tmp_path: Path
) -> None:
    import openpyxl

    store = ox.Store()
    store.extend(whole.store)
    document = ox.NamedNode(THINGS + "document/a000000000000001")
    url = ox.Literal(
        "https://example.org/visit.pdf", datatype=ox.NamedNode(PREFIXES["xsd"] + "anyURI")
    )
    store.add(ox.Quad(document, ox.NamedNode(KG + "url"), url))
    export(Graph(store, None, "linked"), tmp_path / "graph.xlsx")
    book = openpyxl.load_workbook(tmp_path / "graph.xlsx")
    standard = [query.name for query in library() if "standard" in query.tags]
    assert book.sheetnames == ["contents", *standard]
    findings = book["findings"]
    links = {
        (row[0].value, address(row[0]), row[9].value)
        for row in findings.iter_rows(min_row=2)
        if row[0].hyperlink
    }
    assert ("first/visit.pdf", "https://example.org/visit.pdf#page=2", 2) in links
    assert {document for document, *_ in links} == {"first/visit.pdf"}, (
        "no link where none is known"
    )
    contents = {row[0].value: row[1].value for row in book["contents"].iter_rows(min_row=2)}
    assert contents["findings"] == findings.max_row - 1


# --- a file a named graph ---


def address(cell: Any) -> str:
    """A link, whose fragment stands apart in the file."""
    where = cell.hyperlink.location
    return f"{cell.hyperlink.target}#{where}" if where else str(cell.hyperlink.target)


def test_a_file_a_named_graph_with_its_name_beside_it(graph: Graph, tmp_path: Path) -> None:
    folder = tmp_path / "graphs"
    export_graphs(graph, folder)
    back = set()
    for path in folder.glob("*.ttl"):
        beside = path.with_name(f"{path.name}.graph")
        named = beside.read_text(encoding="utf-8").strip() if beside.exists() else None
        name = ox.NamedNode(named) if named else ox.DefaultGraph()
        back |= {
            ox.Quad(quad.subject, quad.predicate, quad.object, name)
            for quad in open_graph(path).store
        }
    assert back == set(graph.store)
    names = {path.name for path in folder.glob("*.ttl")}
    assert {"a000000000000001.ttl", "entities.ttl", "default.ttl"} <= names
    assert any(name.startswith("urn-other-") for name in names)
    (folder / "a000000000000001.ttl").unlink()
    (folder / "bbbbbbbbbbbbbbbb.ttl").write_bytes(b"")
    export_graphs(graph, folder)
    assert {path.name for path in folder.glob("*.ttl")} == names, "a document that went, goes"


# --- names and places ---


def test_gzip_holds_the_plain_file_and_no_clock(tmp_path: Path) -> None:
    graph = open_graph(SAMPLE)
    export(graph, tmp_path / "graph.nt")
    export(graph, tmp_path / "GRAPH.NT.GZ")
    packed = (tmp_path / "GRAPH.NT.GZ").read_bytes()
    assert gzip.decompress(packed) == (tmp_path / "graph.nt").read_bytes()
    assert packed[4:8] == b"\0\0\0\0"


@pytest.mark.parametrize("name", ["graph.xlsb", "graph.gz", ".ttl", ".ttl.bz2", "a.xlsx.gz"])
def test_names_of_no_format_are_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(
        UsageError,
        match=r"use one of the extensions \.ttl \.nt \.nq \.trig \.jsonld \.graphml \.gexf \.xlsx",
    ):
        export(open_graph(SAMPLE), tmp_path / name)
    assert not (tmp_path / name).exists()


def test_a_folder_that_can_not_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for target in ("graph.ttl", "graph/", "file/"):
        with pytest.raises(StoreError, match="can't be written"):
            export(open_graph(SAMPLE), f"{tmp_path}/file/{target}")
    with pytest.raises(StoreError, match="can't be written"):
        export(open_graph(SAMPLE), f"{tmp_path}/file/")


def test_an_empty_graph_is_a_file_too(tmp_path: Path) -> None:
    empty = Graph(ox.Store(), None, "empty")
    for extension in FORMATS:
        target = tmp_path / f"empty{extension}"
        export(empty, target)
        assert len(open_graph(target).store) == 0
    for extension in (".graphml", ".gexf"):
        export(empty, tmp_path / f"empty{extension}")
        assert not read_network(tmp_path / f"empty{extension}").nodes
    export(empty, tmp_path / "empty.xlsx")
    export(empty, tmp_path / "empty")
    assert (tmp_path / "empty" / "leaders.csv").read_bytes().count(b"\r\n") == 1
