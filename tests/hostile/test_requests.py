"""What strangers ask of `kg serve`: each request is refused with a reason, and the server goes on.

`REQUESTS` is the table: who sends it and why, the request, and the statuses that refuse it.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import pytest

from kg.serve.library_api import queries
from serving import Server, serving

MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Sent:
    """A request byte by byte, why somebody sends it, and the statuses that refuse it."""

    why: str
    request: bytes
    refused: tuple[int, ...]


def asked(
    why: str,
    target: str,
    *headers: str,
    method: str = "GET",
    host: str | None = "127.0.0.1",
    body: bytes = b"",
    refused: tuple[int, ...] = (403,),
) -> Sent:
    lines = [f"{method} {target} HTTP/1.1", "Connection: close", *headers]
    if host is not None:
        lines.append(f"Host: {host}")
    if body and not any(line.lower().startswith("content-length") for line in headers):
        lines.append(f"Content-Length: {len(body)}")
    return Sent(why, "\r\n".join([*lines, "", ""]).encode("latin-1") + body, refused)


def by_query(why: str, sparql: str, refused: tuple[int, ...] = (400,)) -> Sent:
    kind = "Content-Type: application/sparql-query"
    return asked(why, "/sparql", kind, method="POST", body=sparql.encode(), refused=refused)


#: A name that an attacker gave this machine's address, and names that look like this machine's.
HOSTS = [
    ("a page's own name, bound again to this machine", "evil.example"),
    ("ditto, with the port", "evil.example:8321"),
    ("ends like this machine", "evil.localhost"),
    ("begins like this machine", "localhost.evil.example"),
    ("begins with its address", "127.0.0.1.evil.example"),
    ("a service that names any address", "127.0.0.1.nip.io"),
    ("another address of this machine", "127.0.0.2"),
    ("all addresses", "0.0.0.0"),
    ("the address as one number", "2130706433"),
    ("the address in hexadecimal", "0x7f000001"),
    ("the address in octal", "0177.0.0.1"),
    ("the address in short", "127.1"),
    ("the address in IPv6", "[::ffff:127.0.0.1]"),
    ("another one in IPv6", "[::]"),
    ("a machine of the network", "192.168.0.1"),
    ("the cloud's metadata", "169.254.169.254"),
    ("a trailing dot", "localhost."),
    ("a user before it", "localhost@evil.example"),
    ("a path behind it", "localhost/evil.example"),
    ("two ports", "localhost:80:80"),
    ("a port of letters", "localhost:evil"),
    ("a negative port", "localhost:-1"),
    ("a port that is too long", "localhost:800000"),
    ("two names", "localhost, evil.example"),
    ("a scheme", "http://localhost"),
    ("script", "<script>alert(1)</script>"),
    ("percent-encoded", "%6cocalhost"),
    ("wide letters", "\xef\xbd\x8cocalhost"),
    ("no name", ""),
    ("only a port", ":8321"),
    ("a space", "local host"),
    ("a bracket left open", "[::1"),
]

#: Origins of pages that are not this server's, and what browsers say of them.
ORIGINS = [
    ("another site", "https://evil.example"),
    ("another port of this machine", "http://127.0.0.1:1"),
    ("this machine's other name", "http://localhost"),
    ("a page in a sandbox, or a local file", "null"),
    ("an extension", "chrome-extension://abcdef"),
    ("begins like this server", "http://127.0.0.1.evil.example"),
    ("this server as a user", "http://127.0.0.1@evil.example"),
    ("another scheme", "ftp://127.0.0.1"),
    ("no scheme", "127.0.0.1"),
    ("two", "http://127.0.0.1 https://evil.example"),
    ("a path behind it", "http://127.0.0.1/evil"),
    ("nothing", ""),
    ("a star", "*"),
]
FETCHES = [
    ("an image of another site", "cross-site", "no-cors", "image"),
    ("a script of another site", "cross-site", "no-cors", "script"),
    ("a fetch of another site", "cross-site", "cors", "empty"),
    ("a frame of another site", "cross-site", "navigate", "iframe"),
    ("an object of another site", "cross-site", "navigate", "object"),
    ("an embed of another site", "cross-site", "navigate", "embed"),
    ("a fetch of another port of this machine", "same-site", "cors", "empty"),
    ("an image of another port", "same-site", "no-cors", "image"),
    ("a frame of another port", "same-site", "navigate", "iframe"),
    ("a style sheet of another site", "cross-site", "no-cors", "style"),
    ("a font of another site", "cross-site", "cors", "font"),
    ("a worker of another site", "cross-site", "same-origin", "worker"),
    ("a word that is none", "evil", "navigate", "document"),
]

METHODS = [
    "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "MKCOL", "MOVE", "COPY", "LOCK",
    "SEARCH", "DEBUG", "PURGE", "get", "EVIL",
]  # fmt: skip

PATHS = [
    ("upwards", "/../../../../etc/passwd"),
    ("upwards in an asset", "/assets/../../../../etc/passwd"),
    ("upwards, encoded", "/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    ("upwards, encoded in an asset", "/assets/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    ("upwards with encoded slashes", "/assets/..%2f..%2f..%2fetc%2fpasswd"),
    ("upwards, encoded twice", "/assets/%252e%252e%252fetc%252fpasswd"),
    ("upwards in Windows", "/assets/..\\..\\..\\windows\\win.ini"),
    ("upwards in Windows, encoded", "/assets/..%5c..%5cwin.ini"),
    ("upwards behind a thing", "/id/../../etc/passwd"),
    ("upwards in data", "/data/../../../etc/passwd.ttl"),
    ("upwards in a query's name", "/api/..%2f..%2fetc%2fpasswd"),
    ("upwards in a query's format", "/api/judgements.csv%2f..%2f..%2fetc"),
    ("a query file", "/api/%2fetc%2fpasswd.rq"),
    ("standard input as a query", "/api/-"),
    ("a council that is a path", "/brief/..%2f..%2fetc%2fpasswd"),
    ("a NUL", "/api/judgements%00.csv"),
    ("a NUL in a thing", "/id/council/E08000032%00"),
    ("a line end", "/api/judgements%0d%0aSet-Cookie:%20a=b"),
    ("a line end in a thing", "/id/council/%0d%0aX-Evil:%201"),
    ("overlong UTF-8", "/%c0%ae%c0%ae/etc/passwd"),
    ("no UTF-8", "/id/person/%ff%fe"),
    ("a lone surrogate", "/id/person/%ed%a0%80"),
    ("half an escape", "/id/person/%e2%9"),
    ("brackets that end an IRI", "/id/council/E08000032%3E%20%3Fp%20%3Fo"),
    ("raw brackets that end an IRI", "/id/council/E08000032>{}"),
    ("a drive", "/C:/Windows/win.ini"),
    ("a share", "//evil.example/share"),
    ("a share in Windows", "/\\\\evil.example\\share"),
    ("a very long path", "/id/" + "a" * 9000),
    ("very many parts", "/id" + "/a" * 4000),
    ("a hidden file", "/.git/config"),
    ("the environment", "/.env"),
    ("PHP", "/index.php?-s"),
    ("a server's status", "/server-status"),
    ("a framework's console", "/console"),
    ("the process", "/proc/self/environ"),
    ("the graph's files", "/builds/current"),
    ("the store", "/current"),
    ("a template", "/id/council/{{7*7}}"),
    ("a formatted string", "/id/council/%25s%25n"),
]


def malformed() -> Iterator[Sent]:
    ok = b"GET /about.json HTTP/1.1\r\nConnection: close\r\n"
    host = b"Host: 127.0.0.1\r\n"
    yield Sent("no Host", ok + b"\r\n", (400,))
    yield Sent("two Hosts", ok + host + b"Host: evil.example\r\n\r\n", (400,))
    yield Sent("a Host of two lines", ok + b"Host: 127.0.0.1\r\n evil.example\r\n\r\n", (400,))
    yield Sent("a NUL in a header", ok + host + b"X: a\0b\r\n\r\n", (400,))
    yield Sent("a header without a colon", ok + host + b"evil\r\n\r\n", (400,))
    yield Sent("a space before the colon", ok + host + b"X : a\r\n\r\n", (400,))
    yield Sent("a header of 200 kB", ok + host + b"X: " + b"a" * 200_000 + b"\r\n\r\n", (400, 431))
    yield Sent("5,000 headers", ok + host + b"X: a\r\n" * 5000 + b"\r\n", (0, 200, 400, 431))
    many = b"X: a\r\n" * 100_000
    yield Sent("100,000 headers", ok + host + many + b"\r\n", (400, 431))
    yield Sent("an address of 200 kB", b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\n\r\n", (400, 414))
    yield Sent("no version", b"GET /about.json\r\n\r\n", (400,))
    yield Sent("HTTP/2 without being asked", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", (0, 400))
    yield Sent("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 64, (0, 400))
    yield Sent("noise", bytes(range(256)), (0, 400))
    yield Sent("empty lines only", b"\r\n" * 40_000, (0, 400))
    post = b"POST /sparql HTTP/1.1\r\nConnection: close\r\n" + host
    form = b"Content-Type: application/sparql-query\r\n"
    both = b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /evil HTTP/1.1\r\n\r\n"
    yield Sent("a request in a request", post + form + both, (400,))
    yield Sent(
        "two lengths", post + form + b"Content-Length: 6\r\nContent-Length: 7\r\n\r\nASK {}", (400,)
    )
    yield Sent("a negative length", post + form + b"Content-Length: -1\r\n\r\n", (400,))
    yield Sent("a length of letters", post + form + b"Content-Length: evil\r\n\r\n", (400,))
    yield Sent("an unknown coding", post + form + b"Transfer-Encoding: evil\r\n\r\n", (400, 501))
    yield Sent(
        "a chunk of letters", post + form + b"Transfer-Encoding: chunked\r\n\r\nevil\r\n", (400,)
    )
    too_long = b"Content-Length: %d\r\n\r\n" % (MEGABYTE + 1)
    yield Sent("a body over 1 MB", post + form + too_long + b"a" * (MEGABYTE + 1), (413,))
    yield Sent("1 TB announced", post + form + b"Content-Length: 1000000000000\r\n\r\na", (413,))
    chunks = b"10000\r\n" + b"a" * 0x10000 + b"\r\n"
    yield Sent(
        "chunks over 1 MB",
        post + form + b"Transfer-Encoding: chunked\r\n\r\n" + chunks * 17 + b"0\r\n\r\n",
        (413,),
    )
    compressed = form + b"Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\0"
    yield Sent("a body that is compressed", post + compressed, (400,))


FORM = "Content-Type: application/x-www-form-urlencoded"
QUERY = "Content-Type: application/sparql-query"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"

QUERIES = [
    asked("an update by form", "/sparql", FORM, method="POST", body=b"update=CLEAR+ALL"),
    asked("an update in the address", "/sparql?update=CLEAR%20ALL"),
    asked("an update as a body", "/sparql", "Content-Type: application/sparql-update", method="POST", body=b"CLEAR ALL"),
    asked("an update beside a query", "/sparql?query=ASK%7B%7D&update=CLEAR%20ALL"),
    asked("a form of many fields", "/sparql", FORM, method="POST", body=b"a=b&" * 5000, refused=(400,)),
    asked("no UTF-8 in a query", "/sparql?query=%ff%fe", refused=(400,)),
    asked("no UTF-8 in a body", "/sparql", QUERY, method="POST", body=b"\xff\xfe", refused=(400,)),
    asked("two queries", "/sparql?query=ASK%7B%7D&query=ASK%7B%7D", refused=(400,)),
    asked("a graph that is no IRI", "/sparql?query=ASK%7B%7D&default-graph-uri=%3Cevil", refused=(400,)),
    asked("JSON", "/sparql", "Content-Type: application/json", method="POST", body=b'{"query": "ASK {}"}', refused=(415,)),
    asked("a form of parts", "/sparql", "Content-Type: multipart/form-data; boundary=a", method="POST", body=b"--a--", refused=(415,)),
    asked("a type that can't be read", "/sparql", "Content-Type: ;;;=", method="POST", body=b"ASK {}", refused=(415,)),
    by_query("no query", "", (400,)),
    by_query("NUL", "ASK { ?s ?p \"\0\" ", (400,)),
    by_query("brackets that crash the engine", "ASK " + "{" * 5000 + "}" * 5000),
    by_query("parentheses that crash the engine", "ASK { FILTER" + "(" * 5000 + "1" + ")" * 5000 + "}"),
    by_query("a chain of || that crashes the engine", "ASK { FILTER(" + "1 || " * 50_000 + "1) }"),
    by_query("a chain of UNION that crashes the engine", "ASK { {}" + " UNION {}" * 50_000 + " }"),
    by_query("half a query", "SELECT * {"),
    by_query("a string left open", 'SELECT * { ?s ?p "evil }'),
]  # fmt: skip

#: Script for each place that a value may be shown in.
SCRIPTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "';alert(1)//",
    "{{constructor.constructor('alert(1)')()}}",
    "javascript:alert(1)",
    "</title><svg/onload=alert(1)>",
]


def scripts() -> Iterator[Sent]:
    """Script in every parameter of every query, in an HTML answer."""
    for name, query in sorted(queries().items()):
        for number, parameter in enumerate(query.parameters):
            script = SCRIPTS[(len(name) + number) % len(SCRIPTS)]
            target = f"/api/{name}?{parameter.name}={quote(script)}"
            yield asked(
                f"script as {parameter.name} of {name}",
                target,
                "Accept: text/html",
                refused=(200, 400, 406),
            )
    for script in SCRIPTS:
        yield asked(
            "script as a query",
            f"/sparql?query={quote(script)}",
            "Accept: text/html",
            refused=(400,),
        )
        yield asked("script as a query's name", f"/api/{quote(script, safe='')}x", refused=(404,))
        yield asked(
            "script as a parameter's name", f"/api/judgements?{quote(script)}=a", refused=(400,)
        )
        yield asked("script as a council", f"/brief/{quote(script, safe='')}x", refused=(400, 404))
        yield asked("script as a thing", f"/id/{quote(script, safe='')}", refused=(404,))
        yield asked("script as an address", f"/{quote(script, safe='')}", refused=(404,))


REQUESTS = [
    *(asked(f"Host: {why}", "/about.json", host=host, refused=(400, 421)) for why, host in HOSTS),
    *(
        asked(f"Origin: {why}", target, f"Origin: {origin}")
        for why, origin in ORIGINS
        for target in ("/api/judgements.csv", "/sparql?query=ASK%7B%7D")
    ),
    *(
        asked(f"Sec-Fetch: {why}", "/api/judgements.csv", f"Sec-Fetch-Site: {site}", f"Sec-Fetch-Mode: {mode}", f"Sec-Fetch-Dest: {dest}")
        for why, site, mode, dest in FETCHES[:-1]
    ),
    asked("a form that another site sends", "/sparql", FORM, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document", method="POST", body=b"query=ASK+%7B%7D"),
    *(asked(f"the method {method}", "/about.json", method=method, refused=(400, 405, 501)) for method in METHODS),
    asked("POST where there is nothing to send", "/about.json", method="POST", refused=(405,)),
    *(asked(f"path: {why}", path, refused=(400, 404, 414)) for why, path in PATHS),
    asked("another server as the address", "http://evil.example/", refused=(400, 404)),
    asked("a star as the address", "*", refused=(400, 404)),
    *malformed(),
    *QUERIES,
    *scripts(),
]  # fmt: skip


@pytest.fixture(scope="module")
def attacked(demo_graph: Path, environment: dict[str, str]) -> Iterator[Server]:
    with serving(demo_graph, environment=environment) as running:
        assert running.status() == 200
        yield running


def memory(server: Server) -> int:
    """The memory of the server and its workers in bytes."""
    process = psutil.Process(server.process.pid)
    return sum(part.memory_info().rss for part in (process, *process.children(recursive=True)))


def test_requests_that_are_refused(attacked: Server, trial: Any, demo_graph: Path) -> None:
    """T13 requests to kg serve that are refused."""
    start = memory(attacked)
    for sent in REQUESTS:
        trial.tried += 1
        answer = attacked.raw(sent.request)
        head, _, body = answer.partition(b"\r\n\r\n")
        status = int(head.split(b" ", 2)[1]) if head else 0
        if status not in sent.refused:
            trial.leaked.append(f"{sent.why}: {status} {body[:200]!r}")
        if any(secret in answer for secret in (b"root:x:", b"Traceback", str(demo_graph).encode())):
            trial.leaked.append(f"{sent.why}: says too much: {body[:200]!r}")
        if b"\r\nset-cookie" in head.lower() or b"\r\nx-evil" in head.lower():
            trial.leaked.append(f"{sent.why}: has a header of its own")
        if b"text/html" in head and any(script.encode() in body for script in SCRIPTS[:2]):
            trial.leaked.append(f"{sent.why}: script in a page")
    assert trial.tried >= 150
    if attacked.status() != 200:
        trial.crashed.append("the server no longer answers")
    assert memory(attacked) - start < 700 * MEGABYTE  # of which the workers are the most
    text = "".join(attacked.log)
    assert "Traceback" not in text, text[text.index("Traceback") - 200 :]


def test_queries_that_would_ask_others(
    attacked: Server, trial: Any, canary: tuple[str, list[str]], tricks: list[str]
) -> None:
    """T5 queries to kg serve that would ask another server."""
    address, heard = canary
    forms = ("default-graph-uri", "named-graph-uri")
    with attacked.client() as client:
        for sparql in tricks:
            trial.tried += 1
            query = sparql.replace("http://example.org/sparql", address)
            done = client.post("/sparql", data={"query": query})
            if done.status_code != 400:
                trial.leaked.append(f"{done.status_code} {query!r}")
        for form in forms:
            trial.tried += 1
            client.get(
                "/sparql", params={"query": "SELECT * { ?s ?p ?o }", form: f"{address}/data"}
            )
            client.get(
                "/sparql", params={"query": "ASK { GRAPH ?g { ?s ?p ?o } }", form: f"{address}/"}
            )
    trial.leaked += heard


def test_queries_that_never_end(attacked: Server, trial: Any) -> None:
    """T8 queries to kg serve that never end."""
    endless = [
        CROSS,
        "SELECT ?x { ?x (<a:a>|!<a:a>)* ?y . ?y (<a:a>|!<a:a>)* ?z . ?z ?p ?q } ORDER BY ?x",
    ]
    kind = "Content-Type: application/sparql-query\r\n"
    with ExitStack() as open_connections:
        asking = []
        for number in range(80):
            body = f"{endless[number % 2]} # {number}"
            connection = socket.create_connection(("127.0.0.1", attacked.port), timeout=120)
            open_connections.callback(connection.close)
            head = f"POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{kind}Content-Length: {len(body)}\r\n\r\n"
            connection.sendall((head + body).encode())
            asking.append(connection)
        start = time.monotonic()
        if attacked.status() != 200:
            trial.hung.append("the server answers nobody else")
        if time.monotonic() - start > 5:
            trial.hung.append("others wait")
        answers = []
        for connection in asking[:2] + asking[-4:]:
            trial.tried += 1
            answers.append(b"".join(iter(lambda: connection.recv(1 << 16), b"")))  # noqa: B023
            if b" 503 " not in answers[-1][:20] or b"retry-after: 5" not in answers[-1].lower():
                trial.leaked.append(repr(answers[-1][:300]))
    assert any(b"stopped after 10 s" in answer for answer in answers)
    assert any(b"too much is asked at once" in answer for answer in answers)
    deadline = time.monotonic() + 60
    with attacked.client() as client:
        while client.get("/sparql", params={"query": "ASK {}"}).status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.5)


def test_200_connections_that_send_nothing(attacked: Server, trial: Any) -> None:
    """T8 connections to kg serve that are kept and not used."""
    with ExitStack() as held:
        connections = []
        for number in range(200):
            connection = socket.create_connection(("127.0.0.1", attacked.port), timeout=60)
            held.callback(connection.close)
            connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "[: number % 40])
            connections.append(connection)
            trial.tried += 1
        if attacked.status() != 200:
            trial.hung.append("nobody else is answered")
        for connection in connections:
            try:
                if connection.recv(1):
                    trial.leaked.append("an answer to half a request")
            except ConnectionError:
                pass  # closed, as it should be
            except TimeoutError:
                trial.hung.append("a connection that nobody uses is kept")
    assert attacked.status() == 200
