"""Which model classifies sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.evaluation.labelled import read_labelled
from kg.evaluation.training import train
from kg.extraction.classifier import load
from labels import labelled


def test_another_model_is_used_when_the_environment_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.npz"
    path.write_bytes(train(read_labelled(labelled(tmp_path))).classifier.to_bytes())
    monkeypatch.setenv("KG_MODEL", str(path))
    load.cache_clear()
    try:
        assert load().themes == ("planning", "workforce")
        path.write_bytes(b"no model")
        load.cache_clear()
        with pytest.raises(InputError, match=r"mine\.npz: not a model"):
            load()
    finally:
        load.cache_clear()
