"""Deciding in the browser: who may, and that each decision is the one of `kg review`."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request

from kg.curation.curation_file import read
from kg.serve.pages.reviewing import is_local, is_own
from serving import serving

OWN = {"sec-fetch-site": "same-origin"}
CHECKED = r'name="themes" value="([^"]+)" checked'


def request(client: str = "127.0.0.1", **headers: str) -> Request:
    given = {"host": "127.0.0.1:8321", **headers}
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in given.items()]
    return Request(
        {
            "type": "http", "method": "POST", "scheme": "http", "path": "/review",
            "query_string": b"", "headers": pairs, "client": (client, 5), "server": ("127.0.0.1", 8321),
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("client", "headers", "expected", "why"),
    [
        ("127.0.0.1", {}, True, "this machine"),
        ("::1", {"host": "[::1]:8321"}, True, "by its other address"),
        ("127.0.0.1", {"host": "localhost"}, True, "by its name"),
        ("192.168.0.7", {}, False, "another machine"),
        ("testclient", {}, False, "nobody knows who"),
        ("127.0.0.1", {"host": "kg.example"}, False, "by a name that others may have"),
        ("127.0.0.1", {"x_forwarded_for": "192.168.0.7"}, False, "a proxy on this machine"),
        ("127.0.0.1", {"forwarded": "for=192.168.0.7"}, False, "ditto"),
        ("127.0.0.1", {"via": "1.1 x"}, False, "ditto"),
        ("127.0.0.1", {"x_forwarded_proto": "https"}, False, "one that adds no more than that"),
    ],
)
def test_who_is_at_this_machine(
    client: str, headers: dict[str, str], expected: bool, why: str
) -> None:
    assert is_local(request(client, **headers)) is expected, why


@pytest.mark.parametrize(
    ("headers", "expected", "why"),
    [
        ({"sec_fetch_site": "same-origin"}, True, "as browsers say today"),
        ({"origin": "http://127.0.0.1:8321"}, True, "as all browsers say"),
        ({}, False, "no browser"),
        ({"sec_fetch_site": "none"}, False, "no form"),
        ({"sec_fetch_site": "same-site"}, False, "another port"),
        ({"sec_fetch_site": "cross-site"}, False, "another site"),
        ({"origin": "http://127.0.0.1:9999"}, False, "another port"),
        ({"origin": "null"}, False, "a file"),
        ({"sec_fetch_site": "same-origin", "origin": "http://a.example"}, False, "both count"),
    ],
)
def test_a_form_is_one_of_our_own_pages(headers: dict[str, str], expected: bool, why: str) -> None:
    assert is_own(request(**headers)) is expected, why


@pytest.fixture
def desk(
    demo_graph: Path, tmp_path: Path, environment: dict[str, str]
) -> Iterator[tuple[httpx.Client, Path]]:
    """A server of its own for each test, and the file that it writes."""
    graph = Path(shutil.copytree(demo_graph, tmp_path / "graph"))
    with serving(graph, "--review", environment=environment) as server, server.client() as client:
        yield client, graph / "curation.yaml"


def form(client: httpx.Client, **more: str) -> dict[str, str]:
    """The hidden fields of the page, and others."""
    page = client.get("/review").text
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', page))
    assert set(fields) == {"token", "doubt"}
    return {**fields, "by": "Jo Moss", **more}


def send(
    client: httpx.Client, fields: Mapping[str, object], headers: Mapping[str, str] = OWN
) -> int:
    return client.post("/review", data=dict(fields), headers=dict(headers)).status_code


@pytest.mark.parametrize(
    ("change", "headers", "status", "why"),
    [
        ({}, {}, 403, "from no page"),
        ({}, {"sec-fetch-site": "cross-site"}, 403, "from another site's page"),
        ({}, {"origin": "http://a.example"}, 403, "ditto"),
        ({}, {**OWN, "x-forwarded-for": "10.0.0.1"}, 403, "through a proxy"),
        ({"token": ""}, OWN, 403, "without a token"),
        ({"token": "é"}, OWN, 403, "with another token"),
        ({"by": " "}, OWN, 400, "without a name"),
        ({"answer": "nonsense"}, OWN, 400, "no answer"),
        ({"answer": "same"}, OWN, 400, "the answer to another kind of question"),
        ({"doubt": "0" * 16}, OWN, 303, "to a question that was not asked: shows the one that is"),
    ],
)
def test_what_decides_nothing(
    desk: tuple[httpx.Client, Path], change: dict[str, str], headers: dict[str, str],
    status: int, why: str,
) -> None:  # fmt: skip
    client, file = desk
    fields = form(client, answer="weakness") | change
    assert send(client, fields, headers) == status, why
    assert not file.exists(), why


def test_decisions_are_those_of_kg_review(desk: tuple[httpx.Client, Path]) -> None:
    client, file = desk
    first = client.get("/review").text
    assert send(client, form(client, answer="weakness")) == 303
    assert client.get("/review").text != first
    assert send(client, form(client, answer="undecided")) == 303
    assert send(client, form(client, answer="no finding")) == 303
    themes = {**form(client, answer="mixed"), "themes": ["workforce", "education", "nonsense"]}
    assert send(client, themes) == 303
    decisions = read(file).decisions
    assert [(one.kind, one.keys.get("kind"), one.by) for one in decisions] == [
        ("finding", "weakness", "Jo Moss"), ("drop", None, "Jo Moss"), ("finding", "mixed", "Jo Moss"),
    ]  # fmt: skip
    assert decisions[-1].keys["themes"] == ("workforce", "education")
    assert "themes" not in decisions[0].keys, "no themes were sent"
    assert "3 decisions so far" in client.get("/review").text
    for left in (2, 1, 1, 0):  # what was left undecided is asked again too
        assert send(client, form(client, answer="back")) == 303
        assert len(read(file).decisions) == left
    assert 'value="Jo Moss"' in client.get("/review").text


def test_themes_are_written_only_if_they_were_changed(desk: tuple[httpx.Client, Path]) -> None:
    client, file = desk
    while not (checked := re.findall(CHECKED, page := client.get("/review").text)):
        assert "Nothing is in doubt" not in page
        send(client, form(client, answer="undecided"))  # the doubt is about no themes
    fields = {**form(client, answer="weakness"), "themes": checked}
    assert send(client, fields) == 303
    assert "themes" not in read(file).decisions[0].keys


def test_a_file_that_cant_be_read_is_explained(desk: tuple[httpx.Client, Path]) -> None:
    client, file = desk
    file.write_text("decisions: nonsense\n", encoding="utf-8")
    page = client.get("/review")
    assert page.status_code == 200
    assert "curation.yaml: `decisions` must be a list" in page.text
    assert str(file.parent) not in page.text


def test_a_decision_is_not_written_over_a_change_by_hand(
    desk: tuple[httpx.Client, Path],
) -> None:
    client, file = desk
    send(client, form(client, answer="weakness"))
    file.write_text(file.read_text("utf-8").replace("Jo Moss", "Ada"), encoding="utf-8")
    answer = client.post("/review", data=form(client, answer="back"), headers=OWN)
    assert answer.status_code == 409
    assert answer.text.startswith("curation.yaml: the last decision was changed")


def test_without_review_there_is_no_such_page(
    demo_graph: Path, environment: dict[str, str]
) -> None:
    with serving(demo_graph, environment=environment) as server, server.client() as client:
        assert client.get("/review").status_code == 404
        assert client.post("/review", headers=OWN).status_code == 404
        assert "/review" not in client.get("/search").text
