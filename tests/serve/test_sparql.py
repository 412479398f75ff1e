"""The SPARQL 1.1 Protocol, as the W3C tests it, and what this endpoint refuses.

The cases of `PROTOCOL` have the names of the W3C's tests (w3c/rdf-tests, sparql/sparql11/protocol)
and ask what those ask: the same operation, dataset and content type.  Those that are `UPDATES`,
and one that has FROM, want what a read-only endpoint refuses.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pyoxigraph as ox
import pytest
from SPARQLWrapper import JSON, SPARQLWrapper

from kg.query.library import bind, find
from kg.store.draft import Draft
from serving import Server, serving

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
QUERY = {"Content-Type": "application/sparql-query"}
UPDATE = {"Content-Type": "application/sparql-update"}
DATA = [f"http://kasei.us/2009/09/sparql/data/data{n}.rdf" for n in range(4)]
DOCUMENT = "http://xmlns.com/foaf/0.1/Document"
DEFAULT, NAMED = "default-graph-uri", "named-graph-uri"

_BOTH = f"ASK {{ <{DATA[1]}> a ?type . <{DATA[2]}> a ?type }}"
_BOTH_NAMED = f"ASK {{ GRAPH ?g1 {{ <{DATA[1]}> a ?type }} GRAPH ?g2 {{ <{DATA[2]}> a ?type }} }}"
_INSERT = f"INSERT DATA {{ GRAPH <{DATA[1]}> {{ <{DATA[1]}> a <{DOCUMENT}> }} }}"

TRUE, ROWS, RDF, REFUSED = "true", "rows", "RDF", "refused"

#: Name, method, parameters in the address, headers, body, what is to come.
PROTOCOL: list[tuple[str, str, list[tuple[str, str]], dict[str, str], str | bytes, str]] = [
    ("query_get", "GET", [("query", "ASK {}"), (DEFAULT, DATA[0])], {}, "", TRUE),
    ("query_post_form", "POST", [(DEFAULT, DATA[0])], FORM, urlencode({"query": "ASK {}"}), TRUE),
    ("query_post_direct", "POST", [(DEFAULT, DATA[0])], QUERY, "ASK {}", TRUE),
    (
        "query_dataset_default_graphs_get", "GET",
        [("query", _BOTH), (DEFAULT, DATA[1]), (DEFAULT, DATA[2])], {}, "", TRUE,
    ),
    (
        "query_dataset_default_graphs_post", "POST",
        [(DEFAULT, DATA[1]), (DEFAULT, DATA[2])], QUERY, _BOTH, TRUE,
    ),
    (
        "query_dataset_named_graphs_get", "GET",
        [("query", _BOTH_NAMED), (NAMED, DATA[1]), (NAMED, DATA[2])], {}, "", TRUE,
    ),
    (
        "query_dataset_named_graphs_post", "POST",
        [(NAMED, DATA[1]), (NAMED, DATA[2])], QUERY, _BOTH_NAMED, TRUE,
    ),
    (
        "query_dataset_full", "POST", [(DEFAULT, DATA[3]), (NAMED, DATA[1]), (NAMED, DATA[2])],
        QUERY, f"ASK {{ <{DATA[3]}> a ?type {_BOTH_NAMED.removeprefix('ASK { ')}", TRUE,
    ),
    (
        "query_multiple_dataset", "POST", [(NAMED, DATA[1]), (NAMED, DATA[2])],
        QUERY, _BOTH_NAMED.replace("ASK", f"ASK FROM <{DATA[3]}>"), REFUSED,
    ),
    ("query_content_type_select", "POST", [(DEFAULT, DATA[0])], QUERY, "SELECT (1 AS ?value) {}", ROWS),
    ("query_content_type_ask", "POST", [(DEFAULT, DATA[0])], QUERY, "ASK {}", TRUE),
    ("query_content_type_describe", "POST", [(DEFAULT, DATA[0])], QUERY, "DESCRIBE <http://example.org/>", RDF),
    ("query_content_type_construct", "POST", [(DEFAULT, DATA[0])], QUERY, "CONSTRUCT { <s> <p> 1 } WHERE {}", RDF),
    ("bad_query_method", "PUT", [("query", "ASK {}")], {}, "", REFUSED),
    ("bad_multiple_queries", "GET", [("query", "ASK {}"), ("query", "SELECT * {}")], {}, "", REFUSED),
    ("bad_query_wrong_media_type", "POST", [], {"Content-Type": "text/plain"}, "ASK {}", REFUSED),
    ("bad_query_missing_form_type", "POST", [], {}, "query=ASK%20%7B%7D", REFUSED),
    ("bad_query_missing_direct_type", "POST", [], {}, "ASK {}", REFUSED),
    (
        "bad_query_non_utf8", "POST", [], {"Content-Type": "application/sparql-query; charset=UTF-16"},
        "ASK {}".encode("utf-16"), REFUSED,
    ),
    ("bad_query_syntax", "GET", [("query", "ASK {")], {}, "", REFUSED),
    ("bad_update_get", "GET", [("update", "CLEAR ALL")], {}, "", REFUSED),
    ("bad_multiple_updates", "POST", [], FORM, "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", REFUSED),
    ("bad_update_wrong_media_type", "POST", [], {"Content-Type": "text/plain"}, "CLEAR NAMED", REFUSED),
    ("bad_update_missing_form_type", "POST", [], {}, "update=CLEAR%20NAMED", REFUSED),
    (
        "bad_update_non_utf8", "POST", [], {"Content-Type": "application/sparql-update; charset=UTF-16"},
        "CLEAR NAMED".encode("utf-16"), REFUSED,
    ),
    ("bad_update_syntax", "POST", [], FORM, "update=CLEAR%20XYZ", REFUSED),
    (
        "bad_update_dataset_conflict", "POST", [], FORM,
        urlencode({"using-named-graph-uri": DATA[1], "update": f"WITH <{DATA[2]}> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}"}),
        REFUSED,
    ),
]  # fmt: skip

#: Updates, which the W3C's tests want to be done: name, parameters, headers, body.
UPDATES: list[tuple[str, list[tuple[str, str]], dict[str, str], str]] = [
    ("update_dataset_default_graph", [("using-graph-uri", DATA[1])], UPDATE, _INSERT),
    ("update_dataset_default_graphs", [("using-graph-uri", DATA[1]), ("using-graph-uri", DATA[2])], UPDATE, _INSERT),
    ("update_dataset_named_graphs", [("using-named-graph-uri", DATA[1])], UPDATE, _INSERT),
    ("update_dataset_full", [("using-graph-uri", DATA[1]), ("using-named-graph-uri", DATA[2])], UPDATE, _INSERT),
    ("update_post_form", [], FORM, urlencode({"update": _INSERT})),
    ("update_post_direct", [], UPDATE, _INSERT),
    ("update_base_uri", [], UPDATE, "INSERT DATA { GRAPH <http://example.org/g> { <s> <p> <o> } }"),
]  # fmt: skip


@pytest.fixture(scope="module")
def kasei(
    tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]
) -> Iterator[Server]:
    """A server on the graphs that the W3C's tests ask about."""
    folder = tmp_path_factory.mktemp("w3c")
    draft = Draft(folder)
    for iri in DATA[1:]:
        node, kind = ox.NamedNode(iri), ox.NamedNode(DOCUMENT)
        draft.store.add(
            ox.Quad(
                node, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), kind, node
            )
        )
    draft.publish("0123456789abcdef", {}, {})
    with serving(folder, environment=environment) as running:
        yield running


