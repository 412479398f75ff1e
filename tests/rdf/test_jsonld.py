"""JSON-LD: values and contexts."""

from __future__ import annotations

import json

import pyoxigraph as ox
import pytest

from kg.rdf.iris import KG, PREFIXES, THINGS
from kg.rdf.serialise import Part

JSON = [
    ('"5"^^<X#integer>', 5, "a number"),
    ('"05"^^<X#integer>', {"@value": "05", "@type": "xsd:integer"}, "not as JSON writes it"),
    (f'"{"9" * 30}"^^<X#integer>', {"@value": "9" * 30, "@type": "xsd:integer"}, "too long"),
    ('"true"^^<X#boolean>', True, "a truth"),
    ('"0.10"^^<X#decimal>', "0.10", "a decimal is no float"),
    ('"word"@en-GB', "word", "the language is in the context"),
    ("<urn:o>", "urn:o", "an IRI"),
    (f"<{THINGS}//x>", f"{THINGS}//x", "what would be no prefix"),
    ("_:b", {"id": "_:b"}, "a blank node, whose type may be another"),
]


def written(*lines: bytes) -> bytes:
    from kg.rdf.jsonld import jsonld

    return b"".join(jsonld([("", Part(None, lambda: list(lines)))]))


@pytest.mark.parametrize(("value", "wanted", "reason"), JSON, ids=[r for *_, r in JSON])
def test_values_in_json_ld(value: str, wanted: object, reason: str) -> None:
    line = f"<urn:s> <urn:p#word> {value.replace('<X#', '<' + PREFIXES['xsd'])} .\n".encode()
    (node,) = json.loads(written(line))["@graph"]
    if value == "_:b":
        assert str(node["word"]).startswith("_:"), reason
    else:
        assert node == {"id": "urn:s", "word": wanted}, reason
        back = ox.parse(written(line), ox.RdfFormat.JSON_LD)
        assert set(back) == set(ox.parse(line, ox.RdfFormat.N_QUADS))


def test_two_properties_of_one_name_keep_apart() -> None:
    lines = [
        f'<urn:s> <{base}> "{number}" .\n'.encode()
        for number, base in enumerate((PREFIXES["org"] + "role", KG + "role", "urn:other/role"))
    ]
    (node,) = json.loads(written(*lines))["@graph"]
    assert node == {"id": "urn:s", "role": "1", "org:role": "0", "urn:other/role": "2"}
    assert len(set(ox.parse(written(*lines), ox.RdfFormat.JSON_LD))) == 3
