"""Queries for the command line: load one, bind its parameters, run it and show the answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import click

from kg.cli.help import show_long
from kg.errors import OutOfTimeError, QueryError, UsageError
from kg.printable import harmless
from kg.query.answer import Answer, Table, Triples, first_rows
from kg.query.library import Query, bind, library, load
from kg.query.result_formats import csv_lines, write
from kg.query.run import run, stream
from kg.store.graph import is_url, open_graph
from kg.suggestions import unknown

__all__ = [
    "ask",
    "choose_format",
    "explanation",
    "full_answer",
    "has_rows",
    "listing",
    "parameter_values",
    "query_summary",
    "run_all",
    "save_rows",
    "sheet_name",
    "show",
]

#: Limits for queries from outside the library: seconds, and rows or triples.
TIMEOUT, LIMIT = 10.0, 10_000


def parameter_values(parameters: Iterable[str]) -> dict[str, list[str]]:
    """Parses `name=value` arguments; raises UsageError if one has no name or no `=`."""
    out: dict[str, list[str]] = {}
    for word in parameters:
        name, equals, value = word.partition("=")
        if not equals or not name:
            raise UsageError(f"-p {word!r}: write it as NAME=VALUE.")
        out.setdefault(name, []).append(value)
    return out


def query_summary(name: str) -> str | None:
    """The summary in a query's header."""
    return load(name, sys.stdin).summary or None if name != "-" else None


def ask(
    where: str,
    name: str,
    parameters: Mapping[str, Sequence[str]],
    timeout: float | None = None,
    limit: int | None = None,
) -> Answer:
    """The answer of a query on a graph folder, an RDF file or an endpoint.

    The library's own queries have no limits unless these are given.  Other queries run in the
    sandbox, for `timeout` seconds and up to `limit` rows or triples; a message on stderr says if
    there are more.
    """
    query = load(name, sys.stdin)
    if not query.is_builtin:
        timeout = TIMEOUT if timeout is None else timeout
        limit = LIMIT if limit is None else limit
    try:
        answer, cut = _run_limited(where, query, parameters, timeout, limit)
    except OutOfTimeError as error:
        raise OutOfTimeError(f"{error}, or raise the limit with --timeout") from None
    if cut:
        click.echo(f"showing the first {limit:,} rows only; see more with --limit", err=True)
    return answer


def save_rows(
    where: str,
    name: str,
    parameters: Mapping[str, Sequence[str]],
    format_name: str | None,
    output: Path,
) -> int | None:
    """Write the rows of a library query to a CSV file while they are computed; their number.

    None, and nothing is written, for another format, another query, or one whose rows can't be
    computed some documents at a time.
    """
    query = load(name, sys.stdin)
    is_csv = (format_name or output.suffix.removeprefix(".")) == "csv"
    if not is_csv or not query.is_builtin or is_url(where):
        return None
    from kg.atomic_files import write_atomically

    with open_graph(where) as graph:
        found = stream(graph, bind(query, parameters))
        if found is None:
            return None
        count = -1  # the first line has the names of the columns

        def counted() -> Iterator[bytes]:
            nonlocal count
            for line in csv_lines(*found):
                count += 1
                yield line

        try:
            write_atomically(output, counted())
        except QueryError as error:
            raise QueryError(f"{query.name}: {error}") from None
    if not count:
        click.echo("no rows", err=True)
    return count


def full_answer(where: str, name: str, parameters: Mapping[str, Sequence[str]]) -> Answer:
    """The whole answer of a query, to draw or export; raises QueryError if it can't be complete."""
    query = load(name, sys.stdin)
    return _run_limited(where, query, parameters, None if query.is_builtin else TIMEOUT, None)[0]


def _run_limited(
    where: str,
    query: Query,
    parameters: Mapping[str, Sequence[str]],
    timeout: float | None,
    limit: int | None,
) -> tuple[Answer, bool]:
    """The answer, and whether it was cut at the limit.

    Queries that are not trusted, or have a limit of time, run in a process of their own.
    """
    sparql = bind(query, parameters)
    try:
        if query.is_builtin and timeout is None:
            stop_at = None if limit is None else limit + 1
            with _connected(where, stop_at) as answer_sparql:
                return first_rows(answer_sparql(sparql), limit)
        from kg.query import sandbox

        base = (query.path or Path.cwd()).resolve().as_uri()
        return sandbox.ask(where, sparql, timeout, limit, base=base, trusted=query.is_builtin)
    except QueryError as error:
        raise type(error)(f"{query.path or query.name}: {error}") from None


