"""Briefs and the feed: what `kg brief` and `kg diff` write."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import feedparser
import httpx
import pytest

from kg.api import brief
from kg.serve.trusted import news_since
from kg.store.graph import open_graph

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.mark.parametrize("form", ["html", "docx", "md"])
def test_a_brief_has_the_bytes_of_kg_brief(
    client: httpx.Client, demo_graph: Path, tmp_path: Path, form: str
) -> None:
    written = brief(demo_graph, "Bradford", tmp_path / f"brief.{form}")
    done = client.get(f"/brief/Bradford.{form}")
    assert (done.status_code, done.content) == (200, written.read_bytes())


def test_without_an_extension_the_client_chooses(client: httpx.Client) -> None:
    done = client.get("/brief/E08000032", headers={"Accept": "text/markdown"})
    assert done.text.startswith("# Children’s services in Bradford")


def test_an_unknown_council_is_named(client: httpx.Client) -> None:
    done = client.get("/brief/Nowhere")
    assert done.status_code == 400 and "Nowhere" in done.text


def test_the_feed_is_empty_without_an_earlier_build(client: httpx.Client) -> None:
    done = client.get("/feed.atom")
    feed = feedparser.parse(done.text)
    assert done.headers["Content-Type"].startswith("application/atom+xml")
    assert not feed.bozo and feed.feed.title and feed.entries == []


def test_the_feed_has_what_is_new_since_the_build_before(
    copy: Path, run_kg: Run, tmp_path: Path, examples: Path
) -> None:
    corpus = tmp_path / "corpus"
    shutil.copytree(examples / "corpus", corpus)
    (gone, *_) = sorted(corpus.glob("*.html"))
    gone.unlink()
    fewer = tmp_path / "fewer"
    done = run_kg("build", corpus, "-o", fewer, "--jobs", "1")
    assert done.returncode == 0, done.stderr
    with open_graph(copy) as graph:
        feed = feedparser.parse(news_since(graph, fewer, "application/atom+xml").body.decode())
    assert any(gone.name in str(entry) or "new" in entry.title for entry in feed.entries)
