"""A period of time: from one date to another, each a year, a month or a day."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import UsageError
from kg.model import PartialDate

__all__ = ["ALWAYS", "Period"]


@dataclass(frozen=True, slots=True)
class Period:
    """The first and the last day, both included; None for no bound."""

    since: str | None = None
    until: str | None = None

    @classmethod
    def read(cls, since: str | None, until: str | None) -> Period:
        """The period between two dates as a user gives them.

        >>> Period.read("2019-02", "2020")
        Period(since='2019-02-01', until='2020-12-31')

        Raises UsageError for a bad date.
        """
        return cls(
            None if since is None else _date(since, "since").earliest,
            None if until is None else _date(until, "until").latest,
        )

    def __bool__(self) -> bool:
        """Whether there is a bound."""
        return self.since is not None or self.until is not None

    def holds(self, date: str) -> bool:
        """Whether a date, as precise as a document states it, can be in the period.

        >>> Period.read("2019-02", None).holds("2019"), Period.read("2019-02", None).holds("")
        (True, False)
        """
        if not self:
            return True
        try:
            day = PartialDate.parse(date)
        except ValueError:
            return False
        return (self.since or "") <= day.latest and day.earliest <= (self.until or "9999")


#: No bound.
ALWAYS = Period()


def _date(text: str, option: str) -> PartialDate:
    try:
        return PartialDate.parse(text)
    except ValueError:
        raise UsageError(
            f"--{option} must be a date such as 2019, 2019-02 or 2019-02-28, not {text!r}"
        ) from None
