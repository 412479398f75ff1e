"""The command: where it listens, what it says, how it ends."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from kg.cli.serve import serve
from kg.errors import UsageError
from kg.serve.server import PORT, address_of, is_local, listen
from serving import serving


@pytest.mark.parametrize(
    ("host", "local"),
    [
        ("127.0.0.1", True), ("localhost", True), ("::1", True), ("[::1]", True), ("127.0.0.9", True),
        ("0.0.0.0", False), ("::", False), ("192.168.0.1", False), ("kg.example", False),
        ("localhost.kg.example", False), ("", False),
    ],
)  # fmt: skip
def test_which_addresses_are_of_this_machine_alone(host: str, local: bool) -> None:
    assert is_local(host) is local


def test_a_port_that_is_taken_is_an_error_and_without_a_wish_another_is_found() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            UsageError, match=f"can't listen on 127.0.0.1, port {port} .*another --port"
        ):
            listen("127.0.0.1", port)
    first = listen("127.0.0.1", None)
    with first, listen("127.0.0.1", None) as second:
        ports = [first.getsockname()[1], second.getsockname()[1]]
        assert len(set(ports)) == 2 and PORT not in ports[1:]
        assert address_of(second, "127.0.0.1") == f"http://127.0.0.1:{ports[1]}/"


def test_a_host_that_is_none_is_an_error() -> None:
    with pytest.raises(UsageError, match=r"can't listen on nowhere\.invalid .*; --host takes"):
        listen("nowhere.invalid", None)


@pytest.mark.parametrize(
    ("origin", "why"),
    [
        ("example.org", "a name alone is never sent"),
        ("https://example.org/app", "a page is none"),
        ("ftp://example.org", "browsers load no pages from there"),
        ("*", "every site"),
    ],
)
def test_a_web_site_that_no_browser_names_so_is_an_error(origin: str, why: str) -> None:
    ended = CliRunner().invoke(serve, ["--cors", origin])
    assert ended.exit_code == 2, why
    assert f"'{origin}' is not a web site such as https://example.org" in ended.output


def test_it_says_where_it_is_and_which_build_it_shows(
    demo_graph: Path, environment: dict[str, str]
) -> None:
    build = (demo_graph / "current").read_text().strip()
    with serving(demo_graph, environment=environment) as server:
        assert server.log[0] == f"{demo_graph}, build {build}: {server.url} (Ctrl-C ends)\n"


def test_another_host_is_warned_of(demo_graph: Path, environment: dict[str, str]) -> None:
    with serving(demo_graph, "--host", "0.0.0.0", environment=environment) as server:
        assert "warning: other machines can ask this server" in server.log[0]
        assert server.status(headers={"Host": "192.168.0.1"}) == 421


@pytest.mark.skipif(
    sys.platform == "win32", reason="Ctrl-C of one process is not sent so on Windows"
)
@pytest.mark.parametrize("busy", [False, True], ids=["idle", "while a query runs"])
def test_ctrl_c_ends_it_at_once(demo_graph: Path, environment: dict[str, str], busy: bool) -> None:
    with serving(demo_graph, environment=environment) as server:
        assert server.status() == 200
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            if busy:
                query = "SELECT%20(COUNT(*)%20AS%20%3Fn)%20%7B%3Fa%20%3Fb%20%3Fc.%3Fd%20%3Fe%20%3Ff.%3Fg%20%3Fh%20%3Fi%7D"
                connection.sendall(
                    f"GET /sparql?query={query} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
                )
                time.sleep(1)
            server.process.send_signal(signal.SIGINT)
            assert (
                server.process.wait(8) == 0
            )  # a query may take 10 s, and Python ends after its threads


def test_a_graph_that_is_not_there_is_an_error_in_a_line(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", str(tmp_path)],
        env=environment, capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert (
        done.returncode == 1
        and done.stderr.count("\n") == 1
        and "kg build SOURCES -o" in done.stderr
    )
