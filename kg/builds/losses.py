"""Documents that a build would lose, and the builds that are refused because of them."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path

from kg.errors import InputError

__all__ = ["check_given", "check_known", "check_losses", "folders_of", "lost"]

#: The largest share of its documents that a graph loses without `--mirror`.
MAX_SHARE = Fraction(1, 3)
#: Documents and folders that a message names.
MAX_NAMED = 3

#: The names of each document's files, by hash.
Places = Mapping[str, tuple[str, ...]]


def lost(before: Places, after: Places) -> Mapping[str, tuple[str, ...]]:
    """The documents of a graph that leave it; one that only moved or changed is not among them."""
    names = {name for places in after.values() for name in places}
    return {
        sha: places
        for sha, places in before.items()
        if sha not in after and not names.issuperset(places)
    }


def folders_of(paths: Iterable[Path], graph: Path) -> tuple[str, ...]:
    """The folders among the sources, relative to the graph folder, so that both can move."""
    return tuple(sorted({_relative(path, graph) for path in paths if path.is_dir()}))


def check_losses(
    graph: Path, before: Places, after: Places, last: Collection[str], now: Collection[str]
) -> None:
    """Refuse a build that loses many documents, or some while a source folder is not given again.

    `last` and `now` are the source folders of the last build and of this one (see `folders_of`).
    Raises InputError, which says what to do.
    """
    leaving = lost(before, after)
    if not leaving:
        return
    given = [_whole(folder, graph) for folder in now]
    read = [_whole(folder, graph) for folder in last]
    missing = [folder for folder in read if not any(map(folder.is_relative_to, given))]
    if missing:
        reason = f"the last build also read {_first(list(map(_from_here, missing)))}"
    elif len(leaving) > MAX_SHARE * len(before):
        reason = "that is more than a third"
    else:
        return
    names = _first(sorted(places[0] for places in leaving.values()))
    raise InputError(
        f"{graph}: {len(leaving)} of {len(before)} documents would leave the graph ({names}), and "
        f"{reason}; the graph is unchanged. --add keeps them, --mirror removes them"
    )


def check_known(graph: Path, before: Places) -> None:
    """Refuse to add to a graph when its documents can't be told; raises InputError."""
    if not before and (graph / "current").exists():
        raise InputError(
            f"{graph}: the graph doesn't tell which documents it holds, so --add can't keep them; "
            "give all sources, without --add"
        )


def check_given(graph: Path, unread: Sequence[str], last: Iterable[str]) -> None:
    """Refuse to add to a graph whose other documents must be read again, but were not given.

    `unread` are their names, `last` the source folders of the last build.  Raises InputError.
    """
    if unread:
        sources = " ".join(_from_here(_whole(folder, graph)) for folder in last)
        raise InputError(
            f"{graph}: {len(unread)} documents were built by another version of kg and must be "
            f"read again ({_first(unread)}); the graph is unchanged. Give their files or folders "
            "too" + (f": {sources}" if sources else "")
        )


def _first(names: Sequence[str]) -> str:
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return ", ".join(names[:MAX_NAMED]) + more


def _relative(path: Path, graph: Path) -> str:
    try:
        return Path(os.path.relpath(path.resolve(), graph.resolve())).as_posix()
    except ValueError:  # another drive of Windows
        return path.resolve().as_posix()


def _whole(folder: str, graph: Path) -> Path:
    return Path(os.path.normpath(graph.resolve() / folder))


def _from_here(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here) if path.is_relative_to(here) else path)
