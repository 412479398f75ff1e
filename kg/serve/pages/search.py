"""`/search`: what `kg find` finds, with its filters as a form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, partial
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from kg.errors import UsageError
from kg.explore.search import KINDS, SearchRequest, SearchResult, find_in
from kg.gazetteer import Gazetteer
from kg.reference_data import concept_labels
from kg.serve.pages.layout import page
from kg.serve.pages.things import cited
from kg.serve.site import Site, build_of

__all__ = ["pieces", "routes"]

#: Hits on a page, and the most that are asked for.
STEP, MOST = 20, 1_000
#: Maximum characters of a field.
LONGEST = 500
#: Words and "phrases", as a shell would hand them over.
_WORDS = re.compile(r'"[^"]*"\*?|[^\s"]+')
#: The filters of a `SearchRequest`.
FILTERS = ("council", "kind", "theme", "since", "until")


def routes(site: Site) -> list[Route]:
    """`/search?q=WORDS` with the filters of `kg find`."""
    return [Route("/search", partial(search, site))]


def search(site: Site, request: Request) -> Response:
    """The form, and the hits for what it holds."""
    fields = {
        name: request.query_params.get(name, "")[:LONGEST].strip() for name in ("q", *FILTERS)
    }
    limit = _limit(request.query_params.get("limit"))
    build, problem, found = build_of(request), "", SearchResult((), 0)
    chosen: dict[str, Any] = {name: fields[name] or None for name in FILTERS if name != "council"}
    councils = (fields["council"],) if fields["council"] else ()
    try:
        if fields["q"]:
            words = tuple(_WORDS.findall(fields["q"]))
            asked = replace(SearchRequest(words, councils, limit=limit), **chosen)
            with build.index() as connection:
                found = find_in(connection, asked)
    except UsageError as error:
        problem = str(error)
    more = {**{name: value for name, value in fields.items() if value}, "limit": limit + STEP}
    return page(
        site,
        request,
        "search.html",
        status=400 if problem else 200,
        fields=fields,
        problem=problem,
        found=found,
        more=f"?{urlencode(more)}" if len(found.hits) < found.total and limit < MOST else "",
        pieces=pieces,
        councils=_councils(),
        kinds=[(kind, kind) for kind in (*concept_labels("finding-kind"), *KINDS)],
        themes={token: labels[0] for token, labels in concept_labels("theme").items()},
        documents=cited(build),
    )


def pieces(text: str, marks: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, bool]]:
    """The pieces of a text, each with whether it is one of the matching ranges.

    >>> list(pieces("a good plan", ((2, 6),)))
    [('a ', False), ('good', True), (' plan', False)]
    """
    done = 0
    for start, end in marks:
        yield text[done:start], False
        yield text[start:end], True
        done = end
    yield text[done:], False


@cache
def _councils() -> Markup:
    """The names of all councils as options, which are the same on each page."""
    names = (council.name for council in Gazetteer.load().councils.values())
    return Markup().join(Markup('<option value="{}"></option>').format(name) for name in names)


def _limit(text: str | None) -> int:
    if not text or not text.isascii() or not text.isdigit() or len(text) > 6:
        return STEP
    return min(max(int(text), STEP), MOST)
