from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from consent.codes import Code
from consent.encoding import json_from_object, object_from_json
from consent.errors import ConsentError
from consent.home import ClockState
from consent.recorder_answers import (
    AgreementStanding,
    Answer,
    DeviceStanding,
    Done,
    HomeViewer,
    HowItStands,
    KeptDay,
    NotDone,
    NoticeStanding,
    answer_from_octets,
    answer_to_octets,
)
from consent.records.fields import ViewerRole
from consent.records.home_card import PersonalKey

AT = datetime(2026, 12, 9, 18, tzinfo=UTC)
AGREED, VIEWER, PHONE = "a1" * 32, "b1" * 32, "d1" * 16
KEYS = PersonalKey(keyid=VIEWER, ed25519="e1" * 32, x25519="e2" * 32)
ON = DeviceStanding(
    id=PHONE,
    label="Phone",
    sole_user=True,
    bound_on=date(2026, 11, 20),
    addresses=("192.168.7.21",),
    off=None,
    agreement=AGREED,
    level=2,
    until=date(2026, 12, 22),
)
STANDS = HowItStands(
    box="b0" * 32,
    at=AT,
    clock=ClockState.TRUSTED,
    agency="kent.gov.uk",
    is_journal_sound=True,
    is_agent_there=True,
    devices=(ON, replace(ON, off=Code.AGREEMENT_NONE, agreement=None, level=None, until=None)),
    notices=(
        NoticeStanding(
            device=PHONE, agreement=AGREED, told_at=AT, last_seen_at=None, is_lapsed=False
        ),
    ),
    agreements=(
        AgreementStanding(
            agreement=AGREED,
            tip=AGREED,
            seq=0,
            valid_until=date(2026, 12, 22),
            end_by=date(2027, 2, 22),
            over=Code.WITHDRAWN,
            is_objected=False,
            is_paused=False,
            is_closed=False,
        ),
    ),
    days=(KeptDay(device=PHONE, agreement=AGREED, day=date(2026, 12, 9), viewers=(VIEWER,)),),
    viewers=(HomeViewer(role=ViewerRole.CARER, label="Carer", ref="ca" * 16, keys=KEYS),),
    decided_at=AT,
)
NEW_BOX = replace(
    STANDS,
    agency=None,
    devices=(),
    notices=(),
    agreements=(),
    days=(),
    viewers=(),
    decided_at=None,
)
ANSWERS: dict[str, Answer] = {
    "how it stands": STANDS,
    "a new box": NEW_BOX,
    "done": Done(),
    "done, with words": Done(words=("jumble", "colonize", "overstep", "humorous"), id="0f" * 32),
    "not done": NotDone(code=Code.LOOK_DAYS),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_is_read_as_it_was_written(answer: Answer) -> None:
    """Every answer there is has one form on the socket, and comes out of it unchanged."""
    octets = answer_to_octets(answer)

    assert answer_from_octets(octets) == answer
    assert json_from_object(object_from_json(octets)) == octets


@pytest.mark.parametrize("code", Code)
def test_every_code_can_be_answered(code: Code) -> None:
    """Whatever is refused, whoever asked learns why."""
    assert answer_from_octets(answer_to_octets(NotDone(code=code))) == NotDone(code=code)


REFUSED = {
    "nothing": b"",
    "no JSON": b"done",
    "no answer": b"{}",
    "an unknown one": b'{"answer":{"how":"maybe"}}',
    "an unknown code": b'{"answer":{"code":"E_NOTHING","how":"not_done"}}',
    "a field too many": b'{"answer":{"code":"E_DOUBT","how":"not_done","why":"x"}}',
    "a site": b'{"answer":{"how":"done","id":null,"sites":["example.com"],"words":[]}}',
}


@pytest.mark.parametrize("octets", REFUSED.values(), ids=REFUSED)
def test_what_is_no_answer_is_refused(octets: bytes) -> None:
    """The set is closed: an answer has no room for anything else."""
    with pytest.raises(ConsentError):
        answer_from_octets(octets)


UNSAYABLE: dict[str, Answer] = {
    "too many words": Done(words=("word",) * 9),
    "a word that is none": Done(words=("a-word-that-is-too-long",)),
    "level five": replace(STANDS, devices=(replace(ON, level=5),)),
    "too many devices": replace(STANDS, devices=(ON,) * 33),
    "a fraction of a second": replace(STANDS, at=AT.replace(microsecond=1)),
}


@pytest.mark.parametrize("answer", UNSAYABLE.values(), ids=UNSAYABLE)
def test_what_no_answer_can_say_is_not_written(answer: Answer) -> None:
    """What could not be read again is not sent."""
    with pytest.raises(ConsentError):
        answer_to_octets(answer)
