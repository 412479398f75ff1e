"""Which areas of services the grade of an earlier inspection is of, if it is not of the whole.

"The service was judged inadequate" may be said of care leavers alone: a pronoun stands for what
its sentence is about.
"""

from __future__ import annotations

from functools import partial

from kg.extraction.text.patterns import pattern, rules, table
from kg.model import PartialDate

__all__ = ["graded_parts"]


def graded_parts(
    clause: str, sentence: str, inspected: str, when: PartialDate | None, looked_at: str = ""
) -> tuple[str, ...] | None:
    """The areas that a grade is of: () for the whole, None for a part that no words name.

    `clause` are the words that say what was judged, `sentence` what its sentence says before,
    `inspected` the words for the inspection, and `looked_at` what this visit looked at, which is
    what "this part of the service" means.  Before `parts_since` an inspection was of one
    service, and its grade is its own.
    """
    day = when.latest if when else "9999"
    if day < table("earlier")["parts_since"]:
        return ()
    if pattern("earlier", "words", "whole", ignore_case=True).search(clause):
        return ()
    parts = _named(clause, day)
    words = partial(pattern, "earlier", "words", ignore_case=True)
    if not parts and words("this_part").search(clause):
        return _named(sentence, day) or _named(looked_at, day) or None
    if not parts and words("stands_for").search(clause):
        if words("council_since_its").match(sentence):
            return ()
        parts = _named(sentence, day)
    return parts or _named(inspected, day)


def _named(words: str, day: str) -> tuple[str, ...]:
    """The areas that words name; none where they name all."""
    found = tuple(
        dict.fromkeys(
            str(rule.fields["area"])
            for rule in rules("earlier", "part")
            if rule.fields.get("from", "") <= day < rule.fields.get("until", "9999-99")
            and rule.regex.search(words)
        )
    )
    is_whole = "help-and-protection" in found and len(found) > 1
    return () if is_whole else found
