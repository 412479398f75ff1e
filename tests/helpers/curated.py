"""What a graph with decisions says, and how a decision names documents and words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox

from kg.builds.build import Report
from kg.rdf.iris import PREFIXES, document_key
from kg.store.graph import Graph

DERBY = """28 February 2019

Dear Ms Harling

## Focused visit to Derby City Council children’s services

This letter sums up the findings of the focused visit to Derby City Council children’s services on
5 and 6 February 2019. The inspectors were Norma Penfold, HMI, and Nick Tracey, HMI.

Supervision is exemplary and helps social workers to reflect. Too many plans lack focus. The
‘Bright Steps’ programme helps parents. Ms Penfold met Nick Tracey and heard of the Bright Start
programme. The director of children’s services, Ada Wynn, has been in post since May 2017.

Yours sincerely

Norma Penfold
Her Majesty’s Inspector
"""


LUTON = """14 June 2021

Dear Mr Oduya

## Focused visit to Luton Borough Council children’s services

This letter sums up the findings of the focused visit to Luton Borough Council children’s services
on 18 and 19 May 2021. The inspectors were Nick Tracey, HMI, and Rosa Quill, HMI.

Assessments are timely. Too many children wait for help. Luton works with Derby City Council.

Yours sincerely

Rosa Quill
Her Majesty’s Inspector
"""


Curated = Callable[[str], tuple[Graph, Report]]


def ask(graph: Graph, pattern: str) -> list[tuple[str, ...]]:
    prologue = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    solutions = graph.query(f"{prologue} SELECT {pattern}")
    assert isinstance(solutions, ox.QuerySolutions)
    return sorted(tuple(getattr(cell, "value", "") for cell in row) for row in solutions)


def key(home: Path, text: str) -> str:
    """The key of the document whose text has this in it."""
    (found,) = [p.stem for p in (home / "out" / "texts").iterdir() if text in p.read_text("utf-8")]
    return document_key(found)


def place(home: Path, words: str) -> str:
    """The address of words, as a flow mapping."""
    for path in (home / "out" / "texts").iterdir():
        text = path.read_text("utf-8")
        if words in text:
            start = text.index(words)
            end = start + len(words)
            return f'{{document: "{path.stem}", start: {start}, end: {end}, quote: "{words}"}}'
    raise AssertionError(words)


INSPECTORS = "DISTINCT ?who { ?c a kg:Association ; prov:agent ?who }"


def people(graph: Graph) -> list[str]:
    return [who.rpartition("/")[2] for (who,) in ask(graph, INSPECTORS)]
