"""What the command line does with queries: find one, bind it, run it, show the answer."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from kg.atomic_files import write_atomically
from kg.errors import QueryError, UsageError
from kg.printable import harmless
from kg.query.answer import Answer, Table, Triples
from kg.query.library import Query, bind, library, load
from kg.query.result_formats import write
from kg.query.run import run
from kg.store.graph import is_url, open_graph

__all__ = [
    "ask",
    "explanation",
    "format_for",
    "has_rows",
    "listing",
    "made",
    "run_all",
    "show",
    "summary",
    "values",
]


#: Seconds, and rows or triples, that a query from outside the library has.
TIMEOUT, LIMIT = 10.0, 10_000


def values(parameters: Iterable[str]) -> dict[str, str]:
    """`name=value` words as a mapping; raises UsageError for a word without a name."""
    out: dict[str, str] = {}
    for word in parameters:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise UsageError(f"-p {word!r}: write it as NAME=VALUE")
        out[name] = value
    return out


def summary(name: str) -> str | None:
    """The summary in a query's header."""
    return load(name, sys.stdin).summary or None if name != "-" else None


def ask(
    where: str,
    name: str,
    parameters: Mapping[str, str],
    timeout: float | None = None,
    limit: int | None = None,
) -> Answer:
    """The answer of a query on a graph folder, an RDF file or an endpoint.

    The library's own queries have no limits unless these are given.  Any other is guarded and run
    apart, for `timeout` seconds and up to `limit` rows or triples; stderr says when there are more.
    """
    query = load(name, sys.stdin)
    if not query.ours:
        timeout = TIMEOUT if timeout is None else timeout
        limit = LIMIT if limit is None else limit
    answer, cut = _answered(where, query, parameters, timeout, limit)
    if cut:
        click.echo(f"cut after {limit:,} rows: there are more; raise --limit to see them", err=True)
    return answer


def made(where: str, name: str, parameters: Mapping[str, str]) -> Answer:
    """What a query makes to be drawn or exported: all of it, or a QueryError."""
    query = load(name, sys.stdin)
    return _answered(where, query, parameters, None if query.ours else TIMEOUT, None)[0]


def _answered(
    where: str,
    query: Query,
    parameters: Mapping[str, str],
    timeout: float | None,
    limit: int | None,
) -> tuple[Answer, bool]:
    """The answer, and whether it was cut."""
    sparql = bind(query, parameters)
    try:
        if query.ours and timeout is None and limit is None:
            with _asked(where) as asked:
                return asked(sparql), False
        from kg.query import sandbox

        return sandbox.ask(where, sparql, timeout, limit)
    except QueryError as error:
        raise QueryError(f"{query.path or query.name}: {error}") from None


@contextmanager
def _asked(where: str) -> Iterator[Callable[[str], Answer]]:
    """A function that answers the library's SPARQL on a graph, wherever that is."""
    if is_url(where):
        from kg.query.endpoint import Endpoint

        with Endpoint(where) as endpoint:
            yield endpoint.ask
    else:
        with open_graph(where) as graph:
            yield partial(run, graph)


def has_rows(answer: Answer) -> bool:
    """Whether an answer holds anything: rows, triples, or a yes."""
    if isinstance(answer, Table):
        return bool(answer.rows)
    return bool(answer.triples) if isinstance(answer, Triples) else answer


def format_for(answer: Answer, form: str | None, output: Path | None) -> str:
    """The format asked for, else the one of the file's extension, else what suits the screen."""
    if form:
        return form
    extension = output.suffix.removeprefix(".") if output else ""
    if extension:
        return extension  # one that is no format is refused by name
    if isinstance(answer, Triples):
        return "ttl"
    return "table" if output is None and sys.stdout.isatty() else "csv"


def show(answer: Answer, form: str, output: Path | None) -> None:
    """Write an answer to a file or to standard output, as bytes; to a terminal without controls.

    Raises UsageError for a format that is nothing for a terminal.
    """
    data = write(answer, form)
    if not has_rows(answer):
        click.echo("no rows", err=True)
    if output is not None:
        write_atomically(output, data)
    elif sys.stdout.isatty() and form == "xlsx":
        raise UsageError("xlsx is nothing for a terminal: name a file with -o")
    elif sys.stdout.isatty():
        text = harmless(data.decode())
        long = form == "table" and text.count("\n") >= _height()
        click.echo_via_pager(text) if long else click.echo(text, nl=False)
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def _height() -> int:
    """The lines of the terminal."""
    return shutil.get_terminal_size((100, 24)).lines


def run_all(where: str, tag: str | None, form: str, folder: Path) -> int:
    """Run each query that needs no value into a file of its own; how many found anything."""
    found = 0
    with _asked(where) as asked:
        for query in _tagged(tag):
            if any(p.required and p.default is None for p in query.parameters):
                continue
            try:
                answer = asked(bind(query, {}))
            except QueryError as error:
                raise QueryError(f"{query.name}: {error}") from None
            own = "ttl" if isinstance(answer, Triples) else form
            write_atomically(folder / f"{query.name}.{own}", write(answer, own))
            found += has_rows(answer)
    return found


def listing(tag: str | None) -> str:
    """The library, a line a query under the name of its folder; the tags at the end."""
    queries = _tagged(tag)
    width = max((len(query.name) for query in queries), default=0)
    themes: dict[str, list[Query]] = {}
    for query in queries:
        themes.setdefault(query.path.parent.name if query.path else "", []).append(query)
    blocks = [
        f"{theme}\n" + "".join(f"  {one.name:{width}}  {one.summary}\n" for one in themes[theme])
        for theme in sorted(themes)
    ]
    tags = sorted({tag for query in queries for tag in query.tags})
    return "\n".join([*blocks, f"tags: {', '.join(tags)}\n"])


def _tagged(tag: str | None) -> list[Query]:
    everything = library()
    tags = sorted({t for query in everything for t in query.tags})
    if tag is not None and tag not in tags:
        raise UsageError(f"no query has the tag {tag!r}; the tags: {', '.join(tags)}")
    return [query for query in everything if tag is None or tag in query.tags]


def explanation(name: str) -> str:
    """What a query answers, its parameters and its text."""
    query = load(name, sys.stdin)
    lines = [f"{query.name}: {query.summary}", ""]
    if query.description:
        lines += [query.description.rstrip(), ""]
    if query.tags:
        lines += [f"tags: {', '.join(query.tags)}", ""]
    for parameter in query.parameters:
        need = "required" if parameter.required and parameter.default is None else "optional"
        default = f", default {parameter.default}" if parameter.default is not None else ""
        choices = f", one of {', '.join(parameter.choices)}" if parameter.choices else ""
        lines.append(f"  -p {parameter.name}=…  {need}{default}{choices}")
    if query.parameters:
        lines.append("")
    return "\n".join(lines) + query.text.strip() + "\n"
