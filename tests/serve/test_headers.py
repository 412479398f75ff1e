"""What every answer has: headers of safety, an ETag that changes with the build, compression."""

from __future__ import annotations

import gzip
from pathlib import Path

import httpx
import pytest

from kg.serve.headers import SAFETY
from serving import Server, serving


@pytest.mark.parametrize(
    ("target", "status"),
    [
        ("/about.json", 200), ("/api", 200), ("/sparql", 200), ("/sparql?query=evil", 400),
        ("/api/nothing", 404), ("/nothing", 404), ("/id/council/E08000032", 303), ("/ontology", 200),
    ],
)  # fmt: skip
def test_every_answer_is_safe(client: httpx.Client, target: str, status: int) -> None:
    done = client.get(target)
    assert done.status_code == status
    for name, value in SAFETY.items():
        assert done.headers[name] == value
    assert "default-src 'self'" in done.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in done.headers["Content-Security-Policy"]
    assert "Server" not in done.headers and "Access-Control-Allow-Origin" not in done.headers


def test_a_page_that_stands_alone_may_have_its_own_style_and_no_script(
    client: httpx.Client,
) -> None:
    policy = client.get("/api/judgements.html").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    "target", ["/api/judgements.csv", "/api", "/sparql?query=ASK%7B%7D", "/ontology"]
)
def test_what_a_client_has_already_is_not_sent_again(client: httpx.Client, target: str) -> None:
    first = client.get(target)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    again = client.get(target, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    assert client.get(target, headers={"If-None-Match": '"other"'}).status_code == 200


def test_an_etag_is_that_of_the_build_the_address_and_the_format(client: httpx.Client) -> None:
    def tag(target: str, accept: str = "*/*") -> str:
        return client.get(target, headers={"Accept": accept}).headers["ETag"]

    build = client.get("/about.json").json()["build"]
    tags = [
        tag("/api/judgements"), tag("/api/judgements", "text/csv"), tag("/api/judgements.csv"),
        tag("/api/judgements?council=Luton"),
    ]  # fmt: skip
    assert len(set(tags)) == 4 and all(build in one for one in tags)


def test_an_etag_is_that_of_the_servers_options(
    client: httpx.Client, demo_graph: Path, environment: dict[str, str]
) -> None:
    with (
        serving(demo_graph, "--review", environment=environment) as other,
        other.client(host=client.base_url.netloc.decode()) as reviewing,
    ):
        tags = [one.get("/search").headers["ETag"] for one in (client, reviewing)]
    assert len(set(tags)) == 2, "only one of the pages leads to /review"


def test_a_problem_has_no_etag(client: httpx.Client) -> None:
    done = client.get("/api/judgements?evil=a")
    assert "ETag" not in done.headers and done.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("target", ["/api/judgements.csv", "/api/findings.csv"])
def test_long_answers_are_compressed_for_those_who_want_it(server: Server, target: str) -> None:
    request = f"GET {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
    plain = server.raw(f"{request}\r\n".encode())
    packed = server.raw(f"{request}Accept-Encoding: gzip\r\n\r\n".encode())
    head, _, body = packed.partition(b"\r\n\r\n")
    assert b"content-encoding: gzip" in head and b"Accept-Encoding" in head
    if b"chunked" in head:
        body = b"".join(chunks(body))
    assert gzip.decompress(body) == plain.partition(b"\r\n\r\n")[2]
    assert len(packed) < len(plain) / 2


def chunks(body: bytes) -> list[bytes]:
    parts = []
    while body:
        size, _, body = body.partition(b"\r\n")
        parts.append(body[: int(size, 16)])
        body = body[int(size, 16) + 2 :]
    return parts


def test_head_has_the_headers_of_get(client: httpx.Client) -> None:
    got, head = client.get("/api/judgements.csv"), client.head("/api/judgements.csv")
    assert head.content == b"" and head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Content-Type"] == got.headers["Content-Type"]
