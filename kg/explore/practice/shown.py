"""Practice as a table, as text for a terminal, and what a search for it looked for."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.explore.hit_text import bold, place_line
from kg.explore.practice.practice import Practice, PracticeResult
from kg.explore.practice.question import Term
from kg.explore.practice.standing import OVERALL
from kg.printable import printable
from kg.query.answer import Cell, Table

__all__ = ["format_practice", "looked_for", "table"]

#: Maximum other names shown for what is asked for.
MAX_NAMES = 4

COLUMNS = (
    "council gss region neighbour grade area date themes text repeats document title page "
    "paragraph iri"
)


def table(found: PracticeResult) -> Table:
    """The passages as a table for `kg.query.result_formats`: one row for each, best first."""
    return Table(tuple(COLUMNS.split()), tuple(map(_row, found.found)))


def _row(one: Practice) -> tuple[Cell, ...]:
    passage = one.passage
    cells = (
        passage.council,
        passage.gss,
        one.region,
        one.neighbour,
        one.held.grade,
        one.held.area,
        passage.date,
        "; ".join(passage.themes),
        passage.text,
        one.repeats,
        passage.path,
        passage.title,
        passage.page,
        passage.paragraph,
    )
    literals = (None if cell in ("", None) else ox.Literal(cell) for cell in cells)
    return (*literals, ox.NamedNode(passage.iri))


def format_practice(found: PracticeResult) -> str:
    """The passages as text for a terminal, with what is asked for in bold (ANSI codes)."""
    return "\n".join("".join(f"{line}\n" for line in _lines(one)) for one in found.found)


def _lines(one: Practice) -> Iterator[str]:
    passage, held = one.passage, one.held
    grade = f"{held.grade} overall" if held.area == OVERALL else f"{held.grade} in {held.area}"
    region = f" ({one.region})" if one.region else ""
    neighbour = "a statistical neighbour" if one.neighbour else ""
    about = (f"{passage.council}{region}", grade, passage.date, neighbour)
    yield printable(", ".join(part for part in about if part))
    yield f"  “{bold(passage.text, one.marks)}”"
    place = place_line(passage.title, passage.path, passage.page, passage.paragraph)
    times = "once more" if one.repeats == 1 else f"{one.repeats} times more"
    yield printable(f"  {place}{f' (said {times})' if one.repeats else ''}")
    yield printable(f"  {passage.iri}")


def looked_for(found: PracticeResult) -> Iterator[str]:
    """What was looked for, what no strength has, and what had to be left out: lines of text."""
    terms = ", ".join(_term(term) for term in found.question.terms)
    themes = ", ".join(sorted(found.question.themes))
    yield f"looked for {terms}{f'; themes: {themes}' if themes else ''}"
    if found.nowhere:
        yield f"no strength mentions: {', '.join(found.nowhere)}"
    if found.ungraded:
        yield f"left out: {found.ungraded:,} on councils whose grade at the time is unknown"


def _term(term: Term) -> str:
    names = list(term.others[:MAX_NAMES])
    if len(term.others) > MAX_NAMES:
        names.append(f"and {len(term.others) - MAX_NAMES} more")
    return f"{term.asked} (or {', '.join(names)})" if names else term.asked
