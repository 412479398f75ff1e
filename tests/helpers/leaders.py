"""Texts that name leaders: stories, reports, letters to several bodies."""

from __future__ import annotations

from kg.documents.readers import read
from kg.extraction.pipeline import extract
from kg.model import Document, Facts

DCS, LEAD, CHIEF = "director-of-childrens-services", "lead-member", "chief-executive"


SECOND, STRATEGIC, CHAIR = "assistant-director", "strategic-director", "lscb-chair"


LEADER, MAYOR, OTHER = "council-leader", "mayor", "other"


def document(text: str, sha: str = "0" * 64) -> Document:
    """A document from Markdown."""
    return read(text.encode(), "a.md", sha)


def facts_of(text: str) -> Facts:
    """What a text says."""
    return extract(document(text))


def story(body: str, council: str = "Derby") -> str:
    """A news story on an inspection."""
    return (
        f"# {council} City Council’s children’s services inspected\n\nOfsted has inspected "
        f"{council} City Council’s children’s services. Inspectors saw much. {body}\n\n"
        "“We welcome all that the inspectors found,” said a spokesperson.\n"
    )


def single(body: str) -> str:
    """A report of the framework of 2013 to 2018 with a section on local leaders."""
    return (
        "# Derby\n\n## Inspection of services for children in need of help and protection, "
        "children looked after and care leavers\n\nInspection date: 23 January 2017 – 16 February "
        f"2017\n\nReport published: 7 April 2017\n\n## Local leadership\n\n{body}\n"
    )


def joint(addressees: str, body: str = "") -> str:
    """The letter of a joint inspection, an addressee a line."""
    lines = addressees.replace("\n", "\n\n")
    return (
        f"10 February 2023\n\n{lines}\n\nDear local partnership\n\n## Joint targeted area "
        "inspection of Derby\n\nBetween 6 and 10 January 2023, Ofsted and the Care Quality "
        f"Commission (CQC) inspected Derby City Council.\n\n{body}\n\nYours sincerely\n\n"
        "Yvonne Stansted\n\nNational Director, Social Care, Ofsted\n"
    )
