"""`kg` in the process of the test."""

from __future__ import annotations

from pathlib import Path

import click
from click.testing import CliRunner, Result

from kg.cli import COMMANDS, main


def commands() -> dict[str, click.Command]:
    """All commands by their names."""
    found = {name: main.get_command(click.Context(main), name) for name in COMMANDS}
    return {name: command for name, command in found.items() if command is not None}


def kg(*arguments: str | Path, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=typed)
