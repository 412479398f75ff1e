"""The API in the words of OpenAPI 3.1, made from the headers of the queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kg import __version__
from kg.query.library import Parameter, Query
from kg.serve.forms import Form

__all__ = ["document", "summary"]

#: What each type of parameter looks like in JSON Schema; others are text.
_SCHEMAS: Mapping[str, Mapping[str, Any]] = {
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "xsd:integer": {"type": "integer"},
    "xsd:decimal": {"type": "number"},
    "xsd:boolean": {"type": "boolean"},
    "xsd:date": {"type": "string", "format": "date"},
    "xsd:gYear": {"type": "string", "pattern": "^[0-9]{4}$"},
    "xsd:gYearMonth": {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"},
}

_PROBLEMS = {
    "400": "A parameter is unknown, missing, given twice, or has a value of the wrong kind.",
    "406": "None of the accepted formats is on offer.",
    "503": "The server is busy, or the answer took too long. Retry-After says when to ask again.",
}


def document(queries: Mapping[Query, Sequence[Form]]) -> dict[str, Any]:
    """The description of all queries, each with the formats of its answer."""
    paths: dict[str, Any] = {}
    for query, forms in queries.items():
        paths[f"/api/{query.name}"] = {"get": _operation(query, forms, query.name)}
        for form in forms:
            paths[f"/api/{query.name}.{form.name}"] = {
                "get": _operation(query, [form], f"{query.name}.{form.name}")
            }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Inspection knowledge graph",
            "version": __version__,
            "description": "The queries of the library. Answers have the bytes of `kg query`.",
        },
        "paths": paths,
    }


def summary(query: Query) -> dict[str, Any]:
    """A query in short: what it answers and what may be asked."""
    return {
        "name": query.name,
        "summary": query.summary,
        "description": query.description,
        "tags": list(query.tags),
        "parameters": [_parameter(parameter) for parameter in query.parameters],
    }


def _operation(query: Query, forms: Sequence[Form], name: str) -> dict[str, Any]:
    content: dict[str, Any] = {form.media.partition(";")[0]: {} for form in forms}
    problems = {
        status: {"description": why, "content": {"text/plain": {"schema": {"type": "string"}}}}
        for status, why in _PROBLEMS.items()
        if status != "406" or len(forms) > 1
    }
    return {
        "operationId": name,
        "summary": query.summary,
        "description": query.description,
        "tags": list(query.tags),
        "parameters": [_parameter(parameter) for parameter in query.parameters],
        "responses": {"200": {"description": "The answer.", "content": content}, **problems},
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    schema = dict(_SCHEMAS.get(parameter.type, {"type": "string"}))
    if parameter.choices:
        schema["enum"] = list(parameter.choices)
    if parameter.default is not None:
        schema["default"] = parameter.default
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required and parameter.default is None,
        "schema": schema,
    }
