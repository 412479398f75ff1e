"""The manifest: a CSV file with metadata that documents don't state themselves.

Columns: `file` (the path relative to its SOURCE, or the file's name), `url`, `published`, `title`,
`publisher`; any but `file` may be missing or empty.  `kg harvest` writes more of them (`MORE`),
for people: no graph depends on those.  A date that a spreadsheet wrote as 31/05/2024 is read; where
no row of the file tells the day from the month, it is refused.
"""

from __future__ import annotations

import csv
import io
import os
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
#: What a spreadsheet makes of a date when it saves one as CSV, and the number of months.
_SLASHED, MONTHS = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})"), 12
URL = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def beside(sources: Iterable[Path]) -> tuple[Path, ...]:
    """The manifests that lie beside the files of the sources: `manifest.csv` in their folders.

    A file of that name with other columns is no manifest.
    """
    # os.path.isdir: Path.is_dir fails where a folder may not be entered
    folders = dict.fromkeys(
        path if os.path.isdir(path) else path.parent  # noqa: PTH112
        for path in sources
    )
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
            lines = [(reader.line_num, row) for row in reader]
            month_first = _month_comes_first(row.get("published") or "" for _, row in lines)
            rows = []
            for line, row in lines:
                values = {name: (row.get(name) or "").strip() for name in (*COLUMNS, *MORE)}
                published = _plain_date(values["published"], month_first, f"{path}: line {line}")
                rows.append({**values, "published": published})
                _check(path, line, rows[-1])
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


def _month_comes_first(dates: Iterable[str]) -> bool | None:
    """Whether the dates with slashes of a file have the month first; None if they don't tell."""
    matches = [match for date in dates if (match := _SLASHED.fullmatch(date.strip()))]
    day_first = any(int(match[1]) > MONTHS for match in matches)
    month_first = any(int(match[2]) > MONTHS for match in matches)
    return None if day_first == month_first else month_first


def _plain_date(text: str, month_first: bool | None, where: str) -> str:
    """A date that a spreadsheet wrote with slashes as ISO 8601; any other text as it is.

    Raises InputError when it may be one of two days.
    """
    match = _SLASHED.fullmatch(text)
    if match is None:
        return text
    first, second, year = map(int, match.groups())
    if month_first is None and first <= MONTHS and second <= MONTHS and first != second:
        raise InputError(
            f"{where}: {text!r} may be {year}-{second:02}-{first:02} or "
            f"{year}-{first:02}-{second:02}; write the date as one of these"
        )
    american = second > MONTHS if month_first is None else month_first
    day, month = (second, first) if american else (first, second)
    return f"{year}-{month:02}-{day:02}"


def _check(path: Path, line: int, row: Mapping[str, str]) -> None:
    published, url = row["published"], row["url"]
    if not row["file"]:
        raise InputError(f"{path}: line {line}: `file` is empty")
    if published and not _is_date(published):
        raise InputError(f"{path}: line {line}: `published` must be a date such as 2024-05-31")
    if url and not URL.fullmatch(url):
        raise InputError(f"{path}: line {line}: `url` must be an http(s) address")
