"""Archives and messages: what is in them, and what a hostile one cannot do."""

from __future__ import annotations

import hashlib
import warnings
import zipfile
from pathlib import Path

import pytest

from files import word_file, zipped
from kg.documents import containers
from kg.documents.containers import MAX_DEPTH, Contents, contents, entry
from kg.errors import DocumentError
from ole import ole, outlook_message

WORDS = b"Plans are late."
MAIL = b"Subject: Late\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
TEXT_PART = b"--b\r\nContent-Type: text/plain\r\n\r\nPlease see the letter.\r\n"
FILE_PART = (
    b'--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="a.txt"\r\n\r\n'
    b"Plans are late.\r\n"
)


def held(data: bytes, name: str, folder: Path) -> Contents:
    (folder / name).write_bytes(data)
    return contents(folder / name, name)


def told(found: Contents) -> dict[str, list[str]]:
    """What is told of a container's files, by what they are."""
    return {
        kind: names
        for kind, names in {
            "is": ["document"] if found.is_document else [],
            "holds": ["/".join(one.inside) for one in found.entries],
            "failed": ["/".join(where) for where, _ in found.failures],
            "ignored": ["/".join(where) for where in found.ignored],
            "litter": ["/".join(where) for where in found.litter],
        }.items()
        if names
    }


@pytest.mark.parametrize(
    ("data", "name", "expected", "why"),
    [
        (zipped({"a.txt": WORDS, "b/c.md": WORDS}), "a.zip", {"holds": ["a.txt", "b/c.md"]}, "two"),
        (zipped({"in.zip": zipped({"a.txt": WORDS})}), "a.zip", {"holds": ["in.zip/a.txt"]}, "in"),
        (zipped({"x": word_file()}), "a.zip", {"holds": ["x"]}, "told by its bytes"),
        (word_file(), "a.zip", {"is": ["document"]}, "a Word file under another name"),
        (zipped({"a.png": b"\x89PNG", "a": WORDS}), "a.zip", {"ignored": ["a.png", "a"]}, "no format"),
        (zipped({"~$a.docx": b"x", "__MACOSX/a.txt": b"x"}), "a.zip", {"litter": ["~$a.docx", "__MACOSX/a.txt"]}, "litter"),
        (zipped({"a.pdf": b"<html>"}), "a.zip", {"failed": ["a.pdf"]}, "an error page"),
        (zipped({"a.zip": zipped({})}), "a.zip", {"ignored": ["a.zip"]}, "an empty archive in one"),
        (zipped({}), "a.zip", {}, "nothing"),
        (MAIL + TEXT_PART + FILE_PART + b"--b--", "a.eml", {"is": ["document"], "holds": ["a.txt"]}, "words and a file"),
        (MAIL + FILE_PART + b"--b--", "a.eml", {"holds": ["a.txt"]}, "a message without words is none"),
        (ole(outlook_message("Late", "See.", {"a.txt": WORDS})), "a.msg", {"is": ["document"], "holds": ["a.txt"]}, "Outlook"),
        (zipped({"m.eml": MAIL + TEXT_PART + FILE_PART + b"--b--"}), "a.zip", {"holds": ["m.eml/a.txt", "m.eml"]}, "both"),
    ],
)  # fmt: skip
def test_what_is_in_a_file(
    data: bytes, name: str, expected: dict[str, list[str]], why: str, tmp_path: Path
) -> None:
    found = held(data, name, tmp_path)
    assert told(found) == expected, why
    for one in found.entries:
        inner = entry(tmp_path / name, one.inside)
        assert (hashlib.sha256(inner).hexdigest(), len(inner)) == (one.sha256, one.size), why


@pytest.mark.parametrize(
    ("names", "expected", "why"),
    [
        (["../../etc/a.txt"], ["etc/a.txt"], "out of the folder"),
        (["/a.txt"], ["a.txt"], "from the root"),
        (["b\\a.txt"], ["b/a.txt"], "as Windows writes it"),
        (["a\x1b[31m.txt"], ["a[31m.txt"], "a sequence that colours a terminal"),
        (["a.txt", "./a.txt"], ["a.txt", "a (2).txt"], "one name twice"),
        (
            ["a.txt", "a.txt", "a (2).txt"],
            ["a.txt", "a (2).txt", "a (2) (2).txt"],
            "a number that is taken",
        ),
        (
            ["a (2).txt", "a.txt", "a.txt"],
            ["a (2).txt", "a.txt", "a (3).txt"],
            "the other way round",
        ),
    ],
)
def test_names_lead_nowhere(
    names: list[str], expected: list[str], why: str, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number, name in enumerate(names):
            info = zipfile.ZipInfo(name)
            info.filename = name
            with warnings.catch_warnings(action="ignore"):  # zipfile warns of one name twice
                archive.writestr(info, f"{number}")
    found = contents(tmp_path / "a.zip", "a.zip")
    assert ["/".join(one.inside) for one in found.entries] == expected, why
    for number, one in enumerate(found.entries):
        assert entry(tmp_path / "a.zip", one.inside) == f"{number}".encode()


def test_a_member_with_a_password_is_told_of(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": WORDS}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    found = held(bytes(data), "a.zip", tmp_path)
    assert [why for _, why in found.failures] == ["needs a password; save it without one"]


def deep(levels: int) -> bytes:
    data = zipped({"a.txt": WORDS})
    for _ in range(levels):
        data = zipped({"a.zip": data})
    return data


def test_archives_in_archives_end_somewhere(tmp_path: Path) -> None:
    assert len(held(deep(MAX_DEPTH - 1), "a.zip", tmp_path).entries) == 1
    found = held(deep(MAX_DEPTH), "a.zip", tmp_path)
    assert [why for _, why in found.failures] == ["stands in more than 3 files; unpack them"]


@pytest.mark.parametrize(
    ("bound", "value", "data", "reason"),
    [
        ("MAX_BYTES", 1_000, zipped({f"{n}.txt": bytes(600) for n in range(2)}), "zip bomb"),
        ("MAX_BYTES", 1_000, zipped({"a.zip": zipped({"a.txt": bytes(2_000)})}), "zip bomb"),
        ("MAX_ENTRIES", 3, zipped({f"{n}.txt": b"x" for n in range(4)}), "more than 3 files"),
        ("MAX_ENTRIES", 3, zipped({f"{n}.zip": zipped({"a.txt": b"x"}) for n in range(3)}), "more than 3"),
    ],
)  # fmt: skip
def test_bombs(
    bound: str,
    value: int,
    data: bytes,
    reason: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Bounds hold for all that is in a file, in whatever depth."""
    monkeypatch.setattr(containers, bound, value)
    with pytest.raises(DocumentError, match=reason):
        held(data, "a.zip", tmp_path)


def test_a_member_that_is_too_large_fails_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "MAX_ENTRY", 100)
    found = held(zipped({"a.txt": WORDS, "b.txt": bytes(101)}), "a.zip", tmp_path)
    assert told(found) == {"holds": ["a.txt"], "failed": ["b.txt"]}


def test_what_has_changed_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"b.txt": WORDS}))
    with pytest.raises(DocumentError, match="changed"):
        entry(tmp_path / "a.zip", ("a.txt",))


def test_members_that_are_too_large_count_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(containers, "MAX_ENTRY", 10)
    monkeypatch.setattr(containers, "MAX_BYTES", 100)
    with pytest.raises(DocumentError, match="a zip bomb"):
        held(zipped({f"{number}.txt": WORDS for number in range(10)}), "a.zip", tmp_path)
