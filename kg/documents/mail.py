"""Messages (.eml, and .msg by way of `outlook`): the words of one, and the files attached to it."""

from __future__ import annotations

import email
import email.utils
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32

import webencodings

from kg.documents import html
from kg.documents.plain import WRAPPED_LENGTHS, decode, text_blocks
from kg.documents.raw import RawBlock, RawDocument
from kg.documents.sniff import MAIL, OLE_START, OUTLOOK
from kg.errors import DocumentError
from kg.model import BlockKind
from kg.printable import printable

__all__ = [
    "attachments",
    "charset",
    "content",
    "is_empty",
    "leaves",
    "message",
    "read",
    "text_header",
]

#: Maximum depth of parts in parts.
MAX_DEPTH = 20
#: Maximum characters of a header field that is read.
MAX_HEADER = 1_000
#: Kinds of part that may be the message's own words.
TEXTS = ("text/plain", "text/html")
#: Endings of attachments that have no name, by their media type.
ENDINGS = {
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "message/rfc822": ".eml",
    "text/html": ".html",
    "text/plain": ".txt",
}
#: Exceptions of the standard library's parser for what is no message.
ERRORS = (AssertionError, LookupError, RecursionError, TypeError, ValueError)


def read(data: bytes) -> RawDocument:
    """Read the words of a message; raises DocumentError if it has none."""
    mail = message(data)
    blocks = tuple(_body(mail))
    if not blocks:
        raise DocumentError("a message without words")
    subject = text_header(mail, "subject")
    title = (RawBlock(BlockKind.TITLE, ((None, subject),)),) if subject else ()
    kind = OUTLOOK if data.startswith(OLE_START) else MAIL
    return RawDocument(kind, (*title, *blocks), title=subject or None, published=_day(mail))


def is_empty(data: bytes) -> bool:
    """Whether a message has no words of its own."""
    return not any(True for _ in _body(message(data)))


def attachments(data: bytes) -> list[tuple[str, bytes]]:
    """The files attached to a message, and the messages in it, with their names."""
    mail = message(data)
    words = {id(part) for part in (*_spoken(mail, 0), *_wordings(mail, 0))}
    found: list[tuple[str, bytes]] = []
    for part in leaves(mail):
        if id(part) not in words:
            kind = part.get_content_type()
            name = _name(part) or f"attachment {len(found) + 1}{ENDINGS.get(kind, '')}"
            found.append((name, content(part)))
    return found


def message(data: bytes) -> Message:
    """A message; raises DocumentError if it can't be read as one."""
    if data.startswith(OLE_START):
        from kg.documents import outlook

        return outlook.message(data)
    try:
        return email.message_from_bytes(data, policy=compat32)
    except ERRORS:
        raise DocumentError("a damaged message") from None


def leaves(part: Message, depth: int = 0) -> Iterator[Message]:
    """The parts of a message that hold no other parts, in order; a message in it is one."""
    if depth > MAX_DEPTH:
        raise DocumentError(f"a message with parts more than {MAX_DEPTH} levels deep")
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for child in part.get_payload():
            yield from leaves(child, depth + 1)  # type: ignore[arg-type]
    else:
        yield part


def content(part: Message) -> bytes:
    """The bytes of a part, decoded as it says."""
    try:
        if part.get_content_maintype() == "message" and part.is_multipart():
            inner = part.get_payload(0)
            return inner.as_bytes(policy=compat32) if isinstance(inner, Message) else b""
        data = part.get_payload(decode=True)
    except ERRORS:
        raise DocumentError("a damaged message") from None
    return data if isinstance(data, bytes) else b""


def charset(part: Message) -> str | None:
    """The Python codec of a part's encoding, as browsers take its label; None if it has none."""
    label = part.get_param("charset")
    encoding = webencodings.lookup(label.strip()) if isinstance(label, str) else None
    return str(encoding.codec_info.name) if encoding else None


def text_header(part: Message, name: str) -> str:
    """A field of the header in plain words; empty if there is none."""
    value = str(part.get(name, ""))[:MAX_HEADER]
    try:
        value = str(make_header(decode_header(value)))
    except (*ERRORS, HeaderParseError):
        pass
    return printable(value).strip()


def _body(mail: Message) -> Iterator[RawBlock]:
    for part in _spoken(mail, 0):
        yield from _blocks(part)


def _blocks(part: Message) -> tuple[RawBlock, ...]:
    """The words of a part of text; none if there are none."""
    data = content(part)
    if part.get_content_subtype() == "html":
        try:
            return html.read(data, charset(part)).blocks if data.strip() else ()
        except DocumentError:
            return ()
    text, _ = decode(data, charset(part))
    return tuple(text_blocks(text, WRAPPED_LENGTHS))


def _spoken(part: Message, depth: int) -> list[Message]:
    """The parts that are the message's own words: of several wordings, the first that has any."""
    if depth > MAX_DEPTH:
        raise DocumentError(f"a message with parts more than {MAX_DEPTH} levels deep")
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        children = [_spoken(child, depth + 1) for child in part.get_payload()]  # type: ignore[arg-type]
        if part.get_content_subtype() == "alternative":
            return next((each for each in children if any(map(_blocks, each))), [])
        return [one for each in children for one in each]
    return [part] if part.get_content_type() in TEXTS and not _is_attached(part) else []


def _wordings(part: Message, depth: int) -> list[Message]:
    """All parts of text that say the same as others."""
    if part.get_content_maintype() != "multipart" or not part.is_multipart() or depth > MAX_DEPTH:
        return []
    if part.get_content_subtype() == "alternative":
        texts = (leaf for leaf in leaves(part) if leaf.get_content_maintype() == "text")
        return [leaf for leaf in texts if not _is_attached(leaf)]
    return [one for child in part.get_payload() for one in _wordings(child, depth + 1)]  # type: ignore[arg-type]


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or bool(_name(part))


def _name(part: Message) -> str:
    """The name of an attachment; that of a message is its subject."""
    try:
        name = part.get_filename() or ""
    except ERRORS:
        name = ""
    if name:
        holder = Message()
        holder["name"] = name
        return text_header(holder, "name")
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
        subject = text_header(inner, "subject") if isinstance(inner, Message) else ""
        return f"{subject.replace('/', '-')}.eml" if subject else ""
    return ""


def _day(mail: Message) -> str | None:
    """The day on which a message was sent, where it was sent."""
    try:
        return email.utils.parsedate_to_datetime(text_header(mail, "date")).date().isoformat()
    except ERRORS:
        return None
