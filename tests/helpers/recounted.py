"""The atlas of a page that a test has given other findings, with its numbers counted again."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from kg.network.model import FINDING_KINDS
from kg.views.model import Atlas


def recounted(atlas: Atlas) -> Atlas:
    """The same atlas, with the numbers of its own findings: of each inspection, by theme and kind."""
    counts: dict[str, dict[str, list[int]]] = defaultdict(
        lambda: defaultdict(lambda: [0] * len(FINDING_KINDS))
    )
    for finding in atlas.findings:
        for inspection in finding.inspections:
            for theme in ("", *finding.themes):
                counts[inspection][theme][FINDING_KINDS.index(finding.kind)] += 1
    return replace(atlas, found=len(atlas.findings), counts=counts)
