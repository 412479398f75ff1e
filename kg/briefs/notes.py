"""The notes of a brief: their numbers in order, and their text."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

from kg.briefs.model import Note, Sentence, Source
from kg.briefs.words import one_line, say, shortened

__all__ = ["Notes", "note_text"]

#: Characters of a title in a note, of a quote, and of one that the sentence itself has.
TITLE, QUOTE, REPEATED = 45, 400, 60


class Notes:
    """Gives each note the next number, and keeps their texts.

    A document has its title in the first note on it, and its path in all.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._titled: set[str] = set()

    def numbers(self, sentence: Sentence) -> list[int]:
        """The numbers of a sentence's notes, from 1."""
        first = len(self.texts) + 1
        for note in sentence.notes:
            self.texts.append(note_text(note, sentence.text, self._titled))
            self._titled.update(source.path for source in note.sources)
        return list(range(first, len(self.texts) + 1))


def note_text(note: Note, sentence: str = "", titled: Collection[str] = ()) -> str:
    """The documents, the pages and the words that a note leads to.

    Words that the sentence quotes are cut short; the titles of documents `titled` are left out.

    >>> note = Note((Source("a.pdf", "Report", 2, None, "It is good."),))
    >>> note_text(note), note_text(note, titled=["a.pdf"])
    ('Report (a.pdf), page 2: “It is good.”', 'a.pdf, page 2: “It is good.”')
    """
    parts = []
    for path, same in groupby(note.sources, key=lambda source: source.path):
        first, *others = same
        title = shortened(first.title, TITLE)
        name = path if path in titled else f"{title} ({path})"
        parts.append(f"{name}{''.join(_places([first, *others], sentence))}")
    return ". ".join(filter(None, [*parts, note.about]))


def _places(sources: Iterable[Source], sentence: str) -> Iterator[str]:
    """The words at each place of a document, after the place."""
    for place, same in groupby(sources, key=_place):
        quotes = "; ".join(_quote(source.words, sentence) for source in same)
        yield f"{''.join(f', {part}' for part in place)}: {quotes}"


def _quote(words: str, sentence: str) -> str:
    most = REPEATED if one_line(words) in sentence else QUOTE
    return f"“{shortened(words, most)}”"


def _place(source: Source) -> tuple[str, ...]:
    parts = []
    if source.page is not None:
        parts.append(say("notes", "page", page=source.page))
    if source.paragraph:
        parts.append(say("notes", "paragraph", paragraph=source.paragraph))
    return tuple(parts)
