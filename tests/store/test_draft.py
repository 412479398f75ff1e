"""What a cut-off write left goes."""

from __future__ import annotations

from pathlib import Path

from kg.store.draft import remove_leftovers


def test_what_a_cut_off_write_left_goes(copy: Path) -> None:
    left = [copy / ".current.abc123", copy / "texts" / f".{'0' * 40}.x1", copy / "builds" / ".new"]
    for path in left:
        path.mkdir() if path.suffix == ".new" or path.name == ".new" else path.write_text("x")
    (copy / ".mine").write_text("x", encoding="utf-8")
    remove_leftovers(copy)
    assert not any(path.exists() for path in left) and (copy / ".mine").exists()