@contextmanager
def _connected(where: str, stop_at: int | None = None) -> Iterator[Callable[[str], Answer]]:
    """A function that runs trusted SPARQL on a local graph or an endpoint.

    Rows after `stop_at` may be left out.
    """
    if is_url(where):
        from kg.query.endpoint import Endpoint

        with Endpoint(where) as endpoint:
            yield endpoint.ask
    else:
        with open_graph(where) as graph:
            yield partial(run, graph, limit=stop_at)


def has_rows(answer: Answer) -> bool:
    """Whether an answer has any rows or triples, or is true."""
    if isinstance(answer, Table):
        return bool(answer.rows)
    return bool(answer.triples) if isinstance(answer, Triples) else answer


def choose_format(answer: Answer, format_name: str | None, output: Path | None) -> str:
    """The format given, or that of the output's extension, or else the default."""
    if format_name:
        return format_name
    extension = output.suffix.removeprefix(".") if output else ""
    if extension:
        return extension  # `write` refuses an unknown one by name
    if isinstance(answer, Triples):
        return "ttl"
    return "table" if output is None and sys.stdout.isatty() else "csv"


def sheet_name(name: str) -> str:
    """The name that a query's header gives to its sheet; "" for none in particular."""
    return "" if name == "-" else load(name, sys.stdin).sheet


def show(answer: Answer, format_name: str, output: Path | None, sheet: str = "") -> None:
    """Write an answer to a file or to standard output; a terminal gets no control characters.

    Raises UsageError for a format that a terminal can't show.
    """
    data = write(answer, format_name, sheet)
    if not has_rows(answer):
        click.echo("no rows", err=True)
    if output is not None:
        from kg.atomic_files import write_atomically

        write_atomically(output, data)
    elif sys.stdout.isatty() and format_name == "xlsx":
        raise UsageError("xlsx can't be shown in a terminal; name a file with -o")
    elif sys.stdout.isatty():
        text = harmless(data.decode())
        show_long(text) if format_name == "table" else click.echo(text, nl=False)
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()


def run_all(where: str, tag: str | None, format_name: str, folder: Path) -> int:
    """Run each query without a required parameter into its own file; the number with any rows."""
    from kg.atomic_files import write_atomically

    with_rows = 0
    with _connected(where) as answer_sparql:
        for query in _tagged(tag):
            if any(p.required and p.default is None for p in query.parameters):
                continue
            try:
                answer = answer_sparql(bind(query, {}))
            except QueryError as error:
                raise QueryError(f"{query.name}: {error}") from None
            kind = "ttl" if isinstance(answer, Triples) else format_name
            extension = kind.partition("-")[0]  # csv-excel is CSV
            data = write(answer, kind, query.sheet)
            write_atomically(folder / f"{query.name}.{extension}", data)
            with_rows += has_rows(answer)
    return with_rows


def listing(tag: str | None, format_name: str | None = None) -> str:
    """The library: one line for each query, grouped by folder, then the tags; as `ttl`, as RDF.

    Raises UsageError for an unknown tag or another format.
    """
    if format_name == "ttl":
        from kg.query.executables import turtle

        return turtle(_tagged(tag)).decode()
    if format_name is not None:
        raise UsageError(f"--list can't be written as {format_name}; use ttl, or no format")
    queries = _tagged(tag)
    width = max((len(query.name) for query in queries), default=0)
    groups: dict[str, list[Query]] = {}
    for query in queries:
        groups.setdefault(query.path.parent.name if query.path else "", []).append(query)
    blocks = [
        f"{group}\n" + "".join(f"  {q.name:{width}}  {q.summary}\n" for q in groups[group])
        for group in sorted(groups)
    ]
    tags = sorted({tag for query in queries for tag in query.tags})
    return "\n".join([*blocks, f"tags: {', '.join(tags)}\n"])


def _tagged(tag: str | None) -> list[Query]:
    queries = library()
    tags = sorted({t for query in queries for t in query.tags})
    if tag is not None and tag not in tags:
        raise UsageError(unknown("tag", tag, tags, listed=True))
    return [query for query in queries if tag is None or tag in query.tags]


def explanation(name: str) -> str:
    """A query's summary, description, tags, parameters and text."""
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
        several = ", may be repeated: either" if parameter.several else ""
        lines.append(f"  -p {parameter.name}=…  {need}{default}{several}{choices}")
    if query.parameters:
        lines.append("")
    return "\n".join(lines) + query.text.strip() + "\n"
