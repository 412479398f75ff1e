"""The day that a story, a page or minutes bear: their date line.

A date line is a short line near the top, or a labelled one at the foot, that has nothing beside the
date but times, labels, names of writers, papers and committees.  A date in running prose or in a
list of linked stories is not the document's.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.text.dates import MONTHS
from kg.extraction.text.patterns import pattern, rules
from kg.model import Block, BlockKind, Document, Evidence, PartialDate

__all__ = ["document_date", "is_date_line", "is_running"]

COMPONENT = "publication"
#: Maximum characters of a date line.
MAX_LINE = 200
#: Blocks and paragraphs of running prose that may come before the date line: a standfirst may.
HEAD_BLOCKS = 30
HEAD_PROSE = 2
#: Minimum characters of running prose.
MIN_PROSE = 110
#: Ranks of the dates that the rules don't rank: one without a label, one of a change.
PLAIN_RANK = 2
UPDATED_RANK = 1
#: Rank of the day of a meeting or a decision, by which minutes are known.
DECIDED_RANK = 4
#: What separates the parts of a date line.
MARKS = re.compile(r"\s*(?:[|·•–—,/:;()\[\]>»*]|(?<!\w)-(?!\w)|\.(?=\s|$))\s*|\n")
LABEL_WORDS = 40
#: The place of a date or a time among the parts of a line.
GAP = "|"


@dataclass(frozen=True, slots=True)
class _Dated:
    """A date of a date line: its rank among the document's dates, and its words."""

    rank: int
    head: bool
    date: PartialDate
    start: int
    end: int


def document_date(document: Document) -> tuple[PartialDate, Evidence] | None:
    """The document's own date with its words, or None if no date line states one.

    A date that the page's metadata repeats is preferred; that of a change is not used if the
    metadata have the date of publication.
    """
    declared = (document.published or "")[:10]
    found = [each for each in _dates(document) if each.rank]
    if declared:
        found = [each for each in found if each.rank > UPDATED_RANK]
    if not found:
        return None
    best = min(
        found,
        key=lambda each: (
            each.rank < DECIDED_RANK,
            each.date.iso != declared,
            each.rank == UPDATED_RANK,
            not each.head,
            -each.rank,
            each.start,
        ),
    )
    return best.date, Evidence(best.start, best.end, COMPONENT, 1.0, ("published",))


def is_date_line(words: str) -> bool:
    """Whether a line has a date and, beside it, only what date lines have."""
    return bool(_dates_of_line(words, "", 0, head=True))


def _dates(document: Document) -> Iterator[_Dated]:
    """The dates of the lines at the head of a document, and of the one labelled at its foot."""
    prose = 0
    before = ""
    foot: list[_Dated] = []
    for index, block in enumerate(document.blocks):
        words = document.quote(block.start, block.end)
        head = index < HEAD_BLOCKS and prose <= HEAD_PROSE
        listed = block.kind is BlockKind.BULLET
        if not (listed and _follows_item(document.blocks, index)):
            dated = _dates_of_line(words, before, block.start, head=head)
            if head:
                yield from dated
            elif not listed and (block.number is None):
                foot += [each for each in dated if each.rank != PLAIN_RANK]
        prose += is_running(words)
        before = words
    # several labelled dates at the foot are those of linked stories
    labelled = {each.date for each in foot if UPDATED_RANK < each.rank < DECIDED_RANK}
    yield from foot if len(labelled) <= 1 else ()


def is_running(words: str) -> bool:
    """Whether a block is running prose, not a line of a page's head."""
    return len(words) >= MIN_PROSE and words.rstrip("”\"'’) ").endswith((".", "!", "?"))


def _follows_item(blocks: Sequence[Block], index: int) -> bool:
    """Whether the bullet at `index` is not the first of its list."""
    return index > 0 and blocks[index - 1].kind is BlockKind.BULLET


def _dates_of_line(words: str, before: str, offset: int, *, head: bool) -> list[_Dated]:
    """The dates of a line, none if it is not a date line; `before` is the line before it."""
    opening = _opening_date(words)
    if opening:
        return _dated(opening, PLAIN_RANK, offset, head=head)
    if len(words) > MAX_LINE:
        return []
    matches = _matches(words)
    if not matches:
        return []
    rest = words
    for match in (*matches, *pattern("document_date", "time", "regex").finditer(words)):
        rest = rest[: match.start()] + GAP * (match.end() - match.start()) + rest[match.end() :]
    parts = [part for part in MARKS.split(rest) if part and part.strip()]
    if not all(_is_part(part.strip()) for part in parts):
        return []
    dated: list[_Dated] = []
    end = 0
    for match in matches:
        lead = rest[end : match.start()].replace(GAP, " ")
        if not end and not lead.strip() and _is_label(before):
            lead = before[-LABEL_WORDS:]
        dated += _dated(match, _rank(lead), offset, head=head)
        end = match.end()
    return dated


def _opening_date(words: str) -> re.Match[str] | None:
    """The date of a text that was taken from a page with its label before it."""
    label = re.match(r"\s*date:?\s+", words, re.I)
    if label is None:
        return None
    return next((m for m in _matches(words) if m.start() == label.end() and _iso(m)), None)


def _matches(words: str) -> list[re.Match[str]]:
    """The dates of a line, in order, the longest of those that overlap."""
    found: list[re.Match[str]] = []
    for rule in rules("document_date", "date"):
        for match in rule.regex.finditer(words):
            if all(match.end() <= m.start() or match.start() >= m.end() for m in found):
                found.append(match)
    return sorted(found, key=lambda match: match.start())


def _dated(match: re.Match[str], rank: int, offset: int, *, head: bool) -> list[_Dated]:
    """A matched date, none if there is no such day."""
    iso = _iso(match)
    if iso is None:
        return []
    return [_Dated(rank, head, PartialDate(iso), offset + match.start(), offset + match.end())]


def _iso(match: re.Match[str]) -> str | None:
    """A matched day in ISO 8601, None if there is no such day."""
    month, year = match["month"], int(match["year"])
    number = int(month) if month.isdigit() else MONTHS[month[:3].lower()]
    try:
        return dt.date(year + 2000 if year < 100 else year, number, int(match["day"])).isoformat()
    except ValueError:
        return None


def _is_part(part: str) -> bool:
    return any(rule.regex.fullmatch(part) for rule in rules("document_date", "part"))


def _is_label(line: str) -> bool:
    """Whether a line is a label alone, whose date is on the next line."""
    part = line.strip().rstrip(":").strip()
    return bool(part) and bool(rules("document_date", "part")[0].regex.fullmatch(part))


def _rank(lead: str) -> int:
    """The rank of a date by the words before it."""
    for rule in rules("document_date", "label"):
        if rule.regex.search(lead.strip()):
            return int(rule.fields["rank"])
    return PLAIN_RANK
