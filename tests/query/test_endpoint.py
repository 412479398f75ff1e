"""The library on a SPARQL endpoint: the same rows as on a folder, and nothing told to others."""

from __future__ import annotations

import http.server
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg import open as open_in_python
from kg.cli import main
from kg.errors import KgError, RemoteError, UsageError
from kg.query.answer import Answer, Table, Triples
from kg.query.endpoint import Endpoint
from kg.query.library import bind, library
from kg.query.result_stream import JSON, read
from kg.query.run import run
from kg.store.graph import open_graph

OXIGRAPH = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which(
    "oxigraph"
)


@contextmanager
def oxigraph(location: Path, *options: str) -> Iterator[str]:
    """The URL of an Oxigraph server's endpoint on loopback."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(OXIGRAPH), "serve-read-only", "--location", str(location)]
    server = subprocess.Popen(
        [*command, "--bind", f"127.0.0.1:{port}", *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(300):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/query"
    finally:
        server.kill()
        server.wait()


@pytest.fixture(scope="module")
def stored(demo_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples' graph as an Oxigraph server stores it: named graphs, and no default graph."""
    if OXIGRAPH is None:
        pytest.skip("the oxigraph of PyPI is not installed")
    home = tmp_path_factory.mktemp("oxigraph")
    dump = home / "graph.nq"
    done = CliRunner().invoke(main, ["export", str(dump), "--graph", str(demo_graph)])
    assert done.exit_code == 0, done.stderr
    command = [OXIGRAPH, "load", "--location", str(home / "store"), "--file", str(dump)]
    subprocess.run(command, check=True, capture_output=True)
    return home / "store"


@pytest.fixture(scope="module", params=["named graphs alone", "their union"])
def url(request: pytest.FixtureRequest, stored: Path) -> Iterator[str]:
    """An endpoint whose default graph is empty, and one where it is the union."""
    union = ["--union-default-graph"] if request.param == "their union" else []
    with oxigraph(stored, *union) as address:
        yield address


#: Values for the parameters that a query needs.
GIVEN = {"council": "Bradford", "document": "bradford-ilacs-2023.pdf"}

#: Each query of the library, with values for those.
LIBRARY = [
    (query.name, {p.name: GIVEN[p.name] for p in query.parameters if p.required and not p.default})
    for query in library()
]


def comparable(answer: Answer) -> object:
    """Rows in their order; blank nodes, of which kg has none, would differ."""
    return answer.rows if isinstance(answer, Table) else answer


@pytest.mark.parametrize(("name", "values"), LIBRARY, ids=[name for name, _ in LIBRARY])
def test_the_library_gives_the_same_there(
    name: str, values: dict[str, str], url: str, demo_graph: Path
) -> None:
    query = next(query for query in library() if query.name == name)
    sparql = bind(query, values)
    with open_graph(demo_graph) as graph, Endpoint(url) as endpoint:
        here, there = run(graph, sparql), endpoint.ask(sparql)
    assert comparable(there) == comparable(here)


def test_python_asks_it_too(url: str) -> None:
    with open_in_python(url) as graph:
        assert len(graph.query("documents")) == 19
        own = "SELECT (COUNT(DISTINCT ?d) AS ?n) { ?d a kg:Document }"
        assert graph.query(own) == [{"n": 19}]
        with pytest.raises(UsageError, match="can be queried only"):
            graph.why("Thurrock")


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "jsonld", "ttl.gz", "nq.gz"])
def test_the_library_gives_the_same_on_a_file(form: str, demo_graph: Path, tmp_path: Path) -> None:
    path = tmp_path / f"graph.{form}"
    done = CliRunner().invoke(main, ["export", str(path), "--graph", str(demo_graph)])
    assert done.exit_code == 0, done.stderr
    with open_graph(demo_graph) as folder, open_graph(path) as file:
        for name in ("inspections", "judgements", "findings", "mentions"):
            sparql = bind(next(q for q in library() if q.name == name), {})
            assert run(file, sparql) == run(folder, sparql), name


