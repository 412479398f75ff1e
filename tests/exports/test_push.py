"""`kg push` against a store that misbehaves: what is sent, again, where to, and what is not said.

The store here speaks the Graph Store Protocol and does as a test's script says; real ones are in
tests/stores.
"""

from __future__ import annotations

import base64
import io
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kg.cli import main
from kg.errors import KgError, RemoteError, UsageError
from kg.exports.push import PushResult, dry_run, push
from kg.http_client import FIRST_TRIES, TRIES
from kg.store.draft import Draft, clean_up
from kg.store.graph import Graph, open_graph
from places import TESTS

SAMPLE = TESTS / "graphs" / "sample.trig"


SECRET = "geheim-Päss/wörd:7"


#: What a script answers with: None does what is asked, "drop" hangs up before, "lose" after it.
Answer = tuple[int, dict[str, str], bytes] | str | None


#: What a store does about the request that it saw last.
Script = Callable[["Store"], Answer]


def well(_: Store) -> Answer:
    """Do as asked."""
    return None


def always(answer: Answer) -> Script:
    """The same, whatever is asked."""
    return lambda _: answer


def breaks_off(store: Store) -> Answer:
    """Two requests go well."""
    return "drop" if len(store.seen) > 2 else None


@dataclass
class Store:
    """A Graph Store on loopback, its graphs, and the requests that it saw."""

    script: Script
    graphs: dict[str, set[ox.Triple]] = field(default_factory=dict)
    seen: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    url: str = ""

    @property
    def writes(self) -> list[str]:
        return [method for method, _, _ in self.seen if method in {"PUT", "POST"}]

    def quads(self) -> set[ox.Quad]:
        return {
            ox.Quad(t.subject, t.predicate, t.object, ox.NamedNode(g))
            for g, triples in self.graphs.items()
            for t in triples
        }


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    store: Store

    def log_message(self, *arguments: object) -> None:
        """Nothing on stderr."""

    def handle_any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        store = self.store
        store.seen.append((self.command, self.path, dict(self.headers)))
        answer = store.script(store)
        if answer == "drop":
            self.close_connection = True
            return
        if isinstance(answer, tuple):
            status, headers, data = answer
        else:
            status, headers, data = self.do_as_asked(body)
        if answer == "lose":
            self.close_connection = True
            return
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_as_asked(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        (name,) = parse_qs(urlsplit(self.path).query)["graph"]
        held = self.store.graphs.get(name)
        if self.command == "GET":
            data = ox.serialize(held or [], format=ox.RdfFormat.N_TRIPLES)
            return (404, {}, b"") if held is None else (200, {}, data or b"")
        triples = {quad.triple for quad in ox.parse(io.BytesIO(body), ox.RdfFormat.N_TRIPLES)}
        before = held if held is not None and self.command == "POST" else set()
        self.store.graphs[name] = before | triples
        return 204 if held is not None else 201, {}, b""

    do_GET = do_PUT = do_POST = do_DELETE = do_HEAD = handle_any  # noqa: N815 - http.server's names


@pytest.fixture
def serve() -> Iterator[Callable[..., Store]]:
    """`serve(script)`: a store of its own."""
    servers: list[ThreadingHTTPServer] = []

    def start(script: Script = well) -> Store:
        store = Store(script)
        handler = type("Handler", (Handler,), {"store": store})
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        servers.append(server)
        store.url = f"http://127.0.0.1:{server.server_port}/store"
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return store

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(autouse=True)
def no_credentials(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("KG_USER", "KG_PASSWORD", "KG_TOKEN", "KG_GRAPH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NETRC", str(tmp_path / "no-netrc"))


def fill_folder(folder: Path, quads: list[ox.Quad], name: str) -> Path:
    with closing(Draft(folder)) as draft:
        draft.store.bulk_extend(quads)
        draft.publish(name, {}, {})
    clean_up(folder)
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A graph folder with the sample in it."""
    return fill_folder(tmp_path / "graph", open_graph(SAMPLE).quads(), "0" * 16)


@dataclass
class Clock:
    """Pauses that are noted and not waited for."""

    pauses: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.pauses.append(seconds)


def send(
    folder: Path, url: str, clock: Clock | None = None, *, replace: bool = False
) -> PushResult:
    with open_graph(folder) as graph:
        return push(graph, url, replace=replace, pause=clock or Clock())


def local(folder: Path) -> set[ox.Quad]:
    with open_graph(folder) as graph:
        return set(graph.quads())


def names(folder: Path) -> set[str]:
    return {quad.graph_name.value for quad in local(folder)}  # type: ignore[union-attr]


# --- what is sent ---


@pytest.mark.parametrize("replace", [False, True], ids=["POST", "PUT"])
def test_each_graph_goes_in_one_request(
    serve: Callable[..., Store], folder: Path, replace: bool
) -> None:
    store = serve()
    done = send(folder, store.url, replace=replace)
    assert store.quads() == local(folder)
    assert store.writes == ["PUT" if replace else "POST"] * len(names(folder))
    assert len(store.seen) == len(store.writes)
    assert done == PushResult(len(names(folder)), len(local(folder)), 0, 0, ())


@pytest.mark.parametrize("replace", [False, True], ids=["POST", "PUT"])
def test_a_second_push_asks_one_question_and_sends_nothing(
    serve: Callable[..., Store], folder: Path, replace: bool
) -> None:
    store = serve()
    send(folder, store.url, replace=replace)
    store.seen.clear()
    done = send(folder, store.url, replace=replace)
    assert [method for method, _, _ in store.seen] == ["GET"]
    assert (done.graphs, done.unchanged) == (0, len(names(folder)))


def test_put_replaces_and_post_adds(serve: Callable[..., Store], folder: Path) -> None:
    strange = ox.Triple(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("theirs"))
    graph = min(names(folder))
    for replace in (False, True):
        store = serve()
        store.graphs[graph] = {strange}
        send(folder, store.url, replace=replace)
        assert (strange in store.graphs[graph]) is not replace


def test_what_was_added_to_is_replaced_when_asked(
    serve: Callable[..., Store], folder: Path
) -> None:
    """A POST that was confirmed says nothing of what else the graph there holds."""
    store = serve()
    send(folder, store.url)
    assert send(folder, store.url, replace=True).unchanged == 0
    assert send(folder, store.url).unchanged == len(names(folder))


def test_after_a_build_only_what_changed_is_sent(serve: Callable[..., Store], folder: Path) -> None:
    store = serve()
    send(folder, store.url)
    *others, left = sorted(names(folder))
    quads = [q for q in local(folder) if q.graph_name != ox.NamedNode(left)]
    new = ox.Quad(
        ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("new"), ox.NamedNode(others[0])
    )
    fill_folder(folder, [*quads, new], "1" * 16)
    store.seen.clear()
    done = send(folder, store.url)
    assert (done.graphs, done.unchanged, done.obsolete) == (1, len(others) - 1, (left,))
    assert len(store.writes) == 1
    assert left in store.graphs, "kg deletes nothing by itself"


def test_a_store_that_was_emptied_gets_everything_again(
    serve: Callable[..., Store], folder: Path
) -> None:
    store = serve()
    send(folder, store.url)
    for held in (set[str](), names(folder)):
        store.graphs = {name: set() for name in held}
        assert send(folder, store.url).unchanged == 0
        assert store.quads() == local(folder)


def test_each_store_has_its_own_journal(serve: Callable[..., Store], folder: Path) -> None:
    one, other = serve(), serve()
    send(folder, one.url)
    assert send(folder, other.url).unchanged == 0
    assert len(list((folder / "pushed").iterdir())) == 2


@pytest.mark.parametrize(
    ("damage", "kept"),
    [
        (lambda text: text[:-1], -1),
        (lambda text: text[:-20], -1),
        (lambda text: text + "POST\tabc", 0),
        (lambda text: text[:0], None),
    ],
    ids=["no line end", "half a line", "half a line more", "empty"],
)
def test_a_journal_that_broke_off_costs_a_line(
    serve: Callable[..., Store], folder: Path, damage: Callable[[str], str], kept: int | None
) -> None:
    store = serve()
    send(folder, store.url)
    (journal,) = (folder / "pushed").iterdir()
    journal.write_text(damage(journal.read_text("utf-8")), "utf-8")
    total = len(names(folder))
    assert send(folder, store.url).unchanged == (0 if kept is None else total + kept)
    assert store.quads() == local(folder)
    last = send(folder, store.url).unchanged
    assert last >= total - 1, "a broken line may spoil the next one, and no more"


def test_a_file_is_pushed_without_a_journal(serve: Callable[..., Store]) -> None:
    store = serve()
    for _ in range(2):
        with open_graph(SAMPLE) as graph:
            assert push(graph, store.url).unchanged == 0
    assert store.quads() == set(open_graph(SAMPLE).store)


def test_the_default_graph_has_its_own_name(serve: Callable[..., Store]) -> None:
    store = serve(always((204, {}, b"")))
    memory = ox.Store()
    memory.add(ox.Quad(ox.NamedNode("urn:s"), ox.NamedNode("urn:p"), ox.Literal("o")))
    push(Graph(memory, None, "memory"), store.url)
    assert [path for _, path, _ in store.seen] == ["/store?default"]


@pytest.mark.parametrize(
    ("text", "replace", "says"),
    [
        ("<urn:s> <urn:p> _:b <urn:g> .", False, "blank nodes"),
        ("_:b <urn:p> <urn:o> <urn:g> .", False, "blank nodes"),
        ("<urn:s> <urn:p> <urn:o> _:g .", True, "has no IRI"),
    ],
)
def test_what_would_not_be_the_same_twice_is_refused(
    serve: Callable[..., Store], tmp_path: Path, text: str, replace: bool, says: str
) -> None:
    store = serve()
    (tmp_path / "a.nq").write_text(text, encoding="utf-8")
    with open_graph(tmp_path / "a.nq") as graph, pytest.raises(UsageError, match=says):
        push(graph, store.url, replace=replace)
    assert store.seen == []


def test_words_that_look_like_blank_nodes_are_words(
    serve: Callable[..., Store], tmp_path: Path
) -> None:
    store = serve()
    text = '<urn:s> <urn:p> "see _:b and\\n_:c" <urn:g> .'
    (tmp_path / "a.nq").write_text(text, encoding="utf-8")
    with open_graph(tmp_path / "a.nq") as graph:
        assert push(graph, store.url).triples == 1


# --- again, and on ---


@pytest.mark.parametrize(
    "fault", ["drop", "lose", (503, {}, b""), (429, {"Retry-After": "0"}, b"")]
)
@pytest.mark.parametrize("replace", [False, True], ids=["POST", "PUT"])
def test_a_store_that_fails_a_third_of_the_time_ends_equal(
    serve: Callable[..., Store], folder: Path, fault: Answer, replace: bool
) -> None:
    store = serve(lambda store: fault if len(store.seen) % 3 == 1 else None)
    done = send(folder, store.url, replace=replace)
    assert store.quads() == local(folder)
    assert done.retried == len(store.seen) - len(names(folder)) > 0


@pytest.mark.parametrize(
    ("status", "headers", "pauses"),
    [
        (503, {}, [0.5, 1, 2, 4, 8, 16, 30]),
        (500, {"Retry-After": "3"}, [3, 3, 3, 4, 8, 16, 30]),
        (429, {"Retry-After": "soon"}, [0.5, 1, 2, 4, 8, 16, 30]),
        (429, {"Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"}, [0.5, 1, 2, 4, 8, 16, 30]),
        (429, {"Retry-After": "121"}, []),
        (429, {"Retry-After": "9" * 400}, []),
        (501, {}, []),
        (400, {}, []),
    ],
)
def test_pauses_are_the_same_each_time(
    serve: Callable[..., Store],
    folder: Path,
    status: int,
    headers: dict[str, str],
    pauses: list[float],
) -> None:
    store = serve(always((status, headers, b"")))
    clock = Clock()
    with pytest.raises(RemoteError, match=str(status)):
        send(folder, store.url, clock)
    assert clock.pauses == pauses
    assert len(store.seen) == len(pauses) + 1 <= TRIES


def test_a_date_to_come_back_at(serve: Callable[..., Store], folder: Path) -> None:
    from datetime import UTC, datetime, timedelta
    from email.utils import format_datetime

    at = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    store = serve(lambda store: (503, {"Retry-After": at}, b"") if len(store.seen) == 1 else None)
    clock = Clock()
    send(folder, store.url, clock)
    assert 50 < clock.pauses[0] <= 60


def test_a_store_that_is_not_there_is_not_waited_for_long(
    serve: Callable[..., Store], folder: Path
) -> None:
    store = serve(always("drop"))
    clock = Clock()
    with pytest.raises(RemoteError, match=f"tried {FIRST_TRIES} times"):
        send(folder, store.url, clock)
    assert len(store.seen) == FIRST_TRIES
    with pytest.raises(RemoteError, match="refused"):
        send(folder, "http://127.0.0.1:1/store", clock)


@pytest.mark.parametrize("replace", [False, True], ids=["POST", "PUT"])
def test_a_push_that_broke_off_goes_on(
    serve: Callable[..., Store], folder: Path, replace: bool
) -> None:
    store = serve(breaks_off)
    with pytest.raises(RemoteError, match="run kg push again to continue"):
        send(folder, store.url, replace=replace)
    store.script = well
    store.seen.clear()
    done = send(folder, store.url, replace=replace)
    assert (done.unchanged, done.graphs) == (2, len(names(folder)) - 2)
    assert len(store.writes) == done.graphs
    assert store.quads() == local(folder)


# --- where to ---


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_on_the_same_server_are_followed(
    serve: Callable[..., Store], folder: Path, status: int
) -> None:
    store = serve()

    def script(store: Store) -> Answer:
        path = store.seen[-1][1]
        moved = path.replace("/store?", "/moved?")
        return None if moved == path else (status, {"Location": moved}, b"")

    store.script = script
    send(folder, store.url)
    assert store.quads() == local(folder)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"], ids=["another port", "another name"])
def test_a_redirect_to_another_server_is_refused(
    serve: Callable[..., Store], folder: Path, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("KG_USER", "ada")
    monkeypatch.setenv("KG_PASSWORD", SECRET)
    canary = serve()
    target = canary.url.replace("127.0.0.1", host)
    wants = {"WWW-Authenticate": 'Basic realm="x"'}

    def script(store: Store) -> Answer:
        path = store.seen[-1][1]
        away = f"{target}?{urlsplit(path).query}&password={SECRET}"
        return (401, wants, b"") if len(store.seen) == 1 else (307, {"Location": away}, b"")

    store = serve(script)
    with pytest.raises(RemoteError, match="another server") as error:
        send(folder, store.url)
    assert canary.seen == []
    assert "Authorization" in store.seen[-1][2], "the redirect came after credentials were shown"
    assert SECRET not in str(error.value)


@pytest.mark.parametrize(
    ("location", "says"),
    [
        ("/elsewhere", "without the graph's name"),
        ("", "more than 5 times"),
        ("//evil.example/store", "another server, http://evil.example"),
        ("https://127.0.0.1/store", "without the graph's name"),
        ("ftp://127.0.0.1/", "another server"),
        ("http://ada:pass@127.0.0.1:{port}/store", "another server, http://127.0.0.1:"),
    ],
)
def test_redirects_that_lead_astray(
    serve: Callable[..., Store], folder: Path, location: str, says: str
) -> None:
    store = serve()
    where = location.replace("{port}", str(urlsplit(store.url).port))
    store.script = lambda store: (308, {"Location": where or store.seen[-1][1]}, b"")
    with pytest.raises(RemoteError) as error:
        send(folder, store.url)
    assert says in str(error.value)
    assert "pass" not in str(error.value)
    assert len(store.seen) == (6 if not location else 1)


# --- who ---


def basic(user: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def guarded(header: str, challenge: str) -> Script:
    """A script that lets in who shows the header."""

    def script(store: Store) -> Answer:
        shown = store.seen[-1][2].get("Authorization")
        return None if shown == header else (401, {"WWW-Authenticate": challenge}, b"")

    return script


@pytest.mark.parametrize("source", ["environment", "netrc", "netrc default"])
def test_basic_credentials_are_shown_when_asked_for(
    serve: Callable[..., Store],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    source: str,
) -> None:
    if source == "environment":
        monkeypatch.setenv("KG_USER", "ada")
        monkeypatch.setenv("KG_PASSWORD", SECRET)
    else:
        who = "machine 127.0.0.1" if source == "netrc" else "default"
        (tmp_path / "netrc").write_text(f"{who} login ada password {SECRET}\n", encoding="utf-8")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    store = serve(guarded(basic("ada", SECRET), 'Basic realm="kg"'))
    send(folder, store.url)
    assert store.quads() == local(folder)
    unasked = [headers for _, _, headers in store.seen if "Authorization" not in headers]
    assert [headers["Content-Length"] for headers in unasked] == ["0"], "the question, once"


def test_a_token_goes_with_each_request(
    serve: Callable[..., Store], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_TOKEN", "t0ken")
    store = serve(guarded("Bearer t0ken", "Bearer"))
    send(folder, store.url)
    assert {headers["Authorization"] for _, _, headers in store.seen} == {"Bearer t0ken"}


def test_a_password_is_not_sent_where_a_digest_will_do(
    serve: Callable[..., Store], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_USER", "ada")
    monkeypatch.setenv("KG_PASSWORD", SECRET)
    digest = 'Digest realm="kg", nonce="abc", qop="auth", algorithm="MD5"'
    store = serve(always((401, {"WWW-Authenticate": digest}, b"")))
    with pytest.raises(RemoteError, match="does not accept the credentials of KG_USER"):
        send(folder, store.url)
    shown = [headers.get("Authorization", "") for _, _, headers in store.seen]
    assert shown[0] == ""
    assert all(header.startswith("Digest ") for header in shown[1:])


def test_nothing_is_shown_to_who_does_not_ask(
    serve: Callable[..., Store], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KG_USER", "ada")
    monkeypatch.setenv("KG_PASSWORD", SECRET)
    store = serve()
    send(folder, store.url)
    assert store.quads() == local(folder)
    assert all("Authorization" not in headers for _, _, headers in store.seen)


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"KG_USER": "ada"}, "go together"),
        ({"KG_PASSWORD": SECRET}, "go together"),
        ({"KG_TOKEN": SECRET, "KG_USER": "ada"}, "unset"),
        ({"KG_TOKEN": SECRET + "\n"}, "a line break"),
        ({"NETRC": "bad"}, "line 1: not valid netrc syntax"),
        ({"NETRC": "."}, "can't be read"),
    ],
)
def test_half_of_the_credentials_is_none(
    serve: Callable[..., Store],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    environment: dict[str, str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad").write_text(f"machine 127.0.0.1 pasword {SECRET}", encoding="utf-8")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(UsageError, match=says) as error:
        send(folder, serve().url)
    assert SECRET not in str(error.value)


@pytest.mark.parametrize("kind", ["basic", "token", "netrc"])
@pytest.mark.parametrize("status", [400, 401, 403, 404, 500])
def test_no_output_holds_a_secret(
    serve: Callable[..., Store],
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    kind: str,
    status: int,
) -> None:
    """Not even when a server sends back what it was sent, with some colour."""
    secret = "s3cret-t0ken" if kind == "token" else SECRET
    if kind == "netrc":
        (tmp_path / "netrc").write_text(f"default login ada password {SECRET}\n", encoding="utf-8")
        monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    elif kind == "basic":
        monkeypatch.setenv("KG_USER", "ada")
        monkeypatch.setenv("KG_PASSWORD", secret)
    else:
        monkeypatch.setenv("KG_TOKEN", secret)
    monkeypatch.setattr("kg.http_client.FIRST_WAIT", 0)
    coded = basic("ada", secret).split()[1]

    def script(store: Store) -> Answer:
        sent = store.seen[-1][2].get("Authorization")
        if sent is None:
            return 401, {"WWW-Authenticate": 'Basic realm="kg"'}, b""
        return status, {}, f"\x1b[31m{sent} means {secret}".encode()

    store = serve(script)
    with caplog.at_level("INFO"):
        shown = CliRunner().invoke(main, ["push", store.url, "--graph", str(folder)])
        dry = CliRunner().invoke(main, ["push", store.url, "--graph", str(folder), "--dry-run"])
    assert shown.exit_code == 1
    assert dry.exit_code == 0
    assert store.seen, "it was asked"
    written = [path.read_text("utf-8") for path in (folder / "pushed").glob("*")]
    for text in [shown.output, dry.output, caplog.text, str(shown.exception), *written]:
        assert secret not in text
        assert coded not in text
        assert "\x1b" not in text
    assert len(shown.stderr.strip().splitlines()) == 1
    assert f"{status} " in shown.stderr


# --- the command ---


def test_the_summary_and_the_exit_code(serve: Callable[..., Store], folder: Path) -> None:
    store = serve()
    runner = CliRunner()
    first = runner.invoke(main, ["push", store.url, "--graph", str(folder), "--quiet"])
    graphs, statements = len(names(folder)), len(local(folder))
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr == f"graphs sent to {store.url}: {graphs}, with {statements:,} statements\n"
    again = runner.invoke(main, ["push", store.url, "--graph", str(folder)])
    assert f": 0, with 0 statements; unchanged: {graphs}" in again.stderr
    assert f"sent or checked {graphs} of {graphs} graphs" in again.stderr


def test_a_dry_run_opens_no_connection_and_says_what_is_left(
    serve: Callable[..., Store], folder: Path
) -> None:
    store = serve(breaks_off)
    with pytest.raises(RemoteError):
        send(folder, store.url)
    store.seen.clear()
    with open_graph(folder) as graph:
        head, *lines = dry_run(graph, "a folder", store.url)
    assert store.seen == []
    assert head == "kg export kg-push.nq --graph 'a folder'"
    assert len(lines) == len(names(folder)) - 2
    store.script = well
    send(folder, store.url)
    dry = CliRunner().invoke(main, ["push", store.url, "--graph", str(folder), "--dry-run"])
    assert dry.stdout == "# nothing to send: the store has confirmed every graph\n"


@pytest.mark.skipif(sys.platform == "win32", reason="the commands are for a POSIX shell")
def test_the_commands_of_a_dry_run_do_what_a_push_does(
    serve: Callable[..., Store], environment: dict[str, str], tmp_path: Path
) -> None:
    import shutil

    if not shutil.which("curl"):
        pytest.skip("there is no curl on this machine")
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "kg").write_text(
        f'#!/bin/sh\nexec {sys.executable} -m kg "$@"\n', encoding="utf-8"
    )
    (tmp_path / "bin" / "kg").chmod(0o755)
    odd = "urn:it's?a=(strange)$name&one*+x.%20y"
    text = (
        f'<urn:s> <urn:p> "ends in <{odd}> ." <{odd}> .\n'
        f'<urn:s> <urn:p> "caf\u00e9 \\"x\\" \\\\ \U0001f600 $(id) `id`" <{odd}> .\n'
        "<urn:s> <urn:p> <urn:o> <urn:other> .\n"
    )
    (tmp_path / "it's a graph.nq").write_text(text, encoding="utf-8")
    store = serve()
    with open_graph(tmp_path / "it's a graph.nq") as graph:
        script = "\n".join(dry_run(graph, graph.name, store.url, replace=True))
        expected = set(graph.quads())
    done = subprocess.run(
        ["sh", "-e", "-c", script],
        cwd=tmp_path,
        env={**environment, "PATH": f"{tmp_path / 'bin'}:{environment['PATH']}"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert store.quads() == expected


def test_sed_picks_the_default_graph(tmp_path: Path) -> None:
    text = '<urn:a> <urn:p> <urn:o> .\n_:a <urn:p> "a \\" <urn:x> ."@en .\n<urn:a> <urn:p> <urn:o> <urn:g> .\n'
    (tmp_path / "a.nq").write_text(text, encoding="utf-8")
    with open_graph(tmp_path / "a.nq") as graph:
        lines = list(dry_run(graph, "a.nq", "http://localhost/store", replace=True))
    (command,) = [line for line in lines if "?default" in line]
    (tmp_path / "kg-push.nq").write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["sh", "-c", command.split(" | curl")[0]],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "".join(text.splitlines(keepends=True)[:2])


@pytest.mark.parametrize("replace", [False, True])
def test_every_error_is_one_line(serve: Callable[..., Store], folder: Path, replace: bool) -> None:
    for status in (400, 401, 403, 404, 405, 409, 413, 415, 501, 303):
        store = serve(always((status, {}, b"<p>no\nno</p>")))
        with pytest.raises(KgError, match=str(status)) as error:
            send(folder, store.url, replace=replace)
        assert "\n" not in str(error.value)
        assert str(error.value).startswith(store.url)


def test_other_commands_do_not_load_the_client(environment: dict[str, str]) -> None:
    code = (
        "import sys, kg.cli, kg.store.graph, kg.exports.files, kg.query.library, kg.cli.run_query\n"
        "print([m for m in ('httpx', 'kg.http_client', 'kg.exports.push') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "[]\n"


def test_the_client_asks_no_proxy_for_loopback(
    serve: Callable[..., Store], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary, store = serve(), serve()
    monkeypatch.setenv("HTTP_PROXY", canary.url)
    monkeypatch.setenv("http_proxy", canary.url)
    assert httpx.Client()._mounts, "the environment is as a proxy's user has it"
    send(folder, store.url)
    assert canary.seen == []
    assert store.quads() == local(folder)
