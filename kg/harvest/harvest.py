"""One harvest: read the listing, compare it with what is there, fetch what is new, report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from kg.errors import InputError, UsageError
from kg.harvest.compare import Comparison, compare
from kg.harvest.documents import Documents
from kg.harvest.fetch import Fetcher, FetchError, Pace, checked_contact
from kg.harvest.inventory import recovered, remove_leftovers, write_inventory
from kg.harvest.pages import Pages, timestamp
from kg.harvest.robots import Robots
from kg.harvest.site import load_site
from kg.harvest.sources import Source, source_of
from kg.harvest.state import Held, State
from kg.harvest.survey import Listing
from kg.harvest.wanted import Wanted
from kg.model import Progress

__all__ = ["Report", "harvest"]

#: How long a harvest that was cut off can be continued; its pages are read anew after that.
CONTINUED = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Report:
    """What a harvest did.

    `new`, `changed` and `gone` are names of files; `failed` has names with reasons, `fewer` the
    councils that list fewer documents than last time.  `left` documents were not asked for, because
    the server stopped answering.
    """

    listed: int
    councils: int
    wanted: int
    here: int = 0
    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    fewer: tuple[str, ...] = ()
    left: int = 0
    notes: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything that is wanted is there, and nothing that was listed is missing."""
        return not (self.failed or self.fewer or self.left)


def harvest(
    folder: Path,
    wanted: Wanted,
    *,
    listed_in: str | None = None,
    base: str | None = None,
    contact: str = "",
    dry_run: bool = False,
    recheck: bool = False,
    accept_fewer: bool = False,
    progress: Progress | None = None,
    warn: Callable[[str], None] = lambda _: None,
    pace: Pace | None = None,
) -> Report:
    """Bring a folder up to date with a listing, and write its manifest.

    The listing is the publisher's, that of another site (`base`), or a folder, CSV file or sitemap
    (`listed_in`).  A harvest that is cut off at any moment goes on where it stopped.

    Raises InputError when the listing is not whole or not understood, FetchError when it can't be
    read, UsageError for a bad option, StoreError when the folder can't be written; in none of these
    cases is anything lost.
    """
    site = load_site()
    pace = pace or Pace()
    source = source_of(listed_in, base, site)
    _check_apart(folder, source)
    checked_contact(contact, source.hosts)
    with ExitStack() as stack:
        state = stack.enter_context(State(folder, keep=not dry_run))
        fetcher = stack.enter_context(Fetcher(source.hosts, contact, pace, warn))
        now = pace.now()
        began = state.begin(timestamp(now), timestamp(now - CONTINUED))
        pages = Pages(fetcher, state)
        fetcher.permit = Robots(pages.robots).permit
        state.keep(recovered(folder, state.documents()))
        if not dry_run:
            remove_leftovers(folder)
        try:
            listing = source.read(pages, wanted.choose, progress)
        except (FetchError, InputError, UsageError) as error:
            if not (isinstance(error, FetchError) and error.unavailable):
                state.finish()  # what was read is of no use
            raise
        documents = Documents(folder, state, fetcher, source, pace.now, began, recheck=recheck)
        try:
            report = _run(
                documents,
                listing,
                wanted,
                dry_run=dry_run,
                accept_fewer=accept_fewer,
                progress=progress,
            )
            state.finish()
            return report
        finally:
            if not dry_run:
                write_inventory(folder, documents.held.values())


def _check_apart(folder: Path, source: Source) -> None:
    """Refuse to harvest a folder into itself."""
    if source.local:
        given, target = Path(source.origin), folder.resolve()
        if target.is_relative_to(given) or given.is_relative_to(target):
            raise UsageError(f"--from {given}: is in -o {folder}, or the other way round")


def _run(
    documents: Documents,
    listing: Listing,
    wanted: Wanted,
    *,
    dry_run: bool,
    accept_fewer: bool,
    progress: Progress | None,
) -> Report:
    """Compare, fetch, and report."""
    found = compare(documents.held, listing, documents.origin)
    chosen = [entry for entry in listing.entries if wanted.holds(entry)]
    changed = {entry.url for entry in found.changed}
    todo = [entry for entry in chosen if entry.url in changed or documents.is_due(entry)]
    report = Report(
        listed=len(listing.entries),
        councils=len({entry.provider.name for entry in listing.entries} - {""}),
        wanted=len(chosen),
        here=len(chosen) - len(todo),
        gone=tuple(one.file or one.entry.url for one in found.gone),
        fewer=() if accept_fewer else tuple(found.fewer.values()),
        notes=listing.notes,
    )
    if dry_run:
        return replace(report, new=tuple(documents.name(entry) for entry in todo))
    documents.keep(_as_listed(documents, listing, found, accept_fewer=accept_fewer))
    fetched = documents.fetch(todo, progress)
    return replace(
        report,
        here=len(chosen) - len(fetched.failed) - fetched.left,
        new=fetched.new,
        changed=fetched.changed,
        failed=fetched.failed,
        left=fetched.left,
    )


def _as_listed(
    documents: Documents, listing: Listing, found: Comparison, *, accept_fewer: bool
) -> Iterator[Held]:
    """What is listed now, and what no longer is, with its mark.

    What is described otherwise than before is recorded when it is fetched.  While a council lists
    fewer documents than it did, those missing still count as listed, so that each harvest fails
    until that is accepted.
    """
    changed = {entry.url for entry in found.changed}
    for entry in listing.entries:
        if entry.url not in changed:
            yield documents.as_listed(entry)
    for one in found.gone:
        counts = one.entry.provider.key in found.fewer and not accept_fewer
        yield replace(
            one,
            delisted=one.delisted or documents.began,
            origin=one.origin if counts else "",
        )
