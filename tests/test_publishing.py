"""What is published: the README of package indexes, the citation, the container image."""

from __future__ import annotations

import re
import runpy
import tomllib
from typing import Any

import pytest

import kg
from kg import plain_yaml
from places import ROOT

REPOSITORY = "https://code.example/kg"


@pytest.fixture(scope="module")
def build() -> dict[str, Any]:
    """The names in hatch_build.py."""
    pytest.importorskip("hatchling")
    return runpy.run_path(str(ROOT / "hatch_build.py"))


@pytest.mark.parametrize(
    ("text", "published", "why"),
    [
        ("[a](docs/a.md#b)", f"[a]({REPOSITORY}/blob/main/docs/a.md#b)", "a page"),
        ("![a](docs/a.png)", f"![a]({REPOSITORY}/raw/main/docs/a.png)", "a picture's own bytes"),
        ("[a](https://a.example)", "[a](https://a.example)", "an address stays"),
        ("[a](#b)", "[a](#b)", "so does a place on the page"),
        ("(docs/a.md)", "(docs/a.md)", "no link"),
    ],
)
def test_relative_links_lead_to_the_repository(
    text: str, published: str, why: str, build: dict[str, Any]
) -> None:
    assert build["absolute"](text, REPOSITORY) == published, why


@pytest.mark.parametrize(("given", "urls"), [(REPOSITORY + "/", 4), ("", 0)])
def test_a_release_names_its_repository(
    given: str, urls: int, build: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPOSITORY", given)
    metadata: dict[str, Any] = {}
    build["PublishedReadme"](str(ROOT), {}).update(metadata)
    assert len(metadata["urls"]) == urls
    links = re.findall(r"\]\((?!https?:|#)[^)]*\)", metadata["readme"]["text"])
    assert bool(links) == (not given)


def test_the_citation_is_that_of_this_version() -> None:
    citation = plain_yaml.load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert citation["version"] == kg.__version__
    assert citation["license"] == project["license"]
    assert [author["name"] for author in citation["authors"]] == [
        author["name"] for author in project["authors"]
    ]


def test_the_image_runs_as_an_ordinary_user() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    words = [line.split() for line in lines if line and not line.startswith((" ", "#"))]
    users = [line[1] for line in words if line[0] == "USER"]
    assert users[-1] not in {"root", "0"}
    assert [line[0] for line in words][-1] == "ENTRYPOINT"
