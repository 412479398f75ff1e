"""Values that are kept as long as a build is."""

from __future__ import annotations

import gc
from pathlib import Path

from kg.serve.live_graph import Build
from kg.serve.pages.by_build import by_build


def test_a_value_is_made_once_for_each_build_and_goes_with_it(graph: Path) -> None:
    made: list[str] = []

    @by_build
    def number(build: Build) -> int:
        made.append(build.id)
        return len(made)

    builds = [Build(graph / "builds" / (graph / "current").read_text().strip()) for _ in range(2)]
    assert [number(builds[0]), number(builds[0]), number(builds[1]), number(builds[0])] == [
        1, 1, 2, 1,
    ]  # fmt: skip
    cells = number.__closure__ or ()
    (known,) = (cell.cell_contents for cell in cells if hasattr(cell.cell_contents, "data"))
    builds.pop().close()
    gc.collect()
    assert len(known) == 1, "nothing is kept for a build that is gone"
    builds.pop().close()
