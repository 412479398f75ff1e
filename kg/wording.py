"""Names and labels in sentences: one after the other, at the beginning, within."""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["counted", "in_sentence", "joined", "upper_first"]

#: The capital of a first word that is no name: not of "Covid-19", "SEND".
_CAPITAL = re.compile(r"^[A-Z](?=[a-z]*(?![\w-]*\d)\b)")


def joined(names: Iterable[str], last: str = "and") -> str:
    """Names as one phrase; "" without any.

    >>> joined(["a", "b", "c"]), joined(["good", "inadequate"], "or")
    ('a, b and c', 'good or inadequate')
    """
    *first, end = [*names] or [""]
    return f"{', '.join(first)} {last} {end}" if first else end


def counted(number: int, noun: str) -> str:
    """A number with what it counts.

    >>> counted(1, "document"), counted(2048, "finding"), counted(2, "person")
    ('1 document', '2,048 findings', '2 people')
    """
    plural = {"person": "people"}.get(noun, f"{noun}s")
    return f"{number:,} {noun if number == 1 else plural}"


def in_sentence(label: str) -> str:
    """A label within a sentence.

    >>> in_sentence("Front door"), in_sentence("Covid-19 assurance")
    ('front door', 'Covid-19 assurance')
    """
    return _CAPITAL.sub(lambda found: found[0].lower(), label)


def upper_first(text: str) -> str:
    """A phrase as the beginning of a sentence."""
    return text[:1].upper() + text[1:]
