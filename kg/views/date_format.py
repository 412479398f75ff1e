"""Dates as people write them, as precisely as the document stated them."""

from __future__ import annotations

__all__ = ["span", "spoken"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def spoken(date: str, *, short: bool = False) -> str:
    """`2019-02-05` -> `5 February 2019`; coarser dates stay coarse; other text stays as it is.

    >>> spoken("2014-03"), spoken("2014-03", short=True), spoken("2014")
    ('March 2014', 'Mar 2014', '2014')
    """
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    if not month.isdecimal() or not 1 <= int(month) <= 12:
        return date
    name = MONTHS[int(month) - 1]
    words = [day.lstrip("0"), name[:3] if short else name, year]
    return " ".join(word for word in words if word)


def span(start: str, end: str) -> str:
    """Two days as one phrase.

    >>> span("2019-02-05", "2019-02-06"), span("2019-01-30", "2019-02-06"), span("2019", "")
    ('5 to 6 February 2019', '30 January to 6 February 2019', '2019')
    """
    if not start or not end or start == end:
        return spoken(start or end)
    first, last = spoken(start), spoken(end)
    for common in range(len(first)):
        tail = first[common:]
        if tail.startswith(" ") and last.endswith(tail):
            return f"{first[:common]} to {last}"
    return f"{first} to {last}"
