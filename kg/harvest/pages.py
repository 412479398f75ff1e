"""Pages of a listing: from the harvest that was cut off, from the last one if unchanged, or new."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kg.harvest.fetch import Fetcher, FetchError
from kg.harvest.state import Page, State

__all__ = ["Pages", "timestamp"]

#: Maximum bytes of a page.
MAX_PAGE = 10_000_000
#: Maximum bytes of a robots.txt that are read, as RFC 9309 has it.
MAX_ROBOTS = 512_000


class Pages:
    """Reads pages and records them; a page is read once in a harvest, however often it is cut."""

    def __init__(self, fetcher: Fetcher, state: State) -> None:
        """The state remembers the pages, also those of the last harvest."""
        self._fetcher = fetcher
        self._state = state

    def read(self, url: str, *, again: bool = False) -> bytes:
        """A page; `again` asks for it although this harvest has read it.  Raises FetchError."""
        known = self._state.page(url) or Page(b"", fresh=False)
        if known.fresh and not again:
            return known.body
        answer = self._fetcher.get(url, limit=MAX_PAGE, etag=known.etag, modified=known.modified)
        if answer.body is None:
            page = replace(known, fresh=True)
        else:
            page = Page(answer.body, etag=answer.etag, modified=answer.modified)
        self._state.keep_page(url, page)
        return page.body

    def robots(self, url: str) -> bytes:
        """A robots.txt; empty where the host says that it has none.  Raises FetchError."""
        try:
            return self.read(url)[:MAX_ROBOTS]
        except FetchError as error:
            if not 400 <= error.status < 500 or error.unavailable:
                raise
            self._state.keep_page(url, Page(b""))
            return b""


def timestamp(moment: dt.datetime) -> str:
    """A time in UTC as ISO 8601, to the second.

    >>> timestamp(dt.datetime(2026, 3, 24, 9, 30, 5, 999, dt.UTC))
    '2026-03-24T09:30:05Z'
    """
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
