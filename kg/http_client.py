"""Requests to a server of somebody else's: which URLs, whose credentials, what is tried again.

Credentials come from the environment or from netrc and go into the Authorization header of requests
to the one server that was named; no message repeats them.  A redirect to another server is refused.
"""

from __future__ import annotations

import base64
import ipaddress
import netrc
import os
import re
import shlex
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Self

import httpx

from kg import __version__
from kg.errors import RemoteError, UsageError
from kg.printable import printable

__all__ = [
    "MOST_REDIRECTS",
    "NTRIPLES",
    "REDIRECTS",
    "USER",
    "Credentials",
    "Server",
    "beginning",
    "checked_url",
    "credentials",
    "said",
    "status_text",
    "why_lost",
]

#: The environment variables that hold credentials.
USER, PASSWORD, TOKEN = "KG_USER", "KG_PASSWORD", "KG_TOKEN"

#: Answers that the same request may not get a second time.
PASSING = {429, 500, 502, 503, 504}
#: A request is made at most so often; one to a server that has not answered yet, less often.
TRIES, FIRST_TRIES = 8, 4
#: Seconds before the second try, doubled with each further one up to the longest.
SHORTEST_WAIT, LONGEST_WAIT = 0.5, 30.0
#: A server that asks for a longer pause than this, in seconds, is left for another time.
PATIENCE = 120.0
#: Seconds to connect, and to wait for the next bytes: a store may take long over a large graph.
CONNECT, ANSWER = 10.0, 300.0
MOST_REDIRECTS = 5
#: So many bytes of an answer are read, and so many characters of it shown.
MOST_READ, MOST_SHOWN = 65_536, 200

REDIRECTS = {301, 302, 307, 308}
NTRIPLES = "application/n-triples"
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """What to show a server that asks: a user and a password, or a token."""

    #: Where they were found, for messages: the names of variables or a path.
    source: str
    #: The options with which curl finds them there.
    curl: str = ""
    user: str = ""
    password: str = ""
    token: str = ""

    def hide(self, text: str) -> str:
        """The text without what must not be seen, should a server have sent it back."""
        basic = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        for secret in (basic, self.password, self.token):
            text = text.replace(secret, "(hidden)") if secret else text
        return text


def checked_url(url: str, *, insecure: bool | None = None) -> httpx.URL:
    """The URL, if credentials and a graph may be sent there; raises UsageError if not.

    `insecure` allows plain http; None where there is no such choice.  No message repeats a URL that
    may hold a password.
    """
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        raise UsageError("the URL can't be read; write it as https://HOST/PATH") from None
    if parsed.scheme not in {"http", "https"} or not parsed.host:
        raise UsageError("the URL has to begin with https://HOST (or http://localhost)")
    if parsed.userinfo:
        raise UsageError(
            f"the URL holds credentials, which end up in logs: set {USER} and {PASSWORD}, "
            "or write them into ~/.netrc, and give the URL without them"
        )
    if parsed.query or parsed.fragment:
        raise UsageError(
            "the URL has a ? or a #: give the endpoint alone, kg adds what it needs; "
            f"a token goes into {TOKEN}"
        )
    if parsed.scheme == "http" and not _is_loopback(parsed) and not insecure:
        raise UsageError(
            f"{parsed}: plain http shows the graph and any password to everyone on the way; "
            f"use https{', or give --insecure' if insecure is not None else ''}"
        )
    return parsed


def _is_loopback(url: httpx.URL) -> bool:
    try:
        return ipaddress.ip_address(url.host).is_loopback
    except ValueError:
        return url.host == "localhost"


def credentials(host: str) -> Credentials | None:
    """What the environment, or else netrc, has for a host; raises UsageError for half of it."""
    user, password, token = (os.environ.get(name, "") for name in (USER, PASSWORD, TOKEN))
    if token and (user or password):
        raise UsageError(f"both {TOKEN} and {USER} are set: unset what this server does not want")
    if bool(user) != bool(password):
        raise UsageError(f"{USER} and {PASSWORD} go together: one of them is not set")
    if token:
        if not re.fullmatch(r"[\x21-\x7e]+", token):
            raise UsageError(f"{TOKEN} holds a character that no token has, a line break perhaps")
        return Credentials(TOKEN, f'-H "Authorization: Bearer ${TOKEN}"', token=token)
    if user:
        curl = f'--anyauth -u "${USER}:${PASSWORD}"'
        return Credentials(f"{USER} and {PASSWORD}", curl, user, password)
    return _from_netrc(host)


