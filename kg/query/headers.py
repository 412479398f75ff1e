"""The headers of query files: the lines that start with `#+`, one YAML document in grlc's format.

A wheel carries the headers of its library as one JSON file, made when it is built: to read YAML
takes longer than most queries.
"""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from typing import Any

from kg.errors import QueryError
from kg.resources import compiled_headers_file, queries_dir

__all__ = ["compiled", "compiled_headers", "read_header"]

Header = dict[str, Any]


def read_header(text: str, where: str) -> Header:
    """The header of a query; empty if there is none.

    Raises QueryError, which names `where`, for a header that is not YAML or not a mapping.
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.startswith("#+")]
    if not lines:
        return {}
    from kg import plain_yaml  # slow to import, and not needed for the library of a wheel

    try:
        header = plain_yaml.load("\n".join(line[2:] for _, line in lines), typed=True)
    except plain_yaml.InvalidYamlError as error:
        number = lines[min((error.line or 1), len(lines)) - 1][0]
        raise QueryError(f"{where}: line {number}: bad header: {error.reason}") from None
    if not isinstance(header, dict):
        raise QueryError(
            f"{where}: line {lines[0][0]}: bad header: it must hold keys and values, such as "
            "summary: …"
        )
    return header


@cache
def compiled_headers() -> dict[str, Header]:
    """The headers that a wheel carries, by the name of the query; none in a checkout."""
    try:
        headers: dict[str, Header] = json.loads(compiled_headers_file().read_bytes())
    except FileNotFoundError:
        return {}
    return headers


def compiled() -> bytes:
    """The headers of the library as JSON; a date becomes text."""
    headers = {
        path.stem: read_header(path.read_text(encoding="utf-8"), str(path))
        for path in sorted(queries_dir().rglob("*.rq"), key=lambda path: path.stem)
    }
    return json.dumps(headers, default=dt.date.isoformat, ensure_ascii=False).encode()
