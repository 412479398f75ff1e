"""ES modules joined into one script, so that a page needs no other file.

A module runs after those that it imports, in the order in which a browser would run them.  Each
becomes a function that runs at once and returns what the module exports: modules see nothing else
of each other.  Imports and exports have one form each, at the beginning of a line:

    import { one, two } from "./other.js";
    export const|function|class name

Any other form is an error, and so is a circle.  `let` is not exported: importers would keep the
value that it has at first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from posixpath import basename, dirname, join, normpath, splitext

__all__ = ["Module", "bundle", "linked"]

IMPORT = re.compile(
    r'^import \{\s*([\w$]+(?:,\s*[\w$]+)*),?\s*\} from "(\.{1,2}/[\w./-]+)";\s*', re.MULTILINE
)
EXPORT = re.compile(r"^export (?=(?:const|function|class) ([\w$]+))", re.MULTILINE)
OTHER_FORM = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


@dataclass(frozen=True)
class Module:
    """A module: the paths and names that it imports, what it exports, and the rest of its text."""

    imports: tuple[tuple[str, tuple[str, ...]], ...]
    exports: tuple[str, ...]
    body: str


def bundle(modules: Mapping[str, str], entry: str) -> str:
    """The module `entry`, and all that it needs, as one script.  Raises what `linked` does."""
    scopes = "".join(_scope(path, module) for path, module in linked(modules, entry).items())
    return f'"use strict";\n(() => {{\n{scopes}}})();\n'


def linked(modules: Mapping[str, str], entry: str) -> dict[str, Module]:
    """The module `entry` and all that it needs by path, each after those that it imports.

    `modules` are texts by path.  Raises ValueError for a circle, for a module or an export that is
    missing, for a name that occurs twice, and for another form of import or export.
    """
    done: dict[str, Module] = {}

    def visit(path: str, above: tuple[str, ...]) -> None:
        if path in above:
            raise ValueError(f"circle of imports: {' > '.join((*above, path))}")
        if path in done:
            return
        if path not in modules:
            raise ValueError(f"missing module: {' > '.join((*above, path))}")
        module = _read(path, modules[path])
        for other, names in module.imports:
            visit(other, (*above, path))
            if missing := [name for name in names if name not in done[other].exports]:
                raise ValueError(f"{path} imports what {other} does not export: {missing}")
        if clash := [other for other in done if _variable(other) == _variable(path)]:
            raise ValueError(f"modules of the same name: {clash[0]}, {path}")
        done[path] = module

    visit(entry, ())
    return done


def _read(path: str, text: str) -> Module:
    imports = tuple(
        (normpath(join(dirname(path), other)), tuple(re.findall(r"[\w$]+", names)))
        for names, other in IMPORT.findall(text)
    )
    exports = tuple(EXPORT.findall(text))
    body = EXPORT.sub("", IMPORT.sub("", text))
    if found := OTHER_FORM.search(body):
        raise ValueError(f"{path} has another form of import or export: {found[0]}")
    for names in ([name for _path, some in imports for name in some], exports):
        if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
            raise ValueError(f"{path} imports or exports a name twice: {twice}")
    return Module(imports, exports, body)


def _variable(path: str) -> str:
    """What a module's exports are called in the script; no name of a module begins like this."""
    return "$" + splitext(basename(path))[0].replace("-", "_")


def _scope(path: str, module: Module) -> str:
    imports = (
        f"const {{{', '.join(names)}}} = {_variable(other)};\n" for other, names in module.imports
    )
    return (
        f"const {_variable(path)} = (() => {{\n{''.join(imports)}{module.body.rstrip()}\n"
        f"return {{{', '.join(module.exports)}}};\n}})();\n"
    )
