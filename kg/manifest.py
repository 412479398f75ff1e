"""The manifest: a CSV file with metadata that documents don't state themselves.

Columns: `file` (the path relative to its SOURCE, or the file's name), `url`, `published`, `title`,
`publisher`; any but `file` may be missing or empty.  `kg harvest` writes more of them (`MORE`),
for people: no graph depends on those.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.atomic_files import write_atomically
from kg.errors import InputError
from kg.model import PartialDate

__all__ = [
    "COLUMNS",
    "FILE",
    "MORE",
    "URL",
    "beside",
    "declared_for",
    "read_manifest",
    "read_rows",
    "write_rows",
]

#: The name of a manifest that is found without being named.
FILE = "manifest.csv"
COLUMNS = ("file", "url", "published", "title", "publisher")
MORE = ("provider", "type", "sha256", "fetched", "delisted")
URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def beside(sources: Iterable[Path]) -> tuple[Path, ...]:
    """The manifests that lie beside the files of the sources: `manifest.csv` in their folders.

    A file of that name with other columns is no manifest.
    """
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in sources)
    return tuple(path for folder in folders if _is_manifest(path := folder / FILE))


def _is_manifest(path: Path) -> bool:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _are_known(next(csv.reader(file), []))
    except (OSError, UnicodeDecodeError, csv.Error):
        return False


def _are_known(columns: Iterable[str]) -> bool:
    given = set(columns)
    return "file" in given and not given - {*COLUMNS, *MORE}


def read_manifest(path: Path) -> dict[str, Mapping[str, str]]:
    """The manifest's metadata for each file; raises InputError naming the file and the line."""
    return {row["file"]: {name: row[name] for name in COLUMNS[1:]} for row in read_rows(path)}


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a manifest, all columns; raises InputError naming the file and the line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            if not _are_known(reader.fieldnames or []):
                columns_known = f"`file` and any of {', '.join((*COLUMNS[1:], *MORE))}"
                raise InputError(f"{path}: the columns must be {columns_known}")
            rows = []
            for row in reader:
                _check(path, reader.line_num, row)
                rows.append({name: (row.get(name) or "").strip() for name in (*COLUMNS, *MORE)})
            return rows
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: can't be read: {error}") from None


def write_rows(path: Path, rows: Iterable[Mapping[str, str]]) -> None:
    """Write a manifest in the order of its files; raises StoreError when that can't be done."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, (*COLUMNS, *MORE), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: row["file"]))
    write_atomically(path, text.getvalue().encode("utf-8"))


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
