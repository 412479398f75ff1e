"""What a listing says now, against what it said last time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.harvest.entries import Entry
from kg.harvest.state import Held
from kg.harvest.survey import Listing

__all__ = ["Comparison", "compare"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Documents that were never listed before, are listed otherwise, or are no longer listed.

    `fewer` has the numbers of each council (by its key) with fewer documents than last time.
    """

    new: tuple[Entry, ...]
    changed: tuple[Entry, ...]
    gone: tuple[Held, ...]
    fewer: Mapping[str, str]


def compare(held: Mapping[str, Held], listing: Listing, origin: str) -> Comparison:
    """Compare a listing with the documents that the same source (`origin`) listed before.

    Councils whose pages were not read now are left out, unless the listing no longer has them.
    """
    now = {entry.url: entry for entry in listing.entries}
    unread = {provider.page for provider in listing.providers - listing.read}
    before = [
        one
        for one in held.values()
        if one.origin == origin and one.entry.provider.page not in unread
    ]
    gone = tuple(one for one in before if one.entry.url not in now)
    new = tuple(entry for url, entry in now.items() if url not in held)
    changed = tuple(
        entry for url, entry in now.items() if url in held and _differs(held[url].entry, entry)
    )
    return Comparison(new, changed, gone, dict(_fewer(before, now.values(), gone)))


def _differs(before: Entry, now: Entry) -> bool:
    """Whether the listing describes a document otherwise; its place in the listing may change."""
    return (before.published, before.type, before.title) != (now.published, now.type, now.title)


def _fewer(
    before: Iterable[Held], now: Iterable[Entry], gone: Iterable[Held]
) -> Iterator[tuple[str, str]]:
    """The key of each council with fewer documents, and how many of how many."""
    then = Counter(one.entry.provider.key for one in before)
    today = Counter(entry.provider.key for entry in now)
    losing = {one.entry.provider.key: one.entry.provider.name for one in gone}
    for key, name in losing.items():
        if today[key] < then[key]:
            yield key, f"{name or 'documents'}: {today[key]} of {then[key]}"
