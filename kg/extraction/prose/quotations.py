"""Quotations: the ranges of a text that stand inside quotation marks, over several paragraphs.

A quotation that goes on in the next paragraph has no closing mark at the end of the first, and an
opening mark at the start of the second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Quotation", "quotations", "quoted_share", "quoted_words"]

#: Marks: an opening one stands before a word, a closing one behind a word or a stop.
OPENING = re.compile(r"“|(?<![\w.,;:!?…])\"(?=[\w£‘'’(\[…])|(?<![\w.,;:!?’])[‘'](?=\w)")
CLOSING = {"“": re.compile("”"), '"': re.compile('"'), "‘": re.compile(r"’(?!\w)")}
CLOSING["'"] = re.compile(r"(?<=[\w.,;:!?])['’](?!\w)")
#: Minimum words of a quotation in single marks: shorter ones are names, grades and terms.
MIN_SINGLE = 2


@dataclass(frozen=True, slots=True)
class Quotation:
    """The part of a quotation in one paragraph, without its marks.

    `goes_on`: it has no closing mark.  `continues`: it goes on with that of the paragraph before.
    """

    start: int
    end: int
    goes_on: bool
    continues: bool


def quotations(text: str, paragraphs: Iterable[tuple[int, int]]) -> tuple[Quotation, ...]:
    r"""The quotations of paragraphs, given as ranges in order.

    >>> text = "“It is good.\n“We know,” she said."
    >>> [text[q.start : q.end] for q in quotations(text, [(0, 12), (13, len(text))])]
    ['It is good.', 'We know,']
    """
    found: list[Quotation] = []
    is_open = False
    for start, end in paragraphs:
        inside = list(_of_paragraph(text, start, end))
        for start_inside, end_inside, closed in inside:
            first = text[start:start_inside].strip(" \t“\"‘'") == ""
            found.append(Quotation(start_inside, end_inside, not closed, is_open and first))
            is_open = False
        is_open = bool(inside) and not inside[-1][2]
    return tuple(found)


def _of_paragraph(text: str, start: int, end: int) -> Iterable[tuple[int, int, bool]]:
    """The ranges in quotation marks in a paragraph, and whether each is closed."""
    at = start
    while opened := OPENING.search(text, at, end):
        closed = CLOSING[opened[0]].search(text, opened.end(), end)
        single = opened[0] in "‘'"
        if single and (not closed or text.count(" ", opened.end(), closed.start()) < MIN_SINGLE):
            at = opened.end()
            continue
        last = closed.start() if closed else end
        yield opened.end(), last, closed is not None
        at = closed.end() if closed else end


def quoted_share(found: Sequence[Quotation], start: int, end: int) -> float:
    """The share of a range that is inside quotations."""
    inside = sum(max(0, min(end, q.end) - max(start, q.start)) for q in found)
    return inside / max(1, end - start)


def quoted_words(text: str, found: Sequence[Quotation], start: int, end: int) -> int:
    """The number of words of the longest quotation in a range."""
    return max(
        (len(text[max(start, q.start) : min(end, q.end)].split()) for q in found
         if q.start < end and q.end > start),
        default=0,
    )  # fmt: skip
