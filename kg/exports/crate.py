"""A folder of tables as an RO-Crate 1.1: one JSON-LD file that says what each file is.

Repositories for research data, such as Zenodo and Dataverse, read it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from kg import __version__
from kg.query.library import find
from kg.rdf.iris import CONTRIBUTORS, thing
from kg.store.dataset import Dataset

__all__ = ["METADATA", "crate"]

#: The name of the file, which the standard fixes.
METADATA = "ro-crate-metadata.json"
_STANDARD = "https://w3id.org/ro/crate/1.1"
_MEDIA_TYPES = {".csv": "text/csv", ".parquet": "application/vnd.apache.parquet"}

Entity = dict[str, Any]


def crate(dataset: Dataset, files: Mapping[str, bytes]) -> bytes:
    """The metadata of a folder with these files, each named after its query.

    It is published on the date of its newest document; without any date, the crate has none.
    """
    software = thing("software", __version__)
    terms = dataset.licence or "#rights"
    root: Entity = {
        "@id": "./",
        "@type": "Dataset",
        "identifier": dataset.iri,
        "name": dataset.title,
        "description": dataset.summary,
        "license": {"@id": terms},
        "author": {"@id": CONTRIBUTORS},
        "hasPart": [{"@id": name} for name in files],
        "mentions": {"@id": "#export"},
    }
    if dataset.newest:
        root["datePublished"] = dataset.newest
        root["temporalCoverage"] = f"{dataset.oldest}/{dataset.newest}"
    entities: list[Entity] = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _STANDARD},
            "about": {"@id": "./"},
        },
        root,
        *(_file(name, data) for name, data in files.items()),
        {"@id": CONTRIBUTORS, "@type": "Organization", "name": "The kg contributors"},
        {
            "@id": software,
            "@type": "SoftwareApplication",
            "name": "kg",
            "softwareVersion": __version__,
        },
        {
            "@id": "#export",
            "@type": "CreateAction",
            "name": "kg export",
            "instrument": {"@id": software},
            "result": {"@id": "./"},
        },
        {
            "@id": terms,
            "@type": "CreativeWork",
            "name": "Open Government Licence v3.0" if dataset.licence else "Whose words these are",
            "description": dataset.rights,
        },
    ]
    document = {"@context": f"{_STANDARD}/context", "@graph": entities}
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _file(name: str, data: bytes) -> Entity:
    path = PurePath(name)
    query = find(path.stem)
    return {
        "@id": name,
        "@type": "File",
        "name": query.summary,
        "description": " ".join(query.description.split()),
        "encodingFormat": _MEDIA_TYPES[path.suffix],
        "contentSize": str(len(data)),
    }
