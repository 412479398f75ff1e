"""A person who is taken out leaves no trace."""

from __future__ import annotations

from pathlib import Path

from curated import Curated, ask, people


def test_a_person_taken_out_for_good(curated: Curated, home: Path) -> None:
    before = {p.stem: len(p.read_text("utf-8")) for p in (home / "out" / "texts").iterdir()}
    graph, report = curated("- drop: {person: Norma Penfold}\n- same: [person/a, person/b]\n")
    assert people(graph) == ["nick-tracey", "rosa-quill"]
    assert "penfold" not in "\n".join(map(str, graph.store)).lower()
    assert graph.folder is not None
    for path in (graph.folder / "texts").iterdir():
        text = path.read_text("utf-8")
        assert "Penfold" not in text and len(text) == before[path.stem]
    assert "penfold" not in (graph.folder / "report.json").read_text("utf-8").lower()
    index = next((graph.folder / "builds").glob("*/find.sqlite")).read_bytes().lower()
    assert b"penfold" not in index
    assert report.decisions_applied == 1
    for sha, start, end, words in ask(
        graph,
        "?sha ?a ?b ?w { ?e kg:document/kg:sha256 ?sha ; kg:startOffset ?a ; kg:endOffset ?b ; kg:text ?w }",
    ):
        assert (graph.text(sha) or "")[int(start) : int(end)] == words
