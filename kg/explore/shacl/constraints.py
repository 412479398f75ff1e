"""The constraints of SHACL Core as data."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

__all__ = ["constraints"]


@cache
def constraints() -> dict[str, Any]:
    """What `constraints.toml` holds."""
    text = files("kg.explore.shacl").joinpath("constraints.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
