"""Outlook's messages (.msg) as messages of the internet, so that `mail` reads both.

Such a file is an OLE file: each property is a stream, named after its number ([MS-OXMSG]).
olefile finds the streams; extract-msg, which reads all of it, is under the GPL.
"""

from __future__ import annotations

import base64
import datetime as dt
import io
import struct
from collections.abc import Iterator
from email.message import Message
from email.utils import format_datetime

import olefile

from kg.documents.sniff import OLE_ERRORS
from kg.errors import DocumentError

__all__ = ["message"]

#: Numbers of properties.
SUBJECT, BODY, HTML_BODY, SENT, DELIVERED = "0037", "1000", "1013", 0x0039, 0x0E06
DATA, LONG_NAME, SHORT_NAME, TITLE = "3701", "3707", "3704", "3001"
#: Kinds of value: text in two encodings, bytes, a file in the file.
UNICODE, ANSI, BINARY, OBJECT = "001F", "001E", "0102", "000D"
TIME = 0x0040
#: Bytes before the entries in the list of properties: of a file, and of a message in it.
HEADERS = {0: 32, 1: 24}
#: Maximum messages in messages.
MAX_DEPTH = 3
EPOCH = dt.datetime(1601, 1, 1, tzinfo=dt.UTC)


def message(data: bytes) -> Message:
    """The message of a file; raises DocumentError if it is damaged."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as file:
            return _message(file, (), 0)
    except OLE_ERRORS:
        raise DocumentError("a damaged Outlook message") from None


def _message(file: olefile.OleFileIO, folder: tuple[str, ...], depth: int) -> Message:
    made = Message()
    made["MIME-Version"] = "1.0"
    if subject := _text(file, folder, SUBJECT):
        made["Subject"] = " ".join(subject.split())
    if sent := _sent(file, folder, depth):
        made["Date"] = format_datetime(sent)
    made.add_header("Content-Type", "multipart/mixed", boundary=f"kg-{depth}-{len(folder)}")
    made.set_payload([*_words(file, folder), *_attachments(file, folder, depth)])
    return made


def _words(file: olefile.OleFileIO, folder: tuple[str, ...]) -> Iterator[Message]:
    """The body: as text, or else as HTML."""
    text = _text(file, folder, BODY)
    if text.strip():
        yield _part("text/plain", text.encode("utf-8"), charset="utf-8")
    else:
        page = _stream(file, folder, HTML_BODY + BINARY)
        page = page or _text(file, folder, HTML_BODY).encode("utf-8")
        if page.strip():
            yield _part("text/html", page)


def _attachments(file: olefile.OleFileIO, folder: tuple[str, ...], depth: int) -> Iterator[Message]:
    names = {tuple(path[: len(folder) + 1]) for path in file.listdir() if len(path) > len(folder)}
    for inner in sorted(names):
        if inner[: len(folder)] != folder or not inner[-1].startswith("__attach_version1.0_"):
            continue
        name = next(
            filter(None, (_text(file, inner, each) for each in (LONG_NAME, SHORT_NAME, TITLE))), ""
        )
        nested = (*inner, f"__substg1.0_{DATA}{OBJECT}")
        if file.exists("/".join(nested)) and depth < MAX_DEPTH:
            holder = Message()
            holder.add_header("Content-Type", "message/rfc822")
            holder.set_payload([_message(file, nested, depth + 1)])
            yield holder
        else:
            yield _part("application/octet-stream", _stream(file, inner, DATA + BINARY), name)


def _part(kind: str, data: bytes, name: str = "", charset: str = "") -> Message:
    made = Message()
    made.add_header("Content-Type", kind, **({"charset": charset} if charset else {}))
    if name:
        made.add_header("Content-Disposition", "attachment", filename=name)
    made.add_header("Content-Transfer-Encoding", "base64")
    made.set_payload(base64.encodebytes(data).decode("ascii"))
    return made


def _text(file: olefile.OleFileIO, folder: tuple[str, ...], number: str) -> str:
    wide = _stream(file, folder, number + UNICODE)
    if wide:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    return _stream(file, folder, number + ANSI).decode("cp1252", "replace").rstrip("\0")


def _stream(file: olefile.OleFileIO, folder: tuple[str, ...], name: str) -> bytes:
    path = "/".join((*folder, f"__substg1.0_{name}"))
    return bytes(file.openstream(path).read()) if file.exists(path) else b""


def _sent(file: olefile.OleFileIO, folder: tuple[str, ...], depth: int) -> dt.datetime | None:
    """When a message was sent, or else delivered: tenths of microseconds since 1601."""
    path = "/".join((*folder, "__properties_version1.0"))
    data = bytes(file.openstream(path).read()) if file.exists(path) else b""
    values: dict[int, int] = {}
    for at in range(HEADERS[min(depth, 1)], len(data) - 15, 16):
        kind, number, _, value = struct.unpack_from("<HHIQ", data, at)
        if kind == TIME:
            values[number] = value
    found = values.get(SENT) or values.get(DELIVERED)
    try:
        return EPOCH + dt.timedelta(microseconds=found // 10) if found else None
    except OverflowError:
        return None
