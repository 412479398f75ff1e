"""Text that is safe to print on a terminal, or to write as XML."""

from __future__ import annotations

import re

__all__ = ["harmless", "printable", "xml_safe"]

#: C0 and C1 controls, and characters that change the direction of text.
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")

#: Characters that XML 1.0 cannot hold, besides lone surrogates.
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BLANK = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]+")


def printable(text: str) -> str:
    r"""Text that is safe to show on a terminal.

    Line breaks and tabs become spaces; other control and direction characters are removed.

    >>> printable("a\x1b[31mb\n\u202ec")
    'a[31mb c'
    """
    return _UNPRINTABLE.sub("", _BLANK.sub(" ", text))


def harmless(text: str) -> str:
    r"""Lines that are safe to show on a terminal: `printable`, but keeping line breaks and tabs.

    >>> harmless("a\tb\r\n\x1b[31mc")
    'a\tb\n[31mc'
    """
    return _UNPRINTABLE.sub(lambda found: found[0] if found[0] in "\t\n" else "", text)


def xml_safe(text: str) -> str:
    r"""Text without the characters that XML cannot hold: U+FFFD stands for each.

    >>> xml_safe("a\x01b")
    'a�b'
    """
    return _NO_XML.sub("\ufffd", text)
