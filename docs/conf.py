"""The documentation site: Sphinx with the theme Furo reads docs/*.md; `make docs` builds it.

Before Sphinx reads the pages, `pages.py` writes those that are made from the code, the queries and
the ontology, and copies those that lie in the root of the checkout.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

import pages  # noqa: E402  (these are found by the path above)

import kg  # noqa: E402

project = "kg"
author = "The kg contributors"
project_copyright = "the kg contributors. Quotes of reports: Crown copyright, OGL v3.0"
release = version = kg.__version__
language = "en_GB"
smartquotes = False  # or --list would become a dash and "list"

extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
exclude_patterns = ["_build"]
nitpicky = True
#: Headings that a link may name, as on a code host.
myst_heading_anchors = 4
# The changelog lists many files without a heading of their own, and headings that return.
suppress_warnings = ["myst.header"]

html_theme = "furo"
html_title = "kg"
html_copy_source = False
html_show_sphinx = False
html_static_path: list[str] = []
# Colours that pass WCAG AA on both backgrounds, and the system's own typefaces: nothing is fetched.
pygments_style = "a11y-high-contrast-light"
pygments_dark_style = "a11y-dark"
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b5345", "color-brand-content": "#0b5345"},
    "dark_css_variables": {"color-brand-primary": "#7fd6bd", "color-brand-content": "#7fd6bd"},
}


def setup(app: object) -> None:
    """Write the generated pages before the sources are listed, and mend links on the way in."""
    app.connect("config-inited", lambda *_: pages.write(HERE))  # type: ignore[attr-defined]
    app.connect("source-read", pages.relink_source)  # type: ignore[attr-defined]
