"""What the options of several verbs share: where the box is, which agreement, a day, a picture.

Rules kept here:
- What an option means stands in its help, in words of the house.
- No secret comes in an option: whoever looks over a shoulder, or at a list of processes, reads it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final, Protocol, TypeAlias

from agent.recorder.asking import Recorder
from consent.commands.questions import AnswerRefused, day_typed
from consent.desk import Desk

RUN: Final = Path("/run/lamplight/recorder")
"""Where the recorder of an installed box listens, as its unit says."""

Verb: TypeAlias = Callable[[Desk, Recorder, argparse.Namespace], int | None]


class Verbs(Protocol):
    """Where a verb is added: what `add_subparsers` returns."""

    def add_parser(self, name: str, *, help: str, description: str) -> argparse.ArgumentParser:  # noqa: A002 - argparse's own name
        """Add a verb; return its options."""
        ...


def add_verb(verbs: Verbs, name: str, what: str, run: Verb) -> argparse.ArgumentParser:
    """Add a verb that asks the recorder; return its options."""
    parser = verbs.add_parser(name, help=what, description=what)
    ask_with(parser, run)
    return parser


def ask_with(parser: argparse.ArgumentParser, run: Verb) -> None:
    """Have these options ask the recorder at `--run`, by a verb."""
    parser.add_argument(
        "--run",
        dest="folder",
        type=Path,
        default=RUN,
        metavar="DIR",
        help=f"the folder of the box's sockets (default: {RUN})",
    )
    parser.set_defaults(ask=run)


def add_agreement(parser: argparse.ArgumentParser) -> None:
    """Let it be said which agreement is meant."""
    parser.add_argument(
        "--agreement", metavar="START", help="which agreement, by how its digest begins"
    )


def add_picture(parser: argparse.ArgumentParser) -> None:
    """Let a square code be drawn."""
    parser.add_argument("--qr", metavar="FILE", help="also draw it as a square code (SVG)")


def day_option(text: str) -> date:
    """Return a day that was typed as an option. Raises ArgumentTypeError."""
    try:
        return day_typed(text)
    except AnswerRefused as error:
        raise argparse.ArgumentTypeError(str(error)) from None
