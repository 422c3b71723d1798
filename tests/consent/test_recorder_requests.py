from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import get_args

import pytest

from consent.acts import ViewReason
from consent.encoding import json_from_object, object_from_json
from consent.errors import ConsentError
from consent.home import Press
from consent.recorder_requests import (
    PROOF_CONTEXT,
    AddViewer,
    Admit,
    AskBundle,
    AskDeletion,
    AskHomeCard,
    AskHow,
    AskJournal,
    AskNonce,
    AskRecords,
    AskSharedWords,
    AskSpoken,
    AskStatus,
    Bind,
    EndPlacement,
    Enrol,
    Export,
    Fetched,
    GiveUpCopy,
    Look,
    MoveDevice,
    NoticeShown,
    Pause,
    Proven,
    Request,
    Resume,
    Stop,
    TogetherLooked,
    TypeStopCode,
    Unbind,
    proof_of,
    request_from_octets,
    request_to_octets,
)
from consent.records.fields import ViewerRole
from consent.records.home_card import PersonalKey

AGREED, VIEWER, BOX, PHONE, NONCE = "a1" * 32, "b1" * 32, "b0" * 32, "d1" * 16, "0f" * 16
KEYS = PersonalKey(keyid=VIEWER, ed25519="e1" * 32, x25519="e2" * 32)
DAYS = (date(2026, 12, 8), date(2026, 12, 9))
ADDRESSES = ("192.168.7.21", "fe80::21")
LOOK = Look(
    nonce=NONCE,
    viewer=VIEWER,
    device=PHONE,
    agreement=AGREED,
    days=DAYS,
    reason=ViewReason.AS_AGREED,
    signature="5a" * 64,
)
GIVE_UP = GiveUpCopy(nonce=NONCE, agreement=AGREED, signature="5a" * 64)
MOVE = MoveDevice(
    nonce=NONCE, device=PHONE, agreement=AGREED, addresses=ADDRESSES, signature="5a" * 64
)
REQUESTS: tuple[Request, ...] = (
    AskHow(),
    AskRecords(),
    AskJournal(),
    Enrol(domain="kent.gov.uk", words="eight words of a card", is_hosted=True),
    Admit(),
    Fetched(),
    Bind(label="Phone", addresses=ADDRESSES, sole_user=True),
    Unbind(device=PHONE),
    AddViewer(role=ViewerRole.CARER, label="Carer", ref="ca" * 16, keys=KEYS),
    NoticeShown(address=ADDRESSES[0]),
    TogetherLooked(device=PHONE, agreement=AGREED),
    Stop(agreement=AGREED, press=Press.YOUNG_PERSON),
    TypeStopCode(code="1234 5678"),
    Pause(agreement=AGREED),
    Resume(agreement=AGREED),
    AskNonce(),
    LOOK,
    Export(viewer=VIEWER, device=PHONE, agreement=AGREED, days=DAYS),
    GIVE_UP,
    MOVE,
    AskStatus(challenge="482913"),
    AskSpoken(digits="4821"),
    AskHomeCard(),
    AskSharedWords(key=VIEWER),
    AskBundle(),
    AskDeletion(agreement=AGREED),
    EndPlacement(),
)


def name_of(request: Request) -> str:
    """Return a request's name."""
    return request.how


@pytest.mark.parametrize("request_", REQUESTS, ids=name_of)
def test_a_request_is_read_as_it_was_written(request_: Request) -> None:
    """Every request there is has one form on the socket, and comes out of it unchanged."""
    octets = request_to_octets(request_)

    assert request_from_octets(octets) == request_
    assert json_from_object(object_from_json(octets)) == octets


def test_every_request_is_tried() -> None:
    """The table above leaves none out, and no two have one name."""
    assert {type(one) for one in REQUESTS} == set(get_args(Request))
    assert len({one.how for one in REQUESTS}) == len(REQUESTS)


REFUSED = {
    "nothing": b"",
    "no JSON": b"how",
    "a list": b"[]",
    "no request": b"{}",
    "none at all": b'{"request":null}',
    "an unknown name": b'{"request":{"how":"open_all"}}',
    "a name of another case": b'{"request":{"how":"HOW"}}',
    "a field too many": b'{"request":{"how":"how","loud":true}}',
    "a request too many": b'{"request":{"how":"how"},"then":{"how":"how"}}',
    "spaces": b'{"request": {"how":"how"}}',
    "a name twice": b'{"request":{"how":"how","how":"how"}}',
    "too long": b'{"request":{"how":"how"}}' + b" " * 70_000,
}


@pytest.mark.parametrize("octets", REFUSED.values(), ids=REFUSED)
def test_what_is_no_request_is_refused(octets: bytes) -> None:
    """The set is closed: anything else is refused before anybody looks at it."""
    with pytest.raises(ConsentError):
        request_from_octets(octets)


UNSAYABLE: dict[str, Request] = {
    "no days": replace(LOOK, days=()),
    "too many days": replace(LOOK, days=DAYS * 16),
    "a path for a device": replace(LOOK, device="../" * 10 + "xx"),
    "a device in upper case": replace(LOOK, device=PHONE.upper()),
    "a signature that is too long": replace(LOOK, signature="5a" * 65),
    "no address": replace(MOVE, addresses=()),
    "seventeen addresses": replace(MOVE, addresses=ADDRESSES[:1] * 17),
    "an address of many octets": NoticeShown(address="f" * 65),
    "a label of many words": Bind(label="x" * 41, addresses=ADDRESSES, sole_user=True),
    "a label with a line's end": Bind(label="a\nb", addresses=ADDRESSES, sole_user=True),
    "words without end": Enrol(domain="kent.gov.uk", words="x" * 201, is_hosted=False),
    "no domain": Enrol(domain="kent", words="x", is_hosted=False),
    "digits without end": AskSpoken(digits="1" * 81),
    "no digest": AskDeletion(agreement="a1"),
}


@pytest.mark.parametrize("request_", UNSAYABLE.values(), ids=UNSAYABLE)
def test_what_no_request_can_say_is_not_written(request_: Request) -> None:
    """Whoever asks learns that it cannot be asked so, and nothing is sent."""
    with pytest.raises(ConsentError):
        request_to_octets(request_)


@pytest.mark.parametrize("proven", [LOOK, GIVE_UP, MOVE], ids=name_of)
def test_a_proof_is_of_everything_but_the_signature(proven: Proven) -> None:
    """What a personal key signs changes with each field of the request, and with the box."""
    others: dict[str, object] = {
        "nonce": "f0" * 16,
        "viewer": "b2" * 32,
        "device": "d2" * 16,
        "agreement": "a2" * 32,
        "days": DAYS[:1],
        "reason": ViewReason.WORRIED,
        "addresses": ADDRESSES[:1],
    }
    changed = [
        proof_of(replace(proven, **{one.name: others[one.name]}), BOX)  # type: ignore[arg-type]  # by name
        for one in fields(proven)
        if one.name not in {"how", "signature"}
    ]
    found = proof_of(proven, BOX)

    assert found.startswith(PROOF_CONTEXT)
    assert len({found, proof_of(proven, "b9" * 32), *changed}) == len(changed) + 2
    assert proof_of(replace(proven, signature="00" * 64), BOX) == found


def test_a_proof_of_one_request_is_none_of_another() -> None:
    """No two kinds of request are signed as the same octets."""
    assert len({proof_of(one, BOX) for one in (LOOK, GIVE_UP, MOVE)}) == 3
