"""Manifests that are refused, with the line that is wrong."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.manifest import read_manifest


@pytest.mark.parametrize(
    ("content", "reason", "why"),
    [
        ("", "columns", "an empty file"),
        ("url,title\nhttps://example.org,X\n", "columns", "no column `file`"),
        ("file,colour\na.md,blue\n", "columns", "a column of no meaning"),
        ("file,url\na.md,\n,https://example.org\n", "line 3", "a row without a file"),
        ("file,published\na.md,31 May 2024\n", "line 2", "a date in words"),
        ("file,published\na.md,2024-5-1\n", "line 2", "a date with short parts"),
        ("file,published\na.md,2024-02-30\n", "line 2", "a day that does not exist"),
        ("file,published\na.md,2024-13\n", "line 2", "a month that does not exist"),
        ("file,published\na.md,0000\n", "line 2", "a year that does not exist"),
        ("file,url\na.md,ftp://example.org\n", "line 2", "an address of another kind"),
        ("file,url\na.md,https://example.org/a b\n", "line 2", "an address with a space"),
        ('file,url\na.md,"https://example.org/<a>"\n', "line 2", "an address that RDF refuses"),
        ("file,title\n" + "a.md,x\n" * 3 + '"b.md\n', "", "a quote that is never closed"),
    ],
)
def test_a_bad_manifest_is_refused(tmp_path: Path, content: str, reason: str, why: str) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(content, encoding="utf-8")
    if not reason:
        read_manifest(manifest)
        return
    with pytest.raises(InputError) as raised:
        read_manifest(manifest)
    message = str(raised.value)
    assert message.startswith(str(manifest)), why
    assert reason in message
    assert "\n" not in message


@pytest.mark.parametrize(
    ("dates", "read", "why"),
    [
        (["31/05/2024"], ["2024-05-31"], "no month has that number"),
        (["05/31/2024"], ["2024-05-31"], "an American file"),
        (["31/05/2024", "01/02/2020"], ["2024-05-31", "2020-02-01"], "another row tells the order"),
        (["05/31/2024", "01/02/2020"], ["2024-05-31", "2020-01-02"], "the other order"),
        (["5/5/2024"], ["2024-05-05"], "the same either way"),
        (["2024-05", "31/05/2024"], ["2024-05", "2024-05-31"], "dates of both kinds"),
        (["01/02/2020"], "'01/02/2020' may be 2020-02-01 or 2020-01-02", "nothing tells"),
        (["31/05/2024", "05/31/2024", "01/02/2020"], "line 4: '01/02/2020' may be", "both orders"),
        (["31/02/2024"], "must be a date", "no such day"),
        (["31/05/24"], "must be a date", "a year of two digits"),
    ],
)
def test_dates_as_a_spreadsheet_writes_them(
    tmp_path: Path, dates: list[str], read: list[str] | str, why: str
) -> None:
    rows = "".join(f"{n}.md,{date}\n" for n, date in enumerate(dates))
    manifest = tmp_path / "manifest.csv"
    manifest.write_text(f"file,published\n{rows}", encoding="utf-8")
    if isinstance(read, str):
        with pytest.raises(InputError, match=re.escape(read)):
            read_manifest(manifest)
    else:
        assert [row["published"] for row in read_manifest(manifest).values()] == read, why


def test_a_manifest_that_is_no_text_is_refused(tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.csv"
    manifest.write_bytes(b"file,title\na.md,caf\xe9\n")
    with pytest.raises(InputError, match=r"manifest\.csv"):
        read_manifest(manifest)
