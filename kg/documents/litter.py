"""What programs leave beside people's files: marks that a file is open, thumbnails, parts of pages.

The names are data (`kg/words/litter.toml`).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from fnmatch import translate
from functools import cache
from pathlib import PurePosixPath

from kg.resources import word_lists

__all__ = ["is_litter"]


def is_litter(name: str, names: Collection[str]) -> bool:
    """Whether a file is such a leaving, by its path; `names` are the paths of all files there."""
    path = PurePosixPath(name)
    folders = path.parent.parts
    if _pattern("names").fullmatch(path.name) or any(map(_pattern("folders").fullmatch, folders)):
        return True
    end = word_lists("litter")["page_parts"]
    parts = [parent.as_posix() for parent in path.parents if parent.name.endswith(end)]
    kinds = (".htm", ".html")
    return any(part.removesuffix(end) + kind in names for part in parts for kind in kinds)


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    return re.compile("|".join(map(translate, word_lists("litter")[kind])), re.I)
