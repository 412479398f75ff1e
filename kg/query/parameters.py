"""The parameters of a SPARQL query, and their replacement by RDF terms.

A parameter is a variable named as in grlc: `?_name` if required or `?__name` if optional, then
nothing or `_literal` for a plain string, `_iri`, `_number`, `_integer`, a datatype with its
prefix (`_xsd_date`), or a language (`_en`).  The name itself has no underscore.

A parameter that is only compared, as in `?x = COALESCE(?__name, ?x)`, may have several values: the
comparison becomes `?x IN (COALESCE(a, ?x), COALESCE(b, ?x))`.

The text is split into comments, strings, IRIs, such comparisons and other variables.  Only
variables are replaced, by terms that pyoxigraph has serialised, so no value can change the rest of
the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import QueryError, UsageError
from kg.rdf.iris import PREFIXES, expand
from kg.rdf.vocabulary import literal

__all__ = ["Parameter", "Term", "parameters", "substitute", "term"]

Term = ox.NamedNode | ox.Literal

# `<?_x` is read as "less than" and a parameter, although an IRI may start so in theory.  The guard
# must read it as engines do, so it has its own tokens.
_TOKEN = re.compile(
    r"""
      \#[^\n\r]*
    | \"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"
    | '''(?:[^'\\]|\\.|'(?!''))*'''
    | "(?:[^"\\\n\r]|\\.)*"
    | '(?:[^'\\\n\r]|\\.)*'
    | <(?![?$]_)[^\x00-\x20<>"{}|^`\\]*>
    | \\.
    | =\s*COALESCE\(\s*[?$](?P<compared>__?[A-Za-z]\w*)
      (?P<otherwise>\s*,(?:[^()?$"'\#\\]|[?$](?!_)|"[^"\\\n\r]*"|STR\([?$](?!_)\w+\))*)\)
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

#: A codepoint escape; some engines resolve it before they parse strings, some after.
_ESCAPE = re.compile(r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}")

# Patterns of values, which few queries have: compiled when they are used.
_INTEGER = r"[+-]?[0-9]+"
_DECIMAL = r"[+-]?[0-9]*\.[0-9]+"
_DOUBLE = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)[eE][+-]?[0-9]+"
_MONTH = r"[0-9]{4}-(?:0[1-9]|1[0-2])"
_YEAR = r"[0-9]{4}"
_BOOLEAN = r"true|false|1|0"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query.

    `type` is `iri`, `literal`, `number`, `integer`, a datatype as the query writes it
    (`xsd:date`), or a language as Turtle writes it (`@en`).  `variables` are its variables in the
    query, without the question mark.  `several` is whether it may have more than one value.
    """

    name: str
    required: bool
    type: str
    variables: tuple[str, ...]
    default: str | None = None
    choices: tuple[str, ...] = ()
    several: bool = False


def parameters(text: str, where: str) -> tuple[Parameter, ...]:
    """The parameters of a query, in order of appearance.

    Raises QueryError, which names `where`, for a variable that starts like a parameter but isn't.
    """
    found: dict[str, Parameter] = {}
    for match in _variables(text):
        variable = match["compared"] or match["variable"]
        if not variable.startswith("_"):
            continue
        current = _parameter(variable)
        line = text.count("\n", 0, match.start()) + 1
        if current is None:
            raise QueryError(
                f"{where}: line {line}: ?{variable} is not a valid parameter; write ?_name or "
                "?__name, without an underscore in the name, then a type such as _iri or _xsd_date"
            )
        earlier = found.get(current.name, current)
        if earlier.type != current.type:
            raise QueryError(
                f"{where}: line {line}: {current.name} has the types {earlier.type} and "
                f"{current.type}; a parameter must have one type"
            )
        found[current.name] = Parameter(
            name=current.name,
            required=earlier.required or current.required,
            type=current.type,
            variables=tuple(dict.fromkeys((*earlier.variables, variable))),
            several=(current is earlier or earlier.several) and match["compared"] is not None,
        )
    return tuple(found.values())


def term(parameter: Parameter, value: str, text: str = "") -> Term:
    """The value as an RDF term; prefixes of datatypes are looked up in the query's `text`.

    Raises UsageError if the value doesn't fit the parameter's type.
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
        such = f" such as {example}" if example else ""
        raise UsageError(
            f"{parameter.name}={value!r} must be of the type {parameter.type}{such}"
        ) from None


def substitute(text: str, terms: Mapping[str, Sequence[Term]], where: str) -> str:
    """The query with each variable of `terms` replaced by its term, or by either of its terms.

    Raises QueryError for a query with codepoint escapes: engines disagree on which of these end a
    string, and so on what is a variable.
    """
    if not terms:
        return text
    escape = _ESCAPE.search(text)
    if escape:
        raise QueryError(
            f"{where}: write the character itself instead of {escape[0]} in a query with parameters"
        )

    def replace(match: re.Match[str]) -> str:
        name = "compared" if match["compared"] else "variable"
        values = terms.get(match[name])
        if values is None:
            return match[0]
        if len(values) > 1:
            either = (f"COALESCE({value}{match['otherwise']})" for value in values)
            return f"IN ({', '.join(either)})"
        before, after = match.start(name) - match.start(), match.end(name) - match.start()
        # Spaces keep the term apart from its neighbours, as in `?a<?_b`.
        return f"{match[0][: before - 1]} {values[0]} {match[0][after:]}"

    return _TOKEN.sub(replace, text)


def _variables(text: str) -> Iterator[re.Match[str]]:
    return (m for m in _TOKEN.finditer(text) if m["variable"] or m["compared"])


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
    if declared.get(prefix):
        return declared[prefix] + name
    if prefix in PREFIXES:
        return expand(datatype)
    raise UsageError(f"the prefix {prefix}: is not declared in the query")


def _number(value: str) -> ox.Literal:
    for name, form in (("integer", _INTEGER), ("decimal", _DECIMAL), ("double", _DOUBLE)):
        if _matches(form, value):
            return _typed(value, name, True)
    raise ValueError(value)


def _datatyped(value: str, datatype: str) -> ox.Literal:
    check = _CHECKS.get(datatype)
    if check is not None and not check(value):
        raise ValueError(value)
    return ox.Literal(value, datatype=ox.NamedNode(datatype))


def _typed(value: str, name: str, valid: bool) -> ox.Literal:
    if not valid:
        raise ValueError(value)
    return literal(value, name)


def _matches(form: str, value: str) -> bool:
    return re.fullmatch(form, value) is not None


def _is_date(value: str) -> bool:
    from kg.model import PartialDate  # slow to import, and few queries ask for a date

    return PartialDate.parse(value).is_day


_CHECKS: Mapping[str, Callable[[str], bool]] = {
    expand("xsd:date"): _is_date,
    expand("xsd:gYear"): lambda value: _matches(_YEAR, value),
    expand("xsd:gYearMonth"): lambda value: _matches(_MONTH, value),
    expand("xsd:integer"): lambda value: _matches(_INTEGER, value),
    expand("xsd:decimal"): lambda value: _matches(_INTEGER, value) or _matches(_DECIMAL, value),
    expand("xsd:boolean"): lambda value: _matches(_BOOLEAN, value),
}

_EXAMPLES: Mapping[str, str] = {
    "iri": "https://example.org/thing",
    "integer": "12",
    "number": "0.9",
    "xsd:date": "2019-02-28",
    "xsd:gYear": "2019",
    "xsd:gYearMonth": "2019-02",
}
