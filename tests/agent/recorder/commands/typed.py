"""Typing a verb as somebody at the terminal does, in this process, at a desk that a test holds."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from agent.recorder.commands.verbs import add_recorder_verbs
from tests.agent.recorder.commands.at_home import AtHome
from tests.consent.commands.memory import MemoryDesk


def recorder_options(*typed: str) -> argparse.Namespace:
    """Return what was typed behind `./lamplight recorder`."""
    parser = argparse.ArgumentParser()
    add_recorder_verbs(parser.add_subparsers(required=True))
    return parser.parse_args(typed)


def asked(home: AtHome, desk: MemoryDesk, options: argparse.Namespace) -> int | None:
    """Run a verb at a desk; return what it returns."""
    status: int | None = options.ask(desk, home.recorder, options)
    return status


def typed_at(home: AtHome, desk: MemoryDesk, typed: Sequence[str]) -> int | None:
    """Type a verb of `./lamplight recorder` at a desk; return what it returns."""
    return asked(home, desk, recorder_options(*typed))
