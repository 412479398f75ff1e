"""How a publisher is asked: where, how often, how long, and under which name."""

from __future__ import annotations

import time
from dataclasses import replace

import httpx
import pytest

from kg import __version__
from kg.errors import UsageError
from kg.harvest.fetch import (
    TRIES,
    Answer,
    Fetcher,
    FetchError,
    Pace,
    checked_contact,
    user_agent,
)
from publisher import Clock, Publisher, invented, served

HOSTS = frozenset({"kg.example", "files.kg.example"})


@pytest.mark.parametrize(
    ("address", "says", "why"),
    [
        ("http://kg.example/a.pdf", "only https is used", "plain http to another machine"),
        ("https://other.example/a.pdf", "not a host of the publisher", "another host"),
        (
            "https://kg.example.other.example/",
            "not a host of the publisher",
            "one that looks alike",
        ),
        ("https://kg.example:8443/a.pdf", "not a host of the publisher", "another port"),
        ("https://me:secret@kg.example/", "not a host of the publisher", "credentials"),
        ("file:///etc/passwd", "not a host of the publisher", "a file"),
        ("ftp://kg.example/a.pdf", "only https is used", "another scheme"),
        ("/a.pdf", "not a host of the publisher", "no host"),
        ("https://kg.example:port/", "not a URL", "no URL"),
    ],
)
def test_what_is_never_asked_for(address: str, says: str, why: str) -> None:
    with Fetcher(HOSTS, "me@kg.example", Pace()) as fetcher:
        with pytest.raises(FetchError, match=says) as error:
            fetcher.get(address, limit=10)
        assert "nothing was sent" in str(error.value), why


def test_one_request_an_interval() -> None:
    """Measured by the publisher, from start to start, with redirects and failures among them."""
    answers = iter([(302, {"Location": "/provider/44/90001"}, b""), (503, {}, b""), (404, {}, b"")])

    def script(_: Publisher, path: str) -> tuple[int, dict[str, str], bytes] | None:
        return next(answers, None) if path.startswith("/v1/") else None

    interval = 0.06
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        time.sleep(min(seconds, interval))

    with served(replace(invented(2, 2, 0), script=script)) as publisher:
        host = publisher.url.removeprefix("http://")
        with Fetcher(frozenset({host}), "", Pace(interval=interval, sleep=sleep)) as fetcher:
            for path in ("/provider/44/90000", "/v1/file/50000000", "/v1/file/50000001"):
                try:
                    fetcher.get(publisher.url + path, limit=10_000)
                except FetchError as error:
                    assert error.status == 404
        gaps = [
            after - before
            for before, after in zip(publisher.times, publisher.times[1:], strict=False)
        ]
    assert len(gaps) == 4
    # Not each gap: a busy machine may notice one request late, and so the next one soon after it.
    assert sum(gaps) > len(gaps) * interval * 0.9
    assert Pace().interval > 1.0, "a second, unless a test says otherwise"


def ask(clock: Clock, script: object, *, pace: Pace | None = None, limit: int = 10_000) -> Answer:
    """One request to a publisher whose script answers."""
    with served(replace(invented(2, 2, 0), script=script)) as publisher:  # type: ignore[arg-type]
        host = publisher.url.removeprefix("http://")
        with Fetcher(frozenset({host}), "", pace or clock.pace()) as fetcher:
            return fetcher.get(f"{publisher.url}/v1/file/50000000", limit=limit)


@pytest.mark.parametrize(
    ("status", "headers", "seconds", "why"),
    [
        (503, {}, 2 + 4 + 8 + 16, "pauses that double"),
        (429, {"Retry-After": "60"}, 4 * 60, "the pause that the server asks for"),
        (503, {"Retry-After": "1"}, 2 + 4 + 8 + 16, "its own pause is the longer one"),
        (503, {"Retry-After": "soon"}, 2 + 4 + 8 + 16, "a pause that can't be read"),
        (429, {"Retry-After": "121"}, 0, "a pause that is too long to wait"),
        (404, {}, 0, "what will not change"),
    ],
)
def test_pauses(
    clock: Clock, status: int, headers: dict[str, str], seconds: float, why: str
) -> None:
    with pytest.raises(FetchError) as error:
        ask(clock, lambda *_: (status, headers, b""))
    assert clock.time == seconds, why
    assert error.value.status == status
    assert error.value.unavailable == (status != 404)


def test_an_answer_has_a_limit_of_bytes_and_of_time(clock: Clock) -> None:
    with pytest.raises(FetchError, match="larger than 100 bytes"):
        ask(clock, lambda *_: (200, {}, b"x" * 101), limit=100)
    assert ask(clock, lambda *_: (200, {}, b"x" * 100), limit=100).body == b"x" * 100
    endless = replace(clock.pace(), whole=-1.0)  # the time of an answer that drips is over
    with pytest.raises(FetchError, match=rf"no answer in time \(tried {TRIES} times\)"):
        ask(clock, lambda *_: (200, {}, b"x"), pace=endless)


def test_an_unchanged_answer_has_no_body(clock: Clock) -> None:
    with served(invented(2, 2, 0)) as publisher:
        host = publisher.url.removeprefix("http://")
        with Fetcher(frozenset({host}), "", clock.pace()) as fetcher:
            address = f"{publisher.url}/v1/file/50000000"
            first = fetcher.get(address, limit=10_000)
            again = fetcher.get(address, limit=10_000, etag=first.etag)
    assert first.body
    assert again.body is None


@pytest.mark.parametrize(
    ("contact", "hosts", "says", "why"),
    [
        ("me@kg.example", HOSTS, "", "an e-mail address"),
        ("https://kg.example/about", HOSTS, "", "a web address"),
        ("", frozenset({"127.0.0.1:8000", "localhost"}), "", "this machine needs none"),
        ("", frozenset(), "", "nobody is asked"),
        ("", HOSTS, "--contact you@example.org", "no contact"),
        ("", frozenset({"127.0.0.1", "kg.example"}), "KG_CONTACT", "none for one of them"),
        ("me", HOSTS, "give an e-mail address", "nobody can write there"),
        ("a@kg.example\r\nCookie: x", HOSTS, "give an e-mail address", "a header of its own"),
        ("a@kg.example) Mozilla/5.0 (", HOSTS, "give an e-mail address", "another name"),
    ],
)
def test_contacts(contact: str, hosts: frozenset[str], says: str, why: str) -> None:
    if not says:
        assert checked_contact(contact, hosts) == contact, why
        return
    with pytest.raises(UsageError, match=says):
        checked_contact(contact, hosts)


def test_the_tool_says_what_it_is() -> None:
    expected = f"kg/{__version__} (kg harvest; contact: me@kg.example)"
    assert user_agent("me@kg.example") == expected
    with Fetcher(HOSTS, "me@kg.example", Pace()) as fetcher:
        assert fetcher._client.headers["User-Agent"] == expected
        assert isinstance(fetcher._client, httpx.Client)
