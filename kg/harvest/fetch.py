"""Asks a publisher for pages and files, as a guest: one request at a time, and not too often.

A request goes only to the hosts that are given, by https (http on this machine), and only where
robots.txt allows it.  What fails for a moment is asked again after growing pauses.
"""

from __future__ import annotations

import datetime as dt
import re
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Self

import httpx

from kg import __version__
from kg.errors import RemoteError, UsageError
from kg.http_client import (
    MAX_REDIRECTS,
    REDIRECTS,
    TEMPORARY,
    failure_reason,
    is_loopback,
    retry_after,
    status_text,
)
from kg.printable import printable

__all__ = ["AGENT", "CONTACT", "Answer", "FetchError", "Fetcher", "Pace", "checked_contact"]

#: The name by which robots.txt addresses this tool.
AGENT = "kg"
#: The environment variable of the user's contact.
CONTACT = "KG_CONTACT"
_CONTACT = re.compile(r"[\x21-\x27\x2a-\x7e]*(?:@|https?://)[\x21-\x27\x2a-\x7e]+")

#: Attempts for a request; seconds before the second one, which double up to the maximum.
TRIES = 5
FIRST_WAIT, MAX_WAIT = 2.0, 60.0
#: Maximum pause in seconds that is waited for when the server asks for one.
MAX_RETRY_AFTER = 120.0


class FetchError(RemoteError):
    """A request without the answer that was wanted; `status` is 0 if there was none."""

    def __init__(self, message: str, *, status: int = 0, unavailable: bool = False) -> None:
        """`unavailable`: the server as a whole does not answer now."""
        super().__init__(printable(message))
        self.status = status
        self.unavailable = unavailable


