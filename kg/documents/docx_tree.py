"""The tree of a Word document: which elements are printed, and what stands in what.

Elements are told by their names without namespaces, which differ between editions of the format.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from kg.documents.office_package import attribute, children, local

__all__ = [
    "NOT_PRINTED",
    "alternative",
    "has",
    "has_more_than_words",
    "is_hidden",
    "is_left_out",
    "is_merged",
    "named",
    "within",
]

#: Elements that Word does not print: what was deleted or moved away, codes of fields, properties.
NOT_PRINTED = frozenset((
    "annotationRef", "del", "delInstrText", "delText", "fldData", "instrText", "moveFrom", "pPr",
    "rPr", "rt", "rubyPr", "sdtEndPr", "sdtPr", "sectPr", "tblGrid", "tblPr", "tcPr", "trPr",
))  # fmt: skip
OFF = ("0", "false", "off")


def alternative(element: etree._Element) -> etree._Element:
    """Of an element that may be drawn in several ways the first with words; else the element."""
    ways = [child for child in children(element) if local(child) in ("Choice", "Fallback")]
    worded = (way for way in ways if next(way.iter("{*}t"), None) is not None)
    return next(worded, ways[0] if ways else element)


def named(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of a name directly in an element."""
    return (child for child in children(element) if local(child) == name)


def has(element: etree._Element, *path: str) -> bool:
    """Whether an element holds one of these names, each directly in the one before."""
    name, *rest = path
    return any(not rest or has(child, *rest) for child in named(element, name))


def within(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The elements of a name in an element, in whatever wrappers, but not in one another."""
    for child in children(element):
        if local(child) == name:
            yield child
        elif local(child) not in NOT_PRINTED:
            yield from within(alternative(child), name)


def is_hidden(run: etree._Element) -> bool:
    """Whether a run of text is marked as hidden."""
    marks = (mark for properties in named(run, "rPr") for mark in named(properties, "vanish"))
    return any(attribute(mark, "val") not in OFF for mark in marks)


def is_merged(cell: etree._Element) -> bool:
    """Whether a cell spans columns or rows."""
    marks = [mark for properties in named(cell, "tcPr") for mark in children(properties)]
    return any(
        local(mark) == "vMerge" or (local(mark) == "gridSpan" and attribute(mark, "val") != "1")
        for mark in marks
    )


def is_left_out(cell: etree._Element) -> bool:
    """Whether a cell was deleted, or continues the one above, whose words it has not."""
    marks = [mark for properties in named(cell, "tcPr") for mark in children(properties)]
    return any(
        local(mark) == "cellDel"
        or (local(mark) == "vMerge" and attribute(mark, "val") in (None, "continue"))
        for mark in marks
    )


def has_more_than_words(cell: etree._Element) -> bool:
    """Whether a cell holds tables, text boxes or notes, which are blocks of their own."""
    return any(True for _ in cell.iter("{*}tbl", "{*}txbxContent", "{*}footnoteReference"))
