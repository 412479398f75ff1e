"""The one table of the kinds of claim, held against the ontology and each of its readers.

A ninth kind that is added to the ontology, or to the table, and forgotten anywhere fails here.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

import kg
from kg.builds.removal import removal_effects
from kg.curation.targets import Documents, NotApplicableError
from kg.explore.compared_facts import facts
from kg.explore.explain import explain
from kg.graph.entity_graph import CLASSES
from kg.network import reader as network_reader
from kg.network.graph_reader import findings, records
from kg.query.answer import Table
from kg.query.library import bind, find
from kg.query.run import run
from kg.rdf.iris import BASE, PREFIXES, concept, document_key, expand, thing
from kg.rdf.serialise import Part, serialise
from kg.rdf.vocabulary import (
    CLAIMS,
    DIFF,
    DOUBTFUL_FACTS,
    FINDING,
    LABEL,
    NETWORK,
    RDF_TYPE,
    TARGETS,
    TEXT_INDEX,
    VIEWS,
    ClaimKind,
    kinds_read_by,
    literal,
    named_node,
    prologue,
)
from kg.resources import ontology_dir
from kg.store.graph import Graph
from kg.store.text_index import Index
from kg.views import read as atlas_reader

SHA = "a" * 64
KEY = document_key(SHA)
START, END = 4, 12


def claim_of(kind: ClaimKind) -> ox.NamedNode:
    return ox.NamedNode(kind.iri(KEY, "one"))


def things_of(kind: ClaimKind) -> dict[str, ox.NamedNode]:
    """What a claim leads to, by property: a thing for each."""
    return {
        name: ox.NamedNode(thing("programme", f"harbour-{number}"))
        for number, name in enumerate(kind.pointers)
    }


@cache
def graph_of(kind: ClaimKind) -> Graph:
    """A document with one claim, which is of this kind, and the words that it rests on."""
    claim, document = claim_of(kind), ox.NamedNode(thing("document", KEY))
    evidence = ox.NamedNode(thing("evidence", KEY, f"made-{START}-{END}"))
    words = claim if kind.is_words else evidence
    said: list[tuple[ox.NamedNode, str, ox.NamedNode | ox.Literal]] = [
        (document, "rdf:type", named_node("kg:Document")),
        (document, "kg:path", literal("made.txt")),
        (document, "kg:sha256", literal(SHA)),
        (claim, "rdf:type", kind.node),
        (claim, "kg:document", document),
        (claim, "kg:programmeKind", ox.NamedNode(concept("programme-kind", "service"))),
        (words, "kg:confidence", literal("0.5", "decimal")),
        (words, "kg:component", literal("made")),
        (words, "kg:document", document),
        (words, "kg:startOffset", literal(START, "integer")),
        (words, "kg:endOffset", literal(END, "integer")),
        (words, "kg:text", literal("Harbour.")),
        *((claim, name, one) for name, one in things_of(kind).items()),
        *((one, "rdfs:label", literal("Harbour")) for one in things_of(kind).values()),
    ]
    if not kind.is_words:
        said += [
            (claim, "kg:evidence", evidence),
            (evidence, "rdf:type", named_node("kg:Evidence")),
        ]
    if kind == FINDING:
        said.append((claim, "kg:findingKind", ox.NamedNode(concept("finding-kind", "strength"))))
    store = ox.Store()
    name = ox.NamedNode(thing("graph", KEY))
    store.extend(ox.Quad(s, named_node(p), o, name) for s, p, o in said)
    return Graph(store, None, "made")


def answer(name: str, store: ox.Store) -> Table:
    found = run(Graph(store, None, "made"), bind(find(name), {}))
    assert isinstance(found, Table)
    return found


# Each reader: whether it covers a kind, shown on a graph with one claim.


def in_the_section_of_its_document(kind: ClaimKind) -> bool:
    from kg.rdf.turtle import turtle

    quads = graph_of(kind).store
    lines = serialise((q.triple for q in quads), ox.RdfFormat.N_TRIPLES).splitlines(keepends=True)
    written = b"".join(turtle([Part(None, lambda: lines)])).decode()
    _, _, section = written.partition("\n# Document aaaaaaaaaaaaaaaa: made.txt\n")
    return f" a kg:{kind.name} " in section


def counted_when_its_document_goes(kind: ClaimKind) -> bool:
    gone = removal_effects(graph_of(kind), {SHA: ("made.txt",)}, {})
    return gone.facts == {kind.plural: 1}


def compared(kind: ClaimKind) -> bool:
    return {name for _, name, _ in facts(graph_of(kind))} > {"document"}


def explained(kind: ClaimKind) -> bool:
    return [quote.kind for quote in explain(graph_of(kind), claim_of(kind).value)] == [kind.name]


def explains_what_it_points_to(kind: ClaimKind) -> bool:
    return all(
        [quote.claim for quote in explain(graph_of(kind), one.value)] == [claim_of(kind).value]
        for one in things_of(kind).values()
    )


def documents_of(kind: ClaimKind) -> Documents:
    data = graph_of(kind).store.dump(format=ox.RdfFormat.N_QUADS)
    assert data is not None
    return Documents.of([SHA], lambda _: data, lambda _: "The Harbour.")


def addressed_by_its_iri(kind: ClaimKind) -> bool:
    _, node = documents_of(kind).fact(claim_of(kind).value)
    return node == claim_of(kind)


def addressed_by_a_word_for_its_facts(kind: ClaimKind) -> bool:
    documents = documents_of(kind)
    place = {"document": SHA, "start": START, "end": END}
    for other in CLAIMS:
        for word in other.facts:
            try:
                _, node = documents.fact({**place, "fact": word})
            except NotApplicableError:
                assert other != kind, word
            else:
                assert (other, node) == (kind, claim_of(kind)), word
    return bool(kind.facts)


def linked(kind: ClaimKind) -> bool:
    graph = graph_of(kind)
    read = claim_of(kind).value in records(graph, kinds_read_by(NETWORK)) | findings(graph)
    named = kind == FINDING or any(one is kind for one in vars(network_reader).values())
    assert read == named, "what is read of the graph is what edges are made of"
    return read


def shown(kind: ClaimKind) -> bool:
    read = claim_of(kind).value in records(graph_of(kind), kinds_read_by(VIEWS))
    named = kind == FINDING or any(one is kind for one in vars(atlas_reader).values())
    assert (read or kind == FINDING) == named, "what is read of the graph is what is shown"
    return named


def indexed(kind: ClaimKind) -> bool:
    index = Index()
    index.add_documents(graph_of(kind).store, None)
    found = [iri for (iri,) in index.connection.execute("SELECT thing FROM claim ORDER BY thing")]
    index.close()
    assert found in ([], [one.value for one in things_of(kind).values()])
    return bool(found)


def missed_without_evidence_or_document(kind: ClaimKind) -> bool:
    store = ox.Store()
    store.add(ox.Quad(claim_of(kind), RDF_TYPE, kind.node, ox.NamedNode("urn:g")))
    rows = [
        answer(name, store).rows for name in ("claims-without-evidence", "claims-without-document")
    ]
    return rows == [((claim_of(kind), kind.node),)] * 2


def doubtful(kind: ClaimKind) -> bool:
    return [row[1] for row in answer("doubtful-facts", graph_of(kind).store).rows] == [
        claim_of(kind)
    ]


def promised_by_the_shapes(kind: ClaimKind) -> bool:
    return kind.node in shaped()


@cache
def shaped() -> frozenset[ox.NamedNode]:
    store = ox.Store()
    store.load(path=str(ontology_dir() / "shapes.ttl"), format=ox.RdfFormat.TURTLE)
    target = ox.NamedNode("http://www.w3.org/ns/shacl#targetClass")
    found = (
        quad.object
        for name in ("Claim", "Evidence")
        for quad in store.quads_for_pattern(ox.NamedNode(f"{BASE}shape/{name}"), target, None)
    )
    evidence = named_node("kg:Evidence")
    return frozenset(n for n in found if isinstance(n, ox.NamedNode) and n != evidence)


READERS: dict[str, Callable[[ClaimKind], bool]] = {
    "kg.rdf.turtle": in_the_section_of_its_document,
    "kg.builds.removal": counted_when_its_document_goes,
    DIFF: compared,
    "kg.explore.explain": explained,
    "kg.explore.explain, of a thing": explains_what_it_points_to,
    "kg.curation.targets, by IRI": addressed_by_its_iri,
    TARGETS: addressed_by_a_word_for_its_facts,
    NETWORK: linked,
    VIEWS: shown,
    TEXT_INDEX: indexed,
    "queries/check": missed_without_evidence_or_document,
    DOUBTFUL_FACTS: doubtful,
    "ontology/shapes.ttl": promised_by_the_shapes,
}


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", CLAIMS, ids=lambda kind: kind.name)
def test_each_reader_covers_each_kind_or_the_table_says_why_not(
    kind: ClaimKind, reader: str
) -> None:
    assert READERS[reader](kind) == (reader not in kind.excluded_from)
    assert (kind in kinds_read_by(reader)) == (reader not in kind.excluded_from)


@pytest.mark.parametrize("kind", CLAIMS, ids=lambda kind: kind.name)
def test_what_is_left_out_has_a_reason_and_a_reader(kind: ClaimKind) -> None:
    assert kind.excluded_from.keys() <= READERS.keys()
    assert all(kind.excluded_from.values())


def test_the_table_is_what_the_ontology_says() -> None:
    store = ox.Store()
    store.load(path=str(ontology_dir() / "kg.ttl"), format=ox.RdfFormat.TURTLE)
    claims = store.quads_for_pattern(None, named_node("rdfs:subClassOf"), named_node("kg:Claim"))
    assert {kind.node for kind in CLAIMS} == {quad.subject for quad in claims}
    for kind in CLAIMS:
        for name in kind.pointers:
            known = any(store.quads_for_pattern(named_node(name), LABEL, None))
            assert known or not name.startswith("kg:"), name


def test_the_shapes_know_no_other_kind() -> None:
    assert shaped() == {kind.node for kind in CLAIMS}


@pytest.mark.parametrize("field", ["name", "iri_part", "plural", "quote_order"])
def test_no_two_kinds_are_alike(field: str) -> None:
    assert len({getattr(kind, field) for kind in CLAIMS}) == len(CLAIMS)


@pytest.mark.parametrize("kind", [k for k in CLAIMS if k.about], ids=lambda kind: kind.name)
def test_whatever_a_claim_is_about_gets_its_label_from_claims(kind: ClaimKind) -> None:
    assert any(f"?claim {kind.about} ?thing" in pattern for _, pattern in CLASSES)


@pytest.mark.parametrize(
    ("prefixes", "lines", "reason"),
    [
        (("rdfs",), ["PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>"], "the one asked for"),
        ((), [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items()], "all, when none is"),
    ],
)
def test_a_prologue(prefixes: tuple[str, ...], lines: list[str], reason: str) -> None:
    assert prologue(*prefixes).splitlines() == lines, reason


def test_a_term_of_no_known_prefix_is_an_error() -> None:
    with pytest.raises(KeyError):
        expand("nonesuch:term")


# Terms are minted in kg/rdf alone.

#: Names that a term or the IRI of a thing could be put together from.
NAMESPACES = {"BASE", "CONCEPTS", "KG", "PREFIXES", "THINGS"}
BASES = (BASE, *PREFIXES.values())
#: Modules that know the prefixes, and why.
KNOW_PREFIXES = {
    "query/parameters.py": "asks whether a prefix that a query does not declare is known",
    "query/prologue.py": "declares those that a query does not",
}
PACKAGE = Path(kg.__file__).parent


def minted(source: str) -> Iterator[str]:
    """Where Python code puts a term together, or names the namespaces of terms."""
    tree = ast.parse(source)
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(module="kg.rdf.iris"):
                yield from (one.name for one in node.names if one.name in NAMESPACES - {"THINGS"})
            case ast.BinOp(op=ast.Add() | ast.Mod()) | ast.FormattedValue() | ast.Subscript():
                parts = [getattr(node, name, None) for name in ("left", "right", "value")]
                yield from (
                    ast.unparse(node)
                    for part in parts
                    if isinstance(part, ast.Name) and part.id in NAMESPACES
                )
            case ast.Constant(value=str(text)) if id(node) not in docstrings:
                yield from (text for base in BASES if base in text)


@pytest.mark.parametrize(
    ("source", "caught", "reason"),
    [
        ("x = KG + 'Finding'", True, "a sum"),
        ("x = f'{THINGS}person/{name}'", True, "a formatted string"),
        ("x = PREFIXES['rdf'] + 'type'", True, "a look-up"),
        ("x = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#type'", True, "written in full"),
        ("x = f'<http://purl.org/dc/terms/{name}>'", True, "in full, in a formatted string"),
        ("from kg.rdf.iris import KG", True, "nobody needs it who mints nothing"),
        ("'''Such as http://purl.org/dc/terms/title.'''", False, "a docstring may give examples"),
        ("from kg.rdf.iris import THINGS\nx = iri.startswith(THINGS)", False, "a question"),
        ("x = 'http://www.w3.org/ns/shacl#path'", False, "of no prefix that code has"),
    ],
)
def test_minting_is_noticed(source: str, caught: bool, reason: str) -> None:
    assert bool(list(minted(source))) is caught, reason


@pytest.mark.parametrize(
    "path",
    [p for p in sorted(PACKAGE.rglob("*.py")) if p.parent != PACKAGE / "rdf"],
    ids=lambda path: path.relative_to(PACKAGE).as_posix(),
)
def test_terms_are_minted_in_one_place(path: Path) -> None:
    name = path.relative_to(PACKAGE).as_posix()
    found = list(minted(path.read_text(encoding="utf-8")))
    assert found == (["PREFIXES"] if name in KNOW_PREFIXES else [])


#: Modules that write the name of a class of claims, and why.
NAME_CLASSES = {
    "rdf/vocabulary.py": "the table",
    "graph/inspection_links.py": "two queries, which are read as SPARQL",
    "graph/recommendation_links.py": "a query",
    "explore/practice/standing.py": "two queries",
    "opened_graph.py": "the counts that a notebook shows of a graph",
}


def test_the_classes_of_claims_are_named_in_the_table_alone() -> None:
    names = "|".join(kind.name for kind in CLAIMS)
    term = re.compile(rf"\bkg:(?:{names})\b")
    found = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if term.search(path.read_text(encoding="utf-8"))
    }
    assert found == NAME_CLASSES.keys()
