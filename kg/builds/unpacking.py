"""Sources that hold others, opened: what is in zip archives and messages becomes sources too.

Strangers' archives are opened in worker processes with limits, as documents are.
"""

from __future__ import annotations

from dataclasses import replace

from kg.builds.worker_pool import Workers, in_order
from kg.documents.containers import Contents, contents
from kg.documents.sources import LITTER, Failure, Source, Sources
from kg.errors import DocumentError

__all__ = ["unpacked"]


def unpacked(sources: Sources, jobs: int) -> Sources:
    """The sources with those that are in others; their names begin with that of what holds them."""
    to_open = [source for source in sources.found if source.may_hold_others]
    if not to_open:
        return sources
    found = [source for source in sources.found if not source.may_hold_others]
    failures, ignored = list(sources.failures), list(sources.ignored)
    left_out = list(sources.left_out)
    with Workers(_open, min(jobs, len(to_open))) as submit:
        for source, held in in_order(submit, to_open, 1, 4 * jobs):
            if isinstance(held, str):
                if source.sure:
                    failures.append(Failure(source.name, held))
                else:
                    ignored.append(source.name)
                continue
            if held.is_document:
                found.append(source)
            elif held.count() == 0:
                ignored.append(source.name)
            found += [
                replace(
                    source,
                    name=_place(source, entry.inside),
                    sha256=entry.sha256,
                    size=entry.size,
                    inside=entry.inside,
                )
                for entry in held.entries
            ]
            failures += [Failure(_place(source, where), why) for where, why in held.failures]
            ignored += [_place(source, where) for where in held.ignored]
            left_out += [Failure(_place(source, where), LITTER) for where in held.litter]
    return Sources(
        tuple(sorted(found, key=lambda source: (source.name, source.sha256))),
        tuple(failures),
        tuple(sorted(ignored)),
        tuple(sorted(left_out, key=lambda one: one.name)),
    )


def _place(source: Source, inside: tuple[str, ...]) -> str:
    return "/".join((source.name, *inside))


def _open(source: Source) -> Contents | str:
    """Runs in a worker: what a source holds, or the reason why it can't be opened."""
    try:
        return contents(source.path, source.name)
    except DocumentError as error:
        return str(error)
    except OSError as error:
        return f"can't be read ({error.strerror or error})"
