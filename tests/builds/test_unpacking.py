"""Archives and messages among the sources, from the folder to the report."""

from __future__ import annotations

import json
from pathlib import Path

from files import zipped
from kg.builds.build import Report, build, remove
from kg.builds.unpacking import unpacked
from kg.documents.sources import find_sources
from letters import write

MAIL = (
    "Subject: Late\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/plain\r\n\r\nPlease see the letter to Derby.\r\n"
    '--b\r\nContent-Type: text/plain; name="letter.txt"\r\n\r\n'
    "Inspectors found that plans in Derby are late.\r\n--b--\r\n"
)


def places(report: Report) -> list[str]:
    return [place for document in report.documents for place in document["files"]]


def archive(folder: Path, **files: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / "all.zip"
    path.write_bytes(zipped({name.replace("_", "."): text for name, text in files.items()}))
    return path


def test_every_file_is_told_of(tmp_path: Path) -> None:
    docs = write(
        tmp_path / "docs", {"mail.eml": MAIL, "broken.zip": "PK\x03\x04 no", "x": "PK\x03\x04"}
    )
    archive(docs, a_txt="Inspectors found that plans in York are late.", b_pdf="<html>", c_png="x")
    sources = unpacked(find_sources([docs]), jobs=1)
    assert [one.name for one in sources.found] == [
        "all.zip/a.txt",
        "mail.eml",
        "mail.eml/letter.txt",
    ]
    assert sorted(failure.name for failure in sources.failures) == ["all.zip/b.pdf", "broken.zip"]
    assert sources.ignored == ("all.zip/c.png", "x")


def test_a_file_in_an_archive_is_a_document_with_its_place(tmp_path: Path) -> None:
    docs = write(tmp_path / "docs", {"mail.eml": MAIL})
    report = build([docs], tmp_path / "graph")
    assert places(report) == ["mail.eml", "mail.eml/letter.txt"]
    again = build([docs], tmp_path / "graph")
    assert (again.processed, places(again)) == (0, places(report))
    quads = (tmp_path / "graph" / "report.json").read_text(encoding="utf-8")
    assert json.loads(quads)["documents"][1]["file"] == "mail.eml/letter.txt"


def test_only_what_changed_in_an_archive_is_read_again(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    archive(docs, a_txt="Plans in York are late.", b_txt="Plans in Derby are late.")
    build([docs], tmp_path / "graph")
    archive(docs, a_txt="Plans in York are late.", b_txt="Plans in Derby are good.")
    report = build([docs], tmp_path / "graph")
    assert (report.processed, places(report)) == (1, ["all.zip/a.txt", "all.zip/b.txt"])
    assert remove(["all.zip/b.txt"], tmp_path / "graph").documents == ("all.zip/b.txt",)
