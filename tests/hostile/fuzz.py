"""Coverage-guided fuzzing of what reads strangers' bytes, by hand and not by `make test`.

    pip install atheris                                    # Linux; needs no other set-up
    python tests/hostile/fuzz.py TARGET CORPUS SECONDS     # TARGET: see TARGETS

An input that raises anything but kg's own error stays in the folder as crash-*.  What reached new
code is in CORPUS; `-merge=1` makes it small, and the smallest are kept in tests/hostile/corpus.
"""

from __future__ import annotations

import codecs
import contextlib
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(
    include=["kg", "rdflib.plugins.sparql", "yaml", "olefile", "openpyxl", "email", "zipfile"]
):
    from kg.documents.containers import contents, entry
    from kg.documents.html_encoding import declared_encoding
    from kg.documents.readers import read
    from kg.errors import DocumentError, QueryError, UsageError
    from kg.query.guard import guarded
    from kg.query.library import _parse

#: The extension that the first byte of an input stands for.
NAMES = ("a.pdf", "a.html", "a.docx", "a.md", "a.txt", "a")
OFFICE_NAMES = ("a.odt", "a.rtf", "a.pptx", "a.xlsx", "a.eml", "a.msg", "a.mhtml", "a.zip")


def readers(data: bytes) -> None:
    """A file of any format: read, with every block a range of the text, or refused."""
    if not data:
        return
    with contextlib.suppress(DocumentError):
        document = read(data[1:], NAMES[data[0] % len(NAMES)], "0" * 64)
        ends = [0, *(end for block in document.blocks for end in (block.start, block.end))]
        assert ends == sorted(ends) and ends[-1] <= len(document.text)


def office(data: bytes) -> None:
    """An office file, a message or an archive: read, with what is in it, or refused."""
    if not data:
        return
    name = OFFICE_NAMES[data[0] % len(OFFICE_NAMES)]
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(DocumentError):
        path = Path(folder, name)
        path.write_bytes(data[1:])
        for one in contents(path, name).entries:
            assert len(entry(path, one.inside)) == one.size
        read(data[1:], name, "0" * 64)


def encoding(data: bytes) -> None:
    """The encoding that a page declares: one that Python has."""
    codec = declared_encoding(data)
    assert codec is None or codecs.lookup(codec)


def header(data: bytes) -> None:
    """A query file: its header and parameters, or one line that says what is wrong."""
    try:
        _parse(data.decode("utf-8", "replace"), None)
    except (QueryError, UsageError) as error:
        assert "\n" not in str(error)


def guard(data: bytes) -> None:
    """A query: refused, or run as a text that asks nobody else."""
    with contextlib.suppress(QueryError):
        text = guarded(data.decode("utf-8", "replace"))
        # whatever is let through once is let through as it stands
        assert guarded(text) == text


TARGETS: dict[str, Callable[[bytes], None]] = {
    "readers": readers,
    "office": office,
    "encoding": encoding,
    "header": header,
    "guard": guard,
}

if __name__ == "__main__":
    target, corpus, seconds = sys.argv[1:4]
    Path(corpus).mkdir(parents=True, exist_ok=True)
    options = [
        f"-max_total_time={seconds}",
        "-timeout=30",
        "-rss_limit_mb=3000",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], corpus, *options, *sys.argv[4:]], TARGETS[target])
    atheris.Fuzz()
