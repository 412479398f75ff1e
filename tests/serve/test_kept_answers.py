"""Answers that are kept: the last ones, within bounds, and only of the build that they are of."""

from __future__ import annotations

import httpx
import pytest
from starlette.types import Message

from kg.serve.kept_answers import ONE, KeptAnswers
from serving import Server


def answer(size: int) -> list[Message]:
    return [{"type": "http.response.start", "status": 200, "headers": []}, {"body": bytes(size)}]


def test_what_nobody_asked_for_since_goes_first() -> None:
    kept = KeptAnswers(most=300)
    for tag in ("a", "b", "c"):
        kept.keep(tag, answer(100))
    assert kept.get("a") is not None
    kept.keep("d", answer(100))
    assert [tag for tag in "abcd" if kept.get(tag)] == ["a", "c", "d"]


def test_a_long_answer_is_not_kept() -> None:
    kept = KeptAnswers()
    kept.keep("a", answer(ONE + 1))
    kept.keep("b", answer(ONE))
    assert kept.get("a") is None and kept.get("b") is not None


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_an_answer_is_the_same_again_whatever_was_asked_between(
    server: Server, encoding: str
) -> None:
    with server.client(**{"Accept-Encoding": encoding}) as client:
        target = f"/api/judgements.csv?council=Luton#{encoding}"
        first = client.get(target)
        other: httpx.Response = client.get(target, headers={"Accept-Encoding": "gzip"})
        again = client.get(target)
    assert first.content == again.content == other.content
    assert first.headers["ETag"] == again.headers["ETag"]
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_addresses_in_an_answer_are_those_of_the_host_that_was_asked(server: Server) -> None:
    request = b"GET /.well-known/void HTTP/1.1\r\nConnection: close\r\nHost: "
    for host in (b"localhost:1", b"127.0.0.1:2", b"localhost:1"):
        assert b"http://" + host + b"/sparql" in server.raw(request + host + b"\r\n\r\n")
