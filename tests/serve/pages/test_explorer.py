"""The app of `kg view` from a server: the same data, in blocks, by build."""

from __future__ import annotations

import gzip
import json
import threading
from pathlib import Path

import httpx
import pytest

from kg.serve.pages.explorer import BLOCKS, write_blocks
from kg.store.graph import open_graph
from kg.views.page import json_blocks
from kg.views.read import read_atlas
from serving import serving


@pytest.fixture(scope="module")
def build(graph: Path) -> str:
    return (graph / "current").read_text(encoding="utf-8").strip()


def test_the_page_has_no_data_and_says_where_it_is(pages: httpx.Client, build: str) -> None:
    page = pages.get("/")
    for name in BLOCKS:
        assert f'id="{name}" data-from="/explorer/{build}/{name}.json"></script>' in page.text
    assert len(page.content) < 10_000


def test_the_blocks_are_those_of_the_file(pages: httpx.Client, graph: Path, build: str) -> None:
    with open_graph(graph) as one:
        expected = ["".join(parts) for parts in json_blocks(read_atlas(one), "", "")]
    got = [pages.get(f"/explorer/{build}/{name}.json") for name in BLOCKS]
    assert [one.status_code for one in got] == [200] * 3
    data = got[0].json()
    assert data["notes"][0] == f"The graph kg-demo, build {build}."
    ours = json.loads(expected[0])
    for name in ("title", "notes"):
        del data[name], ours[name]
    assert data == ours
    assert [one.json() for one in got[1:]] == [json.loads(text) for text in expected[1:]]


@pytest.mark.parametrize("encoding", ["gzip", "identity"])
def test_a_block_comes_as_the_client_takes_it(
    pages: httpx.Client, build: str, encoding: str
) -> None:
    address = f"/explorer/{build}/data.json"
    got = pages.get(address, headers={"Accept-Encoding": encoding})
    assert got.headers.get("content-encoding", "identity") == encoding
    assert got.json()["councils"]
    again = {"Accept-Encoding": encoding, "If-None-Match": got.headers["etag"]}
    assert pages.get(address, headers=again).status_code == 304


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/explorer/0000000000000000/data.json", 410),
        ("/explorer/{build}/other.json", 404),
        ("/explorer/{build}/../data.json", 404),
        ("/explorer/..%2f..%2fetc/data.json", 404),
        ("/explorer/{build}/data.json.gz", 404),
    ],
)
def test_what_is_not_there(pages: httpx.Client, build: str, path: str, status: int) -> None:
    assert pages.get(path.format(build=build)).status_code == status


def test_the_same_build_gives_the_same_bytes(graph: Path, build: str, tmp_path: Path) -> None:
    where = graph / "builds" / build
    first, second = (write_blocks(where, tmp_path / name, "x") for name in "ab")
    for name in BLOCKS:
        data = [(folder / f"{name}.json.gz").read_bytes() for folder in (first, second)]
        assert data[0] == data[1]
        assert json.loads(gzip.decompress(data[0]))


def test_the_data_that_is_being_made_ends_with_the_server(
    graph: Path, environment: dict[str, str], tmp_path: Path
) -> None:
    temporary = {"TMPDIR": str(tmp_path), "TEMP": str(tmp_path), "TMP": str(tmp_path)}
    with serving(graph, environment={**environment, **temporary}) as server:
        assert server.status() == 200, "it is ready"
        assert not list(tmp_path.iterdir()), "nobody has asked for it"
        waits = threading.Thread(
            target=server.raw,
            args=(
                b"GET /explorer/"
                + build_of(graph)
                + b"/data.json HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
            ),
        )
        waits.start()
    waits.join(30)
    assert list(tmp_path.iterdir()) == [], "nothing is left behind"
    assert not any("Traceback" in line for line in server.log)


def build_of(graph: Path) -> bytes:
    return (graph / "current").read_bytes().strip()