def test_a_data_set_is_listed_where_no_switch_makes_a_union(
    stored: Path, demo_graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.query.endpoint._UNION_OPTIONS", ((), (("no-such-switch", "true"),)))
    graphs = "SELECT (COUNT(DISTINCT ?g) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    sparql = bind(next(query for query in library() if query.name == "inspections"), {})
    with oxigraph(stored) as address, Endpoint(address) as endpoint:
        with open_graph(demo_graph) as graph:
            assert endpoint.ask(sparql) == run(graph, sparql)
            assert endpoint.ask(graphs) == run(graph, graphs), "GRAPH still finds them"
        assert endpoint._dataset is not None and len(endpoint._dataset) == 2 * 22


def kg(*words: str, text: str = "", **environment: str) -> tuple[int, str, str]:
    done = CliRunner(env=environment).invoke(main, ["query", *words], input=text)
    return done.exit_code, done.stdout, done.stderr


def test_the_command_line(url: str, demo_graph: Path, tmp_path: Path) -> None:
    here = kg("judgements", "-p", "council=Bradford", "-f", "csv", "--graph", str(demo_graph))
    assert kg("judgements", "-p", "council=Bradford", "-f", "csv", "--graph", url) == here
    mine = tmp_path / "mine.rq"
    mine.write_text("SELECT ?s { ?s a ?__class_iri } ORDER BY ?s", encoding="utf-8")
    here = kg(str(mine), "-f", "csv", "--limit", "9", "--graph", str(demo_graph))
    assert here[0] == 0 and "showing the first 9 rows only" in here[2]
    assert kg(str(mine), "-f", "csv", "--limit", "9", "--graph", url) == here
    assert kg("--all", "--tag", "check", "--output-dir", str(tmp_path), "--graph", url)[0] == 0
    assert (tmp_path / "claims-without-evidence.csv").read_text(encoding="utf-8").count("\n") == 1


def test_what_is_refused_at_home_is_refused_there(url: str) -> None:
    service = "SELECT * { SERVICE <http://127.0.0.1:9000/> { ?s ?p ?o } }"
    code, out, said = kg("-", "--graph", url, text=service)
    assert (code, out) == (1, "") and "SERVICE contacts another server" in said
    cross = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    started = time.monotonic()
    code, out, said = kg("-", "--graph", url, "--timeout", "2", text=cross)
    assert (code, out) == (1, "") and "stopped after 2 s" in said
    assert time.monotonic() - started < 8


def test_other_commands_take_no_url() -> None:
    for words in (["export", "x.nt"], ["why", "Bradford"], ["view", "-o", "x.html"], ["validate"]):
        address = "https://me:secret@example.org/sparql"
        done = CliRunner().invoke(main, [*words, "--graph", address])
        assert done.exit_code == 2 and "only kg query can use a SPARQL endpoint" in done.stderr
        assert "secret" not in done.stderr


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://me:secret@example.org/sparql", "the URL contains credentials"),
        ("https://secret@example.org/sparql", "the URL contains credentials"),
        ("http://me:secret@127.0.0.1:1/sparql", "the URL contains credentials"),
        ("https://example.org/sparql?key=secret", "the URL contains ? or #"),
        ("http://example.org/sparql", "plain http exposes"),
        ("https:me:secret@example.org/sparql", "the URL must begin with https://HOST"),
        ("ftp://me:secret@example.org/sparql", "the URL must begin with https://HOST"),
    ],
)
@pytest.mark.parametrize("text", ["", "ASK {}"], ids=["library", "stdin"])
def test_urls_that_are_refused_unseen(address: str, said: str, text: str) -> None:
    code, out, error = kg("-" if text else "inspections", "--graph", address, text=text)
    assert (code, out) == (2, "") and said in error
    assert "secret" not in error and error.count("\n") == 1


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}/query"
    with Endpoint(address) as endpoint, pytest.raises(RemoteError, match="refused"):
        endpoint.ask("ASK {}")


Reply = Callable[[http.server.BaseHTTPRequestHandler], None]


