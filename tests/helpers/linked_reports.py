"""Short reports and letters, with their councils decided."""

from __future__ import annotations

import hashlib

from kg.documents.readers import read
from kg.extraction.pipeline import extract
from kg.graph.linked import Linked
from kg.graph.linking import link
from kg.model import Document


def document(text: str) -> Document:
    """A document from Markdown, or from HTML when it begins like a page."""
    name = "a.html" if text.startswith("<") else "a.md"
    return read(text.encode(), name, hashlib.sha256(text.encode()).hexdigest())


def linked(text: str) -> Linked:
    """What a text says, with its councils decided."""
    doc = document(text)
    return link(doc, extract(doc))


def ilacs(body: str, dates: str = "8 to 19 July 2024", council: str = "Derby City Council") -> str:
    """A report of the framework of 2018."""
    return f"# {council}\n\n## Inspection of children’s social care services\n\nInspection dates: {dates}\n\n{body}"


def single(body: str, dates: str, council: str = "Derby City Council") -> str:
    """A report of the framework of 2013 to 2018."""
    return (
        f"# {council}\n\n## Inspection of services for children in need of help and protection, "
        f"children looked after and care leavers\n\nInspection date: {dates}\n\n{body}"
    )


def visit(body: str, date: str, council: str = "Derby City Council") -> str:
    """A letter about a focused visit."""
    return (
        f"{date}\n\nMs Sue Harling\nDirector of Children’s Services\n{council}\n\nDear Ms Harling\n\n"
        f"## Focused visit to {council} children’s services\n\n{body}\n\nYours sincerely\n\n"
        "Norma Penfold\nHer Majesty’s Inspector"
    )
