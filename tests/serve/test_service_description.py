"""What the endpoint says of itself, as the W3C tests it, and the dataset in VoID.

The first three tests have the names of the W3C's (w3c/rdf-tests, sparql/sparql11/service-description).
"""

from __future__ import annotations

import json

import httpx
import pyoxigraph as ox
import pytest

from serving import Server

SD = "http://www.w3.org/ns/sparql-service-description#"
VOID = "http://rdfs.org/ns/void#"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@pytest.fixture(scope="module")
def described(client: httpx.Client) -> ox.Store:
    store = ox.Store()
    store.load(client.get("/sparql").content, format=ox.RdfFormat.TURTLE)
    return store


def values(store: ox.Store, subject: str | None, name: str) -> list[str]:
    node = ox.NamedNode(subject) if subject else None
    found = store.quads_for_pattern(node, ox.NamedNode(name), None, None)
    return sorted(str(getattr(quad.object, "value", "")) for quad in found)


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
    ],
)
def test_returns_rdf(client: httpx.Client, accept: str, form: ox.RdfFormat) -> None:
    done = client.get("/sparql", headers={"Accept": accept})
    assert done.status_code == 200 and done.headers["Content-Type"].startswith(accept)
    assert list(ox.parse(done.content, format=form))


def test_has_endpoint_triple(described: ox.Store, server: Server) -> None:
    assert values(described, None, f"{SD}endpoint") == [f"{server.url}sparql"]


def test_conforms_to_schema(described: ox.Store) -> None:
    """Each property has a subject and an object of the classes that the vocabulary gives it."""
    classes = {
        "endpoint": ("Service", None),
        "supportedLanguage": ("Service", None),
        "feature": ("Service", None),
        "resultFormat": ("Service", None),
        "defaultDataset": ("Service", "Dataset"),
        "defaultGraph": ("Dataset", "Graph"),
    }
    used = {
        quad.predicate.value.removeprefix(SD)
        for quad in described
        if quad.predicate.value.startswith(SD)
    }
    assert used == set(classes)
    for name, (domain, range_) in classes.items():
        for quad in described.quads_for_pattern(None, ox.NamedNode(SD + name), None, None):
            assert isinstance(quad.subject, ox.NamedNode)
            assert SD + domain in values(described, quad.subject.value, TYPE)
            if range_ is not None:
                assert isinstance(quad.object, ox.NamedNode)
                assert SD + range_ in values(described, quad.object.value, TYPE)


def test_the_dataset_is_described_where_programs_look(client: httpx.Client, server: Server) -> None:
    store = ox.Store()
    store.load(client.get("/.well-known/void").content, format=ox.RdfFormat.TURTLE)
    (dataset,) = {
        quad.subject.value
        for quad in store.quads_for_pattern(None, ox.NamedNode(f"{VOID}sparqlEndpoint"), None, None)
        if isinstance(quad.subject, ox.NamedNode)
    }
    assert f"{VOID}Dataset" in values(store, dataset, TYPE)
    assert values(store, dataset, f"{VOID}sparqlEndpoint") == [f"{server.url}sparql"]
    assert values(store, f"{dataset}/Document", f"{VOID}entities") == ["19"]
    assert int(values(store, dataset, f"{VOID}triples")[0]) > 10_000
    (stated,) = json.loads(client.get("/api/dataset.json").content)["results"]["bindings"]
    assert values(store, f"{dataset}/Finding", f"{VOID}entities") == [stated["findings"]["value"]]
