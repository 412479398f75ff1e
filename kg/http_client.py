"""Requests to other servers: allowed URLs, credentials and retries.

Credentials come from the environment or from netrc and are sent only to the named server, in the
Authorization header; no message repeats them.  Redirects to another server are refused.
"""

from __future__ import annotations

import ipaddress
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Self

import httpx

from kg import __version__
from kg.credentials import PASSWORD, TOKEN, USER, Credentials, auth_for
from kg.errors import RemoteError, UsageError
from kg.printable import printable
from kg.wording import counted

__all__ = [
    "MAX_REDIRECTS",
    "NTRIPLES",
    "REDIRECTS",
    "TEMPORARY",
    "Server",
    "checked_url",
    "failure_reason",
    "first_text",
    "is_loopback",
    "retry_after",
    "server_message",
    "status_text",
]

#: Status codes of temporary failures.
TEMPORARY = {429, 500, 502, 503, 504}
#: Maximum attempts for a request, and for one to a server that has not answered yet.
TRIES, FIRST_TRIES = 8, 4
#: Seconds before the second attempt; they double with each further one, up to the maximum.
FIRST_WAIT, MAX_WAIT = 0.5, 30.0
#: Maximum pause that a server may ask for, in seconds.
MAX_RETRY_AFTER = 120.0
#: Seconds to connect, and to wait for the next bytes: large graphs take a store a long time.
CONNECT, ANSWER = 10.0, 300.0
MAX_REDIRECTS = 5
#: Maximum bytes read of an answer, and characters of it shown.
MAX_READ, MAX_SHOWN = 65_536, 200

REDIRECTS = {301, 302, 307, 308}
NTRIPLES = "application/n-triples"
_TAG = re.compile(r"<[^>]*>")


def checked_url(url: str, *, insecure: bool | None = None) -> httpx.URL:
    """The URL, parsed; raises UsageError if credentials and a graph must not be sent there.

    `insecure` allows plain http; None means that the command has no such option.  No message
    repeats a URL that may contain a password.
    """
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        raise UsageError("the URL can't be read; write it as https://HOST/PATH") from None
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise UsageError("the URL must begin with https://HOST (or http://localhost)")
    if parsed.userinfo:
        raise UsageError(
            f"the URL contains credentials, which end up in logs: set {USER} and {PASSWORD}, "
            "or write them into ~/.netrc, and give the URL without them"
        )
    if parsed.query or parsed.fragment:
        raise UsageError(
            "the URL contains ? or #: give the endpoint alone, as kg adds the query; "
            f"put a token in {TOKEN}"
        )
    if parsed.scheme == "http" and not is_loopback(parsed) and not insecure:
        raise UsageError(
            f"{parsed}: plain http exposes the graph and any password on the network; "
            f"use https{', or give --insecure' if insecure is not None else ''}"
        )
    return parsed


def is_loopback(url: httpx.URL) -> bool:
    """Whether a URL is on this machine."""
    try:
        return ipaddress.ip_address(url.host).is_loopback
    except ValueError:
        return url.host == "localhost"


_AGENT = f"kg/{__version__}"


