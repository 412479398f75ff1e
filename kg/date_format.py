"""Dates in words, as precise as the document states them."""

from __future__ import annotations

__all__ = ["MONTHS", "date_in_words", "dates_in_words"]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


def date_in_words(date: str, *, short: bool = False) -> str:
    """`2019-02-05` -> `5 February 2019`; also months and years; other text is returned as it is.

    >>> date_in_words("2014-03"), date_in_words("2014-03", short=True), date_in_words("2014")
    ('March 2014', 'Mar 2014', '2014')
    """
    year, _, rest = date.partition("-")
    month, _, day = rest.partition("-")
    if not month.isdecimal() or not 1 <= int(month) <= 12:
        return date
    name = MONTHS[int(month) - 1]
    words = [day.lstrip("0"), name[:3] if short else name, year]
    return " ".join(word for word in words if word)


def dates_in_words(start: str, end: str) -> str:
    """Two dates as one phrase.

    >>> dates_in_words("2019-02-05", "2019-02-06"), dates_in_words("2019", "")
    ('5 to 6 February 2019', '2019')
    >>> dates_in_words("2019-01-30", "2019-02-06")
    '30 January to 6 February 2019'
    """
    if not start or not end or start == end:
        return date_in_words(start or end)
    first, last = date_in_words(start), date_in_words(end)
    for common in range(len(first)):
        tail = first[common:]
        if tail.startswith(" ") and last.endswith(tail):
            return f"{first[:common]} to {last}"
    return f"{first} to {last}"