@pytest.fixture(scope="module")
def w3c(kasei: Server) -> Iterator[httpx.Client]:
    with kasei.client() as asking:
        yield asking


def test_the_w3c_has_34_tests_of_the_protocol() -> None:
    assert len(PROTOCOL) + len(UPDATES) == 34


@pytest.mark.parametrize(
    ("_name", "method", "inside", "headers", "body", "comes"),
    PROTOCOL,
    ids=lambda v: v if isinstance(v, str) and "_" in v else "",
)
def test_a_w3c_test_of_the_protocol(
    w3c: httpx.Client, _name: str, method: str, inside: list[tuple[str, str]],
    headers: dict[str, str], body: str | bytes, comes: str,
) -> None:  # fmt: skip
    done = w3c.request(
        method,
        "/sparql/",
        params=urlencode(inside),
        headers=headers,
        content=body,
        follow_redirects=True,
    )
    if comes == REFUSED:
        assert 400 <= done.status_code < 500 and len(done.text.splitlines()) == 1, done.text
        return
    assert done.status_code == 200, done.text
    kind = done.headers["Content-Type"].partition(";")[0]
    if comes == RDF:
        assert kind == "text/turtle"
        list(ox.parse(done.content, format=ox.RdfFormat.TURTLE))
        return
    assert kind == "application/sparql-results+json"
    assert comes != TRUE or done.json()["boolean"] is True


@pytest.mark.parametrize(
    ("_name", "inside", "headers", "body"), UPDATES, ids=[case[0] for case in UPDATES]
)
def test_an_update_of_the_w3c_is_refused(
    w3c: httpx.Client, _name: str, inside: list[tuple[str, str]], headers: dict[str, str], body: str
) -> None:
    done = w3c.post("/sparql", params=urlencode(inside), headers=headers, content=body)
    assert done.status_code == 403 and "read-only" in done.text
    count = w3c.get(
        "/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"}
    )
    assert count.json()["results"]["bindings"][0]["n"]["value"] == "3"


