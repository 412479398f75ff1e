"""Bundles ES modules into one script, so that a page needs no other file.

Modules run in the same order as in a browser, each after those that it imports.  Each becomes a
function that is called at once and returns the module's exports.  Imports and exports must have
these forms, at the beginning of a line:

    import { one, two } from "./other.js";
    export const|function|class name

Other forms and circular imports are errors.  `let` can't be exported, because importers would keep
its first value.
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
EXPORT = re.compile(r"^export (?=(?:const|(?:async )?function|class) ([\w$]+))", re.MULTILINE)
OTHER_FORM = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)


@dataclass(frozen=True)
class Module:
    """A module: the paths and names that it imports, the names that it exports, and its body."""

    imports: tuple[tuple[str, tuple[str, ...]], ...]
    exports: tuple[str, ...]
    body: str


def bundle(modules: Mapping[str, str], entry: str) -> str:
    """The module `entry` and its dependencies as one script; raises ValueError as `linked` does."""
    scopes = "".join(_scope(path, module) for path, module in linked(modules, entry).items())
    return f'"use strict";\n(() => {{\n{scopes}}})();\n'


def linked(modules: Mapping[str, str], entry: str) -> dict[str, Module]:
    """The module `entry` and its dependencies by path, each after those that it imports.

    `modules` are texts by path.  Raises ValueError for circular imports, a missing module or
    export, a repeated name, and another form of import or export.
    """
    done: dict[str, Module] = {}

    def visit(path: str, above: tuple[str, ...]) -> None:
        if path in above:
            raise ValueError(f"circular import: {' > '.join((*above, path))}")
        if path in done:
            return
        if path not in modules:
            raise ValueError(f"missing module: {' > '.join((*above, path))}")
        module = _read(path, modules[path])
        for other, names in module.imports:
            visit(other, (*above, path))
            if missing := [name for name in names if name not in done[other].exports]:
                raise ValueError(f"{path} imports names that {other} does not export: {missing}")
        if clash := [other for other in done if _variable(other) == _variable(path)]:
            raise ValueError(f"two modules have the same name: {clash[0]}, {path}")
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
        raise ValueError(f"{path} has an unsupported form of import or export: {found[0]}")
    for names in ([name for _path, imported in imports for name in imported], exports):
        if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
            raise ValueError(f"{path} imports or exports a name twice: {twice}")
    return Module(imports, exports, body)


def _variable(path: str) -> str:
    """The variable for a module's exports; names within modules never begin with a `$`."""
    return "$" + splitext(basename(path))[0].replace("-", "_")


def _scope(path: str, module: Module) -> str:
    imports = (
        f"const {{{', '.join(names)}}} = {_variable(other)};\n" for other, names in module.imports
    )
    return (
        f"const {_variable(path)} = (() => {{\n{''.join(imports)}{module.body.rstrip()}\n"
        f"return {{{', '.join(module.exports)}}};\n}})();\n"
    )
