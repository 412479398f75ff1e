"""The manifest of a harvest: what is known of each file, written from the state and read back."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.harvest.entries import Entry, Provider
from kg.harvest.state import Held
from kg.manifest import FILE, URL, read_rows, write_rows

__all__ = ["fault_of_pdf", "intact", "recovered", "remove_leftovers", "write_inventory"]

#: Where a PDF has its first and its last mark, in bytes from its start and end.
HEAD, TAIL = 1024, 2048
#: The name of a file that `write_atomically` has not finished.
_LEFTOVER = re.compile(r"\.(?:\d{4}-\d\d-\d\d|undated)-.*\.\w{8}")


def write_inventory(folder: Path, held: Iterable[Held]) -> None:
    """Write the manifest of a folder; rows of files that this folder got otherwise remain."""
    rows = {one.file: _row(one) for one in held if one.file}
    path = folder / FILE
    foreign = {row["file"]: row for row in read_rows(path)} if path.is_file() else {}
    if rows or foreign:
        write_rows(path, {**foreign, **rows}.values())


def _row(held: Held) -> dict[str, str]:
    entry = held.entry
    words = (entry.provider.name, entry.title)
    return {
        "file": held.file,
        "url": entry.url if URL.fullmatch(entry.url) else "",
        "published": entry.published,
        "title": ": ".join(words) if all(words) else "",
        "publisher": entry.publisher,
        "provider": entry.provider.name,
        "type": entry.type,
        "sha256": held.sha256,
        "fetched": held.fetched,
        "delisted": held.delisted,
    }


def recovered(folder: Path, held: Mapping[str, Held]) -> Iterator[Held]:
    """Documents that the manifest knows and the state (`held`) doesn't: it was deleted."""
    path = folder / FILE
    for row in read_rows(path) if path.is_file() else ():
        if row["url"] and row["url"] not in held and row["sha256"]:
            provider = Provider(row["provider"])
            title = row["title"].removeprefix(f"{provider.name}: ")
            entry = Entry(
                provider, row["published"], row["type"], row["url"], title, row["publisher"]
            )
            yield Held(
                entry,
                origin="",
                file=row["file"],
                sha256=row["sha256"],
                fetched=row["fetched"],
                delisted=row["delisted"],
            )


def intact(folder: Path, held: Held) -> bool:
    """Whether a document's file is there as it was fetched."""
    try:
        data = (folder / held.file).read_bytes() if held.file else b""
    except OSError:
        return False
    return bool(data) and hashlib.sha256(data).hexdigest() == held.sha256


def remove_leftovers(folder: Path) -> None:
    """Remove files that were being written when a harvest was killed."""
    for path in folder.glob("*/.*"):
        if _LEFTOVER.fullmatch(path.name):
            path.unlink(missing_ok=True)


def fault_of_pdf(data: bytes) -> str | None:
    """Why some bytes are not a whole PDF; None if they are one.

    >>> fault_of_pdf(b"<!DOCTYPE html><title>Sorry</title>")
    'an HTML page, not a PDF: perhaps an error page'
    """
    if not data:
        return "empty"
    if b"%PDF-" not in data[:HEAD]:
        html = b"<html" in data[:HEAD].lower() or b"<!doctype html" in data[:HEAD].lower()
        return "an HTML page, not a PDF: perhaps an error page" if html else "not a PDF"
    if b"%%EOF" not in data[-TAIL:]:
        return "a PDF without its end: cut off on the way"
    return None
