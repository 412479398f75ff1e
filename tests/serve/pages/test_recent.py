"""What is kept, and what is given up."""

from __future__ import annotations

from kg.serve.pages.recent import Recent


def test_what_was_asked_for_last_is_kept() -> None:
    recent = Recent[int](2)
    assert recent.get("a") is None
    assert [recent.keep("a", 1), recent.keep("b", 2)] == [1, 2]
    assert recent.get("a") == 1
    recent.keep("c", 3)
    assert [recent.get(key) for key in "abc"] == [1, None, 3]
