"""A folder of tables as an RO-Crate: what the standard asks for, and true.

No validator runs here: those on PyPI fetch the standard's context from the web.  The table below is
what the RO-Crate 1.1 specification says a crate MUST and SHOULD have.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from command_line import kg
from kg.exports.crate import crate
from kg.store.dataset import OPEN_LICENCE, Dataset

DATASET = Dataset(
    iri="https://example.org/dataset",
    statements=12,
    counts={"Document": 1},
    oldest="2018",
    newest="2019-05",
    licence=OPEN_LICENCE,
)
#: Types of entities, and the properties that an entity of the type must or should have.
ASKED = {
    "Dataset": {"name", "description", "datePublished", "license", "author", "hasPart"},
    "File": {"name", "description", "encodingFormat", "contentSize"},
    "CreateAction": {"name", "instrument", "result"},
    "SoftwareApplication": {"name", "softwareVersion"},
    "Organization": {"name"},
}


def entities(data: bytes) -> dict[str, dict[str, Any]]:
    document = json.loads(data)
    assert document["@context"] == "https://w3id.org/ro/crate/1.1/context"
    found = {entity["@id"]: entity for entity in document["@graph"]}
    assert len(found) == len(document["@graph"]), "each entity once"
    return found


def leads_to(value: Any) -> set[str]:
    """The entities that a value refers to."""
    if isinstance(value, dict):
        return {value["@id"]}
    return set().union(*map(leads_to, value)) if isinstance(value, list) else set()


def test_the_crate_of_a_graph(demo_graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    assert kg("export", f"{folder}/", "--graph", demo_graph).exit_code == 0
    data = (folder / "ro-crate-metadata.json").read_bytes()
    found = entities(data)
    described = found["ro-crate-metadata.json"]
    assert described["@type"] == "CreativeWork" and described["about"] == {"@id": "./"}
    assert described["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    for entity in found.values():
        assert ASKED.get(entity["@type"], set()) <= entity.keys(), entity
        for name in entity.keys() - {"conformsTo"}:
            assert leads_to(entity[name]) <= found.keys(), "no link leads nowhere"
    files = {path.name: path for path in folder.glob("*.csv")}
    assert leads_to(found["./"]["hasPart"]) == files.keys()
    assert {n: int(found[n]["contentSize"]) for n in files} == {
        name: path.stat().st_size for name, path in files.items()
    }
    assert found["./"]["datePublished"] == "2025-02-04", "that of the newest document"
    assert kg("export", f"{folder}/", "--graph", demo_graph).exit_code == 0
    assert (folder / "ro-crate-metadata.json").read_bytes() == data


@pytest.mark.parametrize(
    ("licence", "leads", "why"),
    [
        (OPEN_LICENCE, OPEN_LICENCE, "reports and letters alone"),
        ("", "#rights", "other documents too: in words"),
    ],
)
def test_its_licence(licence: str, leads: str, why: str) -> None:
    dataset = Dataset("urn:d", 1, {}, "2018", "2019", licence)
    found = entities(crate(dataset, {"findings.csv": b"x"}))
    assert found["./"]["license"] == {"@id": leads}, why
    assert "Open Government Licence" in found[leads]["description"]


def test_without_a_date_it_has_none() -> None:
    dataset = Dataset("urn:d", 1, {}, "", "", OPEN_LICENCE)
    assert "datePublished" not in entities(crate(dataset, {}))["./"]


def test_a_file_is_what_its_extension_says() -> None:
    found = entities(crate(DATASET, {"findings.parquet": b"", "documents.csv": b"a"}))
    assert found["findings.parquet"]["encodingFormat"] == "application/vnd.apache.parquet"
    assert found["documents.csv"]["encodingFormat"] == "text/csv"
