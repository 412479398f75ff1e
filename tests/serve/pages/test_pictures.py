"""Pictures of pages: which files are opened, what a damaged file does."""

from __future__ import annotations

import asyncio
import hashlib
from pathlib import Path
from typing import Any

import pytest

from kg.serve.live_graph import LiveGraph
from kg.serve.pages.pdf_page import Passage
from kg.serve.pages.pictures import PdfFile, Pictures
from kg.serve.site import Site

NAME = "suffolk-ilacs-2019.pdf"


@pytest.fixture
def site(graph: Path, examples: Path) -> Any:
    site = Site(LiveGraph(graph), docs=examples / "corpus")
    yield site
    site.library.close()
    site.queries.close()
    site.live.close()


@pytest.mark.parametrize(
    ("names", "found", "why"),
    [
        ((NAME,), True, "it is there"),
        (("gone.pdf", NAME), True, "by the second of its names"),
        (("gone.pdf",), False, "it is not there"),
        (("../manifest.csv",), False, "outside the folder"),
        (("/etc/passwd",), False, "a path of its own"),
        (("",), False, "the folder itself"),
        (("x\0y",), False, "no name at all"),
    ],
)
def test_only_files_in_the_folder_are_found(
    site: Site, names: tuple[str, ...], found: bool, why: str
) -> None:
    assert (Pictures(site).file(names, "") is not None) is found, why


def test_a_picture_is_drawn_by_a_worker(site: Site, examples: Path) -> None:
    path = examples / "corpus" / NAME
    file = PdfFile(path, hashlib.sha256(path.read_bytes()).hexdigest())

    async def draw() -> None:
        with site.live.held() as build:
            made = await Pictures(site).picture(build, file, 1)
            assert made.startswith(b"\x89PNG")
            assert await Pictures(site).picture(build, file, 1) == made, "the same bytes"
            assert await Pictures(site).picture(build, file, 1000) == b"", "no such page"

    asyncio.run(draw())


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"no PDF", b"%PDF-1.7\n" + b"\0" * 5000])
def test_a_file_that_is_no_pdf_gives_no_picture_and_ends_nothing(
    site: Site, tmp_path: Path, data: bytes
) -> None:
    path = tmp_path / "x.pdf"
    path.write_bytes(data)
    file = PdfFile(path, hashlib.sha256(data).hexdigest())
    pictures = Pictures(site)

    async def draw() -> None:
        with site.live.held() as build:
            assert await pictures.picture(build, file, 1) == b""
            assert await pictures.marks(build, file, 1, Passage("", "x", "")) is None

    asyncio.run(draw())
