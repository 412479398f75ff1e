"""PowerPoint files (.pptx): the words on their slides, a page a slide, without speakers' notes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from kg.documents.docx_tree import alternative
from kg.documents.office_package import Package, attribute, children, local, reading
from kg.documents.plain import table_row
from kg.documents.raw import RawBlock, RawDocument
from kg.documents.sniff import PPTX
from kg.documents.styles import styled_block

__all__ = ["read"]

#: Placeholders whose words are a slide's title.
TITLES = ("title", "ctrTitle")
#: How an attribute says no.
FALSE = ("0", "false")


def read(data: bytes) -> RawDocument:
    """Read the slides; raises DocumentError if the file is damaged or unzips to too many bytes."""
    with reading("PowerPoint file"):
        package = Package(data)
        main = package.related_part("", "officeDocument") or "ppt/presentation.xml"
        related = package.related(main)
        ids = [_relation(slide) for slide in package.xml(main).iter("{*}sldId")]
        slides = [package.xml(related[one][1]) for one in ids if one in related]
        shown = [slide for slide in slides if attribute(slide, "show") not in FALSE]
        blocks = tuple(
            _on_page(block, number)
            for number, slide in enumerate(shown, start=1)
            for block in _blocks(slide, "")
        )
        title = package.title()
    hidden = len(slides) - len(shown)
    notes = (f"not read: {hidden} hidden slide{'s' if hidden > 1 else ''}",) if hidden else ()
    return RawDocument(PPTX, blocks, pages=len(shown), title=title, notes=notes)


def _relation(slide: etree._Element) -> str:
    """The id of the relation that leads to a slide; an element has a number called id too."""
    return next((str(value) for key, value in slide.items() if str(key).endswith("}id")), "")


def _blocks(element: etree._Element, style: str) -> Iterator[RawBlock]:
    for child in children(element):
        name = local(child)
        if name == "p":
            words = "".join(_words(child))
            if words.strip():
                yield styled_block(style, words)
        elif name == "tbl":
            for row in child.iter("{*}tr"):
                yield from table_row([_cell(cell) for cell in row.iter("{*}tc")])
        elif name == "sp":
            kinds = {attribute(holder, "type") for holder in child.iter("{*}ph")}
            yield from _blocks(child, "heading" if kinds.intersection(TITLES) else "")
        else:
            yield from _blocks(alternative(child), style)


def _words(element: etree._Element) -> Iterator[str]:
    for child in children(element):
        if local(child) == "t":
            yield child.text or ""
        elif local(child) in ("br", "tab"):
            yield "\n"
        else:
            yield from _words(child)


def _cell(cell: etree._Element) -> str:
    return "\n".join("".join(_words(paragraph)) for paragraph in cell.iter("{*}p")).strip()


def _on_page(block: RawBlock, page: int) -> RawBlock:
    return RawBlock(block.kind, tuple((page, text) for _, text in block.lines), block.number)
