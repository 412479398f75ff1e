"""Who is one person across documents: two IRIs that `owl:sameAs` ties in the graph `entities`.

An IRI is a name (within a council or body, for a leader), so a slip of the pen makes another one,
and a director who moves has two.  They are one person where that is certain: inspectors whose
names are two spellings of one, leaders whose names are and who hold one post, and whoever a
document says to have come from a body that names the same post-holder.  All of a group have to
fit each other, and no document may name two of them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import combinations

import pyoxigraph as ox

from kg.person_names import near
from kg.rdf.iris import PREFIXES, slug
from kg.store.select import texts

__all__ = ["same_people"]

PROLOGUE = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in ("kg", "org", "prov"))
PEOPLE = """SELECT ?person ?inspector ?name ?document ?role ?body ?before {
  { ?claim prov:agent ?person BIND(true AS ?inspector) } UNION { ?claim org:member ?person }
  ?claim kg:name ?name ; kg:document ?document .
  OPTIONAL { ?claim org:role ?role }
  OPTIONAL { ?claim org:organization ?body }
  OPTIONAL { ?claim kg:heldBefore ?before }
}"""


@dataclass
class _Person:
    """What the claims say of one IRI."""

    iri: str
    names: Counter[str] = field(default_factory=Counter)
    documents: set[str] = field(default_factory=set)
    posts: set[tuple[str, str]] = field(default_factory=set)
    before: set[str] = field(default_factory=set)
    inspector: bool = False

    @property
    def bodies(self) -> set[str]:
        """Where the person holds posts."""
        return {body for _, body in self.posts}

    @property
    def name(self) -> str:
        """The name that most claims give, of several the first in order."""
        return min(self.names, key=lambda name: (-self.names[name], name))

    @property
    def weight(self) -> tuple[int, int, str]:
        """What the person of a group that stands for it has least of."""
        return -self.names.total(), -len(self.name), self.iri


def same_people(
    store: ox.Store, apart: Collection[frozenset[str]] = ()
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """For whoever has two IRIs: one, that of the person who stands for it, and its spellings.

    The spellings are those that the other has not.  Pairs of IRIs in `apart` are never one.
    """
    people = _people(store)
    for group in _groups(people, apart):
        if all(_one(a, b, apart) for a, b in combinations(group, 2)):
            main = min(group, key=lambda person: person.weight)
            for person in sorted(group, key=lambda person: person.iri):
                if person is not main:
                    yield person.iri, main.iri, tuple(sorted({*person.names} - {*main.names}))


def _people(store: ox.Store) -> list[_Person]:
    _, *rows = texts(store, PROLOGUE + PEOPLE, use_default_graph_as_union=True)
    people: dict[str, _Person] = {}
    for iri, inspector, name, document, role, body, before in rows:
        person = people.setdefault(iri, _Person(iri))
        person.names[name] += 1
        person.documents.add(document)
        person.inspector |= bool(inspector)
        if role and body:
            person.posts.add((role, body))
        if before:
            person.before.add(before)
    return [people[iri] for iri in sorted(people)]


def _groups(people: list[_Person], apart: Collection[frozenset[str]]) -> list[list[_Person]]:
    """People who may be one, by way of each other.

    Only those who share their first or last name are compared.
    """
    blocks: dict[tuple[str, str], list[_Person]] = defaultdict(list)
    for person in people:
        words = slug(person.name).split("-")
        blocks["first", words[0]].append(person)
        blocks["last", words[-1]].append(person)
    group = {person.iri: [person] for person in people}
    for block in blocks.values():
        for a, b in combinations(block, 2):
            if group[a.iri] is not group[b.iri] and _one(a, b, apart):
                group[a.iri].extend(group[b.iri])
                group.update((person.iri, group[a.iri]) for person in group[b.iri])
    return [group[person.iri] for person in people if group[person.iri][0] is person]


def _one(a: _Person, b: _Person, apart: Collection[frozenset[str]]) -> bool:
    """Whether two IRIs are certainly one person's."""
    if apart and frozenset((a.iri, b.iri)) in apart:
        return False
    if a.documents & b.documents or a.inspector != b.inspector:
        return False
    if a.inspector:
        return near(a.name, b.name)
    if a.posts & b.posts:
        return near(a.name, b.name, same_post=True)
    moved = a.bodies & b.before or b.bodies & a.before
    return bool(moved) and slug(a.name) == slug(b.name)
