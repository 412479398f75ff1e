"""The page: its policy, its texts, its libraries."""

from __future__ import annotations

import hashlib
import json
import re

from kg.store.graph import Graph
from kg.views.model import CitedFact, CitedSource, Network, Node
from kg.views.page import render
from kg.views.view import view
from places import ROOT

ASSETS = ROOT / "kg" / "views" / "assets"


def test_the_page_names_each_script_and_style_in_its_policy(graph: Graph) -> None:
    page = view(graph).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    rules = policy[1].replace("&#39;", "'")
    assert rules.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in rules
    assert "http" not in rules
    assert "*" not in rules
    assert rules.count("'sha256-") == page.count("<script>") + page.count("<style>")
    assert not re.search(r"<(link|iframe|img|object|embed|base)\b", page.split("<script")[0])


def test_no_text_leaves_its_place_in_the_page() -> None:
    hostile = "</script><script>alert(1)</script><!--&\u2028"
    fact = CitedFact(hostile, hostile, hostile, CitedSource(hostile, hostile, hostile), 1, hostile)
    node = Node(hostile, "other", hostile, hostile, hostile, (hostile,), hostile, hostile)
    network = Network((Node("a", "other", "a", facts=(fact,)), node), (), (hostile,))
    page = render(network, hostile).decode()
    assert hostile not in page
    assert page.count("<script>alert(1)") == 0
    assert "<title>&lt;/script&gt;&lt;script&gt;" in page
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    assert not re.search("[<>&\u2028]", data[1])
    assert json.loads(data[1])["nodes"][1][2] == hostile


def test_vendored_files_are_the_ones_that_were_published() -> None:
    for entry in json.loads((ASSETS / "vendor" / "vendor.json").read_text(encoding="utf-8")):
        data = (ASSETS / "vendor" / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"], entry["name"]
        assert f"@version {entry['version']}".encode() in data[:400]
        assert b"</script" not in data.lower()
        assert b"<!--" not in data
        for licence in entry["licence_files"]:
            assert (ASSETS / "vendor" / licence).stat().st_size > 1_000
