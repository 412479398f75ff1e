"""Draw docs/images/*.svg from docs/diagrams.toml: `python docs/diagrams.py`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from html import escape
from pathlib import Path
from typing import Any

DOCS = Path(__file__).resolve().parent

STYLE = """
svg { background: #fff }
text { font-family: system-ui, sans-serif; fill: #1b2433 }
.name { font-size: 17px; font-weight: 600 }
.text { font-size: 13px }
.label { font-size: 12px; fill: #3b465c; paint-order: stroke; stroke: #fff; stroke-width: 4px }
rect { fill: #f4f6fa; stroke: #7a8699; stroke-width: 1.2 }
.stage rect { fill: #eaf3ee; stroke: #4d8b67 }
.main rect { fill: #d3e9dc; stroke: #4d8b67 }
.store rect { fill: #fdf1dc; stroke: #b5853a }
.reader rect { fill: #e8effa; stroke: #4a6fa8 }
line { stroke: #55607a; stroke-width: 1.6 }
"""
HEAD = (
    '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
    'orient="auto"><path d="M0 0 8 4 0 8z" fill="#55607a"/></marker></defs>'
)


def diagrams() -> Mapping[str, str]:
    """Each diagram as SVG, by its name."""
    plan = tomllib.loads((DOCS / "diagrams.toml").read_text(encoding="utf-8"))
    return {name: drawn(diagram) for name, diagram in plan.items()}


def drawn(diagram: Mapping[str, Any]) -> str:
    """A diagram: boxes with a name and lines of text, and arrows between them."""
    width, height = diagram["size"]
    boxes = {box["name"]: box for box in diagram["box"]}
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
            'aria-labelledby="t">'
        ),
        f'<title id="t">{escape(diagram["title"])}</title>',
        f"<style>{STYLE}</style>",
        HEAD,
        *(_arrow(boxes, arrow) for arrow in diagram["arrow"]),
        *(_box(box) for box in diagram["box"]),
        *(label for arrow in diagram["arrow"] for label in _label(boxes, arrow)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _box(box: Mapping[str, Any]) -> str:
    x, y, width, height = box["at"]
    lines = [
        f'<text class="text" x="{x + 12}" y="{y + 44 + 17 * number}">{escape(line)}</text>'
        for number, line in enumerate(box.get("text", ()))
    ]
    return (
        f'<g class="{box.get("kind", "plain")}">'
        f'<rect x="{x}" y="{y}" width="{width}" height="{height}" rx="6"/>'
        f'<text class="name" x="{x + 12}" y="{y + 24}">{escape(box["name"])}</text>'
        f"{''.join(lines)}</g>"
    )


def _ends(boxes: Mapping[str, Any], arrow: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """Where an arrow begins and ends: on facing edges, straight where the boxes overlap."""
    ax, ay, aw, ah = boxes[arrow["from"]]["at"]
    bx, by, bw, bh = boxes[arrow["to"]]["at"]
    if ax + aw <= bx or bx + bw <= ax:  # beside each other
        y = _shared(ay, ah, by, bh)
        left = ax + aw <= bx
        x1, x2 = (ax + aw, bx - 2) if left else (ax, bx + bw + 2)
        return (x1, y, x2, y) if y is not None else (x1, ay + ah / 2, x2, by + bh / 2)
    x = _shared(ax, aw, bx, bw)
    y1, y2 = (ay + ah, by - 2) if ay < by else (ay, by + bh + 2)
    middle = ax + aw / 2 if x is None else x
    return middle, y1, middle, y2


def _shared(a: float, size: float, b: float, other: float) -> float | None:
    """The middle of what two stretches have in common."""
    low, high = max(a, b), min(a + size, b + other)
    return (low + high) / 2 if low < high else None


def _arrow(boxes: Mapping[str, Any], arrow: Mapping[str, Any]) -> str:
    x1, y1, x2, y2 = _ends(boxes, arrow)
    return f'<line x1="{x1:g}" y1="{y1:g}" x2="{x2:g}" y2="{y2:g}" marker-end="url(#head)"/>'


def _label(boxes: Mapping[str, Any], arrow: Mapping[str, Any]) -> Iterator[str]:
    if "label" in arrow:
        x1, y1, x2, y2 = _ends(boxes, arrow)
        upright = x1 == x2
        x, y = (x1 + 8, (y1 + y2) / 2 + 4) if upright else ((x1 + x2) / 2, (y1 + y2) / 2 - 7)
        anchor = "start" if upright else "middle"
        yield (
            f'<text class="label" x="{x:g}" y="{y:g}" text-anchor="{anchor}">'
            f"{escape(arrow['label'])}</text>"
        )


if __name__ == "__main__":
    for name, svg in diagrams().items():
        (DOCS / "images" / f"{name}.svg").write_text(svg, encoding="utf-8", newline="\n")
