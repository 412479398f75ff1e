"""`/review`: doubtful links and findings, decided in the browser as `kg review` does at a terminal.

Only for people at this machine: a request must come from it, by one of its own names, and through
no proxy.  A form counts only with the token of this server, from one of its own pages.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import ipaddress
import secrets
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.curation import curation_file
from kg.curation.review import Doubt, Review, doubts
from kg.errors import InputError
from kg.reference_data import concept_labels
from kg.serve.live_graph import Build
from kg.serve.pages.layout import page
from kg.serve.pages.things import cited
from kg.serve.site import LOCAL_HOSTS, Site, build_of

__all__ = ["is_local", "is_own", "routes"]

#: What a proxy adds to a request that it passes on.
FORWARDED = (
    "forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip",
)  # fmt: skip
#: Maximum characters of a person's name, and maximum number of fields of a form.
LONGEST, FIELDS = 100, 200
NO_STORE = {"Cache-Control": "no-store"}


def routes(site: Site) -> list[Route]:
    """`/review`, if people may decide."""
    desk = _Desk(site)
    return (
        [
            Route("/review", partial(show, site, desk), methods=["GET"]),
            Route("/review", partial(decide, desk), methods=["POST"]),
        ]
        if site.review
        else []
    )


class _Desk:
    """The review of the current build, and who decides."""

    def __init__(self, site: Site) -> None:
        self.token = secrets.token_urlsafe(32)
        self.by = ""
        self.lock = threading.Lock()
        self._path = site.live.folder / curation_file.FILE
        self._build = ""
        self._review: Review | None = None

    def review(self, build: Build) -> Review:
        """The review of a build; raises InputError when the curation file can't be read."""
        if self._review is None or self._build != build.id:
            known = curation_file.Curation(self._path.name)
            if self._path.exists():
                known = curation_file.read(self._path)
            self._review = Review(doubts(build.graph, known), self._path)
            self._build = build.id
        return self._review


def show(site: Site, desk: _Desk, request: Request) -> Response:
    """The doubt to decide now."""
    _refuse_others(request)
    build, problem, review = build_of(request), "", None
    with desk.lock:
        try:
            review = desk.review(build)
        except InputError as error:
            problem = _last_part(str(error))
        doubt = review.current if review else None
        return page(
            site,
            request,
            "review.html",
            headers=NO_STORE,
            doubt=doubt,
            key=_key(doubt),
            number=review.number if review else 0,
            decided=review.decided if review else 0,
            problem=problem,
            by=desk.by,
            token=desk.token,
            file=curation_file.FILE,
            themes={one: labels[0] for one, labels in concept_labels("theme").items()},
            documents=cited(build),
        )


async def decide(desk: _Desk, request: Request) -> Response:
    """Write a decision, or take the last one back; then the next doubt."""
    _refuse_others(request)
    try:
        fields = parse_qs((await request.body()).decode("utf-8"), max_num_fields=FIELDS)
    except ValueError:
        raise HTTPException(400, "the form can't be read") from None
    token = fields.get("token", [""])[0]
    if not is_own(request) or not secrets.compare_digest(token.encode(), desk.token.encode()):
        raise HTTPException(403, "decide on the page of this server: load /review again")
    await run_in_threadpool(_write, desk, build_of(request), fields)
    return RedirectResponse("/review", 303, NO_STORE)


def _write(desk: _Desk, build: Build, fields: Mapping[str, Sequence[str]]) -> None:
    answer = fields.get("answer", [""])[0]
    with desk.lock:
        try:
            review = desk.review(build)
            if answer == "back":
                review.back()
            elif review.current and fields.get("doubt", [""])[0] == _key(review.current):
                _answer(desk, review, answer, fields)
        except InputError as error:
            raise HTTPException(409, _last_part(str(error))) from None


def _answer(desk: _Desk, review: Review, answer: str, fields: Mapping[str, Sequence[str]]) -> None:
    by = " ".join(fields.get("by", [""])[0].split())[:LONGEST]
    known = concept_labels("theme")
    themes = [theme for theme in fields.get("themes", []) if theme in known]
    if not by:
        raise HTTPException(400, "give your name, for the record")
    if review.current is None or answer not in review.current.answers:
        raise HTTPException(400, "that does not answer this question")
    desk.by = by
    review.answer(answer, by, dt.datetime.now(dt.UTC).date().isoformat(), themes)


def _key(doubt: Doubt | None) -> str:
    """What tells a doubt from others, so that an answer is to the question that was shown."""
    return hashlib.sha256(repr(doubt.about if doubt else "").encode()).hexdigest()[:16]


def _refuse_others(request: Request) -> None:
    if not is_local(request):
        raise HTTPException(403, "only people at the server's own machine may review")


def is_local(request: Request) -> bool:
    """Whether a request comes from this machine, by one of its own names, through no proxy."""
    client = request.client.host if request.client else ""
    with suppress(ValueError):
        near = ipaddress.ip_address(client).is_loopback
        host = request.headers.get("host", "").lower()
        named = host in LOCAL_HOSTS or host.rpartition(":")[0] in LOCAL_HOSTS
        return near and named and not any(name in request.headers for name in FORWARDED)
    return False


def is_own(request: Request) -> bool:
    """Whether a form was sent from a page of this server, as browsers say in two ways."""
    site, origin = (request.headers.get(name) for name in ("sec-fetch-site", "origin"))
    if site is None and origin is None:
        return False
    own = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return site in (None, "same-origin") and origin in (None, own)


def _last_part(message: str) -> str:
    """A message that begins with the path of the curation file, with its name alone."""
    _, found, rest = message.partition(curation_file.FILE)
    return f"{found}{rest}" if found else "the curation file can't be used; the log says why"
