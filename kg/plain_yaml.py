"""YAML as people write it by hand: text, lists and mappings, without tags and aliases."""

from __future__ import annotations

from typing import Any

import yaml

__all__ = ["compose", "dump", "load"]


def load(text: str) -> Any:
    """The content of a text; raises ValueError, with the line, when it is invalid."""
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a kind of SafeLoader
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" in line {line + 1}" if line is not None else ""
        problem = getattr(error, "problem", None) or str(error) or type(error).__name__
        reason = next(iter(str(problem).splitlines()), "")
        raise ValueError(f"invalid YAML{where}: {reason}") from None


def compose(text: str) -> tuple[Any, ...]:
    """The keys and values of a mapping, as nodes with positions; () if it is not a mapping."""
    node = yaml.compose(text, Loader=_Loader)
    return tuple(node.value) if isinstance(node, yaml.MappingNode) else ()


def dump(item: object) -> str:
    """A value as YAML that people can read."""
    return str(yaml.safe_dump(item, allow_unicode=True, sort_keys=False, width=88))


class _Loader(yaml.SafeLoader):
    """A loader that refuses duplicate keys and aliases, which can expand without limit.

    All scalars are text: `on` is not a boolean, and a hash of digits is not a number.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 - as in yaml
        first: [(tag, form) for tag, form in forms if tag.endswith(":null")]
        for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        """Refuse an alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.constructor.ConstructorError(None, None, "aliases are not allowed", None)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        """Refuse a duplicate key."""
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"duplicate key `{key}`", node.start_mark
                )
        return super().construct_mapping(node, deep=deep)
