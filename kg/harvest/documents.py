"""The documents of a folder: which are there whole, which to ask for, and asking for them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from kg.atomic_files import write_atomically
from kg.harvest.entries import Entry, file_name
from kg.harvest.fetch import Answer, Fetcher, FetchError
from kg.harvest.inventory import fault_of_pdf, intact
from kg.harvest.pages import timestamp
from kg.harvest.sources import Source
from kg.harvest.state import Held, State
from kg.model import Progress

__all__ = ["Documents", "Fetched"]

#: Maximum bytes of a document: what `kg build` reads.
MAX_DOCUMENT = 100_000_000
#: Documents in a row that a server doesn't answer for, before a harvest stops asking.
MAX_UNANSWERED = 3


@dataclass(frozen=True, slots=True)
class Fetched:
    """Names of the files that are new or changed, those that failed with the reason, and how many
    were not asked for, because the server stopped answering.
    """

    new: tuple[str, ...]
    changed: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]
    left: int


class Documents:
    """The documents that were ever listed, and the files of those that were fetched."""

    def __init__(
        self,
        folder: Path,
        state: State,
        fetcher: Fetcher,
        source: Source,
        now: Callable[[], dt.datetime],
        began: str,
        *,
        recheck: bool,
    ) -> None:
        """`began` is when this harvest began; with `recheck`, all documents are asked for."""
        self._folder = folder
        self._state = state
        self._fetcher = fetcher
        self._local = source.local
        self._now = now
        self._recheck = recheck
        self._held = state.documents()
        self._taken = {one.file for one in self._held.values() if one.file}
        self.origin = source.origin
        self.began = began

    @property
    def held(self) -> Mapping[str, Held]:
        """Every document, by its address."""
        return self._held

    def keep(self, documents: Iterable[Held]) -> None:
        """Record documents."""
        given = list(documents)
        self._state.keep(given)
        self._held.update({one.entry.url: one for one in given})
        self._taken.update(one.file for one in given if one.file)

    def as_listed(self, entry: Entry) -> Held:
        """A document as it is listed now."""
        known = self._held.get(entry.url)
        return known.listed_as(entry, self.origin) if known else Held(entry, self.origin)

    def is_due(self, entry: Entry) -> bool:
        """Whether a document has to be asked for: it is not here, or not as it was fetched."""
        known = self._held.get(entry.url)
        return (
            known is None or (self._recheck and not known.fresh) or not intact(self._folder, known)
        )

    def name(self, entry: Entry) -> str:
        """The file of a document: where it is, or else where it will be."""
        known = self._held.get(entry.url)
        return (known.file if known else "") or file_name(entry, self._taken)

    def fetch(self, entries: list[Entry], progress: Progress | None) -> Fetched:
        """Fetch documents, one after the other; one that fails doesn't stop the others."""
        new: list[str] = []
        changed: list[str] = []
        failed: list[tuple[str, str]] = []
        unanswered = left = 0
        for number, entry in enumerate(entries, start=1):
            name = self.name(entry)
            before = self._held.get(entry.url)
            try:
                after = self._fetch(entry, name)
            except FetchError as error:
                failed.append((name, str(error)))
                unanswered = unanswered + 1 if error.unavailable else 0
                if unanswered == MAX_UNANSWERED:
                    left = len(entries) - number
                    break
            else:
                unanswered = 0
                self.keep([after])
                if before is None or not before.file:
                    new.append(name)
                elif (before.sha256, before.entry) != (after.sha256, after.entry):
                    changed.append(name)
            if progress:
                progress(number, len(entries), name)
        return Fetched(tuple(new), tuple(changed), tuple(failed), left)

    def _fetch(self, entry: Entry, name: str) -> Held:
        """A document as it was asked for now, its file in place; raises FetchError."""
        listed = self.as_listed(entry)
        target = self._folder / name
        now = timestamp(self._now())
        if not listed.file and (data := _whole_pdf(target)):  # cut off before it was recorded
            return replace(listed, file=name, sha256=_sha256(data), fetched=now, fresh=True)
        answer = self._ask(entry, listed)
        if answer.body is None:
            return replace(listed, fresh=True)
        if fault := fault_of_pdf(answer.body):
            raise FetchError(f"{entry.url}: {fault}; not saved")
        write_atomically(target, answer.body)
        return replace(
            listed,
            file=name,
            sha256=_sha256(answer.body),
            fetched=now,
            fresh=True,
            etag=answer.etag,
            modified=answer.modified,
        )

    def _ask(self, entry: Entry, known: Held) -> Answer:
        if self._local:
            return _read(Path(url2pathname(urlsplit(entry.url).path)))
        unchanged = intact(self._folder, known)
        return self._fetcher.get(
            entry.url,
            limit=MAX_DOCUMENT,
            etag=known.etag if unchanged else "",
            modified=known.modified if unchanged else "",
        )


def _read(path: Path) -> Answer:
    try:
        return Answer(path.read_bytes())
    except OSError as error:
        raise FetchError(f"{path}: can't be read ({error.strerror or error})") from None


def _whole_pdf(path: Path) -> bytes | None:
    data = path.read_bytes() if path.is_file() else b""
    return None if fault_of_pdf(data) else data


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
