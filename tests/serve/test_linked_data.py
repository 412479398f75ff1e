"""Things by their addresses: 303 to a page or to statements, as the client wants."""

from __future__ import annotations

import httpx
import pytest
import rdflib

from kg.rdf.iris import THINGS
from serving import Server

BRADFORD = "council/E08000032"


@pytest.mark.parametrize(
    ("accept", "target"),
    [
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", f"/page/{BRADFORD}"),
        ("text/turtle", f"/data/{BRADFORD}.ttl"),
        ("application/ld+json", f"/data/{BRADFORD}.jsonld"),
        ("application/n-triples", f"/data/{BRADFORD}.nt"),
        ("application/n-triples;q=0.5, text/turtle", f"/data/{BRADFORD}.ttl"),
    ],
)
def test_a_thing_is_no_document(client: httpx.Client, accept: str, target: str) -> None:
    done = client.get(f"/id/{BRADFORD}", headers={"Accept": accept})
    assert (done.status_code, done.headers["Location"]) == (303, target)
    assert "Accept" in done.headers["Vary"]


@pytest.mark.parametrize("target", ["/id/council/E99999999", "/data/council/E99999999.ttl", "/data/council/E08000032.exe", "/data/x"])  # fmt: skip
def test_what_the_graph_does_not_know_is_not_there(client: httpx.Client, target: str) -> None:
    assert client.get(target).status_code == 404


def test_a_format_that_there_is_not(client: httpx.Client) -> None:
    assert client.get(f"/id/{BRADFORD}", headers={"Accept": "image/png"}).status_code == 406


def test_rdflib_reads_a_thing_by_its_address(server: Server) -> None:
    graph = rdflib.Graph()
    graph.parse(f"{server.url}id/{BRADFORD}")
    labels = graph.objects(rdflib.URIRef(THINGS + BRADFORD), rdflib.RDFS.label)
    assert [str(label) for label in labels] == ["Bradford"]
    assert len(list(graph.subjects(object=rdflib.URIRef(THINGS + BRADFORD)))) > 3


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "application/n-triples"])
def test_the_terms_are_there(client: httpx.Client, accept: str) -> None:
    done = client.get("/ontology", headers={"Accept": accept})
    assert (done.headers["Content-Type"].startswith(accept) and "ontology#Finding" in done.text) or "kg:Finding" in done.text  # fmt: skip