SELECT = "SELECT ?s { ?s ?p ?o } LIMIT 1"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 1"


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        (SELECT, "", "application/sparql-results+json"),
        (SELECT, "*/*", "application/sparql-results+json"),
        (SELECT, "application/json", "application/sparql-results+json"),
        (SELECT, "application/sparql-results+xml", "application/sparql-results+xml"),
        (SELECT, "text/csv", "text/csv; charset=utf-8"),
        (SELECT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (SELECT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        (CONSTRUCT, "", "text/turtle; charset=utf-8"),
        (CONSTRUCT, "application/n-triples", "application/n-triples"),
        (CONSTRUCT, "application/ld+json", "application/ld+json"),
        (CONSTRUCT, "application/rdf+xml", "application/rdf+xml"),
        ("DESCRIBE <http://example.org/>", "text/turtle", "text/turtle; charset=utf-8"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
    ],
)  # fmt: skip
def test_the_client_chooses_the_format(
    client: httpx.Client, query: str, accept: str, media: str
) -> None:
    done = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (done.status_code, done.headers["Content-Type"]) == (200, media), done.text


def test_a_format_that_is_not_on_offer_is_named_with_those_that_are(client: httpx.Client) -> None:
    done = client.get("/sparql", params={"query": SELECT}, headers={"Accept": "image/png"})
    assert done.status_code == 406 and "application/sparql-results+json" in done.text


@pytest.mark.parametrize(
    ("query", "accept", "note"),
    [
        ("SELECT ?s ?t { ?s ?p ?o . ?t ?q ?r }", "application/json", '"link": ["/sparql#cut-at-10000-rows"]'),
        ("SELECT ?s ?t { ?s ?p ?o . ?t ?q ?r }", "application/sparql-results+xml", "<!-- cut at 10,000 rows -->"),
        ("SELECT ?s ?t { ?s ?p ?o . ?t ?q ?r }", "text/csv", None),
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "text/turtle", "# cut at 10,000 triples\n"),
    ],
)  # fmt: skip
def test_an_answer_that_is_cut_says_so(
    client: httpx.Client, query: str, accept: str, note: str | None
) -> None:
    done = client.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert done.headers["Kg-Cut-At"] == "10000"
    assert note is None or note in done.text
    if "json" in accept:
        assert len(done.json()["results"]["bindings"]) == 10_000


def test_an_answer_that_is_whole_says_nothing(client: httpx.Client) -> None:
    done = client.get("/sparql", params={"query": "SELECT * { VALUES ?x { 1 } }"})
    assert "Kg-Cut-At" not in done.headers and "link" not in done.json()["head"]


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE contacts another server"),
        ("SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }", "SERVICE contacts another server"),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "write the character itself"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "FROM selects another dataset"),
        ("LOAD <http://127.0.0.1:9/>", "LOAD changes the graph"),
        ("DELETE WHERE { ?s ?p ?o }", "DELETE changes the graph"),
        ("SELECT * { " + "{" * 3000 + "}" * 3000 + " }", "brackets are open at once"),
        ("SELECT", "malformed"),
    ],
)  # fmt: skip
def test_what_does_more_than_read_is_refused(client: httpx.Client, query: str, reason: str) -> None:
    done = client.post("/sparql", data={"query": query})
    assert done.status_code == 400 and reason in done.text and done.text.count("\n") == 1


def test_a_query_of_the_library_runs_as_it_stands(client: httpx.Client) -> None:
    done = client.post(
        "/sparql", data={"query": bind(find("councils"), {})}, headers={"Accept": "text/csv"}
    )
    assert done.status_code == 200 and "Bradford,E08000032" in done.text


def test_a_browser_without_a_query_is_led_to_the_page_that_asks(client: httpx.Client) -> None:
    done = client.get("/sparql", headers={"Accept": "text/html"})
    assert (done.status_code, done.headers["Location"]) == (303, "/query")


def test_sparqlwrapper_asks(server: Server) -> None:
    wrapper = SPARQLWrapper(f"{server.url}sparql")
    wrapper.setQuery("SELECT ?name { ?c a <https://w3id.org/inspection-kg/ontology#Council> ; <http://www.w3.org/2000/01/rdf-schema#label> ?name } ORDER BY ?name LIMIT 1")  # fmt: skip
    wrapper.setReturnFormat(JSON)
    answer: Any = wrapper.queryAndConvert()
    assert [row["name"]["value"] for row in answer["results"]["bindings"]] == [
        "Barking and Dagenham"
    ]


def test_the_prefixes_of_kg_need_no_declaration(client: httpx.Client) -> None:
    done = client.get(
        "/sparql", params={"query": "ASK { ?c a kg:Council ; skos:notation 'E08000032' }"}
    )
    assert done.json()["boolean"] is True
