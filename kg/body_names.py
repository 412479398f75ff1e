"""What a name of a programme or an organisation means: one of the gazetteer's, or a local one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.gazetteer import Body, fold, organisations, programmes
from kg.rdf.iris import slug
from kg.resources import word_lists

__all__ = ["bodies_named", "local_key"]


#: Signs at the end of a word that tell two names apart.
_SIGNS = re.compile(r"(?<=\w)[!+]")


def bodies_named(kind: str, name: str) -> tuple[Body, ...]:
    """The bodies of a kind, `programme` or `organisation`, with this name in any case."""
    return _bodies_by_name(kind).get(fold(name), ())


@cache
def _bodies_by_name(kind: str) -> Mapping[str, tuple[Body, ...]]:
    found: dict[str, tuple[Body, ...]] = {}
    for body in programmes() if kind == "programme" else organisations():
        for name in dict.fromkeys(map(fold, body.names)):
            found[name] = (*found.get(name, ()), body)
    return found


def local_key(kind: str, name: str) -> str:
    """What the names of one council's programme, or of one body, have in common.

    Case, hyphens and the noun behind a programme's name ("Star team") are left out, but not the
    signs that some names end in.

    >>> local_key("programme", "Step-Up team"), local_key("programme", "The Team")
    ('step-up', 'team')
    >>> local_key("programme", "Star!"), local_key("programme", "Star+ team")
    ('star!', 'star+')
    >>> local_key("organisation", "Star Team")
    'star-team'
    """
    words = fold(name).split()
    while kind == "programme" and len(words) > 1 and words[-1] in word_lists("programmes")["last"]:
        words.pop()
    return slug(" ".join(words)) + "".join(_SIGNS.findall(name))
