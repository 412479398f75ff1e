"""The curation file: people's decisions about a graph, as a YAML list.

Reading checks each decision against the tables below: the keys that its kind needs and may have.
Every decision may have `by`, `on` (a day) and `why`.  `kg.curation.apply` applies decisions.  YAML
is imported on demand, because most builds have no decisions.
"""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.atomic_files import write_atomically
from kg.errors import InputError
from kg.model import PartialDate
from kg.suggestions import unknown

__all__ = ["FILE", "Curation", "Decision", "append", "parse", "read", "remove_last"]

#: The curation file of a graph folder.
FILE = "curation.yaml"
#: Maximum bytes of a curation file.
MAX_BYTES = 10_000_000

#: Kinds of decision: the keys that each needs, and those that it may have.
KINDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "same": ((), ()),
    "different": ((), ("documents", "as")),
    "rename": (("to",), ()),
    "retype": (("to",), ()),
    "drop": ((), ()),
    "finding": ((), ("kind", "themes", "trend")),
    "add": (("document", "start", "end"), ("quote",)),
}
#: Kinds of fact for `add`: the keys that each needs and may have, besides the place.
FACTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "finding": (("kind", "themes"), ("trend",)),
    "inspector": (("name", "role"), ()),
    "judgement": (("area", "grade"), ()),
    "leader": (("name", "role"), ("role-text", "organisation", "since")),
    "organisation": (("name", "kind"), ()),
    "previous-inspection": (("when",), ("grade", "type")),
    "programme": (("name", "kind"), ()),
}
#: The scheme of each token: by fact and key, else by key in any decision.
SCHEMES = {
    ("finding", "kind"): "finding-kind",
    ("inspector", "role"): "inspector-role",
    ("leader", "role"): "post-role",
    ("organisation", "kind"): "organisation-kind",
    ("programme", "kind"): "programme-kind",
    ("", "area"): "area",
    ("", "grade"): "grade",
    ("", "themes"): "theme",
    ("", "trend"): "trend",
    ("", "type"): "inspection-type",
}
#: Keys of any decision; `by` and `on` at the head of the file are their defaults.
COMMON = ("by", "on", "why")
#: Keys of words: the document's hash (or 16 digits), a range of its text, the fact, the quote.
WORDS = ("document", "start", "end", "fact", "quote")
#: Keys for a thing by its name, within a council.
NAMED = ("person", "programme", "organisation", "council")

#: How a decision refers to a thing or fact: an IRI, a name, or words of a document.
Address = str | Mapping[str, Any]


@dataclass(frozen=True)
class Decision:
    """One decision: its number in the file (from 1), its kind, what it is about, and its keys."""

    number: int
    kind: str
    about: tuple[Address, ...]
    keys: Mapping[str, Any]
    by: str
    on: str | None
    why: str | None

    @property
    def canonical(self) -> str:
        """The decision as text, independent of its place in the file."""
        values = [self.kind, self.about, self.keys, self.by, self.on, self.why]
        return json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)


@dataclass(frozen=True)
class Curation:
    """The decisions of a file, its text, and its name for messages."""

    name: str
    text: str = ""
    decisions: tuple[Decision, ...] = ()


