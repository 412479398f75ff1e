"""A publisher on loopback: a listing of councils and documents, and all that can go wrong with it.

The markup is composed; the councils are invented.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from kg.harvest.fetch import Pace
from kg.harvest.harvest import Report

#: What a script answers with: status, headers and body; None does what is asked.
Answer = tuple[int, dict[str, str], bytes] | None
MONTHS = "January February March April May June July August September October November December"


@dataclass(frozen=True)
class Council:
    urn: str
    name: str
    closed: bool = False


@dataclass(frozen=True)
class Listed:
    file_id: str
    words: str
    published: dt.date | None
    label: str = "{words}, pdf - {day}"

    @property
    def day(self) -> str:
        if self.published is None:
            return ""
        month = MONTHS.split()[self.published.month - 1]
        return f"{self.published.day:02} {month} {self.published.year}"


@dataclass
class Publisher:
    """Councils with their documents, and every request that was seen."""

    councils: list[Council]
    documents: dict[str, list[Listed]]
    #: Maximum rows of a page of results, whatever is asked for.
    cap: int = 100
    states_total: bool = True
    robots: str | None = None
    script: Callable[[Publisher, str], Answer] = lambda *_: None
    url: str = ""
    #: Path with query, status, and bytes of the body, in the order of the answers.
    seen: list[tuple[str, int, int]] = field(default_factory=list)
    #: When each request came.
    times: list[float] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)

    def bodies(self, part: str = "/file/") -> list[str]:
        """The addresses whose body was sent, those with a part in them."""
        return [path for path, status, size in self.seen if status == 200 and size and part in path]

    def answer(self, path: str) -> tuple[int, dict[str, str], bytes]:
        scripted = self.script(self, path)
        if scripted is not None:
            return scripted
        parts = urlsplit(path)
        page = b""
        if parts.path == "/robots.txt" and self.robots is not None:
            page = self.robots.encode()
        elif parts.path == "/search":
            page = self.results(parse_qs(parts.query))
        elif parts.path.startswith("/provider/44/"):
            page = self.provider(parts.path.rpartition("/")[2])
        elif parts.path.startswith("/v1/file/"):
            page = pdf(parts.path.rpartition("/")[2])
        return (200, {}, page) if page else (404, {}, b"not here")

    def results(self, query: dict[str, list[str]]) -> bytes:
        closed = query.get("status[]") == ["2"]
        listed = [council for council in self.councils if council.closed == closed]
        start, rows = int(query["start"][0]), min(int(query["rows"][0]), self.cap)
        items = "".join(RESULT.format(council=council) for council in listed[start : start + rows])
        total = TOTAL.format(total=len(listed)) if self.states_total else ""
        following = NEXT.format(start=start + rows) if start + rows < len(listed) else ""
        return SEARCH.format(total=total, items=items, following=following).encode()

    def provider(self, urn: str) -> bytes:
        (council,) = [one for one in self.councils if one.urn == urn]
        items = "".join(
            ITEM.format(
                url=f"{self.url}/v1/file/{one.file_id}",
                words=html.escape(one.words),
                label=html.escape(one.label.format(words=one.words, day=one.day)),
                day=one.day,
            )
            for one in self.documents.get(urn, [])
        )
        return PROVIDER.format(url=self.url, council=council, items=items).encode()


def pdf(name: str) -> bytes:
    """A body with the marks of a PDF."""
    return b"%PDF-1.4\n% " + name.encode() + b"\n" + b"x" * 200 + b"\n%%EOF\n"


def invented(councils: int, full: int, visits: int) -> Publisher:
    """Councils with full reports and focused visits, dealt to them in turn; every 40th is closed."""
    first, second = ("Ash", "Beck", "Cole", "Dun", "Elm", "Fern", "Glen"), ("ford", "wick", "ham")
    names = [
        f"{first[n % 7]}{second[n % 3]} {['Vale', 'on Sea', '& Moor', 'St. Mary’s'][n % 4]} {n}"
        for n in range(councils)
    ]
    listed = [Council(f"{90000 + n}", name, n % 40 == 39) for n, name in enumerate(names)]
    documents: dict[str, list[Listed]] = {council.urn: [] for council in listed}
    for n in range(full + visits):
        words = "Children's services " + ("inspection" if n < full else "focused visit")
        day = dt.date(2014, 1, 6) + dt.timedelta(days=5 * n)
        documents[listed[n % councils].urn].append(Listed(f"{50000000 + n}", words, day))
    return Publisher(listed, documents)


@contextmanager
def served(publisher: Publisher) -> Iterator[Publisher]:
    """The publisher, answering on loopback at `publisher.url`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            publisher.times.append(time.monotonic())
            publisher.agents.add(self.headers["User-Agent"])
            status, headers, body = publisher.answer(self.path)
            etag = f'"{hashlib.sha256(body).hexdigest()[:12]}"'
            if status == 200:
                headers = {"ETag": etag, **headers}
                if self.headers["If-None-Match"] == etag:
                    status, body = 304, b""
            publisher.seen.append((self.path, status, len(body)))
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            if len(body) < int(headers.get("Content-Length", "0")):
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A client that hangs up is part of the trial."""

    with Server(("127.0.0.1", 0), Handler) as server:
        publisher.url = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield publisher
        finally:
            server.shutdown()
            thread.join()


@dataclass
class Clock:
    """Time that passes only in `sleep`; the harvest is cut at the `cut`-th pause."""

    time: float = 0.0
    cut: int = 0
    slept: int = 0

    def sleep(self, seconds: float) -> None:
        self.time += seconds
        self.slept += 1
        if self.slept == self.cut:
            raise KeyboardInterrupt

    def pace(self) -> Pace:
        start = dt.datetime(2026, 3, 24, 9, 0, tzinfo=dt.UTC)
        return Pace(
            silence=0.3,
            clock=lambda: self.time,
            sleep=self.sleep,
            now=lambda: start + dt.timedelta(seconds=self.time),
        )


Run = Callable[..., Report]


TOTAL = '<strong class="results-count js-results-count">{total:,}</strong> results'
NEXT = '<a class="pagination__next" href="/search?start={start}&amp;rows=100">Next</a>'
SEARCH = """<!DOCTYPE html><html lang="en"><head><title>Search results</title></head><body>
<header><a href="/">Find a report</a></header><main>
<div class="search-results__heading"><h2>{total}</h2></div>
<ul class="results-list list-unstyled">{items}</ul>
<div class="pagination"><span class="pagination__numbers">1 of 2</span>{following}</div>
</main></body></html>"""
RESULT = """<li class="search-result">
<h3 class="search-result__title heading--sub-title"><a href="/provider/44/{council.urn}">
{council.name}</a></h3>
<ul class="search-result__provider-info"><li>Category: <strong>Local authority</strong></li></ul>
<address class="search-result__address">1 Some Street</address>
<ul class="search-result__provider-info"><li>URN: <strong>{council.urn}</strong></li></ul></li>
"""
PROVIDER = """<!DOCTYPE html><html lang="en"><head><title>{council.name}</title>
<link rel="canonical" href="{url}/provider/44/{council.urn}"></head><body><main>
<div class="title-block"><h1 class="heading--title">{council.name}</h1>
<p class="title-block__subheading">URN: {council.urn}</p></div>
<ol class="timeline">{items}</ol></main></body></html>"""
ITEM = """<li class="timeline__day"><div class="timeline__date"><time>{day}</time></div>
<a class="publication-link" href="{url}" target="_blank">{words}
<span class="nonvisual">{label}</span></a></li>
"""
