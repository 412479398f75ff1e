"""Which change of kg has a document worked on again, and which has a build made again."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import kg
from kg.builds.versions import (
    BUILD,
    DOCUMENT,
    build_version,
    document_version,
    hash_of_build,
    hash_of_document,
)

PACKAGE = Path(kg.__file__).resolve().parent

#: A folder or module of kg, whether a change to it changes the document's key, the build's, and why.
PARTS = [
    ("__init__.py", True, True, "holds the version of kg"),
    ("__main__.py", False, False, "only starts the command line"),
    ("api.py", False, False, "asks a finished graph"),
    ("atomic_files.py", False, True, "writes the files of a build"),
    ("builds", False, True, "puts documents together"),
    ("builds/cache.py", True, True, "lays out what is kept of a document"),
    ("builds/document_job.py", True, True, "works on a document"),
    ("cli", False, False, "says what is done, and decides nothing"),
    ("curation", False, True, "decisions are applied to documents that are worked on already"),
    ("council_names.py", True, True, "decides what an old name means"),
    ("credentials.py", False, False, "a build asks no server"),
    ("documents", True, True, "reads documents"),
    ("errors.py", False, False, "holds messages and exit codes"),
    ("evaluation", False, False, "measures results"),
    ("extras.py", False, False, "words the message about a missing library"),
    ("explore", False, False, "reads a finished graph"),
    ("exports", False, False, "reads a finished graph"),
    ("extraction", True, True, "finds facts"),
    ("body_names.py", True, True, "resolves names of programmes and bodies"),
    ("gazetteer.py", True, True, "resolves names of councils"),
    ("graph", True, True, "links facts and writes claims"),
    ("http_client.py", False, False, "a build asks no server"),
    ("list_markers.py", True, True, "tells items of lists"),
    ("model.py", True, True, "what readers and rules hand on"),
    ("opened_graph.py", False, False, "asks a finished graph"),
    ("period.py", False, False, "bounds what is shown"),
    ("person_names.py", True, True, "compares people's names"),
    ("plain_yaml.py", False, True, "reads decisions"),
    ("printable.py", True, True, "replaces what XML cannot hold before a page is parsed"),
    ("query", False, True, "counts the rows that a build's report gives"),
    ("rdf", True, True, "makes IRIs and writes quads"),
    ("reference_data.py", True, True, "reads the ontology's files"),
    ("resources.py", True, True, "finds the model and the reference data"),
    ("store", False, True, "writes the graph"),
    ("stated_days.py", True, True, "reads days of metadata"),
    ("harvest", False, False, "fetches documents; what it writes is read as any source"),
    ("citation.py", False, False, "cites documents of a finished graph"),
    ("date_format.py", False, False, "puts dates into sentences that people read"),
    ("briefs", False, False, "writes about a finished graph"),
    ("suggestions.py", False, False, "words the messages about unknown names"),
    ("manifest.py", False, True, "reads what a manifest states of files"),
    ("wording.py", False, False, "puts names into sentences that people read"),
    ("network", False, False, "reads a finished graph"),
    ("serve", False, False, "shows a finished graph"),
    ("views", False, False, "draws a finished graph"),
]
#: The same for single files in those folders.
FILES = [
    ("builds/assemble.py", False, True, "one of `builds`"),
    ("builds/versions.py", False, True, "what it hashes changes the document's key by itself"),
    ("curation/apply.py", False, True, "one of `curation`"),
    ("extraction/patterns", True, True, "patterns decide as code does"),
    ("extraction/people/register.py", True, True, "a folder in a folder"),
    ("extraction/text", True, True, "a folder in a folder"),
    ("store/select.py", False, True, "one of `store`"),
    ("views/rows.py", False, False, "one of `views`"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, to change."""
    folder = tmp_path_factory.mktemp("package") / "kg"
    unread = shutil.ignore_patterns("assets", "__pycache__", "*.npz", "_data")
    return Path(shutil.copytree(PACKAGE, folder, ignore=unread))


def test_the_copy_has_the_versions_of_the_package(copy: Path) -> None:
    assert hash_of_document(copy) == document_version()
    assert hash_of_build(copy) == build_version()


