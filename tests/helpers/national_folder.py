"""The national graph as a graph folder."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from kg.store.draft import Draft
from kg.store.text_index import FILE, Index
from national import national_graph

__all__ = ["national_folder"]


def national_folder(folder: Path) -> Path:
    """Write the graph as the finished build of a folder, which is given back."""
    graph = national_graph()
    draft = Draft(folder)
    draft.store.bulk_extend(graph.store)
    with closing(Index(draft.path / FILE)) as index:
        index.add_documents(graph.store, None)
        index.add_names(graph.store)
    texts = {sha256: text.encode for sha256, text in graph.texts.items()}
    draft.publish("0123456789abcdef", {}, texts)
    return folder
