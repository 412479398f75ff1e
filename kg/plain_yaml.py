"""YAML as people write it by hand: text, lists and mappings, without tags and aliases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

__all__ = ["InvalidYamlError", "compose", "dump", "load"]

#: Maximum depth of lists and mappings; the C loader overflows its stack at 30,000.
MAX_DEPTH = 50

#: The C loader is ten times as fast; PyYAML has it wherever libyaml was found.
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class InvalidYamlError(ValueError):
    """A text is not YAML, or not plain; `line` counts from 1, and may be unknown."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        where = f" in line {line}" if line is not None else ""
        super().__init__(f"invalid YAML{where}: {reason}")
        self.reason = reason
        self.line = line


def load(text: str, *, typed: bool = False) -> Any:
    """The content of a text; raises InvalidYamlError.

    All scalars are text, so `on` is not a boolean, and a hash of digits is not a number.  If
    `typed`, unquoted numbers, dates and booleans have their types.
    """
    with _errors():
        _check_events(text)
        return yaml.load(text, Loader=_TypedLoader if typed else _TextLoader)  # noqa: S506 - safe


def compose(text: str) -> tuple[Any, ...]:
    """The keys and values of a mapping, as nodes with positions; () if it is not a mapping.

    Raises InvalidYamlError.
    """
    with _errors():
        _check_events(text)
        node = yaml.compose(text, Loader=_TextLoader)
    return tuple(node.value) if isinstance(node, yaml.MappingNode) else ()


def dump(item: object) -> str:
    """A value as YAML that people can read."""
    return str(yaml.safe_dump(item, allow_unicode=True, sort_keys=False, width=88))


class _TypedLoader(_SafeLoader):  # type: ignore[misc]
    """A loader that refuses duplicate keys."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """Refuse a duplicate key."""
        seen = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                continue
            if key.value in seen:
                raise _error(f"duplicate key `{key.value}`", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


class _TextLoader(_TypedLoader):
    """A loader for which all scalars are text."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as in yaml
        first: [(tag, form) for tag, form in forms if tag.endswith(":null")]
        for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@contextmanager
def _errors() -> Iterator[None]:
    """Translate PyYAML's errors."""
    try:
        yield
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else None
        raise InvalidYamlError(_first_line(error.problem), line) from None
    except (yaml.YAMLError, ValueError) as error:
        raise InvalidYamlError(_first_line(error)) from None


def _check_events(text: str) -> None:
    """Refuse aliases, which can expand without limit, tags and deep nesting, before nodes exist."""
    depth = 0
    for event in yaml.parse(text, Loader=_SafeLoader):
        if isinstance(event, yaml.AliasEvent):
            raise _error("aliases (*) are not allowed; write the values out", event.start_mark)
        if getattr(event, "tag", None) is not None:
            raise _error("tags (!) are not allowed", event.start_mark)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _error("nested too deeply", event.start_mark)


def _error(problem: str, mark: Any) -> yaml.MarkedYAMLError:
    return yaml.constructor.ConstructorError(None, None, problem, mark)


def _first_line(problem: object) -> str:
    return next(iter(str(problem).splitlines()), type(problem).__name__)
