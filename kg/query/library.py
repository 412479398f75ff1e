"""The query library: loads `.rq` files with a header, and binds their parameters.

The header (`kg.query.headers`) has `summary`, `description`, `tags`, `defaults` and `enumerate`, in
the format of grlc.  The rest is SPARQL that any engine can run unchanged: a parameter without a
value is a free variable.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TextIO

from kg.errors import QueryError, UsageError
from kg.query.headers import compiled_headers, read_header
from kg.query.parameters import Parameter, Term, parameters, substitute, term
from kg.query.prologue import with_prefixes
from kg.rdf.iris import thing
from kg.resources import queries_dir
from kg.suggestions import unknown

__all__ = ["Parameter", "Query", "bind", "find", "library", "load"]

#: The parameter that, if its type is iri, takes any name, code or IRI of a council.
COUNCIL = "council"
#: Where several councils may be given, all those of a region may be named by it.
REGION = "region"

#: Maximum characters of a query file; a list of VALUES may be long.
MAX_CHARACTERS = 1_000_000


@dataclass(frozen=True)
class Query:
    """A query with the contents of its header.

    `path` is None if the query came from standard input.  `is_builtin` is true for the library's
    own queries; all others are untrusted, and only `kg.query.sandbox` may run them.
    """

    name: str
    path: Path | None
    text: str
    summary: str
    description: str
    tags: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    is_builtin: bool = False
    #: The name of its sheet in a workbook; "" for none in particular.
    sheet: str = ""


def library() -> tuple[Query, ...]:
    """All queries that ship with `kg`, sorted by name."""
    return tuple(_read(path, is_builtin=True) for path in _files().values())


def load(name: str, stdin: TextIO) -> Query:
    """A query of the library by name, a query file by path, or `-` for standard input.

    Raises UsageError if there is no such query, QueryError if its header is bad.
    """
    if name == "-":
        return _parse(_read_stream(stdin), None)
    files = _files()
    path = Path(name)
    if name not in files:
        if _is_file(path):
            return _read(path)
        if path.suffix == ".rq":
            raise UsageError(f"{path}: no such file")
    return _named(name, files)


def _read_stream(stdin: TextIO) -> str:
    """The text of standard input, which Python may have let through though it is not UTF-8."""
    try:
        text = stdin.read(MAX_CHARACTERS + 1).removeprefix("\ufeff")
        text.encode()
    except UnicodeError:
        raise QueryError("standard input: can't be read as UTF-8 text") from None
    return text


def find(name: str) -> Query:
    """A query of the library; raises UsageError, with similar names, if it doesn't exist."""
    return _named(name, _files())


def _named(name: str, files: Mapping[str, Path]) -> Query:
    if name in files:
        return _read(files[name], is_builtin=True)
    raise UsageError(f"{unknown('query', name, files)} kg query --list shows them all.")


def bind(query: Query, values: Mapping[str, str | Sequence[str]]) -> str:
    """The query's SPARQL with values in place of its parameters.

    A missing value is replaced by the default in the header.  An optional parameter without either
    stays a free variable.  The parameter `council` of type iri also takes a name or code.  Several
    values mean either.

    A query from outside the library may use kg's prefixes without declaring them.

    Raises UsageError for an unknown parameter, a missing required one, or a value that doesn't fit
    the parameter's type or choices.
    """
    given = {name: (v,) if isinstance(v, str) else tuple(v) for name, v in values.items()}
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            message = unknown("parameter", name, known, of=query.name, listed=True)
            raise UsageError(message if known else f"{message} The query has no parameters.")
    if REGION in given and not known[REGION].variables:
        given[COUNCIL] = _within(known[REGION], given.pop(REGION), given.get(COUNCIL))
    terms: dict[str, tuple[Term, ...]] = {}
    for parameter in query.parameters:
        default = () if parameter.default is None else (parameter.default,)
        texts = given.get(parameter.name) or default
        if len(texts) > 1 and not parameter.several:
            raise UsageError(f"{query.name} takes one value for {parameter.name!r} only.")
        found = tuple(dict.fromkeys(_term(parameter, text, query.text) for text in texts))
        if found:
            terms |= dict.fromkeys(parameter.variables, found)
        elif parameter.required:
            raise UsageError(
                f"{query.name} needs a value for {parameter.name!r}: -p {parameter.name}=VALUE"
            )
    text = query.text if query.is_builtin else with_prefixes(query.text)
    return substitute(text, terms, query.name)


def _is_file(path: Path) -> bool:
    """Whether the file exists; False if the name is too long for a file."""
    try:
        return path.is_file()
    except OSError:
        return False


