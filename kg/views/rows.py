"""The data of the page: an atlas as rows of JSON.

There are three blocks.  `data` is read at once; `findings` and `texts` are compressed, and are read
when a screen first needs them.  Things refer to others by their position in a list, from 0; -1
stands for none.  Positions in texts count UTF-16 units, as scripts do.

    data
      title        the heading of the page
      notes        [sentence, ...] what is not on the page
      screen       the address of the first screen, for instance "council/E08000032", or ""
      documents    [title, path, url, paged (0 or 1), when, [inspection, ...], shown (0 or 1),
                   citation]
                     shown: its findings are on the page, not only their numbers; citation: [name
                     in citations, [author, ...], of an inspectorate (0 or 1), published, [first
                     day, last day of its one inspection]]
      grades, areas, themes, types, regions, focuses
                   [token, label, definition, token of the concept that it is compared as or ""];
                   grades are best first
      councils     [gss, name, iri, official name, kind, region, formed, abolished,
                   [successor, ...], [neighbour, ...], [other name, ...], [column, row] or null]
                     neighbours: statistical neighbours, closest first
      inspections  [iri, [council, ...], type, start, end, published, next due, [followed, ...],
                   [focus, ...], [area left out by its framework, ...],
                   [[area, grade, [fact, ...]], ...], [document, ...], [fact, ...],
                   [strengths, weaknesses, mixed, recommendations],
                   [theme, strengths, weaknesses, mixed, recommendations, theme, ...]]
      stated       [council, when, grade, [fact, ...]]: overall grades that later documents state
      people       [iri, name, [other name, ...], [post, ...], [visit, ...]]
                     post: [council, organisation, role token, role, since, inspection, document,
                     [fact, ...]]; visit: [inspection, role, [fact, ...]]
      bodies       [iri, "programme" or "organisation", kind, name, [other name, ...],
                   [[council, document, [fact, ...]], ...]]
      responses    [speaker, [council, ...], [inspection, ...], [fact, ...]]
      facts        [document, start, end, page or 0, paragraph], with the words as a sixth value
                   where the page has no text of the document
      found        the number of findings, whether shown or not
      network      null, or a network that the screen "network" shows at first:
                   {"nodes": [[iri, kind, label], ...],
                    "links": [[from, to, label, IRI of the property], ...]}
                     kind: council, inspection, inspector, leader, programme, organisation, theme,
                     other; from, to: positions in nodes; a thing that the lists above have keeps
                     its own name and screen; the first 300 are drawn, all are in the table
    findings       the findings of the documents that are shown: columns of equal length, in the
                   order of documents and places
      document, start, length, page, confidence (hundredths), paragraph (position in `names`),
      kind (position in `kinds`), trend (0 none, 1 improving, 2 declining), priority (0 or 1),
      themes, councils, inspections (positions in `sets`, which has lists of positions)
      words        the words of findings whose document has no text, by position
      followed     [recommendation, state, later finding, what it says, later finding, ...]:
                   positions; those of states are in `states`
    texts          [text or null for each document]
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import Any

from kg.network.model import FINDING_KINDS, Network
from kg.views.model import Atlas, Concept, Inspection, Place

__all__ = ["data_rows", "finding_columns", "text_rows"]

TRENDS = ("", "improving", "declining")

Row = list[Any]


def data_rows(
    atlas: Atlas, title: str, screen: str, notes: Sequence[str], network: Network | None = None
) -> dict[str, Any]:
    """The block `data`."""
    numbers = _Numbers(atlas)
    return {
        "title": title,
        "notes": list(notes),
        "screen": screen,
        "documents": [
            [
                d.title, d.path, d.url, int(d.paged), d.when,
                numbers.all("inspections", d.reports), int(d.findings),
                [
                    d.citation.document, d.citation.authors, int(d.citation.official),
                    d.citation.published, d.citation.inspected,
                ],
            ]
            for d in atlas.documents
        ],
        **{name: _concepts(getattr(atlas, name)) for name in _SCHEMES},
        "councils": [
            [
                c.gss, c.name, c.iri, c.official, c.kind, numbers.one("regions", c.region),
                c.formed, c.abolished, numbers.all("councils", c.successors),
                numbers.all("councils", c.neighbours), c.also, c.hexagon,
            ]
            for c in atlas.councils
        ],
        "inspections": [
            _inspection(i, numbers, atlas.counts.get(i.iri, {})) for i in atlas.inspections
        ],
        "stated": [
            [
                numbers.one("councils", s.council), s.when, numbers.one("grades", s.grade),
                numbers.facts(s.places),
            ]
            for s in atlas.stated
        ],
        "people": [
            [
                p.iri, p.name, p.also,
                [
                    [
                        numbers.one("councils", post.council), post.organisation, post.role,
                        post.role_text, post.since, numbers.one("inspections", post.inspection),
                        numbers.one("documents", post.document), numbers.facts(post.places),
                    ]
                    for post in p.posts
                ],
                [
                    [numbers.one("inspections", v.inspection), v.role, numbers.facts(v.places)]
                    for v in p.visits
                ],
            ]
            for p in atlas.people
        ],
        "bodies": [
            [
                b.iri, b.sort, b.kind, b.name, b.also,
                [
                    [
                        numbers.one("councils", n.council), numbers.one("documents", n.document),
                        numbers.facts(n.places),
                    ]
                    for n in b.namings
                ],
            ]
            for b in atlas.bodies
        ],
        "responses": [
            [
                r.speaker, numbers.all("councils", r.councils),
                numbers.all("inspections", r.inspections), numbers.facts(r.places),
            ]
            for r in atlas.responses
        ],
        "facts": list(numbers.fact_rows),
        "network": network and _network(network),
        "found": atlas.found,
    }  # fmt: skip


def finding_columns(atlas: Atlas) -> dict[str, Any]:
    """The block `findings`."""
    numbers = _Numbers(atlas)
    sets: dict[tuple[int, ...], int] = {(): 0}
    names: dict[str, int] = {"": 0}

    @cache
    def positions(scheme: str, keys: tuple[str, ...]) -> int:
        return sets.setdefault(tuple(numbers.all(scheme, keys)), len(sets))

    columns: dict[str, Row] = {name: [] for name in _COLUMNS}
    words = {}
    for n, finding in enumerate(atlas.findings):
        document = numbers.one("documents", finding.document)
        start, end = numbers.range(finding.document, finding.start, finding.end)
        row = (
            document, start, end - start, finding.page, finding.confidence,
            names.setdefault(finding.paragraph, len(names)), FINDING_KINDS.index(finding.kind),
            TRENDS.index(finding.trend), int(finding.priority), positions("themes", finding.themes),
            positions("councils", finding.councils), positions("inspections", finding.inspections),
        )  # fmt: skip
        for column, value in zip(columns.values(), row, strict=True):
            column.append(value)
        if finding.words and (not finding.end or numbers.texts[finding.document] is None):
            words[str(n)] = finding.words
    lists = {"sets": [list(key) for key in sets], "names": list(names), "kinds": FINDING_KINDS}
    return {**columns, **lists, "words": words, "states": STATES, "followed": _followed(atlas)}


def _followed(atlas: Atlas) -> list[Row]:
    """The recommendations with those later findings that are shown."""
    return [
        [
            n,
            STATES.index(finding.state),
            *chain.from_iterable((later, STATES.index(says)) for later, says in finding.later),
        ]
        for n, finding in enumerate(atlas.findings)
        if finding.state
    ]


def text_rows(atlas: Atlas) -> list[str | None]:
    """The block `texts`."""
    return [document.text for document in atlas.documents]


#: The states of a recommendation.
STATES = ("no-later-word", "some-progress", "settled", "raised-again")
_SCHEMES = ("grades", "areas", "themes", "types", "regions", "focuses")
_COLUMNS = (
    "document", "start", "length", "page", "confidence", "paragraph", "kind", "trend", "priority",
    "themes", "councils", "inspections",
)  # fmt: skip


class _Numbers:
    """The positions of things in their lists, by IRI or token, and the rows of facts."""

    def __init__(self, atlas: Atlas) -> None:
        self.of = {
            **{
                name: {concept.token: n for n, concept in enumerate(getattr(atlas, name))}
                for name in _SCHEMES
            },
            **{
                name: {thing.iri: n for n, thing in enumerate(getattr(atlas, name))}
                for name in ("documents", "councils", "inspections")
            },
        }
        self.texts = {document.iri: document.text for document in atlas.documents}
        self.wide = {
            iri: [n for n, char in enumerate(text) if char > "\uffff"]
            for iri, text in self.texts.items()
            if text and len(text.encode("utf-16-le")) > 2 * len(text)
        }
        self._facts: dict[Place, int] = {}
        self.fact_rows: list[Row] = []

    def one(self, scheme: str, key: str) -> int:
        """The position of a thing in its list; -1 where it isn't there."""
        return self.of[scheme].get(key, -1)

    def all(self, scheme: str, keys: Iterable[str]) -> list[int]:
        """The positions of those that are in the list."""
        known = self.of[scheme]
        return [known[key] for key in keys if key in known]

    def range(self, document: str, start: int, end: int) -> tuple[int, int]:
        """A range of code points as one of UTF-16 units."""
        wide = self.wide.get(document)
        if not wide:
            return start, end
        return start + bisect.bisect_left(wide, start), end + bisect.bisect_left(wide, end)

    def facts(self, places: Iterable[Place]) -> list[int]:
        """The positions of the rows of these places."""
        return [self._fact(place) for place in places]

    def _fact(self, place: Place) -> int:
        if place not in self._facts:
            self._facts[place] = len(self.fact_rows)
            start, end = self.range(place.document, place.start, place.end)
            row = [self.one("documents", place.document), start, end, place.page, place.paragraph]
            has_text = place.end > 0 and self.texts.get(place.document) is not None
            self.fact_rows.append(row if has_text else [*row, place.words])
        return self._facts[place]


