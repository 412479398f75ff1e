"""Which documents of a listing are wanted: by kind, council and date."""

from __future__ import annotations

from dataclasses import dataclass

from kg.errors import UsageError
from kg.gazetteer import Gazetteer, fold
from kg.harvest.entries import Entry, Provider
from kg.period import ALWAYS, Period
from kg.suggestions import unknown

__all__ = ["ALL", "Wanted"]

#: The kind that means every kind.
ALL = "all"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Documents of one kind (or all), of these councils (or all), published in a period."""

    kind: str = ALL
    councils: tuple[str, ...] = ()
    period: Period = ALWAYS

    def holds(self, entry: Entry) -> bool:
        """Whether a document is wanted; one without a date is, whatever the period."""
        return (
            self.kind in (ALL, entry.type)
            and (not entry.published or self.period.holds(entry.published))
            and (not self.councils or any(is_called(entry.provider, c) for c in self.councils))
        )

    def choose(self, providers: frozenset[Provider]) -> frozenset[Provider]:
        """The councils that are wanted; raises UsageError for one that is not listed."""
        for council in self.councils:
            if not any(is_called(provider, council) for provider in providers):
                names = sorted(provider.name for provider in providers)
                raise UsageError(unknown("council", council, names, of="the listing"))
        return frozenset(
            provider
            for provider in providers
            if not self.councils or any(is_called(provider, council) for council in self.councils)
        )


def is_called(provider: Provider, name: str) -> bool:
    """Whether a council of a listing is called so: by name, another name, a code or its number.

    >>> provider = Provider("Medway", "https://kg.example/provider/44/80539", "80539")
    >>> is_called(provider, "Medway Council"), is_called(provider, "E06000035")
    (True, True)
    """
    if fold(name) == fold(provider.name) or name == provider.urn:
        return True
    gazetteer = Gazetteer.load()
    return bool(set(gazetteer.codes_for(name)) & _codes(gazetteer, provider))


def _codes(gazetteer: Gazetteer, provider: Provider) -> set[str]:
    by_number = gazetteer.by_code(provider.urn) if provider.urn else None
    return {*gazetteer.candidates(provider.name), *([by_number.gss] if by_number else [])}
