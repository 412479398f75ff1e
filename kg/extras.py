"""What the core does without: libraries that come with an extra of the package.

Asking, looking and exporting need none of them.  They are imported where they are used, so the
error that tells what to install can be made in one place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from kg.errors import UsageError

__all__ = ["EXTRAS", "missing_extra_named"]

#: Each extra, and the modules that come with it alone.
EXTRAS: Mapping[str, frozenset[str]] = {
    "build": frozenset(
        {
            "cssselect", "docx", "lxml", "numpy", "olefile", "openpyxl", "pebble", "protego",
            "psutil", "pypdfium2", "spacy", "trafilatura", "webencodings",
        }
    ),
    "cluster": frozenset({"dask", "distributed"}),
    "notebook": frozenset({"pyvis"}),
    "parquet": frozenset({"pyarrow"}),
    "train": frozenset({"scipy", "sklearn"}),
}  # fmt: skip


@contextmanager
def missing_extra_named() -> Iterator[None]:
    """Raises UsageError, with what to install, where a module of an extra can't be imported."""
    try:
        yield
    except ModuleNotFoundError as error:
        module = (error.name or "").partition(".")[0]
        for extra, modules in EXTRAS.items():
            if module in modules:
                raise UsageError(
                    f"this needs {module}, which is not installed: "
                    f'pip install "inspection-kg[{extra}]"'
                ) from None
        raise
