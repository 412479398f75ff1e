"""Parameters in SPARQL text: which ones a query has, and putting RDF terms in their places.

A parameter is a variable in grlc's spelling: `?_name` required or `?__name` optional, then
nothing or `_literal` for a plain string, `_iri`, `_number`, `_integer`, a datatype with its
prefix (`_xsd_date`), or a language (`_en`).  A name has no underscore.

The text is cut into comments, strings, IRIs and variables, and only variables are replaced, by
terms that pyoxigraph has serialised.  So a value can't leave its place, whatever is in it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.rdf.iris import PREFIXES

__all__ = ["Parameter", "Term", "parameters", "put", "term"]

Term = ox.NamedNode | ox.Literal

_XSD = PREFIXES["xsd"]

# `<?_x` is "less than" before a parameter, although an IRI may start so in theory.
_TOKEN = re.compile(
    r"""
      \#[^\n\r]*
    | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
    | '''(?:[^'\\]|\\.|'(?!''))*'''
    | "(?:[^"\\\n\r]|\\.)*"
    | '(?:[^'\\\n\r]|\\.)*'
    | <(?![?$]_)[^\x00-\x20<>"{}|^`\\]*>
    | \\.
    | [?$](?P<variable>\w+)
    """,
    re.DOTALL | re.VERBOSE,
)

_PARAMETER = re.compile(
    r"""
    (?P<optional>__?)(?P<name>[A-Za-z0-9]+)
    (?: _(?P<kind>iri|number|integer|literal)
      | _(?P<prefix>[A-Za-z][A-Za-z0-9]*)_(?P<datatype>[A-Za-z][A-Za-z0-9]*)
      | _(?P<language>[A-Za-z]{2,3})
    )?
    """,
    re.VERBOSE,
)

_PREFIX = re.compile(r"\bPREFIX\s+(?P<prefix>[\w.-]*):\s*<(?P<iri>[^<>\s]*)>", re.IGNORECASE)

#: A codepoint escape: some engines resolve it before they look for strings, some after.
_ESCAPE = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}")

_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?[0-9]*\.[0-9]+")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+")
_MONTH = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])")
_YEAR = re.compile(r"[0-9]{4}")
_BOOLEAN = re.compile(r"true|false|1|0")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query.

    `type` is `iri`, `literal`, `number`, `integer`, a datatype as the query writes it
    (`xsd:date`), or a language as Turtle writes it (`@en`).  `variables` are the names of the
    variables that stand for it, without the question mark.
    """

    name: str
    required: bool
    type: str
    variables: tuple[str, ...]
    default: str | None = None
    choices: tuple[str, ...] = ()


def parameters(text: str, where: str) -> tuple[Parameter, ...]:
    """The parameters of a query, in order of appearance.

    Raises QueryError, naming `where`, for a variable that looks like one and isn't.
    """
    found: dict[str, Parameter] = {}
    for match in _variables(text):
        variable = match["variable"]
        if not variable.startswith("_"):
            continue
        here = _parameter(variable)
        line = text.count("\n", 0, match.start()) + 1
        if here is None:
            raise QueryError(
                f"{where}: line {line}: ?{variable} is no parameter; write ?_name or ?__name, "
                "without another underscore in the name, then a type such as _iri or _xsd_date"
            )
        known = found.get(here.name, here)
        if known.type != here.type:
            raise QueryError(
                f"{where}: line {line}: {here.name} is {known.type} and {here.type}; "
                "give a parameter one type"
            )
        found[here.name] = Parameter(
            name=here.name,
            required=known.required or here.required,
            type=here.type,
            variables=tuple(dict.fromkeys((*known.variables, variable))),
        )
    return tuple(found.values())


def term(parameter: Parameter, value: str, text: str = "") -> Term:
    """The RDF term that a value stands for; prefixes are looked up in the query's `text`.

    Raises UsageError when the value is none of the parameter's type.
    """
    datatype = _expand(parameter.type, text) if ":" in parameter.type else ""
    try:
        match parameter.type:
            case "iri":
                return ox.NamedNode(value.removeprefix("<").removesuffix(">"))
            case "literal":
                return ox.Literal(value)
            case "integer":
                return _typed(value, "integer", _matches(_INTEGER, value))
            case "number":
                return _number(value)
            case _ if datatype:
                return _datatyped(value, datatype)
            case language:
                return ox.Literal(value, language=language[1:])
    except ValueError:
        example = _EXAMPLES.get(parameter.type)
        such = f", such as {example}" if example else ""
        raise UsageError(f"{parameter.name}={value!r} is no {parameter.type}{such}") from None


def put(text: str, terms: Mapping[str, Term], where: str) -> str:
    """The query with each variable of `terms` replaced by its term.

    Raises QueryError for a query with codepoint escapes: engines disagree on where these make a
    string end, and so on what is a variable.
    """
    if not terms:
        return text
    escape = _ESCAPE.search(text)
    if escape:
        raise QueryError(
            f"{where}: write the character itself instead of {escape[0]} in a query with parameters"
        )

    def replace(match: re.Match[str]) -> str:
        value = terms.get(match["variable"])
        # A blank on either side: `?a<?_b` must not grow together with what stands beside it.
        return match[0] if value is None else f" {value} "

    return _TOKEN.sub(replace, text)


def _variables(text: str) -> Iterator[re.Match[str]]:
    return (match for match in _TOKEN.finditer(text) if match["variable"])


def _parameter(variable: str) -> Parameter | None:
    match = _PARAMETER.fullmatch(variable)
    if match is None:
        return None
    if match["datatype"]:
        kind = f"{match['prefix']}:{match['datatype']}"
    elif match["language"]:
        kind = f"@{match['language']}"
    else:
        kind = match["kind"] or "literal"
    return Parameter(match["name"], match["optional"] == "_", kind, (variable,))


def _expand(datatype: str, text: str) -> str:
    prefix, _, name = datatype.partition(":")
    declared = {m["prefix"]: m["iri"] for m in _PREFIX.finditer(text)}
    base = declared.get(prefix) or PREFIXES.get(prefix)
    if base is None:
        raise UsageError(f"the prefix {prefix}: is not declared in the query")
    return base + name


def _number(value: str) -> ox.Literal:
    for name, form in (("integer", _INTEGER), ("decimal", _DECIMAL), ("double", _DOUBLE)):
        if form.fullmatch(value):
            return _typed(value, name, True)
    raise ValueError(value)


def _datatyped(value: str, datatype: str) -> ox.Literal:
    check = _CHECKS.get(datatype.removeprefix(_XSD)) if datatype.startswith(_XSD) else None
    if check is not None and not check(value):
        raise ValueError(value)
    return ox.Literal(value, datatype=ox.NamedNode(datatype))


def _typed(value: str, name: str, valid: bool) -> ox.Literal:
    if not valid:
        raise ValueError(value)
    return ox.Literal(value, datatype=ox.NamedNode(_XSD + name))


def _matches(form: re.Pattern[str], value: str) -> bool:
    return form.fullmatch(value) is not None


def _is_date(value: str) -> bool:
    if not _DAY.fullmatch(value):
        return False
    dt.date.fromisoformat(value)
    return True


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    "date": _is_date,
    "gYear": lambda value: _matches(_YEAR, value),
    "gYearMonth": lambda value: _matches(_MONTH, value),
    "integer": lambda value: _matches(_INTEGER, value),
    "decimal": lambda value: _matches(_INTEGER, value) or _matches(_DECIMAL, value),
    "boolean": lambda value: _matches(_BOOLEAN, value),
}

_EXAMPLES: Mapping[str, str] = {
    "iri": "https://example.org/thing",
    "integer": "12",
    "number": "0.9",
    "xsd:date": "2019-02-28",
    "xsd:gYear": "2019",
    "xsd:gYearMonth": "2019-02",
}
