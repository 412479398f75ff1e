"""The manifest: a CSV file with metadata that documents don't state themselves.

Columns: `file` (the path relative to its SOURCE, or the file's name), `url`, `published`, `title`,
`publisher`; any but `file` may be missing or empty.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.errors import InputError
from kg.model import PartialDate

__all__ = ["declared_for", "read_manifest"]

COLUMNS = ("file", "url", "published", "title", "publisher")
URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def read_manifest(path: Path) -> dict[str, Mapping[str, str]]:
    """The manifest's metadata for each file; raises InputError naming the file and the line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = reader.fieldnames or []
            if "file" not in columns or set(columns) - set(COLUMNS):
                columns_known = f"`file` and any of {', '.join(COLUMNS[1:])}"
                raise InputError(f"{path}: the columns must be {columns_known}")
            out: dict[str, Mapping[str, str]] = {}
            for row in reader:
                _check(path, reader.line_num, row)
                out[row["file"].strip()] = {
                    name: (row.get(name) or "").strip() for name in COLUMNS[1:]
                }
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: can't be read: {error}") from None
    return out


def declared_for(manifest: Mapping[str, Mapping[str, str]], names: Iterable[str]) -> dict[str, str]:
    """The manifest's values for a file, found by its path, or else by its name alone."""
    for name in names:
        row = manifest.get(name) or manifest.get(name.rsplit("/", 1)[-1])
        if row:
            return {key: value for key, value in row.items() if value}
    return {}


def _is_date(text: str) -> bool:
    """Whether a text is an existing year, month or day."""
    try:
        PartialDate.parse(text)
    except ValueError:
        return False
    return True


def _check(path: Path, line: int, row: Mapping[str, str | None]) -> None:
    published = (row.get("published") or "").strip()
    if not (row.get("file") or "").strip():
        raise InputError(f"{path}: line {line}: `file` is empty")
    if published and not _is_date(published):
        raise InputError(f"{path}: line {line}: `published` must be a date such as 2024-05-31")
    url = (row.get("url") or "").strip()
    if url and not URL.fullmatch(url):
        raise InputError(f"{path}: line {line}: `url` must be an http(s) address")