@contextmanager
def server(reply: Reply) -> Iterator[str]:
    """A server on loopback that answers each POST so."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length") or 0))
            reply(self)

        def log_message(self, *args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{running.server_port}/query"
        finally:
            running.shutdown()


def answering(status: int, body: bytes = b"", **headers: str) -> Reply:
    def reply(request: http.server.BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    return reply


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (answering(404, b"<h1>Nothing   here</h1>"), "404 Not Found: this is not a SPARQL endpoint; `kg docs stores` lists the URL for each store (the server says: Nothing here)"),
        (answering(401, WWW_Authenticate="Basic"), "the endpoint needs credentials: set KG_USER and KG_PASSWORD, or KG_TOKEN"),
        (answering(400, b"parse error"), "400 Bad Request: the endpoint can't read the query"),
        (answering(500, b"\x1b[31mboom"), "500 Internal Server Error: the endpoint did not answer the query (the server says: [31mboom)"),
        (answering(200, b"<html>", Content_Type="text/html"), "the answer can't be read as text/html: unsupported format"),
        (answering(200, b"{\"head\":", Content_Type=JSON), "the answer can't be read as application/sparql-results+json"),
        (answering(302, Location="http://127.0.0.2:1/query"), "redirects to another server, http://127.0.0.2:1, which was sent nothing"),
        (answering(307, Location="http://me:secret@127.0.0.1:1/query"), "redirects to another server, http://"),
        (answering(307, Location="file:///etc/passwd"), "redirects to another server"),
        (answering(307, Location="/query"), "redirects more than 5 times"),
    ],
)  # fmt: skip
def test_answers_that_are_none(reply: Reply, said: str) -> None:
    with (
        server(reply) as address,
        Endpoint(address) as endpoint,
        pytest.raises(KgError) as caught,
    ):
        endpoint.ask("ASK {}")
    message = str(caught.value)
    assert (
        said in message
        and "secret" not in message
        and "\n" not in message
        and "\x1b" not in message
    )


def test_credentials_go_where_they_belong(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str | None] = []

    def reply(request: http.server.BaseHTTPRequestHandler) -> None:
        seen.append(request.headers.get("authorization"))
        if seen[-1] is None:
            answering(401, WWW_Authenticate='Basic realm="x"')(request)
        else:
            body = b'{"head": {}, "boolean": true}'
            answering(200, body, Content_Type=JSON)(request)

    monkeypatch.setenv("KG_USER", "me")
    monkeypatch.setenv("KG_PASSWORD", "secret")
    with server(reply) as address:
        code, out, said = kg("-", "-f", "json", "--graph", address, text="ASK {}")
    assert (code, said) == (0, "") and "true" in out
    assert set(seen) == {None, "Basic bWU6c2VjcmV0"}


def test_a_query_with_credentials_is_sent_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Virtuoso never answers an empty graph that is sent to its endpoint for queries."""
    media: list[str] = []

    def reply(request: http.server.BaseHTTPRequestHandler) -> None:
        media.append(request.headers.get("content-type", ""))
        answering(200, b'{"head": {}, "boolean": true}', Content_Type=JSON)(request)

    monkeypatch.setenv("KG_USER", "me")
    monkeypatch.setenv("KG_PASSWORD", "secret")
    with server(reply) as address:
        assert kg("-", "-f", "json", "--graph", address, text="ASK {}")[0] == 0
    assert set(media) == {"application/x-www-form-urlencoded"}


def test_half_of_the_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_USER", "me")
    monkeypatch.delenv("KG_PASSWORD", raising=False)
    with pytest.raises(UsageError, match="KG_USER and KG_PASSWORD go together"):
        Endpoint("https://example.org/sparql")


def test_a_graph_is_asked_for_as_a_graph() -> None:
    accepted: list[str] = []

    def reply(request: http.server.BaseHTTPRequestHandler) -> None:
        accepted.append(request.headers["accept"])
        if accepted[-1].startswith("application/n-triples"):
            body, media = b"<urn:a> <urn:b> <urn:c> .\n", "application/n-triples; charset=utf-8"
        else:
            body, media = b'{"head": {"vars": []}, "results": {"bindings": []}}', JSON
        answering(200, body, Content_Type=media)(request)

    with server(reply) as address, Endpoint(address) as endpoint:
        answer = endpoint.ask("# SELECT\nCONSTRUCT WHERE { ?s ?p ?o }")
    assert isinstance(answer, Triples) and len(answer.triples) == 1
    assert accepted[-1] == "application/n-triples, text/turtle;q=0.5"


@pytest.mark.parametrize(("value", "expected"), [("1", True), ("0", False)])
def test_virtuoso_answers_yes_or_no_with_a_table(value: str, expected: bool) -> None:
    cell = f'{{"__ASK_RETVAL": {{"type": "literal", "value": "{value}"}}}}'
    body = f'{{"head": {{"vars": ["__ASK_RETVAL"]}}, "results": {{"bindings": [{cell}]}}}}'
    assert read(JSON, iter([body.encode()])) == (expected, False)
