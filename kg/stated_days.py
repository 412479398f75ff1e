"""Days as the metadata of files state them: ISO 8601, or a common written form."""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime

__all__ = ["day_stated"]

ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")
MAIL_DATE = re.compile(r"[A-Z][a-z]{2}, \d")
FORMS = (
    "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%A %d %B %Y", "%A, %d %B %Y",
    "%B %d, %Y", "%b %d, %Y",
)  # fmt: skip
ORDINAL = re.compile(r"(?<=\d)(?:st|nd|rd|th)\b")


def day_stated(text: str) -> str | None:
    """A day in ISO 8601; None for another form or a day that doesn't exist.

    >>> day_stated("2022-01-14T08:00:00+00:00"), day_stated("14th January 2022"), day_stated("soon")
    ('2022-01-14', '2022-01-14', None)
    """
    plain = ORDINAL.sub("", text.strip())
    try:
        if ISO_DAY.match(plain):
            return dt.date.fromisoformat(plain[:10]).isoformat()
        if MAIL_DATE.match(plain):
            return parsedate_to_datetime(plain).date().isoformat()
    except ValueError:
        return None
    for form in FORMS:
        try:
            return dt.datetime.strptime(plain, form).date().isoformat()  # noqa: DTZ007  # no time
        except ValueError:
            continue
    return None
