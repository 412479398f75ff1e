"""Who may ask: what is allowed here; tests/hostile/test_requests.py has what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.datastructures import Headers

from kg.serve.access import refusal
from kg.serve.site import LOCAL_HOSTS, Site
from serving import serving

CORS = "https://app.example"


def site(*hosts: str, origins: tuple[str, ...] = ()) -> Site:
    return Site(None, LOCAL_HOSTS | set(hosts), frozenset(origins))  # type: ignore[arg-type]


ALLOWED = [
    ("the address", {"host": "127.0.0.1:8321"}),
    ("the name", {"host": "localhost"}),
    ("the name in capitals", {"host": "LOCALHOST:80"}),
    ("the address in IPv6", {"host": "[::1]:8321"}),
    ("a page of this server", {"host": "localhost:1", "origin": "http://localhost:1", "sec-fetch-site": "same-origin"}),
    ("a proxy's page by https", {"host": "kg.example", "origin": "https://kg.example"}),
    ("an address that the user typed", {"host": "localhost", "sec-fetch-site": "none"}),
    ("a link on another site", {"host": "localhost", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}),
    ("a page that may read", {"host": "localhost", "origin": CORS, "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors"}),
]  # fmt: skip


@pytest.mark.parametrize(("why", "headers"), ALLOWED, ids=[why for why, _ in ALLOWED])
def test_allowed(why: str, headers: dict[str, str]) -> None:
    allowing = site("kg.example", origins=(CORS,))
    assert refusal("GET", Headers(headers), allowing) is None, why


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "kg.example"}, 421),
        ({"host": "localhost", "origin": CORS}, 403),
        ({}, 400),
    ],
)
def test_nothing_is_allowed_that_was_not_named(headers: dict[str, str], status: int) -> None:
    refused = refusal("GET", Headers(headers), site())
    assert refused is not None and refused.status == status


def test_a_site_that_was_named_may_read_and_no_other(
    demo_graph: Path, environment: dict[str, str]
) -> None:
    options = ("--cors", CORS, "--allowed-host", "kg.example")
    with (
        serving(demo_graph, *options, environment=environment) as server,
        server.client() as client,
    ):
        assert server.status(headers={"Host": "kg.example"}) == 200
        assert server.status(headers={"Host": "other.example"}) == 421
        done = client.get("/api/councils", headers={"Origin": CORS, "Sec-Fetch-Site": "cross-site"})
        assert (done.status_code, done.headers["Access-Control-Allow-Origin"]) == (200, CORS)
        assert "Origin" in done.headers["Vary"]
        asked_first = client.options(
            "/sparql", headers={"Origin": CORS, "Access-Control-Request-Method": "POST"}
        )
        assert asked_first.status_code == 204
        assert "POST" in asked_first.headers["Access-Control-Allow-Methods"]
        other = client.options("/sparql", headers={"Origin": "https://evil.example"})
        assert other.status_code == 403 and "Access-Control-Allow-Origin" not in other.headers
