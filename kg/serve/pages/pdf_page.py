"""A page of a PDF as a picture, and where words stand on it.

These functions run in a process of their own (`pictures.py`): a page may be hostile to draw,
although its text could be read.
"""

from __future__ import annotations

import ctypes
import hashlib
import io
import json
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pypdfium2 as pdfium

__all__ = ["Box", "Marks", "Passage", "draw", "find", "from_json", "marks", "plain", "to_json"]

#: Width and greatest height of a picture, in pixels.
WIDTH, MAX_HEIGHT = 1100, 2400
#: Letters before and after the words by which one of several places is told.
CONTEXTS = (40, 15, 5, 0)
#: The fewest letters that are marked where the rest of the words is on another page.
LEAST = 15

#: Height of the part of a page that is shown, in widths of it, and pixels around boxes.
SHOWN, AROUND = 0.85, 60

#: x, y, width and height, in pixels of the picture.
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Passage:
    """Some words of a document, and the text before and after them."""

    before: str
    words: str
    after: str


@dataclass(frozen=True)
class Marks:
    """The width and height of the picture of a page, and the boxes of words on it, by lines."""

    width: int
    height: int
    boxes: tuple[Box, ...]

    @property
    def part(self) -> tuple[int, int]:
        """The top and the height of the part of the page to show: the boxes, and what is around."""
        if not self.boxes:
            return 0, self.height
        top = min(y for _, y, _, _ in self.boxes)
        bottom = max(y + height for _, y, _, height in self.boxes)
        shown = min(self.height, max(round(self.width * SHOWN), bottom - top + 2 * AROUND))
        middle = (top + bottom) // 2
        return min(max(0, middle - shown // 2), self.height - shown), shown


def to_json(found: Marks) -> bytes:
    """The values of `Marks`, for `from_json` in another process."""
    return json.dumps([found.width, found.height, found.boxes]).encode()


def from_json(data: bytes) -> Marks:
    """What `to_json` wrote."""
    width, height, boxes = json.loads(data)
    return Marks(width, height, tuple(map(tuple, boxes)))


def draw(path: Path, sha256: str, number: int) -> bytes | None:
    """Page `number` (from 1) as a PNG; None if the file is another one by now or has no such page.

    Raises PdfiumError if it can't be drawn.
    """
    with _opened(path, sha256, number) as page:
        if page is None:
            return None
        out = io.BytesIO()
        page.render(scale=_scale(page)).to_pil().save(out, "PNG")
        return out.getvalue()


def marks(path: Path, sha256: str, number: int, passage: Passage) -> Marks | None:
    """Where words stand on a page; None as for `draw`."""
    with _opened(path, sha256, number) as page:
        if page is None:
            return None
        width, height = (round(side * _scale(page)) for side in page.get_size())
        text_page = page.get_textpage()
        letters = list(_letters_of(text_page))
        first, last = find("".join(letter for letter, _ in letters), passage)
        chars = list(dict.fromkeys(place for _, place in letters[first:last]))
        boxes = [_box(page, text_page, char, (width, height)) for char in chars]
        text_page.close()
        return Marks(width, height, tuple(_lines(boxes)))


def find(letters: str, passage: Passage) -> tuple[int, int]:
    """Where the words stand among the letters of a page, as `plain` gives them; (0, 0) if nowhere.

    Words that run on from the page before, or on to the next one, are found as far as they go.

    >>> find("agoodbgoodc", Passage("b", "good", "c"))
    (6, 10)
    """
    words, before, after = plain(passage.words), plain(passage.before), plain(passage.after)
    for length in CONTEXTS:
        lead = before[max(0, len(before) - length) :] if length else ""
        at = letters.find(lead + words + after[:length]) if words else -1
        if at >= 0:
            return at + len(lead), at + len(lead) + len(words)
    return _part(letters, words)


def _part(letters: str, words: str) -> tuple[int, int]:
    """The longest beginning of the words on a page, or else the longest end; (0, 0) if short."""
    start = _longest(letters, [words[:length] for length in range(LEAST, len(words))])
    part = start or _longest(letters, [words[-length:] for length in range(LEAST, len(words))])
    at = letters.find(part) if part else 0
    return at, at + len(part)


def _longest(letters: str, parts: Sequence[str]) -> str:
    """The last of some parts, each within the next one, that stands among the letters; or ""."""
    low, high = 0, len(parts)
    while low < high:
        middle = (low + high) // 2
        if parts[middle] in letters:
            low = middle + 1
        else:
            high = middle
    return parts[low - 1] if low else ""


def plain(text: str) -> str:
    r"""The letters and digits of a text, in lower case, without ligatures.

    >>> plain("Of\ufb01cers: 2-\n3")
    'officers23'
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if char.isalnum())


@contextmanager
def _opened(path: Path, sha256: str, number: int) -> Iterator[pdfium.PdfPage | None]:
    """A page of a file; None where the file is not the one with this hash, or has no such page."""
    data = path.read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        yield None
        return
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(data)
    try:
        yield document[number - 1] if 1 <= number <= len(document) else None
    finally:
        document.close()


def _scale(page: pdfium.PdfPage) -> float:
    """Pixels for a point."""
    width, height = page.get_size()
    return float(min(WIDTH / max(width, 1), MAX_HEIGHT / max(height, 1)))


def _letters_of(text_page: pdfium.PdfTextPage) -> Iterator[tuple[str, int]]:
    """Each letter and digit of a page, with the position of its character."""
    import pypdfium2.raw as pdfium_c

    for place in range(text_page.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text_page, place)
        for letter in plain(chr(code)) if code <= 0x10FFFF else "":
            yield letter, place


def _box(
    page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, char: int, size: tuple[int, int]
) -> Box:
    """Where a character stands in the picture."""
    left, bottom, right, top = text_page.get_charbox(char, loose=True)
    corners = [_pixel(page, size, x, y) for x, y in ((left, bottom), (right, top))]
    (x1, x2), (y1, y2) = (sorted(side) for side in zip(*corners, strict=True))
    return x1, y1, x2 - x1, y2 - y1


def _pixel(page: pdfium.PdfPage, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    import pypdfium2.raw as pdfium_c

    at_x, at_y = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, at_x, at_y)
    return at_x.value, at_y.value


def _lines(boxes: Sequence[Box]) -> Iterator[Box]:
    """One box for each line of characters."""
    line: Box | None = None
    for box in boxes:
        if line is not None and _is_in_line(line, box):
            left, top = min(line[0], box[0]), min(line[1], box[1])
            right = max(line[0] + line[2], box[0] + box[2])
            bottom = max(line[1] + line[3], box[1] + box[3])
            line = left, top, right - left, bottom - top
        else:
            if line is not None:
                yield line
            line = box
    if line is not None:
        yield line


def _is_in_line(line: Box, box: Box) -> bool:
    """Whether a character goes on with a line: about as high up, and not to the left of its end."""
    height = max(line[3], box[3], 1)
    return abs(line[1] - box[1]) < height / 2 and box[0] >= line[0] + line[2] - height
