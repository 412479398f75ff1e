"""Writes an atlas as one self-contained HTML file: no server, no connection, no other file.

The page is a Jinja2 template with autoescape, with the scripts, the style sheet, and the data.  A
content security policy lists the hashes of the scripts and styles and forbids all connections, as a
second defence against injected script.  The docstring of `kg.views.rows` describes the data.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from importlib.resources import files

from kg.network.model import Network
from kg.reference_data import grade_colours
from kg.views.model import Atlas
from kg.views.rows import data_rows, finding_columns, text_rows
from kg.views.scripts import bundle

__all__ = ["json_blocks", "render", "scripts", "style_sheet", "template"]

#: Characters in strings that HTML, or JavaScript before 2019, would not read as plain text.
ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}
#: Libraries, in the order in which they need each other.
VENDOR = (
    "minisearch.js",
    "fflate.js",
    "d3-dispatch.min.js",
    "d3-quadtree.min.js",
    "d3-timer.min.js",
    "d3-force.min.js",
    "d3-selection.min.js",
    "d3-drag.min.js",
    "d3-color.min.js",
    "d3-interpolate.min.js",
    "d3-ease.min.js",
    "d3-transition.min.js",
    "d3-zoom.min.js",
)


def render(
    atlas: Atlas,
    title: str,
    screen: str = "",
    notes: Sequence[str] = (),
    network: Network | None = None,
) -> bytes:
    """The page as UTF-8.  The same values give the same bytes.

    `screen` is the address of the first screen, `notes` say what is not on the page, and `network`
    is one for the network screen to begin with.
    """
    from jinja2 import Environment
    from markupsafe import Markup

    programs = scripts()
    style = style_sheet()
    data, findings, texts = json_blocks(atlas, title, screen, notes, network)
    policy = "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(map(_hash, programs)),
            f"style-src {_hash(style)}",
            "img-src data: blob:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    page = Environment(autoescape=True, trim_blocks=True).from_string(template())
    return page.render(
        title=title,
        policy=policy,
        # Markup: files of this package, JSON that is escaped, and base64.
        style=Markup(style),
        scripts=[Markup(script) for script in programs],
        data=Markup("".join(data).translate(ESCAPES)),
        findings=Markup(_packed(findings)),
        texts=Markup(_packed(texts)),
    ).encode()


def template() -> str:
    """The template of the page.  Its blocks say what of it is in the page itself."""
    return _asset("template.html")


def scripts() -> list[str]:
    """The libraries, and then the program of the page."""
    return [*(_asset(f"vendor/{name}") for name in VENDOR), _program()]


def json_blocks(
    atlas: Atlas,
    title: str,
    screen: str = "",
    notes: Sequence[str] = (),
    network: Network | None = None,
) -> tuple[Iterable[str], Iterable[str], Iterable[str]]:
    """The blocks `data`, `findings` and `texts` of `kg.views.rows` as JSON, each in parts."""
    return (
        [_json(data_rows(atlas, title, screen, notes, network))],
        [_json(finding_columns(atlas))],
        _each_json(text_rows(atlas)),
    )


def style_sheet() -> str:
    """The page's style, with the colours of grades that the concepts have."""
    colours = " ".join(f"--{grade}: {colour};" for grade, colour in grade_colours().items())
    return f":root {{ {colours} }}\n" + _asset("style.css")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _each_json(values: Sequence[object]) -> Iterator[str]:
    """The JSON of a list, a value at a time: at once, all texts would be in memory three times."""
    yield "["
    for n, value in enumerate(values):
        yield ("," if n else "") + _json(value)
    yield "]"


def _packed(parts: Iterable[str]) -> str:
    """Parts of one text, compressed, as base64."""
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=6, mtime=0) as file:
        for part in parts:
            file.write(part.encode())
    return base64.b64encode(out.getvalue()).decode()


@cache
def _asset(name: str) -> str:
    return (files("kg.views") / "assets" / name).read_bytes().decode("utf-8")


@cache
def _program() -> str:
    """The modules in assets/js as one script."""
    folder = files("kg.views") / "assets" / "js"
    modules = {item.name: _asset(f"js/{item.name}") for item in folder.iterdir()}
    return bundle(modules, "main.js")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