def read(path: Path) -> Curation:
    """Read and check a curation file.

    Raises InputError, which names the file and the decision, when it is unreadable or invalid.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(f"{path}: too large for a curation file (over {MAX_BYTES:,} bytes)")
        return parse(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error})") from None
    except UnicodeError:
        raise InputError(f"{path}: not UTF-8. Save it as UTF-8.") from None


def parse(text: str, name: str) -> Curation:
    """The decisions in a text; raises InputError as `read` does."""
    from kg import plain_yaml

    try:
        values = plain_yaml.load(text) or {}
    except ValueError as error:
        raise InputError(f"{name}: {error}") from None
    if not isinstance(values, dict) or not set(values) <= {"by", "on", "decisions"}:
        raise InputError(
            f"{name}: must be a mapping with `decisions`, and optionally `by` and `on`"
        )
    decisions = values.get("decisions") or []
    if not isinstance(decisions, list):
        raise InputError(f"{name}: `decisions` must be a list")
    head = {key: values.get(key) for key in ("by", "on")}
    found = []
    for number, item in enumerate(decisions, start=1):
        try:
            found.append(_decision(number, item, head))
        except ValueError as error:
            raise InputError(f"{name}, decision {number}: {error}") from None
    return Curation(name, text, tuple(found))


def append(path: Path, decision: Mapping[str, Any]) -> None:
    """Add a decision at the end of a file, and create the file if need be.

    The rest of the file is left as it is, comments included.
    """
    before = ""
    if path.exists():
        read(path)
        before = path.read_text(encoding="utf-8")
    before, at, indent = _insertion_point(before, str(path))
    text = before[:at] + _item(decision, indent) + before[at:]
    parse(text, str(path))
    write_atomically(path, text.encode("utf-8"))


def remove_last(path: Path, decision: Mapping[str, Any]) -> None:
    """Remove the decision that was appended last."""
    text = path.read_text(encoding="utf-8")
    _, _, indent = _insertion_point(text, str(path))
    before, item, after = text.rpartition(_item(decision, indent))
    if not item:
        raise InputError(f"{path}: the last decision was changed. Remove it by hand.")
    write_atomically(path, (before + after).encode("utf-8"))


def _item(decision: Mapping[str, Any], indent: int) -> str:
    """A decision as an item of the list, indented."""
    from kg import plain_yaml

    return textwrap.indent(plain_yaml.dump([dict(decision)]), " " * indent)


def _insertion_point(text: str, name: str) -> tuple[str, int, int]:
    """The text, the offset for a further decision, and the indent of the list."""
    from kg import plain_yaml

    if text and not text.endswith("\n"):
        text += "\n"
    for key, value in plain_yaml.compose(text):
        if key.value != "decisions":
            continue
        if value.id == "sequence" and value.value:
            if value.flow_style:
                raise InputError(f"{name}: write each decision on lines of its own, after a dash")
            return text, value.end_mark.index - value.end_mark.column, value.start_mark.column
        start = key.end_mark.index
        written = value.end_mark.index > start + 1
        rest = text[value.end_mark.index if written else start + 1 :]
        line, _, more = rest.partition("\n")
        head = f"{text[:start]}:{line}\n"
        return head + more, len(head), 0
    text += "decisions:\n"
    return text, len(text), 0


def _decision(number: int, item: Any, head: Mapping[str, Any]) -> Decision:
    if not isinstance(item, dict) or not all(isinstance(key, str) for key in item):
        raise ValueError("must be a mapping, such as `- same: [person/a, person/b]`")
    kind = _kind(item)
    needed, allowed = KINDS[kind]
    if kind == "add":
        fact = item["add"]
        if not isinstance(fact, str) or fact not in FACTS:
            raise ValueError(unknown("kind of fact", str(fact), FACTS, listed=True))
        needed, allowed = (a + b for a, b in zip((needed, allowed), FACTS[fact], strict=True))
    own = {key: value for key, value in item.items() if key != kind and key not in COMMON}
    for key in own:
        if key not in (*needed, *allowed):
            known = (*needed, *allowed, *COMMON)
            raise ValueError(unknown("key", key, known, of=f"`{kind}`", listed=True))
    for key in needed:
        if key not in own:
            raise ValueError(f"`{kind}` needs `{key}`")
    common = {key: item.get(key, head.get(key)) for key in COMMON}
    return Decision(
        number=number,
        kind=kind,
        about=_about(kind, item),
        keys=_checked(kind, item, own),
        by=_string(common["by"], "by") if common["by"] is not None else "unknown",
        on=_day(common["on"]) if common["on"] is not None else None,
        why=_string(common["why"], "why") if common["why"] is not None else None,
    )


def _kind(item: Mapping[str, Any]) -> str:

    kinds = [kind for kind in KINDS if kind in item]
    if item and not kinds:
        raise ValueError(unknown("decision", next(iter(item)), KINDS, listed=True))
    if len(kinds) != 1:
        raise ValueError(f"must have exactly one of {', '.join(KINDS)}")
    return kinds[0]


def _about(kind: str, item: Mapping[str, Any]) -> tuple[Address, ...]:
    value = item[kind]
    if kind == "add":
        return (_words({key: item[key] for key in WORDS if key in item}),)
    values = value if isinstance(value, list) else [value]
    about = tuple(_address(address, kind) for address in values)
    if kind == "same" and len(about) < 2:
        raise ValueError("`same` needs two or more things: [the one to keep, another]")
    if kind == "different":
        needed = 1 if "documents" in item else 2
        if len(about) != needed:
            raise ValueError("`different` needs two things, or one and `documents`")
    elif kind != "same" and len(about) != 1:
        raise ValueError(f"`{kind}` needs one thing")
    return about


def _address(value: Any, kind: str) -> Address:
    if isinstance(value, str) and value.strip():
        return value.strip()
    if isinstance(value, dict) and "document" in value and kind in ("drop", "finding"):
        return _words(value)
    if isinstance(value, dict) and value and set(value) <= set(NAMED):
        kinds = [key for key in NAMED if key in value]
        if len(kinds) == 1 or kinds[1:] == ["council"]:
            return {key: _string(value[key], key) for key in kinds}
    raise ValueError(
        f"`{kind}` needs an IRI, a name such as {{person: Jo Bloggs, council: NAME}}"
        + (", or words: {document, start, end}" if kind in ("drop", "finding") else "")
    )


def _words(value: Mapping[str, Any]) -> Mapping[str, Any]:
    if not set(value) <= set(WORDS) or not {"document", "start", "end"} <= set(value):
        raise ValueError("words need `document`, `start` and `end`; they may have `fact`, `quote`")
    found: dict[str, Any] = {
        key: _string(value[key], key) for key in ("document", "fact", "quote") if key in value
    }
    for key in ("start", "end"):
        if not re.fullmatch(r"[0-9]{1,9}", str(value[key])):
            raise ValueError(f"`{key}` must be a whole number")
        found[key] = int(value[key])
    if found["start"] >= found["end"]:
        raise ValueError("`start` must be smaller than `end`")
    if not re.fullmatch("[0-9a-f]{16,64}", found["document"]):
        raise ValueError("`document` must be a document's hash, or its first 16 digits")
    return found


def _checked(kind: str, item: Mapping[str, Any], own: Mapping[str, Any]) -> Mapping[str, Any]:
    """The checked values of a decision's keys."""
    fact = item["add"] if kind == "add" else kind
    found: dict[str, Any] = {"fact": fact} if kind == "add" else {}
    for key, value in own.items():
        if key in WORDS:
            continue
        scheme = SCHEMES.get((fact, key)) or SCHEMES.get(("", key))
        if key in ("themes", "documents"):
            values = value if isinstance(value, list) else [value]
            found[key] = tuple(_string(text, key) for text in values)
            if not values:
                raise ValueError(f"`{key}` is empty")
        elif key in ("since", "when"):
            found[key] = _date(value, key)
        else:
            found[key] = _string(value, key)
        if scheme:
            for token in found[key] if isinstance(found[key], tuple) else (found[key],):
                _check_token(token, scheme)
    if kind == "finding" and not found:
        raise ValueError("`finding` needs `kind`, `themes` or `trend`")
    return found


def _check_token(token: str, scheme: str) -> None:
    from kg.reference_data import concept_labels

    tokens = concept_labels(scheme)
    if token not in tokens:
        raise ValueError(unknown(scheme, token, tokens, listed=True))


def _string(value: Any, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"`{key}` must be text")
    return " ".join(value.split()) if key != "quote" else value


def _day(value: Any) -> str:
    text = _string(value, "on")
    try:
        is_day = PartialDate.parse(text).is_day
    except ValueError:
        is_day = False
    if not is_day:
        raise ValueError(f"`on` must be a date such as 2026-11-22, not {text!r}")
    return text


def _date(value: Any, key: str) -> str:
    text = _string(value, key)
    try:
        return PartialDate.parse(text).iso
    except ValueError:
        raise ValueError(
            f"`{key}` must be a date such as 2019, 2019-05 or 2019-05-14, not {text!r}"
        ) from None
