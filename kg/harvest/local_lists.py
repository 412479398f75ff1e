"""Documents listed elsewhere than on the publisher's site: a folder, a CSV file, a sitemap."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from kg.errors import InputError
from kg.gazetteer import Gazetteer
from kg.harvest.entries import Entry, Provider
from kg.harvest.site import Site
from kg.harvest.survey import Listing
from kg.printable import printable
from kg.stated_days import day_stated

__all__ = ["from_csv", "from_folder", "from_sitemap", "nested_sitemaps"]

_DAY = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_SHORT_YEAR = re.compile(r"^(\d\d?/\d\d?)/(\d\d)$")
_URN = re.compile(r"(?<!\d)\d{5,7}(?!\d)")
_WEB = re.compile(r"https?://\S+")


def from_folder(folder: Path, site: Site) -> Listing:
    """The PDF files of a folder; their names say the council, the date and the kind.

    `medway-2024-05-31.pdf`, `focused-visit-80419-2021-09-07.pdf`: the words and numbers may stand
    in any order, and the date is taken as that of publication.
    """
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".pdf")
    if not files:
        raise InputError(f"{folder}: contains no PDF file")
    entries = [_from_name(path, site) for path in files]
    return Listing(tuple(entries), notes=tuple(_missing(entries)))


def _from_name(path: Path, site: Site) -> Entry:
    stem = path.stem.replace("_", "-")
    day = _DAY.search(stem)
    published = (day_stated(day[0]) if day else None) or ""
    words = _DAY.sub(" ", stem).replace("-", " ")
    number = _URN.search(words)
    council = Gazetteer.load().by_code(number[0]) if number else None
    name = council.name if council else _council_in(words, site)
    urn = number[0] if council and number else ""
    return Entry(
        Provider(name, "", urn), published, site.type_of(words), path.absolute().as_uri(), "", ""
    )


def _council_in(words: str, site: Site) -> str:
    """The council that the words of a file's name contain; empty if they name none, or several."""
    for kind in site.kinds.values():
        words = kind.sub(" ", words)
    gazetteer = Gazetteer.load()
    codes = gazetteer.candidates(" ".join(words.split()))
    names = {gazetteer.councils[code].name for code in codes}
    return names.pop() if len(names) == 1 else ""


def from_csv(path: Path, site: Site) -> Listing:
    """The rows of a CSV file: addresses, and what it says of each document.

    Raises InputError when it has no column of web addresses.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path}: can't be read: {error}") from None
    columns = {
        name: next((known for known in names if rows and known in rows[0]), "")
        for name, names in site.columns.items()
    }
    if not columns["url"]:
        raise InputError(f"{path}: no column of addresses: name one {site.columns['url'][0]}")
    entries, left_out = [], 0
    for row in rows:
        values = {
            name: printable((row.get(column) or "").strip()) for name, column in columns.items()
        }
        if _WEB.fullmatch(values["url"]):
            entries.append(_from_row(values, site))
        else:
            left_out += 1
    if not entries:
        raise InputError(f"{path}: no row has a web address in the column {columns['url']}")
    notes = [f"{path.name}: {left_out} rows without a web address"] if left_out else []
    return Listing(_unique(entries), notes=(*notes, *_missing(entries)))


def _from_row(values: Mapping[str, str], site: Site) -> Entry:
    published = day_stated(_SHORT_YEAR.sub(r"\1/20\2", values["published"])) or ""
    kind = (
        values["type"]
        if values["type"] in site.kinds
        else site.type_of(f"{values['type']} {values['title']}")
    )
    return Entry(
        Provider(values["provider"]),
        published,
        kind,
        values["url"],
        values["title"],
        values["publisher"],
    )


def from_sitemap(xml: bytes, where: str, site: Site) -> Listing:
    """The documents of a sitemap; raises InputError when it has none, or is not a sitemap."""
    addresses = list(_locations(xml, where, "url"))
    documents = [
        url for url in addresses if site.pattern["document"].search(re.split("[?#]", url)[0])
    ]
    if not documents:
        raise InputError(f"{where}: lists no document among {len(addresses)} addresses")
    entries = [Entry(Provider(""), "", "", url, "") for url in documents]
    others = len(addresses) - len(documents)
    notes = [f"{where}: {others} addresses that are not documents"] if others else []
    return Listing(_unique(entries), notes=(*notes, *_missing(entries)))


def nested_sitemaps(xml: bytes, where: str) -> tuple[str, ...]:
    """The sitemaps that an index of sitemaps lists; none if it is no index."""
    return tuple(_locations(xml, where, "sitemap"))


def _locations(xml: bytes, where: str, parent: str) -> Iterator[str]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise InputError(f"{where}: not a sitemap ({error.msg})") from None
    for node in root.iterfind(f"{{*}}{parent}/{{*}}loc"):
        yield printable((node.text or "").strip())


def _unique(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted({entry.url: entry for entry in entries}.values()))


def _missing(entries: Iterable[Entry]) -> Iterator[str]:
    """Notes on what the list does not say."""
    given = list(entries)
    undated = sum(not entry.published for entry in given)
    nameless = sum(not entry.provider.name for entry in given)
    if undated:
        yield f"documents without a publication date: {undated}"
    if nameless:
        yield f"documents without a council: {nameless} (unknown-council/)"
