"""The explorer: the app of `kg view`, whose data comes from the server, a block at a time.

The data of a build is made once, in a process of its own: it takes seconds and much memory.
"""

from __future__ import annotations

import asyncio
import gzip
import shutil
import threading
from concurrent.futures import Future
from functools import cached_property, partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import mkdtemp

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from kg.errors import StoreError
from kg.serve.live_graph import Build
from kg.serve.pages.layout import asset, file, page
from kg.serve.site import Site, build_of
from kg.store.graph import open_graph
from kg.views.page import json_blocks, scripts
from kg.views.read import read_atlas
from kg.views.view import size_of, title_of

__all__ = ["routes", "write_blocks"]

#: The names of the blocks, in the order of `json_blocks`.
BLOCKS = ("data", "findings", "texts")
SCRIPT = "text/javascript"
#: Pictures that are saved come from addresses that the page makes itself.
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'; object-src 'none'"
)
#: Builds whose blocks are kept: the current one, and one whose blocks may still be on their way.
KEPT = 2


def routes(site: Site) -> list[Route]:
    """`/`, and below `/explorer/` its scripts and its data by build."""
    made = _Blocks(site.live.folder.resolve().name)
    site.at_end.callback(made.close)
    return [
        Route("/", partial(explorer, site)),
        Route("/explorer/start.js", partial(file, asset("start.js"), SCRIPT)),
        Route("/explorer/program.js", partial(file, "\n".join(scripts()), SCRIPT)),
        Route("/explorer/{build}/{name}.json", partial(block, made)),
    ]


def explorer(site: Site, request: Request) -> Response:
    """The page, without data."""
    blocks = f"/explorer/{build_of(request).id}"
    headers = {"Content-Security-Policy": POLICY}
    title = f"England: {site.live.folder.resolve().name}"
    return page(site, request, "explorer.html", headers=headers, title=title, blocks=blocks)


async def block(made: _Blocks, request: Request) -> Response:
    """A block of its data; 410 for one of a build that is no longer current."""
    build, name = build_of(request), request.path_params["name"]
    if name not in BLOCKS:
        raise HTTPException(404, "the explorer has nothing of that name")
    if request.path_params["build"] != build.id:
        raise HTTPException(410, "There is a newer build of the graph: load this page again.")
    try:
        folder = await asyncio.shield(asyncio.wrap_future(made.of(build)))
    except asyncio.CancelledError:  # the server ends, and waits for no answer any more
        raise HTTPException(503, "the server ends") from None
    path = folder / f"{name}.json.gz"
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers = {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
        return FileResponse(path, media_type="application/json", headers=headers)
    return Response(gzip.decompress(path.read_bytes()), media_type="application/json")


class _Blocks:
    """The folders with the blocks of builds, made when they are first asked for."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._made: dict[str, _Making] = {}
        self._lock = threading.Lock()

    @cached_property
    def _folder(self) -> Path:
        return Path(mkdtemp(prefix="kg-serve-"))

    def of(self, build: Build) -> Future[Path]:
        """The folder with the blocks of a build."""
        with self._lock:
            known = self._made.get(build.id)
            if known is not None and not known.failed:
                return known.folder
            while len(self._made) >= KEPT:
                oldest = next(iter(self._made))
                self._made.pop(oldest).stop()
                shutil.rmtree(self._folder / oldest, ignore_errors=True)
            self._made[build.id] = _Making(build.where, self._folder / build.id, self._name)
            return self._made[build.id].folder

    def close(self) -> None:
        """Stop what is being made, and remove all."""
        for making in self._made.values():
            making.stop()
        if self._made:
            shutil.rmtree(self._folder, ignore_errors=True)


class _Making:
    """`write_blocks` in a process, which can be stopped; `folder` is what it gives back."""

    def __init__(self, where: Path, folder: Path, name: str) -> None:
        self.folder: Future[Path] = Future()
        self._process = get_context("spawn").Process(
            target=write_blocks, args=(where, folder, name), daemon=True
        )
        self._process.start()
        threading.Thread(target=self._wait, args=(folder,), daemon=True).start()

    @property
    def failed(self) -> bool:
        """Whether it has ended without a folder."""
        return self.folder.done() and self.folder.exception() is not None

    def stop(self) -> None:
        """End the process, if it still runs."""
        self._process.kill()

    def _wait(self, folder: Path) -> None:
        self._process.join()
        if self._process.exitcode == 0:
            self.folder.set_result(folder)
        else:
            self.folder.set_exception(StoreError("the data of the explorer could not be made"))


def write_blocks(where: Path, folder: Path, name: str) -> Path:
    """Write the blocks of a build as `NAME.json.gz` into a folder, which is given back.

    `name` is that of the graph, for the page to say.
    """
    with open_graph(where) as graph:
        atlas = read_atlas(graph)
    notes = [f"The graph {name}, build {where.name}.", size_of(atlas)]
    folder.mkdir(parents=True, exist_ok=True)
    for block_name, parts in zip(
        BLOCKS, json_blocks(atlas, title_of(atlas), "", notes), strict=True
    ):
        path = folder / f"{block_name}.json.gz"
        with gzip.GzipFile(path, "wb", compresslevel=6, mtime=0) as file:
            for part in parts:
                file.write(part.encode())
    return folder
