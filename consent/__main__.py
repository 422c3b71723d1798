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
from dataclasses import fields
from datetime import UTC, datetime
from io import TextIOWrapper
from pathlib import Path

from consent.commands import (
    agency,
    agreement,
    checking,
    drafting,
    opening,
    paper_notice,
    practice,
    reviewing,
    showing_card,
    signing,
    spoken_check,
)
from consent.commands.check_options import CheckOptions
from consent.commands.seen_file import SEEN
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
        """Show text on standard error, if somebody is still there."""
        # The window may be closed by now. That is no reason to end in another way.
        with suppress(OSError):
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
    _verify(commands.add_parser("verify", help="who could record what, who looked, who agreed"))
    _verify_card(commands.add_parser("verify home-card", help="a home's card, and its words"))
    spoken = commands.add_parser("verify spoken", help="four words heard on the telephone")
    _verify_heard(spoken, asks_digits=True)
    receipt = commands.add_parser("verify receipt", help="the four words after a stop")
    _verify_heard(receipt, asks_digits=False)
    return parser


def _verify(parser: argparse.ArgumentParser) -> None:
    option = parser.add_argument
    option("files", nargs="+", metavar="FILE", help="records, a bundle, statements, in any order")
    option("--at", metavar="TIME", help="judge records as of this time, such as 2026-11-21")
    option("--fingerprint", metavar="WORDS", help="the agency's eight words, from its card")
    option("--box", metavar="WORDS", help="the box's eight words, from the home card")
    option("--card-changed", action="store_true", help="the box's card was changed since")
    option("--demonstration", action="store_true", help="take the demonstration's agency")
    option("--digits", help="the six digits that a status statement answers")
    option("--json", action="store_true", help="print one JSON object instead")
    option("--seen", default=SEEN, metavar="FILE", help="what is remembered of each box")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--card", metavar="FILE", help="the home card; without, that of the folder")
    which.add_argument("--box-key", metavar="KEY", help="the box's public key, in hexadecimal")
    parser.set_defaults(run=lambda desk, given: checking.check(desk, given.files, _options(given)))


def _options(given: argparse.Namespace) -> CheckOptions:
    return CheckOptions(**{one.name: getattr(given, one.name) for one in fields(CheckOptions)})


def _verify_card(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the home card, as a file or pasted text")
    parser.set_defaults(run=lambda desk, given: showing_card.show_card(desk, given.file))


def _verify_heard(parser: argparse.ArgumentParser, *, asks_digits: bool) -> None:
    option = parser.add_argument
    option("--key", required=True, metavar="FILE", help="your key file")
    option("--words", required=True, metavar="FILE", help="the home's shared words")
    option("--heard", required=True, metavar="WORDS", help="the four words that you heard")
    option("--agreement", action="append", default=[], metavar="FILE", help="which it is about")
    if asks_digits:
        option("--digits", required=True, help="the four digits that you said")
    check = spoken_check.spoken if asks_digits else spoken_check.receipt
    parser.set_defaults(
        digits="", run=lambda desk, given: check(desk, _heard(given), given.agreement)
    )


def _heard(given: argparse.Namespace) -> spoken_check.Heard:
    return spoken_check.Heard(
        key=given.key, shared=given.words, words=given.heard, digits=given.digits
    )


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
    paper = verbs.add_parser("paper-notice", help="sign that paper was handed over")
    paper.add_argument("--key", required=True, metavar="FILE", help="your key file")
    paper.add_argument("--device", metavar="LABEL", help="which device, if there are several")
    paper.add_argument("--handed-over", required=True, metavar="DATE", help="on which day")
    opened = verbs.add_parser("open", help="read days that a home has sealed for you")
    opened.add_argument("file", metavar="FILE", help="the days, as a file or pasted text")
    reader = opened.add_mutually_exclusive_group(required=True)
    reader.add_argument("--key", metavar="FILE", help="your key file")
    reader.add_argument("--card", action="store_true", help="the young person's own five words")
    opened.add_argument("--bundle", metavar="FILE", help="the box's bundle, to hold them against")
    card = verbs.add_parser("practice", help="a made-up home, to practise with")
    for verb in (draft, show, sign, review, withdraw, stop, paper, opened, card):
        _folder(verb)
    draft.set_defaults(run=lambda desk, given: int(not drafting.draft(desk, given.source)))
    show.set_defaults(run=lambda desk, given: agreement.show(desk, given.record))
    sign.set_defaults(run=lambda desk, given: int(not signing.sign(desk, given.key)))
    review.set_defaults(run=lambda desk, given: int(not reviewing.review(desk, given.source)))
    withdraw.set_defaults(run=lambda desk, _: agreement.withdraw(desk))
    stop.set_defaults(
        run=lambda desk, given: agreement.stop(desk, given.key, StopReason(given.reason))
    )
    paper.set_defaults(
        run=lambda desk, given: paper_notice.paper_notice(
            desk, given.key, device=given.device, handed_over=given.handed_over
        )
    )
    opened.set_defaults(
        run=lambda desk, given: opening.open_days(
            desk, given.file, key=given.key, bundle=given.bundle
        )
    )
    card.set_defaults(run=lambda desk, _: practice.practice(desk))


def _folder(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--folder", type=Path, default=Path(), metavar="DIR", help="where the files are"
    )


def _with_verbs(typed: Sequence[str]) -> list[str]:
    """Return arguments with `verify` and what it is to check as one; files go as they are."""
    match typed:
        case ["verify", "status", *rest]:
            # Its content says that it is one.
            return ["verify", *rest]
        case ["verify", ("home-card" | "spoken" | "receipt") as what, *rest]:
            return [f"verify {what}", *rest]
        case _:
            return list(typed)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; return the exit status."""
    options = arguments().parse_args(_with_verbs(sys.argv[1:] if argv is None else argv))
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
    except OSError as error:
        desk.note(f"lamplight: this could not be shown ({error.strerror}); what was written stays")
    except KeyboardInterrupt:
        desk.note("\nlamplight: stopped; what was written stays")
    return NOT_DONE


if __name__ == "__main__":
    raise SystemExit(main())
