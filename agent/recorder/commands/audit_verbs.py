"""The options of `./lamplight audit` and `./lamplight home-card`, and what each verb runs."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from agent.recorder.asking import Recorder
from agent.recorder.commands import checking, journal_told, statements
from agent.recorder.commands.options import add_agreement, add_picture, add_verb, ask_with
from consent.desk import Desk

STATE: Final = Path("/var/lib/lamplight/recorder")


def audit_arguments() -> argparse.ArgumentParser:
    """Return the options of `./lamplight audit`."""
    parser = argparse.ArgumentParser(
        prog="lamplight audit", description="Who looked, what was on, and what the box says of it."
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    add_verb(verbs, "show", "all that happened", lambda desk, box, _: journal_told.show(desk, box))
    bundle = add_verb(
        verbs,
        "bundle",
        "the list and the records, for a social worker",
        lambda desk, box, given: statements.bundle(desk, box, given.file),
    )
    bundle.add_argument("file", metavar="FILE", help="where to write it")
    status = add_verb(
        verbs,
        "status",
        "a signed answer to six digits",
        lambda desk, box, given: statements.status(desk, box, given.digits, given.qr),
    )
    status.add_argument("digits", metavar="DIGITS", help="the six digits of the social worker")
    add_picture(status)
    spoken = add_verb(
        verbs,
        "spoken",
        "four words for four digits, over the telephone",
        lambda desk, box, given: statements.spoken(desk, box, given.digits),
    )
    spoken.add_argument("digits", metavar="DIGITS", help="the four digits of the social worker")
    deletion = add_verb(
        verbs,
        "deletion",
        "the box's word that nothing of an agreement is left",
        lambda desk, box, given: statements.deletion(desk, box, given.file, given.agreement),
    )
    deletion.add_argument("file", metavar="FILE", help="where to write it")
    add_agreement(deletion)
    check = verbs.add_parser(
        "check",
        help="hold what lies on the card against the box's own list",
        description="Hold what lies on the card against the box's own list.",
    )
    check.add_argument(
        "--state",
        type=Path,
        default=STATE,
        metavar="DIR",
        help=f"the recorder's own folder (default: {STATE})",
    )
    # It reads the card, and asks nobody.
    check.set_defaults(ask=lambda desk, _, given: checking.check(desk, given.state), folder=Path())
    return parser


def home_card_arguments() -> argparse.ArgumentParser:
    """Return the options of `./lamplight home-card`."""
    parser = argparse.ArgumentParser(
        prog="lamplight home-card", description="The home's card, for the social worker."
    )
    parser.add_argument(
        "--for",
        dest="worker",
        metavar="KEY",
        help="instead, the home's shared words for a social worker: how her key's id begins",
    )
    add_picture(parser)
    ask_with(parser, _card)
    return parser


def _card(desk: Desk, recorder: Recorder, given: argparse.Namespace) -> None:
    if given.worker is None:
        statements.card(desk, recorder, given.qr)
    else:
        statements.shared(desk, recorder, given.worker, given.qr)
