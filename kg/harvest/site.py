"""What is known of the publisher's site: `selectors.toml` as values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

__all__ = ["OTHER", "Site", "load_site"]

#: The type of a document that the listing describes in words of no known type.
OTHER = "other"


@dataclass(frozen=True)
class Site:
    """A site: where its listing is, which hosts it has, and how its pages name their parts."""

    base: str
    hosts: tuple[str, ...]
    publisher: str
    path: str
    queries: tuple[str, ...]
    rows: int
    #: CSS selectors, by what they select.
    select: Mapping[str, str]
    pattern: Mapping[str, re.Pattern[str]]
    #: What a column of a CSV file may be called.
    columns: Mapping[str, tuple[str, ...]]
    #: Type of inspection -> the words that name it, in the order in which they are tried.
    kinds: Mapping[str, re.Pattern[str]]

    def type_of(self, words: str) -> str:
        """The type of inspection that some words name; empty if none.

        >>> site = load_site()
        >>> site.type_of("Children's services focused visit"), site.type_of("Annual letter")
        ('focused-visit', '')
        """
        return next((name for name, kind in self.kinds.items() if kind.search(words)), "")


@cache
def load_site() -> Site:
    """The publisher's site, as `selectors.toml` describes it."""
    import tomllib
    from importlib.resources import files

    data = tomllib.loads(files("kg.harvest").joinpath("selectors.toml").read_text("utf-8"))
    return Site(
        base=data["site"]["base"],
        hosts=tuple(data["site"]["hosts"]),
        publisher=data["site"]["publisher"],
        path=data["search"]["path"],
        queries=tuple(data["search"]["queries"]),
        rows=data["search"]["rows"],
        select=data["select"],
        pattern={name: re.compile(text, re.IGNORECASE) for name, text in data["pattern"].items()},
        columns={name: tuple(names) for name, names in data["columns"].items()},
        kinds={kind["type"]: re.compile(kind["words"], re.IGNORECASE) for kind in data["kinds"]},
    )
