from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import QueryError
from kg.query import headers
from kg.query.headers import compiled, compiled_headers, read_header
from kg.query.library import find, library


@pytest.mark.parametrize(
    ("text", "header", "why"),
    [
        ("SELECT * { ?s ?p ?o }", {}, "no header"),
        ("#+ summary: a\nSELECT *", {"summary": "a"}, "a header"),
        ("SELECT *\n#+ summary: a\n", {"summary": "a"}, "its lines may stand anywhere"),
        ("# summary: a\nSELECT *", {}, "a comment is not a header"),
    ],
)
def test_a_header_is_the_lines_with_a_plus(text: str, header: object, why: str) -> None:
    assert read_header(text, "x.rq") == header, why


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\n#+ - a", "x.rq: line 2: bad header: it must hold keys and values"),
        ("#+ a: [", "x.rq: line 1: bad header"),
    ],
)
def test_a_bad_header_names_its_line(text: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        read_header(text, "x.rq")


def test_the_library_is_the_same_with_the_headers_of_a_wheel(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The headers as JSON give the same queries as YAML does, dates and numbers too."""
    monkeypatch.setattr(headers, "compiled_headers_file", lambda: tmp_path / "headers.json")
    compiled_headers.cache_clear()
    from_yaml = library()
    (tmp_path / "headers.json").write_bytes(compiled())
    compiled_headers.cache_clear()
    try:
        assert set(compiled_headers()) == {query.name for query in from_yaml}
        assert library() == from_yaml
        changed = json.loads(compiled()) | {"documents": {"summary": "from the file"}}
        (tmp_path / "headers.json").write_text(json.dumps(changed), encoding="utf-8")
        compiled_headers.cache_clear()
        assert find("documents").summary == "from the file"
    finally:
        compiled_headers.cache_clear()