@dataclass(frozen=True, slots=True)
class Pace:
    """How often to ask, how long to wait, and the clocks."""

    #: Seconds from the start of a request to the start of the next: more than one, as the way to
    #: the server does not always take the same time.
    interval: float = 1.05
    #: Seconds to wait for the next bytes, and for a whole answer.
    silence: float = 60.0
    whole: float = 600.0
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: its bytes, or None if they are the same as last time (304)."""

    body: bytes | None
    etag: str = ""
    modified: str = ""


class Fetcher:
    """Asks the given hosts; `permit` is called before each request (see `kg.harvest.robots`)."""

    def __init__(
        self,
        hosts: frozenset[str],
        contact: str,
        pace: Pace,
        warn: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`hosts` are names with a port where it is not the usual one; `warn` gets each delay."""
        self._hosts = hosts
        self._pace = pace
        self._interval = pace.interval
        self._warn = warn
        self._last = float("-inf")
        self._client = httpx.Client(
            headers={"User-Agent": user_agent(contact), "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(pace.silence, connect=min(10.0, pace.silence)),
            follow_redirects=False,
            verify=_certificates(),
            trust_env=not all(is_loopback(httpx.URL(f"http://{host}")) for host in hosts),
        )
        #: Raises FetchError where a URL must not be asked for; returns the pause that is wished.
        self.permit: Callable[[httpx.URL], float] = lambda _: 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, address: str, *, limit: int, etag: str = "", modified: str = "") -> Answer:
        """What is at an address, at most `limit` bytes; raises FetchError.

        With the `etag` or the time (`modified`) of an earlier answer, the body is None if nothing
        has changed since.
        """
        headers = {"If-None-Match": etag} if etag else {}
        if modified:
            headers["If-Modified-Since"] = modified
        for attempt in range(1, TRIES + 1):
            wait = min(FIRST_WAIT * 2 ** (attempt - 1), MAX_WAIT)
            status = 0
            try:
                return self._follow(address, headers, limit)
            except (httpx.TransportError, httpx.DecodingError) as error:
                reason = _reason(error)
            except _TemporaryError as error:
                status, reason, wait = (
                    error.status,
                    status_text(error.status),
                    max(wait, error.wait),
                )
                if wait > MAX_RETRY_AFTER:
                    raise FetchError(
                        f"{address}: {reason}; it asks to wait {wait:,.0f} s: "
                        "run kg harvest again after that",
                        status=status,
                        unavailable=True,
                    ) from None
            if attempt < TRIES:
                self._warn(printable(f"{address}: {reason}: trying again in {wait:g} s"))
                self._pace.sleep(wait)
        raise FetchError(
            f"{address}: {reason} (tried {TRIES} times); run kg harvest again to continue",
            status=status,
            unavailable=True,
        )

    def _follow(self, address: str, headers: dict[str, str], limit: int) -> Answer:
        """The answer after any redirects within the hosts."""
        url = self._checked(address, address)
        for _ in range(MAX_REDIRECTS + 1):
            self._interval = max(self._interval, self.permit(url))
            self._await_turn()
            with self._client.stream("GET", url, headers=headers) as response:
                if response.status_code not in REDIRECTS:
                    return self._read(address, response, limit)
                url = self._checked(str(url.join(response.headers.get("location", ""))), address)
        raise FetchError(f"{address}: redirects more than {MAX_REDIRECTS} times")

    def _checked(self, target: str, asked: str) -> httpx.URL:
        """A URL that may be asked for; `asked` is what led to it."""
        redirected = "" if target == asked else f"{asked}: redirects to another place: "
        try:
            url = httpx.URL(target)
        except httpx.InvalidURL:
            raise FetchError(f"{redirected}{target}: not a URL; nothing was sent") from None
        host = url.netloc.decode("ascii", "replace")
        if url.userinfo or host not in self._hosts:
            known = ", ".join(sorted(self._hosts))
            raise FetchError(
                f"{redirected}{url.host or target}: not a host of the publisher ({known}); "
                "nothing was sent"
            )
        if url.scheme != "https" and not (url.scheme == "http" and is_loopback(url)):
            raise FetchError(f"{redirected}{url}: only https is used; nothing was sent")
        return url

    def _await_turn(self) -> None:
        """Wait until a request may start."""
        pause = self._last + self._interval - self._pace.clock()
        if pause > 0:
            self._pace.sleep(pause)
        self._last = self._pace.clock()

    def _read(self, address: str, response: httpx.Response, limit: int) -> Answer:
        status = response.status_code
        if status in TEMPORARY:
            raise _TemporaryError(status, retry_after(response))
        if status != 304 and not response.is_success:
            raise FetchError(f"{address}: {status_text(status)}", status=status)
        etag, modified = (response.headers.get(name, "") for name in ("etag", "last-modified"))
        if status == 304:
            return Answer(None, etag, modified)
        deadline = self._pace.clock() + self._pace.whole
        chunks, size = [], 0
        for chunk in response.iter_bytes():
            chunks.append(chunk)
            size += len(chunk)
            if size > limit:
                raise FetchError(f"{address}: larger than {limit:,} bytes; not saved")
            if self._pace.clock() > deadline:
                raise httpx.ReadTimeout("too slow")
        return Answer(b"".join(chunks), etag, modified)


@cache
def _certificates() -> ssl.SSLContext:
    """The authorities that are trusted; slow to read."""
    return httpx.create_ssl_context()


class _TemporaryError(Exception):
    def __init__(self, status: int, wait: float) -> None:
        super().__init__(status)
        self.status = status
        self.wait = wait


def _reason(error: httpx.TransportError | httpx.DecodingError) -> str:
    if isinstance(error, httpx.RemoteProtocolError | httpx.DecodingError):
        return "the answer was cut off"
    return failure_reason(error)


def user_agent(contact: str) -> str:
    """What the tool calls itself: its name, its version, and whom to write to."""
    about = f"kg harvest; contact: {contact}" if contact else "kg harvest"
    return f"{AGENT}/{__version__} ({about})"


def checked_contact(contact: str, hosts: frozenset[str]) -> str:
    """The contact, which other machines are told; raises UsageError when it is missing or bad."""
    contact = contact.strip()
    if contact and not _CONTACT.fullmatch(contact):
        raise UsageError(f"--contact {contact!r}: give an e-mail address or a web address")
    if not contact and not all(is_loopback(httpx.URL(f"http://{host}")) for host in hosts):
        raise UsageError(
            "give an address that the publisher can write to: --contact you@example.org, or set "
            f"{CONTACT}"
        )
    return contact
