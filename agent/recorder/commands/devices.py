"""Devices at the box's terminal: known, forgotten, at another address, and looked at together.

Rules kept here:
- An address is written in the one form in which packets bear it.
- Another address for a device under an agreement needs the young person's own words.
- Forgetting a device destroys what was written down about it, so it is asked first.
"""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import (
    NO_NUMBER,
    UNSIGNED,
    done,
    how_it_stands,
    ledger_of,
    proven,
)
from agent.recorder.commands.meant import agreement_meant, agrees, device_meant
from agent.recorder.commands.personal_words import recognised, young_person
from agent.recorder.commands.standing import agreements_in
from consent.desk import Desk, DeskRefused
from consent.recorder_requests import (
    Address,
    Bind,
    MoveDevice,
    TogetherLooked,
    Unbind,
)


def bind(
    desk: Desk, recorder: Recorder, label: str, addresses: Sequence[str], *, is_shared: bool
) -> None:
    """Make a device known, in the hand of whoever uses it. Raises DeskRefused, ConsentError."""
    found = tuple(map(address_typed, addresses))
    done(recorder, Bind(label=label.strip(), addresses=found, sole_user=not is_shared))
    desk.say((words.BOUND_SHARED if is_shared else words.BOUND).format(label=label.strip()))


def unbind(desk: Desk, recorder: Recorder, label: str) -> None:
    """Forget a device. Raises DeskRefused, ConsentError."""
    device = device_meant(how_it_stands(recorder), label)
    if agrees(desk, words.UNBIND.format(label=device.label)):
        done(recorder, Unbind(device=device.id))
        desk.say(words.UNBOUND.format(label=device.label))


def move(
    desk: Desk, recorder: Recorder, label: str, addresses: Sequence[str], start: str | None
) -> None:
    """Let a device keep its agreement at other addresses, by the young person's own words.

    Raises DeskRefused, ConsentError.
    """
    found = tuple(map(address_typed, addresses))
    how = how_it_stands(recorder)
    device = device_meant(how, label)
    agreements = agreements_in(ledger_of(recorder, how))
    over = {one.agreement for one in how.agreements if one.over is not None}
    about = [
        digest
        for digest, one in agreements.items()
        if device.id in {each.id for each in one.devices}
    ]
    among = [one for one in about if one not in over] or about[-1:]
    digest = agreement_meant(start, about, among, words.NO_AGREEMENT)
    desk.note(words.MOVE)
    _, keys = recognised(
        desk,
        (young_person(agreements[digest]),),
        question=words.CARD_QUESTION,
        otherwise=words.NOT_DONE,
    )
    request = MoveDevice(
        nonce=NO_NUMBER,
        device=device.id,
        agreement=digest,
        addresses=found,
        signature=UNSIGNED,
    )
    proven(recorder, how, request, keys.signer)
    desk.say(words.MOVED.format(label=device.label))


def together(desk: Desk, recorder: Recorder, label: str, start: str | None) -> None:
    """Note that carer and young person looked at an agreement together, on a device.

    Raises DeskRefused, ConsentError.
    """
    how = how_it_stands(recorder)
    device = device_meant(how, label)
    told = [one for one in how.notices if one.device == device.id]
    about = [one.agreement for one in told]
    lapsed = [one.agreement for one in told if one.is_lapsed]
    nothing = words.NO_NOTICE.format(label=device.label)
    digest = agreement_meant(start, about, lapsed or about, nothing)
    if agrees(desk, words.TOGETHER.format(label=device.label)):
        done(recorder, TogetherLooked(device=device.id, agreement=digest))
        desk.say(words.LOOKED_TOGETHER)


def address_typed(text: str) -> Address:
    """Return an address as packets bear it. Raises DeskRefused."""
    try:
        address = ip_address(text.strip())
    except ValueError:
        raise DeskRefused(words.NOT_AN_ADDRESS.format(address=text)) from None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return str(mapped or address)
