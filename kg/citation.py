"""Citations: a place in a document, as plain text, BibTeX, RIS and CSL-JSON.

What a document doesn't state is left out.  `assets/js/citation.js` writes the same texts for the
page; `tests/data/citations.json` holds both to the same cases.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from urllib.parse import quote

from kg.date_format import MONTHS, date_in_words, dates_in_words
from kg.wording import upper_first

__all__ = ["FORMATS", "Citation", "as_bibtex", "as_csl_json", "as_ris", "as_text"]

_BLANKS = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")
#: Characters that change the direction of the text after them.
_DIRECTIONS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_NOT_IN_ADDRESSES = re.compile(r"[^!#-;=?-Z\[\]_a-z~]+")
#: What TeX would not print as it stands.  Braces become words: BibTeX counts `\{` as a brace.
_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{char: f"\\{char}" for char in "$&%#_"},
    }
)


@dataclass(frozen=True)
class Citation:
    """A place in a document.

    `document` is the last part of its IRI.  `authors` are the inspectorates or the publisher.
    Dates are ISO 8601, as precise as known, or ""; `official` is whether it is a report or letter
    of an inspectorate.
    """

    document: str
    title: str
    authors: tuple[str, ...] = ()
    official: bool = False
    published: str = ""
    inspected: tuple[str, str] = ("", "")
    page: int | None = None
    paragraph: str | None = None
    url: str = ""

    @property
    def key(self) -> str:
        """A name for this place: letters, digits and hyphens."""
        parts = ("kg", self.document, self.page and f"p{self.page}", self.paragraph)
        words = re.findall(r"[A-Za-z0-9]+", " ".join(str(part) for part in parts if part))
        return "-".join(words)

    @property
    def address(self) -> str:
        """`url`, with what can't stand in an address percent-encoded."""
        return _NOT_IN_ADDRESSES.sub(lambda found: quote(found[0], safe=""), self.url)


def as_text(citations: Iterable[Citation]) -> str:
    """A line each: who, what, when, where."""
    return "".join(f"{_sentence(one)}\n" for one in citations)


def as_bibtex(citations: Iterable[Citation]) -> str:
    """Entries for BibTeX and biblatex, in UTF-8."""
    return "\n".join(map(_bibtex_entry, citations))


def as_ris(citations: Iterable[Citation]) -> str:
    """Records for reference managers, with the line ends that RIS asks for."""
    return "\r\n".join(map(_ris_record, citations))


def as_csl_json(citations: Iterable[Citation]) -> str:
    """The items of CSL-JSON: for citeproc, Pandoc and Zotero."""
    return json.dumps([_csl_item(one) for one in citations], ensure_ascii=False, indent=2) + "\n"


#: The formats by the names that people give them.
FORMATS: Mapping[str, Callable[[Iterable[Citation]], str]] = MappingProxyType(
    {"text": as_text, "bibtex": as_bibtex, "ris": as_ris, "csl-json": as_csl_json}
)


def _sentence(one: Citation) -> str:
    published = date_in_words(one.published) if _date(one.published) else ""
    when = f"published {published}" if published else _inspected(one)
    place = (f"page {one.page}" if one.page else "", _paragraph(one))
    about = ", ".join(filter(None, (_line(one.title), when, *place)))
    authors = "; ".join(map(_line, one.authors))
    return "".join((authors and f"{authors}: ", about, ".", one.url and f" {one.address}"))


def _bibtex_entry(one: Citation) -> str:
    date = _date(one.published)
    year, month = (*date, "", "")[:2]
    fields = {
        "author": " and ".join(f"{{{_tex(name)}}}" for name in one.authors),
        "title": f"{{{_tex(one.title)}}}",
        "date": "-".join(date),
        "year": year,
        "month": month and MONTHS[int(month) - 1][:3].lower(),
        "pages": str(one.page or ""),
        "note": _tex(_note(one)),
        "url": one.address,
    }
    lines = (
        f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n"
        for name, value in fields.items()
        if value
    )
    return f"@misc{{{one.key},\n{''.join(lines)}}}\n"


def _ris_record(one: Citation) -> str:
    year, month, day = (*_date(one.published), "", "", "")[:3]
    fields = (
        ("TY", "RPRT" if one.official else "GEN"),
        ("ID", one.key),
        *(("AU", _line(name)) for name in one.authors),
        ("TI", _line(one.title)),
        ("PY", year),
        ("DA", year and f"{year}/{month}/{day}/"),
        ("SP", str(one.page or "")),
        ("N1", _note(one)),
        ("UR", one.address),
    )
    lines = (f"{tag}  - {value}\r\n" for tag, value in fields if value)
    return f"{''.join(lines)}ER  - \r\n"


def _csl_item(one: Citation) -> dict[str, Any]:
    published = [int(part) for part in _date(one.published)]
    inspected = [[int(part) for part in _date(day)] for day in _inspection_days(one)]
    item = {
        "id": one.key,
        "type": "report" if one.official else "document",
        "author": [{"literal": _line(name)} for name in one.authors],
        "title": _line(one.title),
        "issued": published and {"date-parts": [published]},
        "event-date": inspected and {"date-parts": inspected},
        "page": str(one.page or ""),
        "note": upper_first(_paragraph(one)),
        "URL": one.address,
    }
    return {name: value for name, value in item.items() if value}


def _note(one: Citation) -> str:
    """What BibTeX and RIS have no field for."""
    return upper_first("; ".join(filter(None, (_inspected(one), _paragraph(one)))))


def _inspected(one: Citation) -> str:
    days = _inspection_days(one)
    return f"inspected {dates_in_words(days[0], days[-1])}" if days else ""


def _inspection_days(one: Citation) -> list[str]:
    """The first and last day, or the one that is known."""
    return [day for day in dict.fromkeys(one.inspected) if _date(day)]


def _paragraph(one: Citation) -> str:
    return f"paragraph {_line(one.paragraph)}" if one.paragraph else ""


def _line(text: str) -> str:
    """A text on one line, without control and direction characters."""
    return _BLANKS.sub(" ", _DIRECTIONS.sub("", text)).strip(" ")


def _tex(text: str) -> str:
    return _line(text).translate(_TEX)


def _date(date: str) -> tuple[str, ...]:
    """Year, month and day as far as they are known; nothing if it is no date."""
    found = _DATE.fullmatch(date)
    return tuple(filter(None, found.groups())) if found else ()
