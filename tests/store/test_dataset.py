"""What a graph says of itself: true, without a clock, the same for the same documents."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from command_line import kg
from kg.rdf.iris import DESCRIPTION_GRAPH, PREFIXES
from kg.store.dataset import OPEN_LICENCE, dataset_of, description
from kg.store.graph import open_graph

HEAD = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
KIND = "https://w3id.org/inspection-kg/concept/document-kind/"


def store_of(*documents: tuple[str, str], more: str = "") -> ox.Store:
    """Documents, each of a kind and with a date ("" for none)."""
    store = ox.Store()
    for number, (kind, date) in enumerate(documents):
        key = str(number) * 16
        text = f'document:{key} a kg:Document ; kg:sha256 "{key * 4}" ; kg:documentKind <{KIND}{kind}> .'
        if date:
            first = date + "-01-01"[3 * date.count("-") :]
            text += f' document:{key} kg:published "{date}" ; kg:publishedEarliest "{first}" .'
        graph = ox.NamedNode(f"urn:{number}")
        store.load(HEAD + text, format=ox.RdfFormat.TURTLE, to_graph=graph)
    store.load(HEAD + more, format=ox.RdfFormat.TURTLE)
    return store


@pytest.mark.parametrize(
    ("documents", "oldest", "newest", "why"),
    [
        ([("report", "2019-05-14"), ("letter", "2021-02-03")], "2019-05-14", "2021-02-03", "days"),
        ([("report", "2019-05-14"), ("letter", "2019")], "2019", "2019-05-14", "a year may have begun before"),
        ([("report", "2019-05"), ("letter", "")], "2019-05", "2019-05", "a document without a date has no part"),
        ([("report", "")], "", "", "no date at all"),
    ],
)  # fmt: skip
def test_dates(documents: list[tuple[str, str]], oldest: str, newest: str, why: str) -> None:
    dataset = dataset_of(store_of(*documents), 0)
    assert (dataset.oldest, dataset.newest) == (oldest, newest), why


@pytest.mark.parametrize(
    ("kinds", "licence", "why"),
    [
        (("report", "letter"), OPEN_LICENCE, "the inspectorates' words alone"),
        (("report", "news"), "", "a story is its publisher's"),
        (("page",), "", "so is a page"),
    ],
)
def test_a_licence_only_where_it_covers_all_words(
    kinds: tuple[str, ...], licence: str, why: str
) -> None:
    dataset = dataset_of(store_of(*((kind, "") for kind in kinds)), 0)
    assert dataset.licence == licence, why
    stated = {t.object for t in description(dataset) if "license" in t.predicate.value}
    assert stated == ({ox.NamedNode(licence)} if licence else set()), why


def test_the_same_documents_are_the_same_dataset_whatever_else_is_said() -> None:
    one, two = ("report", "2019"), ("letter", "2020")
    datasets = [
        dataset_of(store, 0).iri
        for store in (store_of(one, two), store_of(one, two, more="council:a a kg:Inspection ."))
    ]
    assert datasets[0] == datasets[1] != dataset_of(store_of(one), 0).iri


def test_things_are_counted_once_whatever_graph_they_stand_in() -> None:
    store = store_of(("report", "2019"), more="council:a a kg:Inspection .")
    store.load(
        HEAD + "council:a a kg:Inspection .",
        format=ox.RdfFormat.TURTLE,
        to_graph=ox.NamedNode("urn:0"),
    )
    counts = dataset_of(store, 0).counts
    assert counts == {"Document": 1, "Inspection": 1, "Judgement": 0, "Finding": 0}


def test_a_build_describes_itself_and_an_incremental_one_alike(
    demo_graph: Path, examples: Path, tmp_path: Path
) -> None:
    graph = ox.NamedNode(DESCRIPTION_GRAPH)
    with open_graph(demo_graph) as demo:
        stated = {q.triple for q in demo.quads() if q.graph_name == graph}
        others = len(demo.store) - len(stated)
        assert stated == set(description(dataset_of(demo.store, others)))
    folder, corpus = tmp_path / "grown", tmp_path / "corpus"
    shutil.copytree(examples / "corpus", corpus)
    left = corpus / "suffolk-ilacs-2019.pdf"
    left.rename(tmp_path / left.name)
    command = ("build", corpus, "--manifest", examples / "manifest.csv", "-o", folder)
    assert kg(*command, "--jobs", "1").exit_code == 0
    (tmp_path / left.name).rename(left)
    assert kg(*command, "--jobs", "1").exit_code == 0
    with open_graph(folder) as grown:
        assert {q.triple for q in grown.quads() if q.graph_name == graph} == stated


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("DELETE { GRAPH ?g { ?d dcterms:rights ?x } }", "whose words"),
        ("DELETE { GRAPH ?g { ?d prov:wasAttributedTo ?x } }", "which version"),
        ("DELETE { GRAPH ?g { ?d void:classPartition ?x } }", "numbers of documents"),
        ('INSERT { GRAPH ?g { ?d dcterms:modified "May" } }', "date of its newest"),
    ],
)
def test_its_shape(change: str, said: str, demo_graph: Path, tmp_path: Path) -> None:
    with open_graph(demo_graph) as demo:
        quads = list(demo.quads())
    store = ox.Store()
    store.bulk_extend(quads)
    head = HEAD.replace("@prefix", "PREFIX").replace(" .\n", "\n")
    store.update(f"{head} {change} WHERE {{ GRAPH ?g {{ ?d a dcat:Dataset ; ?p ?x }} }}")
    store.dump(tmp_path / "changed.nq", ox.RdfFormat.N_QUADS)
    done = kg("validate", "--graph", tmp_path / "changed.nq")
    assert done.exit_code == 1 and said in done.stdout
