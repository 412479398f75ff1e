"""The ablation of the reading of prose takes out parts that exist: it runs by hand, in minutes."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).parent / "bench" / "ablation.py"


def ablation() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("ablation", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("step", ["grammar", "+ discourse", "+ discourse, without moods and times"])
def test_each_part_that_a_step_takes_out_exists(step: str) -> None:
    script = ablation()
    with script.replaced(script.STEPS[step]):
        pass
