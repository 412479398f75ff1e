"""Where a harvest finds what there is: the publisher's listing, or a list of the user's own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

from kg.errors import InputError, UsageError
from kg.harvest.entries import Provider
from kg.harvest.local_lists import from_csv, from_folder, from_sitemap, nested_sitemaps
from kg.harvest.pages import Pages
from kg.harvest.site import Site
from kg.harvest.survey import Listing, survey
from kg.model import Progress

__all__ = ["Choose", "Source", "source_of"]

#: Which of the councils of a listing are wanted.
Choose = Callable[[frozenset[Provider]], frozenset[Provider]]
#: Maximum sitemaps that an index of sitemaps may list.
MAX_SITEMAPS = 100


@dataclass(frozen=True, slots=True)
class Source:
    """A source by its name, the hosts that it may send the harvest to, and how to read it.

    `local`: its documents are files of this machine.
    """

    origin: str
    hosts: frozenset[str]
    read: Callable[[Pages, Choose, Progress | None], Listing]
    local: bool = False


def source_of(given: str | None, base: str | None, site: Site) -> Source:
    """The source that `--from` (`given`) or `--url` (`base`) names; else the publisher's site.

    Raises UsageError for what is neither a folder, a CSV file nor a sitemap, InputError for one
    that can't be read.
    """
    if given is None:
        return _listing(base or site.base, site)
    if base is not None:
        raise UsageError("--from and --url: give one of them")
    if given.startswith(("https://", "http://")):
        return _remote_sitemap(given, site)
    path = Path(given)
    if path.is_dir():
        found = from_folder(path, site)
        return Source(str(path.resolve()), frozenset(), lambda *_: found, local=True)
    if not path.is_file():
        raise UsageError(f"--from {given}: no such file or folder")
    if path.suffix.lower() == ".csv":
        return _fixed(path, from_csv(path, site))
    if path.suffix.lower() == ".xml":
        return _fixed(path, from_sitemap(_bytes(path), given, site))
    raise UsageError(f"--from {given}: give a folder, a .csv file, or a sitemap (.xml, or its URL)")


def _listing(base: str, site: Site) -> Source:
    if not base.startswith(("https://", "http://")) or not any(_hosts([base])):
        raise UsageError(f"--url {base}: write it as https://HOST")
    hosts = frozenset(site.hosts) if base == site.base else _hosts([base])
    return Source(
        base,
        hosts,
        lambda pages, choose, progress: survey(site, base, pages.read, choose, progress),
    )


def _fixed(path: Path, listing: Listing) -> Source:
    hosts = _hosts(entry.url for entry in listing.entries)
    return Source(str(path.resolve()), hosts, lambda *_: listing)


def _remote_sitemap(url: str, site: Site) -> Source:
    def read(pages: Pages, *_: object) -> Listing:
        xml = pages.read(url)
        nested = nested_sitemaps(xml, url)
        if len(nested) > MAX_SITEMAPS:
            raise InputError(f"{url}: lists more than {MAX_SITEMAPS} sitemaps; name one of them")
        listings = [from_sitemap(pages.read(one), one, site) for one in nested] or [
            from_sitemap(xml, url, site)
        ]
        return Listing(
            tuple(sorted({entry for listing in listings for entry in listing.entries})),
            notes=tuple(note for listing in listings for note in listing.notes),
        )

    hosts = _hosts([url])
    return Source(url, frozenset(site.hosts) if hosts <= set(site.hosts) else hosts, read)


def _hosts(urls: Iterable[str]) -> frozenset[str]:
    """The hosts of some addresses, each with its port where that is not the usual one."""
    found = set()
    for url in urls:
        with suppress(httpx.InvalidURL):
            found.add(httpx.URL(url).netloc.decode("ascii", "replace"))
    return frozenset(found)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error})") from None