class Server:
    """A server; each request is repeated until it is answered, at most `TRIES` times."""

    def __init__(
        self,
        url: httpx.URL,
        given: Credentials | None,
        *,
        pause: Callable[[float], None] = time.sleep,
        warn: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`warn` is called with the reason and the delay when a request will be repeated."""
        self._url = url
        self._credentials = given or Credentials("")
        self._pause = pause
        self._warn = warn
        self._answered = False
        self._client = httpx.Client(
            auth=auth_for(given),
            headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(ANSWER, connect=CONNECT),
            follow_redirects=False,
            trust_env=not is_loopback(url),  # proxies
        )
        #: Number of repeated requests.
        self.repeated = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def write(self, method: str, query: str, triples: bytes) -> None:
        """PUT or POST N-Triples, repeatedly if necessary, until the server confirms them.

        `query` is the part of the URL after the `?`, percent-encoded.  Raises RemoteError when the
        server refuses, keeps failing or can't be reached.
        """
        status, text = self._send(method, query, triples, {"Content-Type": NTRIPLES})
        if status == 404:
            raise self._error(self._refusal(status, text))

    def has_triples(self, query: str) -> bool:
        """Whether the server has any triple in a graph; raises RemoteError as `write` does."""
        status, text = self._send("GET", query, None, {"Accept": NTRIPLES})
        # some servers answer with an empty graph instead of 404
        return status != 404 and "<" in text

    def _send(
        self, method: str, query: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, str]:
        """The status of an answer, which is 2xx or 404, and the start of its text."""
        url = self._url.copy_with(query=query.encode("ascii"))
        attempts = 0
        while True:
            attempts += 1
            wait = min(FIRST_WAIT * 2 ** (attempts - 1), MAX_WAIT)
            try:
                response, text = self._follow(method, url, body, headers)
            except httpx.TransportError as error:
                reason = failure_reason(error)
                hopeless = "CERTIFICATE_VERIFY_FAILED" in reason
            else:
                self._answered = True
                status = response.status_code
                if response.is_success or status == 404:
                    return status, text
                if status not in TEMPORARY:
                    raise self._error(self._refusal(status, text))
                wait = max(wait, retry_after(response))
                hopeless = wait > MAX_RETRY_AFTER
                reason = status_text(status) + server_message(text)
                reason += f"; it asks clients to wait {wait:,.0f} s" if hopeless else ""
            if hopeless or attempts == (TRIES if self._answered else FIRST_TRIES):
                times = f"tried {counted(attempts, 'time')}"
                raise self._error(f"{reason} ({times}); run kg push again to continue")
            self.repeated += 1
            self._warn(f"{self._credentials.redact(printable(reason))}: trying again in {wait:g} s")
            self._pause(wait)

    def _follow(
        self, method: str, url: httpx.URL, body: bytes | None, headers: dict[str, str]
    ) -> tuple[httpx.Response, str]:
        """The answer after any redirects on the same server, and the start of its text."""
        for _ in range(MAX_REDIRECTS + 1):
            with self._client.stream(method, url, content=body, headers=headers) as response:
                if response.status_code not in REDIRECTS:
                    return response, first_text(response)
                target = self._target(url, response)
            url = target
        raise self._error(
            f"redirects more than {MAX_REDIRECTS} times; ask the server's administrator"
        )

    def _target(self, url: httpx.URL, response: httpx.Response) -> httpx.URL:
        target = url.join(response.headers.get("location", ""))
        if _origin(target) not in {_origin(url), ("https", url.host, 443)} or target.userinfo:
            # without path and query, which may be confidential
            shown = printable(f"{target.scheme}://{target.netloc.decode('ascii', 'replace')}")
            raise self._error(
                f"redirects to another server, {shown}, which was sent nothing; "
                "if you trust it, give its URL"
            )
        if target.query != url.query:
            raise self._error(
                "redirects without the graph's name; give the URL that it redirects to"
            )
        return target

    def _refusal(self, status: int, text: str) -> str:
        """The message for a refused request, with advice."""
        given = self._credentials.source
        advice = {
            400: "the store can't read the data, or this is not a Graph Store endpoint",
            401: f"the store does not accept the credentials of {given}"
            if given
            else f"the store requires credentials: set {USER} and {PASSWORD}, or add to ~/.netrc: "
            f"machine {self._url.host}",
            403: "these credentials don't allow writing"
            if given
            else "the store requires credentials for writing, or is read-only",
            404: "not a Graph Store endpoint; `kg docs stores` lists the URL for each store",
            405: "not a Graph Store endpoint; `kg docs stores` lists the URL for each store",
            413: "a graph is larger than the store accepts; raise its limit, or load a file "
            "(`kg docs stores`)",
            415: "the store doesn't accept N-Triples, or this is not a Graph Store endpoint",
        }.get(status, "see `kg docs stores` for the URL and the permissions that the store needs")
        return f"{status_text(status)}: {advice}{server_message(text)}"

    def _error(self, message: str) -> RemoteError:
        return RemoteError(self._credentials.redact(printable(f"{self._url}: {message}")))


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)


def first_text(response: httpx.Response) -> str:
    """The first bytes of an answer as text; raises httpx.TransportError when it is cut off."""
    data = b""
    for chunk in response.iter_raw():
        data += chunk
        if len(data) > MAX_READ:
            break
    return data[:MAX_READ].decode("utf-8", "replace")


def status_text(status: int) -> str:
    """A status with its standard phrase: `404 Not Found`."""
    return f"{status} {httpx.codes.get_reason_phrase(status)}".rstrip()


def server_message(text: str) -> str:
    """A server's own message, in brackets and without markup; may be empty."""
    words = " ".join(_TAG.sub(" ", text).split())
    cut = words[:MAX_SHOWN] + ("…" if len(words) > MAX_SHOWN else "")
    return f" (the server says: {cut})" if cut else ""


def failure_reason(error: httpx.TransportError) -> str:
    """A short reason why there was no answer."""
    reason = re.sub(r"^\[Errno -?\d+\] ", "", str(error)) or type(error).__name__
    return "no answer in time" if isinstance(error, httpx.TimeoutException) else reason


def retry_after(response: httpx.Response) -> float:
    """The pause in seconds that a server asks for, as a number or a date."""
    value = response.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
