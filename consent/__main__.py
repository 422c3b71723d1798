"""The commands of a social worker's desk: composition root of `agreement`, `agency` and `verify`.

Rules kept here:
- This is the only module of the room that touches a terminal, a file, a clock or chance.
- What a command found goes to standard output; questions and what was written to standard error.
- Files are written whole, by a new file that takes the old one's place; private ones are readable
  by their owner alone.
- Exit status 2: nothing was done, and one sentence says why. `verify` tells more with 0 and 1.
"""

from __future__ import annotations

import argparse
import getpass
import os
import secrets
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from consent.commands import agency, agreement, drafting, practice, reviewing, signing, verify
from consent.desk import DeskRefused
from consent.errors import ConsentError, Reader
from consent.records.fields import AgencyRole, Revocation, StopReason

NOT_DONE = 2
_NOBODY = "nobody answers any more; what was answered is kept"


class Terminal:
    """The real desk: this terminal, one folder, this machine's clock and chance."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def say(self, text: str) -> None:
        """Show text on standard output."""
        print(text, flush=True)

    def note(self, text: str) -> None:
        """Show text on standard error."""
        print(text, file=sys.stderr, flush=True)

    def ask(self, question: str) -> str:
        """Return a line from standard input. Raises DeskRefused at its end."""
        print(question, end="", file=sys.stderr, flush=True)
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError:
            raise DeskRefused("that line is not text in UTF-8; what was answered is kept") from None
        if not line:
            raise DeskRefused(_NOBODY)
        return line.rstrip("\r\n")

    def ask_secret(self, question: str) -> str:
        """Return a line typed unseen; from a pipe, the next line of it. Raises DeskRefused."""
        if not sys.stdin.isatty():
            return self.ask(question)
        try:
            return getpass.getpass(question)
        except EOFError:
            raise DeskRefused(_NOBODY) from None

    def read(self, name: str) -> bytes:
        """Return a file's octets. Raises DeskRefused."""
        path = self._folder / name
        try:
            return path.read_bytes()
        except OSError as error:
            raise DeskRefused(f"{path} cannot be read ({error.strerror})") from None

    def write(self, name: str, octets: bytes, *, private: bool = False) -> None:
        """Replace a file, all at once. Raises DeskRefused."""
        path = self._folder / name
        sibling = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            # Its mode from the first octet on: a key must never have been readable by others.
            descriptor = os.open(
                sibling, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600 if private else 0o644
            )
            with os.fdopen(descriptor, "wb") as file:
                file.write(octets)
                file.flush()
                os.fsync(file.fileno())
            sibling.replace(path)
        except OSError as error:
            raise DeskRefused(f"{path} cannot be written ({error.strerror})") from None
        finally:
            # Also where somebody pressed Ctrl-C: half a file helps nobody.
            with suppress(OSError):
                sibling.unlink()

    def exists(self, name: str) -> bool:
        """Say whether there is such a file."""
        return (self._folder / name).is_file()

    def now(self) -> datetime:
        """Return this machine's instant, to the second."""
        return datetime.now(UTC).replace(microsecond=0)

    def chance(self, octets: int) -> bytes:
        """Return octets from the system's source of chance."""
        return secrets.token_bytes(octets)


def arguments() -> argparse.ArgumentParser:
    """Return the options of all three commands; `python -m consent VERB …` starts them."""
    parser = argparse.ArgumentParser(prog="lamplight", description="The desk of a social worker.")
    parser.set_defaults(folder=Path())
    commands = parser.add_subparsers(dest="command", required=True)
    _agency(commands.add_parser("agency", help="who may sign for an agency"))
    _agreement(commands.add_parser("agreement", help="draw up, sign, review and end an agreement"))
    check = commands.add_parser("verify", help="who could record what, and who agreed")
    check.add_argument("files", nargs="+", metavar="FILE", help="records, in any order")
    check.add_argument("--at", metavar="TIME", help="judge as of this time, such as 2026-11-21")
    check.add_argument("--json", action="store_true", help="print one JSON object instead")
    check.add_argument(
        "--fingerprint", metavar="WORDS", help="the agency's eight words, from its card"
    )
    check.set_defaults(
        run=lambda desk, given: verify.verify(
            desk, given.files, at=given.at, words=given.fingerprint, as_json=given.json
        )
    )
    return parser