def _files() -> dict[str, Path]:
    """The files of the library by the names of their queries, sorted."""
    return {
        path.stem: path for path in sorted(queries_dir().rglob("*.rq"), key=lambda path: path.stem)
    }


def _read(path: Path, *, is_builtin: bool = False) -> Query:
    try:
        with path.open("rb") as file:
            data = file.read(4 * MAX_CHARACTERS + 1)
        return _parse(data.decode("utf-8-sig"), path, is_builtin=is_builtin)
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{path}: can't be read as UTF-8 text ({error})") from None


def _parse(text: str, path: Path | None, *, is_builtin: bool = False) -> Query:
    where = str(path) if path else "standard input"
    if len(text) > MAX_CHARACTERS:
        raise QueryError(
            f"{where}: the query must not be longer than {MAX_CHARACTERS:,} characters"
        )
    built = compiled_headers().get(path.stem) if is_builtin and path else None
    header = read_header(text, where) if built is None else built
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
        parameters=_with_region(
            replace(
                parameter,
                default=_word(defaults[parameter.name], "defaults", where)
                if parameter.name in defaults
                else None,
                choices=tuple(_words(choices.get(parameter.name, []), "enumerate", where)),
            )
            for parameter in found
        ),
        is_builtin=is_builtin,
        sheet=_text(header, "sheet", where),
    )


def _by_name(
    header: dict[str, Any], key: str, found: Iterable[Parameter], where: str
) -> dict[str, Any]:
    """`defaults` or `enumerate` as one mapping; in grlc they are lists of one-entry maps."""
    entries = header.get(key) or []
    maps = [entries] if isinstance(entries, dict) else entries
    if not isinstance(maps, list) or not all(isinstance(entry, dict) for entry in maps):
        raise QueryError(f"{where}: bad header: {key} must be a list of name: value")
    merged = {str(name): value for entry in maps for name, value in entry.items()}
    for name in merged:
        if name not in {parameter.name for parameter in found}:
            raise QueryError(f"{where}: bad header: {key} has an unknown parameter {name!r}")
    return merged


def _text(header: dict[str, Any], key: str, where: str) -> str:
    return _word(header.get(key, ""), key, where)


def _words(values: Any, key: str, where: str) -> list[str]:
    if not isinstance(values, list):
        raise QueryError(f"{where}: bad header: {key} must be a list")
    return [_word(value, key, where) for value in values]


def _word(value: Any, key: str, where: str) -> str:
    """A value of the header as text; YAML parses unquoted numbers and dates."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | dt.date):
        raise QueryError(f'{where}: bad header: {key}: write "{value}" in quotes')
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _term(parameter: Parameter, value: str, text: str) -> Term:
    if parameter.choices and value not in parameter.choices:
        raise UsageError(unknown(parameter.name, value, parameter.choices, listed=True))
    if parameter.name == COUNCIL and parameter.type == "iri" and _may_be_in_gazetteer(value):
        from kg.gazetteer import Gazetteer

        value = thing("council", Gazetteer.load().resolve(value).gss)
    return term(parameter, value, text)


def _with_region(found: Iterable[Parameter]) -> tuple[Parameter, ...]:
    """The parameters of a query, and the region if it takes several councils."""
    parameters = tuple(found)
    councils = any(p.name == COUNCIL and p.type == "iri" and p.several for p in parameters)
    if not councils or any(p.name == REGION for p in parameters):
        return parameters
    from kg.reference_data import concept_labels

    names = tuple(sorted(labels[0] for labels in concept_labels(REGION).values()))
    region = Parameter(REGION, False, "literal", (), choices=names, several=True)
    return (*parameters, region)


def _within(
    region: Parameter, names: Iterable[str], councils: Iterable[str] | None
) -> tuple[str, ...]:
    """The GSS codes of the councils of some regions, or of those given that are in one."""
    from kg.gazetteer import Gazetteer

    gazetteer = Gazetteer.load()
    regions = [_term(region, name, "").value for name in names]
    inside = [gss for name in regions for gss in gazetteer.in_region(name)]
    if councils is None:
        return tuple(inside)
    asked = (gazetteer.resolve(each).gss for each in councils)
    within = tuple(gss for gss in asked if gss in inside)
    if not within:
        raise UsageError(f"No council that was given is in {' or '.join(regions)}.")
    return within


def _may_be_in_gazetteer(council: str) -> bool:
    """Whether this may be a name, a code or an IRI of the gazetteer, rather than another IRI."""
    return "://" not in council or council.removeprefix("<").startswith(thing("council", ""))
