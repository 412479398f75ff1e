"""What is made when a distribution is built.

The headers of the query library go into the wheel as kg reads them.  A release is built with the
address of its repository in $REPOSITORY: package indexes then show that address, and the links and
pictures of the README work there.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface

#: A Markdown link or picture to a file of the repository.
_RELATIVE = re.compile(r"(?P<picture>!?)\[(?P<text>[^\]]*)\]\((?!https?:|#)(?P<path>[^)]+)\)")


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


class PublishedReadme(MetadataHookInterface):
    """Gives the README, and the addresses of the project."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Fill in `readme` and `urls`."""
        text = Path(self.root, "README.md").read_text(encoding="utf-8")
        repository = os.environ.get("REPOSITORY", "").rstrip("/")
        metadata["readme"] = {
            "content-type": "text/markdown",
            "text": absolute(text, repository) if repository else text,
        }
        metadata["urls"] = addresses(repository) if repository else {}


def absolute(text: str, repository: str) -> str:
    """The Markdown text with its relative links leading to files of the repository.

    >>> absolute("[limits](docs/limits.md), ![map](docs/map.png)", "https://code.example/kg")
    '[limits](https://code.example/kg/blob/main/docs/limits.md), ![map](https://code.example/kg/raw/main/docs/map.png)'
    """

    def link(match: re.Match[str]) -> str:
        folder = "raw" if match["picture"] else "blob"
        address = f"{repository}/{folder}/main/{match['path']}"
        return f"{match['picture']}[{match['text']}]({address})"

    return _RELATIVE.sub(link, text)


def addresses(repository: str) -> dict[str, str]:
    """The project's addresses, by the names that package indexes know."""
    main = f"{repository}/blob/main"
    return {
        "Source": repository,
        "Documentation": f"{main}/README.md",
        "Changelog": f"{main}/CHANGELOG.md",
        "Issues": f"{repository}/issues",
    }
