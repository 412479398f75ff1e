"""Tables on a terminal: which columns there is room for, and how wide each is."""

from __future__ import annotations

import pytest

from kg.query.terminal_table import lines

SENTENCE = "Caseloads are low, and supervision is regular and reflective at all levels."


#: Columns, a row, the width of the terminal, the columns that are shown, the reason.
SHOWN = [
    ("council grade", "Bedford|good", 80, "council grade", "room for all"),
    ("council gss grade", "Bedford|E06000055|good", 30, "council grade", "a code goes first"),
    ("a b c", "x" * 10 + "|" + "y" * 10 + "|" + "z" * 10, 30, "a b", "then the last"),
    ("document kind section text", f"a.pdf|strength|Main findings|{SENTENCE}", 60, "document kind text", "a sentence stays"),
    ("text kind", f"{SENTENCE}|strength", 30, "text", "the first stays"),
    ("council overall document", f"Bedford|requires-improvement|{'long/' * 20}a.pdf", 36, "council overall", "a path is no sentence"),
    ("document sha256", f"a.pdf|{'f' * 64}", 20, "document", "never without the first"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "row", "width", "shown", "reason"), SHOWN, ids=[s[-1] for s in SHOWN]
)
def test_what_there_is_room_for(
    columns: str, row: str, width: int, shown: str, reason: str
) -> None:
    table = list(lines(columns.split(), [row.split("|")], width))
    assert [cell.strip() for cell in table[1].strip("│").split("│")] == shown.split()
    hidden = [name for name in columns.split() if name not in shown.split()]
    below = " ".join(table).partition("no room for: ")[2].partition(" (")[0]
    assert below.split(", ") == (hidden or [""]), reason


def test_nothing_of_a_cell_is_lost() -> None:
    table = list(lines(("kind", "text"), [("strength", SENTENCE)], 50))
    words = " ".join(line.split("│")[2].strip() for line in table[3:-1])
    assert words == SENTENCE


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("東京" * 20, "letters of two columns"),
        ("e\u0301" * 30, "marks without a width"),
        ("👩‍👩‍👧" * 9, "one sign of many characters"),
        ("x" * 200, "a word longer than the line"),
        ("", "nothing"),
    ],
)
def test_borders_stand_in_line(cell: str, reason: str) -> None:
    from rich.cells import cell_len

    table = list(lines(("a", "b"), [(cell, "x")], 40))
    assert len({cell_len(line) for line in table}) == 1, reason


def test_no_columns_and_no_rows() -> None:
    assert list(lines((), [()], 80))
    assert len(list(lines(("a", "b"), [], 80))) == 4
