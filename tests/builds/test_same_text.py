"""The same letter in several files, from the files to the graph."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import docx
import pytest

from files import Line, page, pdf
from kg.builds.build import Report, build, remove
from kg.builds.same_text import merged
from kg.exports.files import export
from kg.store.graph import open_graph

LINES = (
    "Focused visit to Derby City Council children’s services",
    "This letter summarises the findings of a focused visit to Derby on 4 and 5 March 2024.",
    "Inspectors found that plans for children in care are too often late, and visits not noted.",
    "Social workers know their children well, and managers make sure that caseloads fall.",
    "The council should make sure that all children have an up-to-date plan in good time.",
)


def as_docx(lines: tuple[str, ...] = LINES) -> bytes:
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def as_pdf(lines: tuple[str, ...] = LINES) -> bytes:
    drawn = []
    for line in lines:
        words = line.split()
        rows = [" ".join(words[n : n + 12]) for n in range(0, len(words), 12)]
        drawn += [Line(row, gap=30 if n == 0 else 14) for n, row in enumerate(rows)]
    return pdf(drawn, header="Ofsted", footer="{page}")


def as_html(lines: tuple[str, ...] = LINES, around: str = "") -> bytes:
    return page("".join(f"<p>{line}</p>" for line in lines) + around)


def folder(path: Path, **files: bytes) -> Path:
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    for name, data in files.items():
        (path / name.replace("_", ".")).write_bytes(data)
    return path


def files(report: Report) -> list[list[str]]:
    return [document["files"] for document in report.documents]


def text_of(graph: Path, place: Path) -> bytes:
    with open_graph(graph) as opened:
        export(opened, place)
    return place.read_bytes()


CHANGED = tuple(line.replace("too often late", "too often good") for line in LINES)
OTHERS = tuple(f"A neighbour wrote: {line}" for line in LINES)


@pytest.mark.parametrize(
    ("given", "expected", "why"),
    [
        (
            {"a_docx": as_docx(), "b_html": as_html(), "c_pdf": as_pdf()},
            [["c.pdf", "a.docx", "b.html"]],
            "one letter, of which the PDF is kept for its pages",
        ),
        (
            {"a_txt": "\n\n".join(LINES).encode(), "b_docx": as_docx()},
            [["b.docx", "a.txt"]],
            "line ends and marks differ",
        ),
        ({"a_docx": as_docx(), "b_pdf": as_pdf(CHANGED)}, [["a.docx"], ["b.pdf"]], "one word"),
        (
            {"a_docx": as_docx(), "b_html": as_html(around="<p>Published on 3 May 2024.</p>")},
            [["a.docx", "b.html"]],
            "a page has a little more",
        ),
        (
            {"a_docx": as_docx(), "b_html": as_html(around=f"<p>{' '.join(OTHERS)}</p>")},
            [["a.docx"], ["b.html"]],
            "a page that has much more",
        ),
        (
            {"a_docx": as_docx(), "b_txt": "\n\n".join((*LINES, "And more.")).encode()},
            [["a.docx"], ["b.txt"]],
            "no page, and a sentence more",
        ),
        (
            {"a_docx": as_docx(LINES[:2]), "b_txt": "\n\n".join(LINES[:2]).encode()},
            [["a.docx"], ["b.txt"]],
            "a few words are alike by chance",
        ),
        (
            {
                "a_docx": as_docx(),
                "b_pdf": as_pdf(),
                "manifest_csv": b"file,publisher\na.docx,Derby\nb.pdf,Ofsted\n",
            },
            [["a.docx"], ["b.pdf"]],
            "two publishers",
        ),
    ],
)
def test_which_files_are_one_document(
    given: dict[str, bytes], expected: list[list[str]], why: str, tmp_path: Path
) -> None:
    report = build([folder(tmp_path / "docs", **given)], tmp_path / "graph")
    assert files(report) == expected, why
    assert report.processed == len(report.documents), why
    same = [d["files"] for d in report.duplicates if d["same"] == "text"]
    assert same == [each for each in expected if len(each) > 1], why


def test_builds_in_any_order_are_the_same(tmp_path: Path) -> None:
    """What is added, changed or removed later gives the graph of a build of what is left."""
    all_three = {"a_docx": as_docx(), "b_html": as_html(), "c_pdf": as_pdf()}
    other = as_html(OTHERS)
    docs, graph, clean = tmp_path / "docs", tmp_path / "graph", tmp_path / "clean"
    steps = (
        {"a_docx": all_three["a_docx"], "d_html": other},
        {**all_three, "d_html": other},
        {**all_three, "c_pdf": as_pdf(CHANGED), "d_html": other},
        {**all_three, "d_html": other},
    )
    for given in steps:
        report = build([folder(docs, **given)], graph)
        shutil.rmtree(clean, ignore_errors=True)
        assert files(report) == files(build([docs], clean))
        assert text_of(graph, tmp_path / "1.nq") == text_of(clean, tmp_path / "2.nq")
    assert build([docs], graph).processed == 0
    removed = remove(["c.pdf"], graph)
    assert (removed.documents, removed.duplicates) == ((), ("c.pdf",))
    given = {name: data for name, data in steps[-1].items() if name != "c_pdf"}
    shutil.rmtree(clean)
    build([folder(docs, **given)], clean)
    assert text_of(graph, tmp_path / "1.nq") == text_of(clean, tmp_path / "2.nq")


def test_a_document_is_removed_in_all_its_places(tmp_path: Path) -> None:
    docs = folder(tmp_path / "docs", a_docx=as_docx(), c_pdf=as_pdf(), d_html=as_html(OTHERS))
    report = build([docs], tmp_path / "graph")
    kept = next(d["sha256"] for d in report.documents if d["file"] == "c.pdf")
    removed = remove([kept], tmp_path / "graph")
    assert removed.documents == ("a.docx", "c.pdf")
    assert files(build([docs / "d.html"], tmp_path / "graph", add=True)) == [["d.html"]]


def test_places_of_copies_follow_those_of_their_document() -> None:
    places = {"1": ("b.docx", "a.docx"), "2": ("z.pdf",), "3": ("c.txt",)}
    assert merged(places, {"1": "2"}) == {"2": ("z.pdf", "a.docx", "b.docx"), "3": ("c.txt",)}
    assert merged({"1": ("a.docx",)}, {"1": "2"}) == {"1": ("a.docx",)}
