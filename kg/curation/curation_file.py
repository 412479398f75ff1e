"""The curation file: what people decided about a graph, one decision a list item, in YAML.

Reading checks it against a schema, which is a table here: a kind of decision, and the keys that it
needs and may have.  Every decision may say `by` whom, `on` which day and `why`.  What a decision
does to a graph is in `kg.curation.apply`.  YAML is imported only where it is read: most builds have
no decisions.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.atomic_files import write_atomically
from kg.errors import InputError

__all__ = ["FILE", "Curation", "Decision", "append", "parse", "read", "without_last"]

#: The curation file of a graph folder.
FILE = "curation.yaml"
#: A longer file than this, in bytes, is none that people wrote.
LONGEST = 10_000_000

#: Kind of decision: the keys that it needs, and those that it may have.
KINDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "same": ((), ()),
    "different": ((), ("documents", "as")),
    "rename": (("to",), ()),
    "retype": (("to",), ()),
    "drop": ((), ()),
    "finding": ((), ("kind", "themes", "trend")),
    "add": (("document", "start", "end"), ("quote",)),
}
#: What `add` adds: the keys that it needs, and those that it may have, beside its place.
FACTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "finding": (("kind", "themes"), ("trend",)),
    "inspector": (("name", "role"), ()),
    "judgement": (("area", "grade"), ()),
    "leader": (("name", "role"), ("role-text", "organisation", "since")),
    "organisation": (("name", "kind"), ()),
    "previous-inspection": (("when",), ("grade", "type")),
    "programme": (("name", "kind"), ()),
}
#: The scheme that a token is of: for a fact's key, else for the key in any decision.
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
#: Who, when and why; at the head of the file, `by` and `on` hold for all decisions without.
COMMON = ("by", "on", "why")
#: Words of a document: its hash (or 16 digits of it), a range of its text, which fact, the quote.
WORDS = ("document", "start", "end", "fact", "quote")
#: A thing by its name, within a council.
NAMED = ("person", "programme", "organisation", "council")

#: A thing or fact: an IRI (or what follows `/id/` in it), a name within a council, or words.
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
        """The decision as one text, whatever its place in the file."""
        values = [self.kind, self.about, self.keys, self.by, self.on, self.why]
        return json.dumps(values, sort_keys=True, ensure_ascii=False, default=str)


@dataclass(frozen=True)
class Curation:
    """All decisions of a file, which is called `name` in messages and holds `text`."""

    name: str
    text: str = ""
    decisions: tuple[Decision, ...] = ()


def read(path: Path) -> Curation:
    """Read and check a curation file.

    Raises InputError, which names the file and the decision, for one that can't be read.
    """
    try:
        if path.stat().st_size > LONGEST:
            raise InputError(f"{path}: larger than {LONGEST:,} bytes: no curation file")
        return parse(path.read_text(encoding="utf-8"), str(path))
    except OSError as error:
        raise InputError(f"{path}: can't be read ({error.strerror or error})") from None
    except UnicodeError:
        raise InputError(f"{path}: not UTF-8: save it as UTF-8") from None


def parse(text: str, name: str) -> Curation:
    """The decisions that a text holds; raises InputError as `read` does."""
    from kg import plain_yaml

    try:
        values = plain_yaml.load(text) or {}
    except ValueError as error:
        raise InputError(f"{name}: {error}") from None
    if not isinstance(values, dict) or not set(values) <= {"by", "on", "decisions"}:
        raise InputError(f"{name}: it has to be a mapping with `decisions`, and perhaps `by`, `on`")
    decisions = values.get("decisions") or []
    if not isinstance(decisions, list):
        raise InputError(f"{name}: `decisions` has to be a list")
    head = {key: values.get(key) for key in ("by", "on")}
    found = []
    for number, item in enumerate(decisions, start=1):
        try:
            found.append(_decision(number, item, head))
        except ValueError as error:
            raise InputError(f"{name}, decision {number}: {error}") from None
    return Curation(name, text, tuple(found))


def append(path: Path, decision: Mapping[str, Any]) -> None:
    """Write one more decision at the end of a file, which is made when it is not there.

    What stands in the file stays as it is, comments too.
    """
    before = ""
    if path.exists():
        read(path)
        before = path.read_text(encoding="utf-8")
    before, at, indent = _place(before, str(path))
    text = before[:at] + _item(decision, indent) + before[at:]
    parse(text, str(path))
    write_atomically(path, text.encode("utf-8"))


def without_last(path: Path, decision: Mapping[str, Any]) -> None:
    """Take the decision that was appended last out of a file again."""
    text = path.read_text(encoding="utf-8")
    _, _, indent = _place(text, str(path))
    before, item, after = text.rpartition(_item(decision, indent))
    if not item:
        raise InputError(f"{path}: the last decision is no longer there as it was written")
    write_atomically(path, (before + after).encode("utf-8"))


def _item(decision: Mapping[str, Any], indent: int) -> str:
    """A decision as an item of the list, each line with as many spaces before it."""
    from kg import plain_yaml

    return textwrap.indent(plain_yaml.dump([dict(decision)]), " " * indent)


def _place(text: str, name: str) -> tuple[str, int, int]:
    """A text with room for one more decision, the offset where it goes, and its indent."""
    from kg import plain_yaml

    if text and not text.endswith("\n"):
        text += "\n"
    for key, value in plain_yaml.compose(text):
        if key.value != "decisions":
            continue
        if value.id == "sequence" and value.value:
            if value.flow_style:
                raise InputError(f"{name}: write each decision on lines of its own, behind a dash")
            return text, value.end_mark.index - value.end_mark.column, value.start_mark.column
        start = key.end_mark.index
        shown = value.end_mark.index > start + 1
        rest = text[value.end_mark.index if shown else start + 1 :]
        line, _, more = rest.partition("\n")
        head = f"{text[:start]}:{line}\n"
        return head + more, len(head), 0
    text += "decisions:\n"
    return text, len(text), 0


def _decision(number: int, item: Any, head: Mapping[str, Any]) -> Decision:
    if not isinstance(item, dict) or not all(isinstance(key, str) for key in item):
        raise ValueError("it has to be a mapping, such as `- same: [person/a, person/b]`")
    kind = _kind(item)
    needed, allowed = KINDS[kind]
    if kind == "add":
        fact = item["add"]
        if fact not in FACTS:
            raise ValueError(f"`add` has to be one of {', '.join(FACTS)}")
        needed, allowed = (a + b for a, b in zip((needed, allowed), FACTS[fact], strict=True))
    own = {key: value for key, value in item.items() if key != kind and key not in COMMON}
    for key in own:
        if key not in (*needed, *allowed):
            near = get_close_matches(key, (*needed, *allowed, *COMMON), n=1)
            raise ValueError(f"`{kind}` has no `{key}`" + (f"; `{near[0]}`?" if near else ""))
    for key in needed:
        if key not in own:
            raise ValueError(f"`{kind}` needs `{key}`")
    said = {key: item.get(key, head.get(key)) for key in COMMON}
    return Decision(
        number=number,
        kind=kind,
        about=_about(kind, item),
        keys=_checked(kind, item, own),
        by=_string(said["by"], "by") if said["by"] is not None else "unknown",
        on=_day(said["on"]) if said["on"] is not None else None,
        why=_string(said["why"], "why") if said["why"] is not None else None,
    )


def _kind(item: Mapping[str, Any]) -> str:
    # `kind` of an added finding is no decision on a finding
    kinds = [kind for kind in KINDS if kind in item]
    if len(kinds) != 1:
        raise ValueError(f"it has to be one of {', '.join(KINDS)}")
    return kinds[0]


def _about(kind: str, item: Mapping[str, Any]) -> tuple[Address, ...]:
    value = item[kind]
    if kind == "add":
        return (_words({key: item[key] for key in WORDS if key in item}),)
    many = value if isinstance(value, list) else [value]
    about = tuple(_address(one, kind) for one in many)
    if kind == "same" and len(about) < 2:
        raise ValueError("`same` needs two things or more: [the one that stays, another]")
    if kind == "different":
        alone = 1 if "documents" in item else 2
        if len(about) != alone:
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
        raise ValueError("words need document, start and end, and may have fact and quote")
    found: dict[str, Any] = {
        key: _string(value[key], key) for key in ("document", "fact", "quote") if key in value
    }
    for key in ("start", "end"):
        if not re.fullmatch(r"[0-9]{1,9}", str(value[key])):
            raise ValueError(f"`{key}` has to be a number")
        found[key] = int(value[key])
    if found["start"] >= found["end"]:
        raise ValueError("`start` has to be smaller than `end`")
    if not re.fullmatch("[0-9a-f]{16,64}", found["document"]):
        raise ValueError("`document` has to be a document's hash, or the first 16 digits of it")
    return found


def _checked(kind: str, item: Mapping[str, Any], own: Mapping[str, Any]) -> Mapping[str, Any]:
    """The keys of a decision with their values, once each is what it has to be."""
    fact = item["add"] if kind == "add" else kind
    found: dict[str, Any] = {"fact": fact} if kind == "add" else {}
    for key, value in own.items():
        if key in WORDS:
            continue
        scheme = SCHEMES.get((fact, key)) or SCHEMES.get(("", key))
        if key in ("themes", "documents"):
            values = value if isinstance(value, list) else [value]
            found[key] = tuple(_string(one, key) for one in values)
            if not values:
                raise ValueError(f"`{key}` is empty")
        elif key in ("since", "when"):
            found[key] = _date(value, key)
        else:
            found[key] = _string(value, key)
        if scheme:
            for token in found[key] if isinstance(found[key], tuple) else (found[key],):
                _token(token, key, scheme)
    if kind == "finding" and not found:
        raise ValueError("`finding` needs `kind`, `themes` or `trend`")
    return found


def _token(token: str, key: str, scheme: str) -> None:
    from kg.gazetteer import concept_labels

    tokens = concept_labels(scheme)
    if token not in tokens:
        near = get_close_matches(token, tokens, n=1)
        raise ValueError(
            f"`{key}: {token}` is none of the tokens of {scheme}"
            + (f"; `{near[0]}`?" if near else "")
        )


def _string(value: Any, key: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(f"`{key}` has to be a text")
    return " ".join(value.split()) if key != "quote" else value


def _day(value: Any) -> str:
    text = _string(value, "on")
    try:
        return dt.date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError(f"`on: {text}` is no day such as 2026-11-22") from None


def _date(value: Any, key: str) -> str:
    text = _string(value, key)
    digits = re.fullmatch(r"\d{4}(?:-\d\d){0,2}", text, re.ASCII)  # 2019-W20-1 is ISO 8601 too
    try:
        dt.date.fromisoformat(text + "-01-01"[3 * text.count("-") :] if digits else "")
    except ValueError:
        raise ValueError(
            f"`{key}: {text}` is no date such as 2019, 2019-05 or 2019-05-14"
        ) from None
    return text
