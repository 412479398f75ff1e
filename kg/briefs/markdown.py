"""Writes a brief as Markdown with footnotes, as GitHub, Pandoc and others read it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator

from kg.briefs.model import Block, Brief, Items, Paragraph, Picture, Remark, Sentence, Table
from kg.briefs.notes import Notes
from kg.briefs.words import one_line

__all__ = ["markdown"]

#: What Markdown or HTML would read as markup, anywhere and at the beginning of a line.
_MARKUP = re.compile(r"[\\`*_{}\[\]<>#|~$&]")
_LIST = re.compile(r"^(\d*)([-+.)])(?=\s)")


def markdown(brief: Brief) -> bytes:
    """The brief as UTF-8."""
    notes = Notes()
    pictures: list[bytes] = []
    parts = [f"# {_plain(brief.title)}", *map(_plain, brief.lead)]
    for section in brief.sections:
        parts.append(f"## {_plain(section.heading)}")
        parts += (_block(block, notes, pictures) for block in section.blocks)
    parts += (f"[^{n}]: {_plain(text)}" for n, text in enumerate(notes.texts, 1))
    parts += (
        f"[picture {n}]: data:image/png;base64,{base64.b64encode(png).decode()}"
        for n, png in enumerate(pictures, 1)
    )
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block, notes: Notes, pictures: list[bytes]) -> str:
    match block:
        case Paragraph():
            return " ".join(_sentence(one, notes) for one in block.sentences)
        case Items():
            return "\n".join(_item(item, notes) for item in block.items)
        case Table():
            return "\n".join(_table(block, notes))
        case Picture():
            pictures.append(block.png)
            return f"![{_plain(block.alt)}][picture {len(pictures)}]\n\n{_plain(block.caption)}"
        case Remark():
            return f"*{_plain(block.text)}*"


def _item(item: tuple[Sentence, ...], notes: Notes) -> str:
    first, *others = (_sentence(one, notes) for one in item)
    return "\n".join([f"- {first}", *(f"  - {other}" for other in others)])


def _table(table: Table, notes: Notes) -> Iterator[str]:
    yield f"{_plain(table.caption)}\n"
    yield f"| {' | '.join(map(_plain, table.header))} |"
    yield f"|{' --- |' * len(table.header)}"
    for row in table.rows:
        yield f"| {' | '.join(_sentence(cell, notes) for cell in row)} |"


def _sentence(sentence: Sentence, notes: Notes) -> str:
    marks = (f"[^{number}]" for number in notes.numbers(sentence))
    return _plain(sentence.text) + "".join(marks)


def _plain(text: str) -> str:
    r"""Text as Markdown that shows just that.

    >>> _plain("a_b <i>"), _plain("1. One")
    ('a\\_b \\<i\\>', '1\\. One')
    """
    return _LIST.sub(r"\1\\\2", _MARKUP.sub(r"\\\g<0>", one_line(text)))
