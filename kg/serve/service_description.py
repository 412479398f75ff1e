"""What the endpoint and its data are: SPARQL 1.1 Service Description, and VoID."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pyoxigraph as ox
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.rdf.vocabulary import named_node
from kg.serve.forms import STATEMENTS, Form
from kg.serve.linked_data import rdf_response
from kg.serve.live_graph import Build
from kg.serve.negotiation import chosen
from kg.serve.site import Site, build_of
from kg.store.dataset import Dataset, dataset_of, description

__all__ = ["response", "routes"]

_SD = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = "http://www.w3.org/ns/formats/"

#: The formats of answers by their W3C names.
_RESULTS = (
    "SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
    "Turtle", "N-Triples", "JSON-LD", "RDF_XML",
)  # fmt: skip


def routes(site: Site) -> list[Route]:
    """`/.well-known/void`."""
    return [Route("/.well-known/void", void)]


def void(request: Request) -> Response:
    """The dataset in the words of VoID."""
    form = chosen(request.headers.get("accept"), STATEMENTS)
    return rdf_response(_dataset(request, _dataset_of(build_of(request))), form)


def response(request: Request, form: Form) -> Response:
    """The endpoint, its formats and its dataset."""
    endpoint = _address(request, request.url.path)
    service = ox.NamedNode(f"{endpoint.value}#service")
    described = _dataset_of(build_of(request))
    dataset = ox.NamedNode(described.iri)
    graph = ox.NamedNode(f"{endpoint.value}#default-graph")
    triples = [
        ox.Triple(service, named_node("rdf:type"), _sd("Service")),
        ox.Triple(service, _sd("endpoint"), endpoint),
        ox.Triple(service, _sd("supportedLanguage"), _sd("SPARQL11Query")),
        ox.Triple(service, _sd("feature"), _sd("UnionDefaultGraph")),
        ox.Triple(service, _sd("defaultDataset"), dataset),
        *(
            ox.Triple(service, _sd("resultFormat"), ox.NamedNode(_FORMATS + name))
            for name in _RESULTS
        ),
        ox.Triple(dataset, named_node("rdf:type"), _sd("Dataset")),
        ox.Triple(dataset, _sd("defaultGraph"), graph),
        ox.Triple(graph, named_node("rdf:type"), _sd("Graph")),
        *_dataset(request, described),
    ]
    return rdf_response(triples, form)


def _dataset(request: Request, dataset: Dataset) -> Iterator[ox.Triple]:
    """What the graph says of itself, and where it is asked."""
    node = ox.NamedNode(dataset.iri)
    yield from description(dataset)
    yield ox.Triple(node, named_node("dcterms:identifier"), ox.Literal(build_of(request).id))
    yield ox.Triple(node, named_node("void:sparqlEndpoint"), _address(request, "/sparql"))


@lru_cache(maxsize=2)
def _dataset_of(build: Build) -> Dataset:
    return dataset_of(build.graph.store, len(build.graph.store))


def _address(request: Request, path: str) -> ox.NamedNode:
    return ox.NamedNode(f"{request.url.scheme}://{request.url.netloc}{path}")


def _sd(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SD + name)