def _from_netrc(host: str) -> Credentials | None:
    named = os.environ.get("NETRC")
    places = [Path(named)] if named else [Path.home() / ".netrc", Path.home() / "_netrc"]
    for path in places:
        try:
            entry = netrc.netrc(str(path)).authenticators(host)
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError):
            raise UsageError(f"{path}: can't be read; mend it, or set {USER}") from None
        except netrc.NetrcParseError as error:
            # its message may quote a password
            raise UsageError(f"{path}, line {error.lineno}: not in netrc's form") from None
        curl = f"--anyauth --netrc-file {shlex.quote(str(path))}"
        return Credentials(str(path), curl, entry[0], entry[2] or "") if entry else None
    return None


class _Bearer(httpx.Auth):
    """A token with each request."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class _AsAsked(httpx.Auth):
    """Digest or basic, whichever the server asks for.

    It is asked with an empty POST, which adds nothing to a graph: a server that refuses a large
    body may hang up in the middle of it, and a password is not sent to one that wants a digest.
    """

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._chosen: httpx.Auth | None = None
        self._asked = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if not self._asked:
            question = httpx.Request(
                "POST",
                request.url,
                headers={"Content-Type": "text/turtle", "User-Agent": _AGENT},
                content=b"",
                extensions=request.extensions,
            )
            answer = yield question
            self._choose(question, answer)
            self._asked = True
        if self._chosen is None:
            answer = yield request
            self._choose(request, answer)
        if self._chosen is not None:
            yield from self._chosen.auth_flow(request)

    def _choose(self, request: httpx.Request, answer: httpx.Response) -> None:
        if answer.status_code != 401:
            return
        offers = [o.lower() for o in answer.headers.get_list("www-authenticate")]
        if any(offer.startswith("digest") for offer in offers):
            flow = self._digest.auth_flow(request)
            next(flow)
            flow.send(answer)  # it keeps the challenge for the next request
            self._chosen = self._digest
        elif any(offer.startswith("basic") for offer in offers):
            self._chosen = self._basic


_AGENT = f"kg/{__version__}"


class Server:
    """One server, which requests are made to until it has answered or `TRIES` are used up."""

    def __init__(
        self,
        url: httpx.URL,
        shown: Credentials | None,
        *,
        pause: Callable[[float], None] = time.sleep,
        warn: Callable[[str], None] = lambda _: None,
    ) -> None:
        """`warn` is told, in a few words, why a request is made again and when."""
        self._url = url
        self._credentials = shown or Credentials("")
        self._pause = pause
        self._warn = warn
        self._answered = False
        self._client = httpx.Client(
            auth=_auth(shown),
            headers={"User-Agent": _AGENT, "Accept-Encoding": "identity"},
            timeout=httpx.Timeout(ANSWER, connect=CONNECT),
            follow_redirects=False,
            trust_env=not _is_loopback(url),  # proxies
        )
        #: How many requests were made again.
        self.repeated = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def write(self, method: str, query: str, triples: bytes) -> None:
        """PUT or POST N-Triples, again if need be, until the server has confirmed them.

        `query` is the part of the URL after the `?`, percent-encoded.  Raises RemoteError when the
        server refuses, keeps failing or can't be reached.
        """
        status, text = self._send(method, query, triples, {"Content-Type": NTRIPLES})
        if status == 404:
            raise self._error(self._refusal(status, text))

    def holds(self, query: str) -> bool:
        """Whether the server has any triple in a graph; raises RemoteError as `write` does."""
        status, text = self._send("GET", query, None, {"Accept": NTRIPLES})
        # some answer with an empty graph where others have none
        return status != 404 and "<" in text

    def _send(
        self, method: str, query: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, str]:
        """The status of an answer, which is 2xx or 404, and how its text begins."""
        url = self._url.copy_with(query=query.encode("ascii"))
        tried = 0
        while True:
            tried += 1
            wait = min(SHORTEST_WAIT * 2 ** (tried - 1), LONGEST_WAIT)
            try:
                response, text = self._follow(method, url, body, headers)
            except httpx.TransportError as error:
                reason = why_lost(error)
                lost = "CERTIFICATE_VERIFY_FAILED" in reason
            else:
                self._answered = True
                status = response.status_code
                if response.is_success or status == 404:
                    return status, text
                if status not in PASSING:
                    raise self._error(self._refusal(status, text))
                wait = max(wait, _retry_after(response))
                lost = wait > PATIENCE
                reason = status_text(status) + said(text)
                reason += f"; it asks clients to wait {wait:,.0f} s" if lost else ""
            if lost or tried == (TRIES if self._answered else FIRST_TRIES):
                times = f"tried {tried} time{'s' if tried > 1 else ''}"
                raise self._error(f"{reason} ({times}); run kg push again and it goes on from here")
            self.repeated += 1
            self._warn(f"{self._credentials.hide(printable(reason))}: again in {wait:g} s")
            self._pause(wait)

    def _follow(
        self, method: str, url: httpx.URL, body: bytes | None, headers: dict[str, str]
    ) -> tuple[httpx.Response, str]:
        """The answer at the end of redirects on the same server, and how its text begins."""
        for _ in range(MOST_REDIRECTS + 1):
            with self._client.stream(method, url, content=body, headers=headers) as response:
                if response.status_code not in REDIRECTS:
                    return response, beginning(response)
                target = self._target(url, response)
            url = target
        raise self._error(f"redirects more than {MOST_REDIRECTS} times; ask who runs it")

    def _target(self, url: httpx.URL, response: httpx.Response) -> httpx.URL:
        target = url.join(response.headers.get("location", ""))
        if _origin(target) not in {_origin(url), ("https", url.host, 443)} or target.userinfo:
            # neither path nor query: either may hold what is nobody else's business
            there = printable(f"{target.scheme}://{target.netloc.decode('ascii', 'replace')}")
            raise self._error(
                f"redirects to another server, {there}, which got nothing; "
                "if you trust that one, give its URL"
            )
        if target.query != url.query:
            raise self._error("redirects without the graph's name; give the URL that it leads to")
        return target

    def _refusal(self, status: int, text: str) -> str:
        """What to do about an answer that will stay the same."""
        given = self._credentials.source
        advice = {
            400: "the store can't read what it was sent, or this is no Graph Store endpoint",
            401: f"the store does not accept the credentials of {given}"
            if given
            else f"the store wants credentials: set {USER} and {PASSWORD}, or add to ~/.netrc: "
            f"machine {self._url.host}",
            403: "these credentials may not write there"
            if given
            else "nobody may write there without credentials, or the store is read-only",
            404: "this is no Graph Store endpoint; docs/stores.md has the URL for each store",
            405: "this is no Graph Store endpoint; docs/stores.md has the URL for each store",
            413: "a graph is larger than the store takes at once; raise its limit, or load a file "
            "(docs/stores.md)",
            415: "the store takes no N-Triples, or this is no Graph Store endpoint",
        }.get(status, "see docs/stores.md for the URL and the rights that the store needs")
        return f"{status_text(status)}: {advice}{said(text)}"

    def _error(self, message: str) -> RemoteError:
        return RemoteError(self._credentials.hide(printable(f"{self._url}: {message}")))


def _auth(shown: Credentials | None) -> httpx.Auth | None:
    if shown is None:
        return None
    return _Bearer(shown.token) if shown.token else _AsAsked(shown.user, shown.password)


def _origin(url: httpx.URL) -> tuple[str, str, int | None]:
    return url.scheme, url.host, url.port or {"http": 80, "https": 443}.get(url.scheme)


def beginning(response: httpx.Response) -> str:
    """The first bytes of an answer as text; raises httpx.TransportError when it breaks off."""
    data = b""
    for chunk in response.iter_raw():
        data += chunk
        if len(data) > MOST_READ:
            break
    return data[:MOST_READ].decode("utf-8", "replace")


def status_text(status: int) -> str:
    """A status with its usual words: `404 Not Found`."""
    return f"{status} {httpx.codes.get_reason_phrase(status)}".rstrip()


def said(text: str) -> str:
    """What a server says about a refusal, in brackets and without markup; may be empty."""
    words = " ".join(_TAG.sub(" ", text).split())
    cut = words[:MOST_SHOWN] + ("…" if len(words) > MOST_SHOWN else "")
    return f" (it says: {cut})" if cut else ""


def why_lost(error: httpx.TransportError) -> str:
    """Why there was no answer, in a few words."""
    reason = re.sub(r"^\[Errno -?\d+\] ", "", str(error)) or type(error).__name__
    return "no answer in time" if isinstance(error, httpx.TimeoutException) else reason


def _retry_after(response: httpx.Response) -> float:
    """The seconds that a server asks to be left alone for, which it may give as a date."""
    value = response.headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        date = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    return (date.replace(tzinfo=date.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