def _concepts(concepts: Iterable[Concept]) -> list[Row]:
    return [[c.token, c.label, c.definition, c.compared_as] for c in concepts]


def _network(network: Network) -> dict[str, list[Row]]:
    place = {node.iri: n for n, node in enumerate(network.nodes)}
    return {
        "nodes": [[node.iri, node.kind, node.label] for node in network.nodes],
        "links": [[place[e.source], place[e.target], e.label, e.property] for e in network.edges],
    }


def _inspection(
    inspection: Inspection, numbers: _Numbers, counts: Mapping[str, Sequence[int]]
) -> Row:
    themes = sorted((numbers.one("themes", t), own) for t, own in counts.items() if t)
    return [
        inspection.iri, numbers.all("councils", inspection.councils),
        numbers.one("types", inspection.type), inspection.start, inspection.end,
        inspection.published, inspection.next_due, numbers.all("inspections", inspection.follows),
        numbers.all("focuses", inspection.focus), numbers.all("areas", inspection.left_out),
        [
            [numbers.one("areas", g.area), numbers.one("grades", g.grade), numbers.facts(g.places)]
            for g in inspection.grades
        ],
        numbers.all("documents", inspection.documents), numbers.facts(inspection.places),
        counts.get("", (0,) * len(FINDING_KINDS)),
        list(chain.from_iterable([theme, *own] for theme, own in themes)),
    ]  # fmt: skip
