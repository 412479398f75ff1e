"""What is made when a wheel is built: the headers of the query library, as kg reads them."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledHeaders(BuildHookInterface[Any]):
    """Adds `kg/_data/headers.json` to the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the file into a folder of its own, which `finalize` removes."""
        sys.path.insert(0, self.root)
        from kg.query.headers import compiled

        self._folder = tempfile.TemporaryDirectory()
        path = Path(self._folder.name, "headers.json")
        path.write_bytes(compiled())
        build_data["force_include"][str(path)] = "kg/_data/headers.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove the folder."""
        self._folder.cleanup()
