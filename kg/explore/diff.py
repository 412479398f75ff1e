"""Compares two graphs: facts added, removed and changed, by council and kind.

A fact has changed if its values differ.  So renaming a document changes only the fact about the
document itself, and processing it again changes only the facts that are now extracted differently.
People, programmes, organisations and councils in both graphs are compared by name and kind.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kg.explore.compared_facts import ComparedFact, Labeller, Texts, facts, named_things, tokens
from kg.query.answer import Table
from kg.store.graph import Graph
from kg.wording import counted

__all__ = ["Change", "compare", "summary", "table"]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that is in only one of two graphs, or has different values in them.

    `change` is added, removed or changed.  `council` is a name, "" if the fact is about none.
    `old` and `new` are what claims say in each graph, sorted; most facts have one value.
    """

    council: str
    kind: str
    key: Texts
    change: str
    old: tuple[Texts, ...]
    new: tuple[Texts, ...]
    documents: tuple[str, ...]

    @property
    def fact(self) -> str:
        """What the fact is about, as one text."""
        return ", ".join(filter(None, self.key))

    @property
    def before(self) -> str:
        """What the first graph says, as one text."""
        return _joined(self.old)

    @property
    def after(self) -> str:
        """What the second graph says, as one text."""
        return _joined(self.new)


def compare(
    before: Graph, after: Graph, labeller: Callable[[Graph], Labeller] = tokens
) -> tuple[Change, ...]:
    """The changes from one graph to another, sorted by council, kind and fact.

    `labeller` gives terms their texts, which are tokens and labels unless otherwise told.
    """
    old_facts, new_facts = facts(before, labeller), facts(after, labeller)
    changes = []
    for key in old_facts.keys() | new_facts.keys():
        council, kind, _ = key
        old, new = old_facts.get(key), new_facts.get(key)
        if old is not None and new is not None and old.values == new.values:
            continue
        changes.append(
            Change(
                council=_label(before, after, council),
                kind=kind,
                key=(new or old or ComparedFact(())).key,
                change="added" if old is None else "removed" if new is None else "changed",
                old=tuple(sorted(old.values)) if old else (),
                new=tuple(sorted(new.values)) if new else (),
                documents=tuple(sorted((new or old or ComparedFact(())).documents)),
            )
        )
    return tuple(sorted([*changes, *_name_changes(before, after)], key=_order))


def _order(change: Change) -> tuple[str, ...]:
    return (change.council, change.kind, change.fact, change.change, change.before, change.after)


def summary(changes: Iterable[Change]) -> list[str]:
    """Lines with the numbers of changes, in all and by council."""
    by_council: dict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
    total: Counter[str] = Counter()
    for change in changes:
        total[change.change] += 1
        by_council[change.council or "no council"][change.kind, change.change] += 1
    if not total:
        return ["no facts added, removed or changed"]
    counts = ", ".join(f"{total[name]:,} {name}" for name in ("added", "removed", "changed"))
    return [
        f"facts: {counts}",
        *(
            f"  {council}: "
            + ", ".join(
                f"{counted(count, kind)} {what}" for (kind, what), count in sorted(kinds.items())
            )
            for council, kinds in sorted(by_council.items())
        ),
    ]


def table(changes: Iterable[Change]) -> Table:
    """The changes as a table for `kg.query.result_formats`."""
    rows = (
        (
            change.change,
            change.council,
            change.kind,
            change.fact,
            change.before,
            change.after,
            ";".join(change.documents),
        )
        for change in changes
    )
    columns = ("change", "council", "kind", "fact", "before", "after", "documents")
    return Table(columns, tuple(tuple(ox.Literal(c) if c else None for c in row) for row in rows))


def _joined(values: Iterable[Texts]) -> str:
    return " | ".join(sorted("; ".join(filter(None, texts)) for texts in values))


def _label(before: Graph, after: Graph, council: str) -> str:
    """The name of a council in the second graph, or else in the first."""
    labels = (tokens(graph)(ox.NamedNode(council)) for graph in (after, before) if council)
    return next((label for label in labels if label != council), council)


def _name_changes(before: Graph, after: Graph) -> Iterator[Change]:
    """Changes of the name or kind of things that are in both graphs."""
    old, new = named_things(before), named_things(after)
    for kind, iri in old.keys() & new.keys():
        was, now = old[kind, iri], new[kind, iri]
        if was != now:
            yield Change("", kind, (iri,), "changed", ((was,),), ((now,),), ())
