"""How a hit of a search is written for a terminal: its text and its place."""

from __future__ import annotations

from collections.abc import Iterable

from kg.printable import printable

__all__ = ["bold", "place_line"]

#: Bold text on a terminal, as ANSI codes; `click.echo` removes them elsewhere.
BOLD = "\x1b[1m{}\x1b[0m"


def place_line(title: str, path: str, page: int | None, paragraph: str) -> str:
    """Where a text stands: the title of its document, if given, the file, page and paragraph."""
    places = [path]
    if page is not None:
        places.append(f"page {page}")
    if paragraph:
        places.append(f"paragraph {paragraph}")
    return f"{title}: {', '.join(places)}" if title else ", ".join(places)


def bold(text: str, marks: Iterable[tuple[int, int]]) -> str:
    """Printable text with these ranges in bold."""
    out, done = "", 0
    for start, end in marks:
        out += printable(text[done:start]) + BOLD.format(printable(text[start:end]))
        done = end
    return out + printable(text[done:])