def _agency(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    init = verbs.add_parser("init", help="the root ceremony, once for each agency")
    init.add_argument("--domain", required=True, help="the agency's domain, such as kent.gov.uk")
    key = verbs.add_parser("key", help="make your own keys, on your own machine")
    key.add_argument(
        "name", metavar="NAME", help="the files are NAME.key and NAME.public; `my` is a good one"
    )
    enrol = verbs.add_parser("enrol", help="add a worker to the agency's list")
    enrol.add_argument("public", metavar="FILE", help="the worker's NAME.public")
    enrol.add_argument("--role", required=True, choices=[str(one) for one in AgencyRole])
    revoke = verbs.add_parser("revoke", help="take a key off the agency's list")
    revoke.add_argument("key", metavar="KEY", help="the beginning of its id")
    revoke.add_argument("--reason", required=True, choices=[str(one) for one in Revocation])
    renew = verbs.add_parser("renew", help="issue the same list anew; it lasts 100 days")
    for verb in (init, key, enrol, revoke, renew):
        _folder(verb)
    init.set_defaults(run=lambda desk, given: agency.init(desk, given.domain))
    key.set_defaults(run=lambda desk, given: agency.key(desk, given.name))
    enrol.set_defaults(
        run=lambda desk, given: agency.enrol(desk, given.public, AgencyRole(given.role))
    )
    revoke.set_defaults(
        run=lambda desk, given: agency.revoke(desk, given.key, Revocation(given.reason))
    )
    renew.set_defaults(run=lambda desk, _: agency.renew(desk))


def _agreement(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    draft = verbs.add_parser("draft", help="answer question by question; goes on after a break")
    draft.add_argument("--from", dest="source", metavar="FILE", help="answers to begin with (TOML)")
    show = verbs.add_parser("show", help="what a record says, in plain words")
    show.add_argument("record", nargs="?", default="agreement", metavar="RECORD")
    sign = verbs.add_parser("sign", help="sign what was drawn up")
    who = sign.add_mutually_exclusive_group(required=True)
    who.add_argument("--key", metavar="FILE", help="your key file")
    who.add_argument("--card", action="store_true", help="the young person's own five words")
    review = verbs.add_parser("review", help="hold a review, question by question")
    review.add_argument("--from", dest="source", metavar="FILE", help="answers to begin with")
    withdraw = verbs.add_parser("withdraw", help="the young person stops it, with their own card")
    stop = verbs.add_parser("stop", help="anyone of the agency who may, stops it alone")
    stop.add_argument("--key", required=True, metavar="FILE", help="your key file")
    stop.add_argument("--reason", required=True, choices=[str(one) for one in StopReason])
    card = verbs.add_parser("practice", help="a made-up home, to practise with")
    for verb in (draft, show, sign, review, withdraw, stop, card):
        _folder(verb)
    draft.set_defaults(run=lambda desk, given: int(not drafting.draft(desk, given.source)))
    show.set_defaults(run=lambda desk, given: agreement.show(desk, given.record))
    sign.set_defaults(run=lambda desk, given: int(not signing.sign(desk, given.key)))
    review.set_defaults(run=lambda desk, given: int(not reviewing.review(desk, given.source)))
    withdraw.set_defaults(run=lambda desk, _: agreement.withdraw(desk))
    stop.set_defaults(
        run=lambda desk, given: agreement.stop(desk, given.key, StopReason(given.reason))
    )
    card.set_defaults(run=lambda desk, _: practice.practice(desk))


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--folder", type=Path, default=Path(), metavar="DIR", help="where the files are"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    options = arguments().parse_args(argv)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A terminal without our quotation marks shows something else instead, and goes on.
            stream.reconfigure(errors="replace")
    desk = Terminal(options.folder)
    try:
        return int(options.run(desk, options) or 0)
    except DeskRefused as error:
        desk.note(f"lamplight: {error}")
    except ConsentError as error:
        # What a reader of records found, where no command has said it in better words.
        desk.note(f"lamplight: {error.explain(Reader.SOCIAL_WORKER)} ({error})")
    except BrokenPipeError:
        # Whoever read along has seen enough. What follows goes nowhere, also at the very end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except KeyboardInterrupt:
        desk.note("\nlamplight: stopped; what was written stays")
    return NOT_DONE


if __name__ == "__main__":
    raise SystemExit(main())
