"""What the shell may complete: queries, their parameters, councils, themes and formats.

Each function takes click's context, the parameter and what has been typed of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

__all__ = ["councils", "kinds", "one_of", "parameters", "queries", "tags", "themes"]

Items = list["CompletionItem[str]"]
Completer = Callable[[click.Context, click.Parameter, str], Items]


def _starting(words: Iterable[str], incomplete: str) -> Items:
    """The words that begin as what was typed, in any case."""
    from click.shell_completion import CompletionItem

    typed = incomplete.casefold()
    return [CompletionItem(word) for word in words if word.casefold().startswith(typed)]


def one_of(*words: str) -> Completer:
    """Completes one of these words."""
    return lambda _ctx, _parameter, incomplete: _starting(words, incomplete)


def councils(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Councils by name; what is typed may also be the beginning of a GSS code."""
    from kg.gazetteer import Gazetteer

    known = Gazetteer.load().councils
    names = sorted({council.name for council in known.values() if council.abolished is None})
    return _starting(names, incomplete) or _starting(sorted(known), incomplete)


def themes(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Tokens of themes."""
    from kg.reference_data import concept_labels

    return _starting(concept_labels("theme"), incomplete)


def kinds(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Kinds of hits of `kg find`."""
    from kg.explore.search import KINDS
    from kg.reference_data import concept_labels

    return _starting((*concept_labels("finding-kind"), *KINDS), incomplete)


def tags(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Tags of the library."""
    from kg.query.library import library

    return _starting(sorted({tag for query in library() for tag in query.tags}), incomplete)


def queries(_ctx: click.Context, _parameter: click.Parameter, incomplete: str) -> Items:
    """Queries of the library with their summaries, or files."""
    from click.shell_completion import CompletionItem

    from kg.query.library import library

    found = [
        CompletionItem(query.name, help=query.summary)
        for query in library()
        if query.name.startswith(incomplete)
    ]
    return found or [CompletionItem(incomplete, type="file")]


def parameters(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> Items:
    """`name=value` for the query that the command line names."""
    from click.shell_completion import CompletionItem

    from kg.errors import KgError
    from kg.query.library import find

    try:
        # before an option that lacks its value, click leaves arguments unread in `args`
        query = find(ctx.params.get("name") or " ".join(ctx.args))
    except KgError:
        return []
    known = {one.name: one for one in query.parameters}
    name, equals, value = incomplete.partition("=")
    if not equals:
        return [CompletionItem(f"{one}=") for one in known if one.startswith(name)]
    if name not in known:
        return []
    choices = known[name].choices
    values = _starting(choices, value) if choices else _of(name, ctx, parameter, value)
    return [CompletionItem(f"{name}={item.value}") for item in values]


def _of(name: str, ctx: click.Context, parameter: click.Parameter, value: str) -> Items:
    """Values of a parameter whose query lists none."""
    return councils(ctx, parameter, value) if name == "council" else []
