"""Credentials for another server: from the environment or netrc, as httpx sends them."""

from __future__ import annotations

import base64
import netrc
import os
import re
import shlex
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

import httpx

from kg.errors import UsageError

__all__ = ["PASSWORD", "TOKEN", "USER", "Credentials", "auth_for", "credentials"]

#: The environment variables that hold credentials.
USER, PASSWORD, TOKEN = "KG_USER", "KG_PASSWORD", "KG_TOKEN"


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
    """Credentials for a server: a user and a password, or a token."""

    #: Their source, for messages: the names of variables, or a path.
    source: str
    #: The options that make curl use them.
    curl: str = ""
    user: str = ""
    password: str = ""
    token: str = ""

    def redact(self, text: str) -> str:
        """The text without these secrets, in case a server sent them back."""
        basic = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        for secret in (basic, self.password, self.token):
            text = text.replace(secret, "(hidden)") if secret else text
        return text


def credentials(host: str) -> Credentials | None:
    """The credentials for a host from the environment, or else netrc; None if there are none.

    Raises UsageError when they are incomplete or invalid.
    """
    user, password, token = (os.environ.get(name, "") for name in (USER, PASSWORD, TOKEN))
    if token and (user or password):
        raise UsageError(
            f"both {TOKEN} and {USER} are set: unset the one that the server doesn't use"
        )
    if bool(user) != bool(password):
        raise UsageError(f"{USER} and {PASSWORD} go together: set both, or neither")
    if token:
        if not re.fullmatch(r"[\x21-\x7e]+", token):
            raise UsageError(f"{TOKEN} contains an invalid character, perhaps a line break")
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
            raise UsageError(f"{path}: can't be read; fix it, or set {USER}") from None
        except netrc.NetrcParseError as error:
            # its message may quote a password
            raise UsageError(f"{path}, line {error.lineno}: not valid netrc syntax") from None
        curl = f"--anyauth --netrc-file {shlex.quote(str(path))}"
        return Credentials(str(path), curl, entry[0], entry[2] or "") if entry else None
    return None


class _Bearer(httpx.Auth):
    """Sends a token with each request."""

    def __init__(self, token: str) -> None:
        self._token = token

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        request.headers["Authorization"] = f"Bearer {self._token}"
        yield request


class _BasicOrDigest(httpx.Auth):
    """Digest or basic authentication, whichever the server asks for.

    Before a graph is sent, an empty POST, which adds nothing, finds out which: otherwise a server
    might close the connection during a large body, or get a password where a digest is enough.  A
    query is sent as it is, and again if the server asks.  (Virtuoso never answers an empty POST to
    its endpoint for queries.)
    """

    def __init__(self, user: str, password: str) -> None:
        self._digest = httpx.DigestAuth(user, password)
        self._basic = httpx.BasicAuth(user, password)
        self._chosen: httpx.Auth | None = None
        self._asked = False

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if not self._asked and not _is_query(request):
            probe = httpx.Request(
                "POST",
                request.url,
                headers={
                    "Content-Type": "text/turtle",
                    "User-Agent": request.headers["User-Agent"],
                },
                content=b"",
                extensions=request.extensions,
            )
            answer = yield probe
            self._choose(probe, answer)
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
            flow.send(answer)  # stores the challenge for the next request
            self._chosen = self._digest
        elif any(offer.startswith("basic") for offer in offers):
            self._chosen = self._basic


def _is_query(request: httpx.Request) -> bool:
    """Whether a request is a query of the SPARQL Protocol, sent as a form."""
    media: str = request.headers.get("content-type", "")
    return media.startswith("application/x-www-form-urlencoded")


def auth_for(given: Credentials | None) -> httpx.Auth | None:
    """How httpx sends these credentials; None without any."""
    if given is None:
        return None
    return _Bearer(given.token) if given.token else _BasicOrDigest(given.user, given.password)
