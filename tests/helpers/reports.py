"""Reports, letters and stories around a body of text, and what `kg` finds in them.

The councils are real, because the gazetteer knows them; people and sentences are invented.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.documents.readers import read
from kg.extraction.pipeline import extract
from kg.graph.linked import Linked
from kg.graph.linking import link
from kg.model import Document, Facts, PartialDate

SHA = "0" * 64


def document(text: str) -> Document:
    """A document from Markdown, or from HTML when it begins like a page."""
    name = "a.html" if text.lstrip().startswith("<") else "a.md"
    return read(text.encode(), name, SHA)


def facts_of(text: str) -> Facts:
    """What a text says."""
    return extract(document(text))


def linked(text: str) -> Linked:
    """What a text says, with its councils decided."""
    doc = document(text)
    return link(doc, extract(doc))


def ilacs(
    body: str = "", *, council: str = "Derby City Council", dates: str = "8 to 19 July 2024"
) -> str:
    """The opening of a report as Ofsted writes them since 2018, and a body."""
    return f"""# {council}

## Inspection of children’s social care services

Inspection dates: {dates}

Lead inspector: Norma Penfold, His Majesty’s Inspector

{body}"""


def single(body: str = "") -> str:
    """The opening of a report of the framework of 2013 to 2018, and a body."""
    return f"""# Derby

## Inspection of services for children in need of help and protection, children looked after and care leavers

Inspection date: 23 January 2017 – 16 February 2017

Report published: 7 April 2017

{body}"""


def letter(
    body: str,
    *,
    subject: str = "Focused visit to Derby City Council children’s services",
    date: str = "28 February 2019",
    address: str = "Ms Sue Harling\nDirector of Children’s Services\nDerby City Council",
    signature: str = "Norma Penfold\nHer Majesty’s Inspector",
) -> str:
    """A letter with its head and its close around a body."""
    return f"""Piccadilly Gate
Store Street
Manchester

{date}

{address}

Dear Ms Harling

## {subject}

{body}

Yours sincerely

{signature}
"""


VISIT = (
    "This letter sums up the findings of the focused visit to Derby City Council children’s "
    "services on 5 and 6 February 2019. The inspectors were Norma Penfold, HMI, and Nick Tracey, "
    "HMI."
)


STORY = """# Council’s children’s services inspected

{body}

“We welcome all that the inspectors found,” said a spokesperson.
"""


def iso(date: PartialDate | None) -> str | None:
    """A date's text."""
    return date.iso if date else None


FOUR = {
    "leadership": "good",
    "help-and-protection": "requires-improvement",
    "in-care-and-care-leavers": "outstanding",
    "overall-effectiveness": "good",
}


PENFOLD, TRACEY = ("Norma Penfold", "lead"), ("Nick Tracey", "team")


TEAM_LIST = """## The inspection team

Lead inspector: Norma Penfold

Deputy lead inspector: Nigel Parkin

Team inspectors: Pauline Higgs, Tracey Metcalf and Cathy Blake

Senior data analyst: Judith Swinford

Quality assurance manager: John Mitcham
"""


@dataclass(frozen=True)
class Named:
    """A sentence and the names in it."""

    sentence: str
    names: list[str]
    why: str
