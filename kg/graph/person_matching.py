"""Which IRIs are the same person across documents: `owl:sameAs` in the graph `entities`.

A person's IRI is made from the name (and, for a leader, the council or body), so a misspelled name
gets its own IRI, and a director who moves has two.  Two IRIs are the same person only if that is
certain: inspectors with two spellings of one name; leaders with two spellings of one name in the
same post; and a leader who came from a body that has a leader of the same name.  Everyone in a
group must match everyone else, or for inspectors the one whom most documents name, and no document
may name two of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import combinations

import pyoxigraph as ox

from kg.person_names import may_be_same_name
from kg.rdf.iris import slug
from kg.rdf.vocabulary import prologue
from kg.store.select import text_rows

__all__ = ["same_people"]

PROLOGUE = prologue("kg", "org", "prov")
PEOPLE = """SELECT ?person ?inspector ?name ?document ?role ?body ?before {
  { ?claim prov:agent ?person BIND(true AS ?inspector) } UNION { ?claim org:member ?person }
  ?claim kg:name ?name ; kg:document ?document .
  OPTIONAL { ?claim org:role ?role }
  OPTIONAL { ?claim org:organization ?body }
  OPTIONAL { ?claim kg:heldBefore ?before }
}"""


#: Least documents that name an inspector of whom another name may be a slip, made once.
OFTEN = 5


@dataclass
class _Person:
    """The claims about one IRI, summarised."""

    iri: str
    names: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    posts: set[tuple[str, str]] = field(default_factory=set)
    held_before: set[str] = field(default_factory=set)
    inspector: bool = False

    @property
    def bodies(self) -> set[str]:
        """The bodies in which the person holds posts."""
        return {body for _, body in self.posts}

    @property
    def name(self) -> str:
        """The name that most claims give; of several the first alphabetically."""
        return min(self.names, key=lambda name: (-self.names[name], name))

    @property
    def rank(self) -> tuple[int, int, str]:
        """Sort key: the smallest is the group's canonical person."""
        return -self.names.total(), -len(self.name), self.iri


def same_people(
    store: ox.Store, distinct: Collection[frozenset[str]] = ()
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each duplicate IRI, the canonical IRI of the same person, and the duplicate's own spellings.

    Spellings that the canonical person also has are left out.  Pairs of IRIs in `distinct` are
    known to be different people.
    """
    people = _people(store)
    for group in _groups(people, distinct):
        canonical = min(group, key=lambda person: person.rank)
        if canonical.inspector:
            certain = not any(_are_two(a, b, distinct) for a, b in combinations(group, 2))
            group = [p for p in group if p is canonical or _same_person(p, canonical, distinct)]
        else:
            certain = all(_same_person(a, b, distinct) for a, b in combinations(group, 2))
        if certain:
            for person in sorted(group, key=lambda person: person.iri):
                if person is not canonical:
                    spellings = sorted({*person.names} - {*canonical.names})
                    yield person.iri, canonical.iri, tuple(spellings)


def _people(store: ox.Store) -> list[_Person]:
    _, *rows = text_rows(store, PROLOGUE + PEOPLE, use_default_graph_as_union=True)
    people: dict[str, _Person] = {}
    for iri, inspector, name, document, role, body, before in rows:
        person = people.setdefault(iri, _Person(iri))
        person.names[name] += 1
        person.documents.add(document)
        person.inspector |= bool(inspector)
        if role and body:
            person.posts.add((role, body))
        if before:
            person.held_before.add(before)
    return [people[iri] for iri in sorted(people)]


def _groups(people: list[_Person], distinct: Collection[frozenset[str]]) -> list[list[_Person]]:
    """Groups of people who are connected by matching pairs.

    Only people who share a first or last name are compared.
    """
    blocks: dict[tuple[str, str], list[_Person]] = defaultdict(list)
    for person in people:
        words = slug(person.name).split("-")
        blocks["first", words[0]].append(person)
        blocks["last", words[-1]].append(person)
    group = {person.iri: [person] for person in people}
    for block in blocks.values():
        for a, b in combinations(block, 2):
            if group[a.iri] is not group[b.iri] and _same_person(a, b, distinct):
                group[a.iri].extend(group[b.iri])
                group.update((person.iri, group[a.iri]) for person in group[b.iri])
    return [group[person.iri] for person in people if group[person.iri][0] is person]


def _are_two(a: _Person, b: _Person, distinct: Collection[frozenset[str]]) -> bool:
    """Whether two IRIs are known to be of two people, or one document names both."""
    known = bool(distinct) and frozenset((a.iri, b.iri)) in distinct
    return known or bool(a.documents & b.documents)


def _same_person(a: _Person, b: _Person, distinct: Collection[frozenset[str]]) -> bool:
    """Whether two IRIs certainly refer to the same person."""
    if _are_two(a, b, distinct) or a.inspector != b.inspector:
        return False
    if a.inspector:
        fewer, more = sorted((len(a.documents), len(b.documents)))
        slip = fewer == 1 and more >= OFTEN
        return may_be_same_name(a.name, b.name, slip=slip)
    if a.posts & b.posts:
        return may_be_same_name(a.name, b.name, same_post=True)
    moved = a.bodies & b.held_before or b.bodies & a.held_before
    return bool(moved) and slug(a.name) == slug(b.name)
