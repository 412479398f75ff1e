"""Reads a whole listing, and makes sure that it is whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urljoin

from kg.errors import InputError
from kg.harvest.entries import Entry, Provider
from kg.harvest.listing import provider_page, search_page
from kg.harvest.site import Site
from kg.model import Progress

__all__ = ["Listing", "survey"]

#: Maximum readings of a search whose pages don't add up, and of pages in one reading.
MAX_READINGS, MAX_PAGES = 3, 100
#: Where to look when nothing is found.
EDIT = "if the site was redesigned, edit kg/harvest/selectors.toml"


class Reader(Protocol):
    """Gives the bytes of a page (`kg.harvest.pages.Pages.read`)."""

    def __call__(self, url: str, *, again: bool = False) -> bytes:
        """Read a page; `again` asks for it anew."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a source lists now: documents, all councils that it has, and what a person should know.

    `read` are the councils whose documents were asked for; `entries` are theirs.
    """

    entries: tuple[Entry, ...]
    providers: frozenset[Provider] = frozenset()
    read: frozenset[Provider] = frozenset()
    notes: tuple[str, ...] = ()


def survey(
    site: Site,
    base: str,
    read: Reader,
    choose: Callable[[frozenset[Provider]], frozenset[Provider]],
    progress: Progress | None = None,
) -> Listing:
    """The listing at `base`, with the documents of the councils that `choose` chooses.

    Raises InputError when the listing is not whole or can't be understood, FetchError when it
    can't be read.
    """
    notes: list[str] = []
    providers: set[Provider] = set()
    for query in site.queries:
        address = f"{urljoin(base, site.path)}?{query}"
        providers.update(_search(site, address, read, notes))
    if not providers:
        raise InputError(
            f"{urljoin(base, site.path)}: no council found ({site.select['result']}); "
            f"{EDIT}. Nothing was changed"
        )
    chosen = choose(frozenset(providers))
    entries: dict[str, Entry] = {}
    empty: list[str] = []
    for number, provider in enumerate(sorted(chosen), start=1):
        documents = _documents(site, provider, read, notes)
        if not documents:
            empty.append(provider.name)
        entries |= {entry.url: entry for entry in documents}
        if progress:
            progress(number, len(chosen), provider.name)
    if not entries:
        raise InputError(
            f"{base}: no document found on the pages of {len(chosen)} councils "
            f"({site.select['item']} {site.select['document']}); {EDIT}. Nothing was changed"
        )
    if empty:
        notes.append(f"councils without a document: {', '.join(empty)}")
    return Listing(tuple(sorted(entries.values())), frozenset(providers), chosen, tuple(notes))


@dataclass(frozen=True, slots=True)
class _Reading:
    """All pages of a search, read once: the stated total, the councils, the number of results."""

    total: int | None
    providers: tuple[Provider, ...]
    results: int


def _search(site: Site, address: str, read: Reader, notes: list[str]) -> Iterable[Provider]:
    """The councils of a search, after as many readings as it takes to see the stated total.

    A search that states no total is read until a reading adds nothing.
    """
    found: dict[str, Provider] = {}
    total: int | None = None
    for number in range(1, MAX_READINGS + 1):
        known = len(found)
        reading = _reading(site, address, read, again=number > 1)
        found |= {provider.page: provider for provider in reading.providers}
        if reading.results and not reading.providers:
            raise InputError(
                f"{address}: {reading.results} results without a council "
                f"({site.select['provider']}); {EDIT}. Nothing was changed"
            )
        total = reading.total
        whole = len(found) >= total if total is not None else number > 1 and len(found) == known
        if whole:
            if number > 1:
                notes.append(f"{address}: read {number} times until its pages added up")
            if not found and total is None:
                notes.append(f"{address}: lists no council, and states no total")
            return found.values()
    stated = "states no total" if total is None else f"states {total:,} councils"
    advice = "try again later" if found else f"({site.select['result']}) {EDIT}"
    raise InputError(
        f"{address}: {stated}, {len(found):,} seen in {MAX_READINGS} readings. "
        f"Nothing was changed; {advice}"
    )


def _reading(site: Site, address: str, read: Reader, *, again: bool) -> _Reading:
    providers: list[Provider] = []
    total: int | None = None
    results = 0
    for _ in range(MAX_PAGES):
        url = f"{address}&start={results}&rows={site.rows}"
        page = search_page(read(url, again=again), url, site)
        total = page.total if page.total is not None else total
        providers += page.providers
        results += page.results
        if not page.results or not (page.has_next or results < (total or 0)):
            break
    return _Reading(total, tuple(providers), results)


def _documents(site: Site, provider: Provider, read: Reader, notes: list[str]) -> tuple[Entry, ...]:
    """The documents on a council's page."""
    page = provider_page(read(provider.page), provider, site)
    if page.urn not in (None, provider.urn):
        page = provider_page(read(provider.page, again=True), provider, site)
    if page.urn not in (None, provider.urn):
        raise InputError(
            f"{provider.page}: shows the page of another council ({page.urn}). "
            "Nothing was changed; try again later"
        )
    if page.items and not page.entries:
        raise InputError(
            f"{provider.page}: {page.items} items without a document "
            f"({site.select['document']}); {EDIT}. Nothing was changed"
        )
    if page.unlabelled:
        notes.append(f"{provider.name}: {page.unlabelled} documents without a date or a known kind")
    return page.entries