@pytest.mark.parametrize(("part", "document", "build", "why"), PARTS + FILES)
def test_a_change_changes_these_keys(
    copy: Path, part: str, document: bool, build: bool, why: str
) -> None:
    before = hash_of_document(copy), hash_of_build(copy)
    own = {f"builds/{name}.py" for name in ("cache", "document_job")} - {part}
    files = [p for p in files_of(copy, part) if p.relative_to(copy).as_posix() not in own]
    for path in {files[0], files[-1]}:
        text = path.read_bytes()
        path.write_bytes(text + b"\n# a comment\n")
        after = hash_of_document(copy), hash_of_build(copy)
        path.write_bytes(text)
        changed = after[0] != before[0], after[1] != before[1]
        assert changed == (document, build), f"{path.relative_to(copy)}: {why}"


def test_every_part_of_kg_stands_in_the_table() -> None:
    parts = {
        path.name
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert parts == {part for part, *_ in PARTS if "/" not in part}


def test_what_is_hashed_exists() -> None:
    assert [part for part in DOCUMENT + BUILD if not (PACKAGE / part).exists()] == []


# --- nothing is forgotten ---

#: Modules that work on a document goes through, and that do not decide what it gives.
NOT_OF_DOCUMENTS = {
    "atomic_files.py": "writes what is kept of a document, whatever that is",
    "builds/__init__.py": "holds a docstring",
    "builds/versions.py": "makes the key: what it hashes changes the key by itself",
    "errors.py": "holds messages and exit codes",
    "suggestions.py": "words the messages about unknown names",
    "wording.py": "puts names into sentences that people read",
}
#: The same for a build.
NOT_OF_BUILDS = {
    "errors.py": "holds messages and exit codes",
    "suggestions.py": "words the messages about unknown names",
    "wording.py": "puts names into sentences that people read",
}
#: `kg.open` is for users; nothing in the package calls it.
NOT_FOLLOWED = ("__init__.py", "api.py")


def test_work_on_a_document_imports_only_what_its_version_hashes() -> None:
    """All that `process` imports, module by module, whatever `results` needs besides."""
    tree = ast.parse((PACKAGE / "builds" / "document_job.py").read_text(encoding="utf-8"))
    parts = [
        node
        for node in tree.body
        if not isinstance(node, ast.FunctionDef) or node.name in {"process", "run"}
    ]
    # readers are imported by their names, which are data
    readers = [f"documents/{path.name}" for path in (PACKAGE / "documents").glob("*.py")]
    reached = closure([*readers, *(file for node in parts for file in imported(node))])
    assert {"extraction/pipeline.py", "rdf/iris.py", "list_markers.py"} <= reached
    assert not_within(reached, DOCUMENT) == set(NOT_OF_DOCUMENTS)


def test_a_build_imports_only_what_its_version_hashes() -> None:
    reached = closure(["builds/build.py"])
    assert {"store/select.py", "plain_yaml.py", "builds/worker_pool.py"} <= reached
    assert not_within(reached, DOCUMENT + BUILD) == set(NOT_OF_BUILDS)


def files_of(package: Path, part: str) -> list[Path]:
    path = package / part
    if path.is_file():
        return [path]
    return sorted(p for p in path.rglob("*") if p.suffix in {".py", ".toml"})


def not_within(files: Iterable[str], parts: Iterable[str]) -> set[str]:
    """The files that are neither parts of kg that are hashed nor lie in one."""
    whole = tuple(parts)
    folders = tuple(f"{part}/" for part in whole)
    return {file for file in files if file not in whole and not file.startswith(folders)}


def closure(start: Iterable[str]) -> set[str]:
    """The files of kg that these import, directly or not, in functions or not."""
    reached: set[str] = set()
    todo = list(start)
    while todo:
        file = todo.pop()
        if file not in reached:
            reached.add(file)
            tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
            todo += [other for other in imported(tree) if (file, other) != NOT_FOLLOWED]
    return reached


def imported(tree: ast.AST) -> Iterator[str]:
    """The files of kg that a part of a module imports, with the packages above them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name == "kg" or name.startswith("kg."):
                yield from files_named(name)


def files_named(name: str) -> Iterator[str]:
    """The files behind a dotted name: of its packages and, if that is one, of its module.

    >>> list(files_named("kg.rdf.iris.KG"))
    ['rdf/iris.py', 'rdf/__init__.py', '__init__.py']
    """
    parts = name.split(".")[1:]
    for length in range(len(parts), -1, -1):
        path = "/".join(parts[:length])
        for file in (f"{path}.py", f"{path}/__init__.py".lstrip("/")):
            if (PACKAGE / file).is_file():
                yield file
