"""Writes a brief as one HTML file that needs no other: notes at the end, with links both ways."""

from __future__ import annotations

import base64
from importlib.resources import files

from kg.briefs.model import Brief
from kg.briefs.notes import Notes
from kg.briefs.words import say

__all__ = ["html"]


def html(brief: Brief) -> bytes:
    """The brief as UTF-8."""
    from jinja2 import Environment

    source = (files("kg.briefs") / "brief.html.jinja").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["base64"] = lambda data: base64.b64encode(data).decode()
    environment.filters["kind"] = lambda block: type(block).__name__
    page = environment.from_string(source).render(
        brief=brief, notes=Notes(), notes_heading=say("headings", "notes")
    )
    return f"{page}\n".encode()
