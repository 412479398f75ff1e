"""The encoding that an HTML page declares, found as browsers find it (WHATWG HTML, 13.2.3.2).

Labels mean what browsers take them for: ISO-8859-1 and ASCII are windows-1252.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

import webencodings

__all__ = ["declared_encoding"]

#: Bytes at the start of a page in which a declaration counts: browsers look at 1,024 before they
#: read, but begin again when they come upon a later one.
LOOKED_AT = 65_536
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
TAG = re.compile(rb"</?([a-zA-Z][^\t\n\x0c\r />]*)")
#: An attribute, with a value in quotes or without.
ATTRIBUTE = re.compile(
    rb"""
    [\t\n\x0c\r /]*([^\t\n\x0c\r />][^\t\n\x0c\r />=]*)
    (?:[\t\n\x0c\r ]*=[\t\n\x0c\r ]*
    (?:"([^"]*)"|'([^']*)'|([^"'\t\n\x0c\r >][^\t\n\x0c\r >]*)))?
    """,
    re.X,
)
CHARSET = re.compile(
    rb"""
    charset[\t\n\x0c\r ]*=[\t\n\x0c\r ]*
    (?:"([^"]*)"|'([^']*)'|([^"'\t\n\x0c\r ;][^\t\n\x0c\r ;]*))
    """,
    re.I | re.X,
)


def declared_encoding(data: bytes) -> str | None:
    """The Python codec of the encoding that a page declares; None if it declares none.

    A byte order mark precedes all declarations.
    """
    marked = next((codec for mark, codec in MARKS if data.startswith(mark)), None)
    if marked:
        return marked
    return next(filter(None, map(_codec, _labels(data[:LOOKED_AT]))), None)


def _codec(label: bytes) -> str | None:
    encoding = webencodings.lookup(label.decode("latin-1"))
    if encoding is None:
        return None
    if encoding.name.startswith("utf-16"):
        return "utf-8"  # a label that is legible as ASCII is not in UTF-16
    return "cp1252" if encoding.name == "x-user-defined" else str(encoding.codec_info.name)


def _labels(data: bytes) -> Iterator[bytes]:
    """The labels of encodings in the `meta` elements of a page, in order."""
    at = 0
    while (at := data.find(b"<", at)) >= 0:
        tag = TAG.match(data, at)
        if data.startswith(b"<!--", at):
            at = data.find(b"-->", at + 2)
            if at < 0:
                return
        elif tag:
            attributes, at = _attributes(data, tag.end())
            if tag[0].lower() == b"<meta":
                yield from _declared(attributes)
        elif data[at + 1 : at + 2] in (b"!", b"/", b"?"):
            at = data.find(b">", at)
            if at < 0:
                return
        else:
            at += 1


def _attributes(data: bytes, at: int) -> tuple[dict[bytes, bytes], int]:
    """The attributes of a tag, and where it ends; none if the page ends before."""
    found: dict[bytes, bytes] = {}
    while attribute := ATTRIBUTE.match(data, at):
        at = attribute.end()
        value = attribute[2] or attribute[3] or attribute[4] or b""
        found.setdefault(attribute[1].lower(), value)
    end = data.find(b">", at)
    return (found, end) if end >= 0 else ({}, len(data))


def _declared(attributes: dict[bytes, bytes]) -> Iterator[bytes]:
    if b"charset" in attributes:
        yield attributes[b"charset"]
    elif attributes.get(b"http-equiv", b"").lower() == b"content-type":
        match = CHARSET.search(attributes.get(b"content", b""))
        if match:
            yield match[1] or match[2] or match[3] or b""
