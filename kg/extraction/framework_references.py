"""References to the children's social care national framework at the end of items.

Since 2025 items of "What needs to improve" name the outcome, enabler or principle of the framework
that they belong to, in brackets and in several spellings (`patterns/framework_references.toml`).
"""

from __future__ import annotations

from kg.extraction.text.patterns import pattern, table

__all__ = ["end_of_words", "reference_after"]


def end_of_words(text: str, start: int, end: int) -> int:
    """Where the words of `text[start:end]` end, before a reference in brackets.

    >>> words = "The quality of plans. (outcome 3, national framework)"
    >>> words[: end_of_words(words, 0, len(words))]
    'The quality of plans.'
    """
    match = pattern("framework_references", "at_end").search(text, start, end)
    return match.start() if match else end


def reference_after(text: str, end: int) -> str | None:
    """The reference that follows the words that end at `end`, in one spelling.

    >>> reference_after("Plans. (National Framework, Outcome three)", 6)
    'outcome 3'
    """
    match = pattern("framework_references", "in_brackets").match(text, end)
    if match is None:
        return None
    words = match["reference"].casefold()
    for name, reference in table("framework_references")["by_name"].items():
        if name in words:
            return str(reference)
    numbered = pattern("framework_references", "numbered").search(words)
    if numbered is None:
        return None
    number = table("framework_references")["numbers"].get(numbered["number"], numbered["number"])
    return f"{numbered['kind']} {number}"
