"""`kg` in the process of the test."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from kg.cli import main


def kg(*arguments: str | Path, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)
