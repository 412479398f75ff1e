"""The query library: `.rq` files with a header, their parameters, and running them.

A header is the lines that start with `#+`; together they are one YAML document with `summary`,
`description`, `tags`, `defaults` and `enumerate`, as grlc reads them.  Everything else is SPARQL
that any engine runs as it stands: a parameter that nobody replaced is a free variable.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from kg.errors import QueryError, UsageError
from kg.query.parameters import Parameter, Term, parameters, put, term
from kg.rdf.iris import thing
from kg.resources import queries_dir

if TYPE_CHECKING:
    pass

__all__ = ["Parameter", "Query", "bind", "find", "library", "load"]

#: The parameter that takes a council's name, other name, code or IRI wherever its type is iri.
COUNCIL = "council"

#: Characters of a query file: a list of VALUES may be long.
LONGEST = 1_000_000


@dataclass(frozen=True)
class Query:
    """A query with what its header says.

    `path` is None when it came from standard input.  `ours` is true of the library's own: any
    other may be a stranger's, and is run by `kg.query.sandbox` alone.
    """

    name: str
    path: Path | None
    text: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    ours: bool = False


def library() -> tuple[Query, ...]:
    """Every query that ships with `kg`, by name."""
    return tuple(_read(path, ours=True) for path in _files())


def load(name: str, stdin: TextIO) -> Query:
    """A query of the library by its name, a query file by its path, or `-` for standard input.

    Raises UsageError when there is no such query, QueryError when its header is bad.
    """
    if name == "-":
        return _parse(stdin.read(LONGEST + 1).removeprefix("\ufeff"), None)
    path = Path(name)
    if name not in {file.stem for file in _files()}:
        if _is_file(path):
            return _read(path)
        if path.suffix == ".rq":
            raise UsageError(f"{path}: no such query file")
    return find(name)


def find(name: str) -> Query:
    """A query of the library; raises UsageError, with the nearest names, when there is none."""
    files = _files()
    for path in files:
        if path.stem == name:
            return _read(path, ours=True)
    raise UsageError(
        f"no query is called {name!r}{_nearest(name, (path.stem for path in files))}; "
        "kg query --list shows them all"
    )


def bind(query: Query, values: Mapping[str, str]) -> str:
    """The query's SPARQL with values in place of its parameters.

    A value that is not given falls back to the header's default; an optional parameter without
    either stays a free variable.  The parameter `council` of type iri takes a name or code too.

    Raises UsageError for a parameter that the query hasn't, one that is missing, or a value that
    is none of its type or choices.
    """
    have = {parameter.name: parameter for parameter in query.parameters}
    names = f"it has: {', '.join(have)}" if have else "it has none"
    for name in values:
        if name not in have:
            raise UsageError(f"{query.name} has no parameter {name!r}; {names}")
    terms: dict[str, Term] = {}
    for parameter in query.parameters:
        value = values.get(parameter.name, parameter.default)
        if value is not None:
            terms |= dict.fromkeys(parameter.variables, _term(parameter, value, query.text))
        elif parameter.required:
            raise UsageError(f"{query.name} needs a value for {parameter.name!r}; {names}")
    return put(query.text, terms, query.name)


def _is_file(path: Path) -> bool:
    """Whether there is such a file; a name may be too long for one."""
    try:
        return path.is_file()
    except OSError:
        return False


def _files() -> list[Path]:
    return sorted(queries_dir().rglob("*.rq"), key=lambda path: path.stem)


def _read(path: Path, *, ours: bool = False) -> Query:
    try:
        with path.open("rb") as file:
            data = file.read(4 * LONGEST + 1)
        return _parse(data.decode("utf-8-sig"), path, ours=ours)
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: can't be read as UTF-8 text ({error})") from None


def _parse(text: str, path: Path | None, *, ours: bool = False) -> Query:
    where = str(path) if path else "standard input"
    if len(text) > LONGEST:
        raise QueryError(f"{where}: longer than {LONGEST:,} characters; kg runs no such query")
    header = _header(text, where)
    found = parameters(text, where)
    defaults = _by_name(header, "defaults", found, where)
    choices = _by_name(header, "enumerate", found, where)
    return Query(
        name=path.stem if path else "-",
        path=path,
        text=text,
        summary=_text(header, "summary", where),
        description=_text(header, "description", where).strip(),
        tags=tuple(_words(header.get("tags", []), "tags", where)),
        parameters=tuple(
            replace(
                parameter,
                default=_word(defaults[parameter.name], "defaults", where)
                if parameter.name in defaults
                else None,
                choices=tuple(_words(choices.get(parameter.name, []), "enumerate", where)),
            )
            for parameter in found
        ),
        ours=ours,
    )


def _header(text: str, where: str) -> dict[str, Any]:
    """The mapping that the `#+` lines are, empty when there are none."""
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.startswith("#+")]
    if not lines:
        return {}
    import yaml  # slow to import, and needed by queries with a header only

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C, a tenth of the time
    source = "\n".join(line[2:] for _, line in lines)
    try:
        # a few lines of references to references swell to gigabytes
        events = yaml.parse(source, loader) if "*" in source else ()
        swells = any(isinstance(event, yaml.AliasEvent) for event in events)
        header = None if swells else yaml.load(source, loader)  # noqa: S506 - either is safe
    except RecursionError:
        raise QueryError(f"{where}: line {lines[0][0]}: bad header: nested too deeply") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        number = lines[min(mark.line, len(lines) - 1)][0] if mark else lines[0][0]
        raise QueryError(f"{where}: line {number}: bad header: {error.problem}") from None
    except (yaml.YAMLError, ValueError) as error:
        reason = str(error).splitlines()[0]
        raise QueryError(f"{where}: line {lines[0][0]}: bad header: {reason}") from None
    if swells:
        raise QueryError(
            f"{where}: line {lines[0][0]}: bad header: it refers to itself (*); write it out"
        )
    if not isinstance(header, dict):
        raise QueryError(
            f"{where}: line {lines[0][0]}: bad header: write keys and values, such as summary: …"
        )
    return header


def _by_name(
    header: dict[str, Any], key: str, found: Iterable[Parameter], where: str
) -> dict[str, Any]:
    """`defaults` or `enumerate`: grlc writes a list of maps with one entry each."""
    entries = header.get(key) or []
    maps = [entries] if isinstance(entries, dict) else entries
    if not isinstance(maps, list) or not all(isinstance(entry, dict) for entry in maps):
        raise QueryError(f"{where}: bad header: {key} is no list of name: value")
    merged = {str(name): value for entry in maps for name, value in entry.items()}
    for name in merged:
        if name not in {parameter.name for parameter in found}:
            raise QueryError(f"{where}: bad header: {key} has {name!r}, which is no parameter")
    return merged


def _text(header: dict[str, Any], key: str, where: str) -> str:
    return _word(header.get(key, ""), key, where)


def _words(values: Any, key: str, where: str) -> list[str]:
    if not isinstance(values, list):
        raise QueryError(f"{where}: bad header: {key} is no list")
    return [_word(value, key, where) for value in values]


def _word(value: Any, key: str, where: str) -> str:
    """A value of the header as text: YAML makes numbers and dates of what is not quoted."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | dt.date):
        raise QueryError(f'{where}: bad header: {key}: write "{value}" in quotes')
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _term(parameter: Parameter, value: str, text: str) -> Term:
    if parameter.choices and value not in parameter.choices:
        near = _nearest(value, parameter.choices) or f"; one of: {', '.join(parameter.choices)}"
        raise UsageError(f"{parameter.name}={value!r} is none of its choices{near}")
    if parameter.name == COUNCIL and parameter.type == "iri" and _is_ours(value):
        from kg.gazetteer import Gazetteer

        value = thing("council", Gazetteer.load().resolve(value).gss)
    return term(parameter, value, text)


def _is_ours(council: str) -> bool:
    """Whether this is a name, a code or an IRI of the gazetteer, and no IRI of somebody else's."""
    return "://" not in council or council.removeprefix("<").startswith(thing("council", ""))


def _nearest(word: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, list(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else ""
