"""The verbs of `./lamplight recorder` that ask: the options of each, and what it runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.commands import (
    copies,
    devices,
    exporting,
    importing,
    looking,
    standing,
    stopping,
    trusting,
    viewers,
)
from agent.recorder.commands.handed_out import Asked
from agent.recorder.commands.options import Verbs, add_agreement, add_verb, day_option
from consent.desk import Desk
from consent.home import Press


def add_recorder_verbs(verbs: Verbs) -> None:
    """Add every verb of `./lamplight recorder` that asks."""
    add_verb(verbs, "how", "how everything stands", lambda desk, box, _: standing.how(desk, box))
    _trusting(verbs)
    _devices(verbs)
    _stopping(verbs)
    _looking(verbs)
    _ending(verbs)


def _trusting(verbs: Verbs) -> None:
    enrol = add_verb(
        verbs,
        "enrol",
        "trust a council, at the social worker's visit",
        lambda desk, box, given: trusting.enrol(desk, box, given.domain, given.authority),
    )
    enrol.add_argument("--domain", required=True, help="the council's, such as kent.gov.uk")
    fetch = add_verb(
        verbs,
        "fetch",
        "ask the council's site for news",
        lambda desk, box, given: trusting.fetch(desk, box, given.authority),
    )
    for verb in (enrol, fetch):
        verb.add_argument(
            "--authority", type=Path, metavar="FILE", help="trust only this authority (PEM)"
        )
    taking = add_verb(
        verbs,
        "import",
        "take in what the social worker sent",
        lambda desk, box, given: importing.import_records(desk, box, given.files),
    )
    taking.add_argument(
        "files",
        nargs="*",
        default=[importing.TERMINAL],
        metavar="FILE",
        help="files, or pasted text in a file; `-` or nothing is what is typed in",
    )


def _devices(verbs: Verbs) -> None:
    bind = add_verb(
        verbs,
        "bind",
        "make a device known, with it in your hand",
        lambda desk, box, given: devices.bind(
            desk, box, given.label, given.address, is_shared=given.shared
        ),
    )
    bind.add_argument("--label", required=True, help="what it is called, such as Tablet")
    bind.add_argument("--shared", action="store_true", help="several people use it")
    unbind = add_verb(
        verbs,
        "unbind",
        "forget a device; what was written down about it is destroyed",
        lambda desk, box, given: devices.unbind(desk, box, given.device),
    )
    move = add_verb(
        verbs,
        "move",
        "the same device at another address, with the young person's card",
        lambda desk, box, given: devices.move(
            desk, box, given.device, given.address, given.agreement
        ),
    )
    for verb in (bind, move):
        verb.add_argument(
            "--address",
            action="append",
            required=True,
            metavar="ADDRESS",
            help="its address here; may be given several times",
        )
    together = add_verb(
        verbs,
        "together",
        "note that you looked at the agreement together, on a device",
        lambda desk, box, given: devices.together(desk, box, given.device, given.agreement),
    )
    for verb in (unbind, move, together):
        verb.add_argument("device", metavar="LABEL", help="what the device is called")
    for verb in (move, together):
        add_agreement(verb)


def _stopping(verbs: Verbs) -> None:
    stop = add_verb(verbs, "stop", "stop it on this box", _stop)
    how = stop.add_mutually_exclusive_group(required=True)
    how.add_argument(
        "--young-person",
        dest="press",
        action="store_const",
        const=Press.YOUNG_PERSON,
        help="the young person stops it",
    )
    how.add_argument(
        "--carer", dest="press", action="store_const", const=Press.CARER, help="a carer stops it"
    )
    how.add_argument("--code", action="store_true", help="with the stop code")
    for name, what in (
        ("withdraw", "the young person stops it, with their own card"),
        ("object", "the same: the box says which of the two it is"),
    ):
        card = add_verb(
            verbs,
            name,
            what,
            lambda desk, box, given: stopping.stop_by_card(desk, box, given.agreement),
        )
        add_agreement(card)
    pause = add_verb(
        verbs,
        "pause",
        "pause it until a carer ends the pause",
        lambda desk, box, given: stopping.pause(desk, box, given.agreement),
    )
    resume = add_verb(
        verbs,
        "resume",
        "end the pause",
        lambda desk, box, given: stopping.resume(desk, box, given.agreement),
    )
    for verb in (stop, pause, resume):
        add_agreement(verb)


def _stop(desk: Desk, recorder: Recorder, given: argparse.Namespace) -> None:
    if given.code:
        stopping.stop_by_code(desk, recorder)
    else:
        stopping.stop(desk, recorder, given.press, given.agreement)


def _looking(verbs: Verbs) -> None:
    viewer = add_verb(
        verbs,
        "viewer",
        "make a carer's five words to look with",
        lambda desk, box, given: viewers.viewer(desk, box, given.label),
    )
    read = add_verb(
        verbs,
        "read",
        "read how looking is meant, and say so, before the first look",
        lambda desk, box, given: viewers.read(desk, box, given.label, given.agreement),
    )
    for verb in (viewer, read):
        verb.add_argument("--label", required=True, help="what the carer is called, such as Sam")
    add_agreement(read)
    look = add_verb(
        verbs,
        "look",
        "what was written down about a device, with a card or your own words",
        lambda desk, box, given: looking.look(desk, box, _asked(given)),
    )
    look.add_argument("--reason", choices=list(words.REASONS), help="why a carer looks")
    export = add_verb(
        verbs,
        "export",
        "days sealed for a social worker's desk, as text",
        lambda desk, box, given: exporting.export(desk, box, _asked(given), given.to),
    )
    export.set_defaults(reason=None)
    export.add_argument(
        "--to", required=True, metavar="KEY", help="how the id of the social worker's key begins"
    )
    for verb in (look, export):
        verb.add_argument("device", metavar="LABEL", help="what the device is called")
        verb.add_argument(
            "--day",
            action="append",
            default=[],
            type=day_option,
            metavar="DAY",
            help="only this day, such as 2026-11-24; may be given several times",
        )
        add_agreement(verb)


def _asked(given: argparse.Namespace) -> Asked:
    return Asked(
        label=given.device,
        days=tuple(given.day),
        reason=given.reason,
        agreement=given.agreement,
    )


def _ending(verbs: Verbs) -> None:
    copy = add_verb(
        verbs,
        "give-up-copy",
        "destroy what is kept for the young person, with their card",
        lambda desk, box, given: copies.give_up_copy(desk, box, given.agreement),
    )
    add_agreement(copy)
    end = add_verb(
        verbs,
        "end-placement",
        "destroy everything and begin as another box",
        lambda desk, box, given: copies.end_placement(desk, box, given.bundle),
    )
    end.add_argument(
        "--yes-destroy-everything", action="store_true", required=True, help="there is no way back"
    )
    end.add_argument(
        "--bundle", required=True, metavar="FILE", help="where the box leaves its list, at the end"
    )
