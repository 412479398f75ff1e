"""Markers at the start of a line: bullets and paragraph numbers."""

from __future__ import annotations

import re

__all__ = ["BULLET", "NUMBERED"]

BULLET = re.compile(r"^\s*[■◼•●▪◦‣·─―−\u0335\u0336\x83\uf0b7\uf0a7\uf06e\uf075–*+-]\s+(?=\S)")
#: A paragraph's number at the start of a line, sometimes glued to its text ("43.The council").
NUMBERED = re.compile(r"^\s*(\d{1,3})\.\s*(?=[A-Z‘“'\"(])")
