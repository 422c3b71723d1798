from __future__ import annotations

import re
from collections.abc import Mapping
from typing import get_args

import pytest

from consent.acts import (
    Act,
    ActorRole,
    Erasure,
    LookedTogether,
    NoticeStarted,
    NoticeWay,
    Objected,
    Paused,
    Resumed,
    StoppedByPress,
    StoppedByRecord,
    Updated,
    ViewReason,
    Withdrawn,
)
from consent.audit_entry import Actor, AuditEntry
from consent.commands.audit_words import (
    CANNOT_SAY,
    ERASURES,
    NOT_SEEN_BEFORE,
    NOT_UNDONE,
    ODDITIES,
    REASONS,
    ROLES,
    notice_words,
    stop_words,
)
from consent.findings import Oddity
from consent.home import ClockState, Press
from tests.consent.filled import AT, filled
from tests.consent.texts.reading_age import hard

WHOLE = {
    "oddities": (ODDITIES, Oddity),
    "erasures": (ERASURES, Erasure),
    "reasons": (REASONS, ViewReason),
    "roles": (ROLES, ActorRole),
}


@pytest.mark.parametrize(("words", "choices"), WHOLE.values(), ids=WHOLE)
def test_everything_there_can_be_has_words(words: Mapping[str, str], choices: type) -> None:
    """Nothing that a journal can say leaves a person with a bare code."""
    assert set(words) == set(choices)  # type: ignore[call-overload]  # an enum's members
    assert len(set(words.values())) == len(words)


@pytest.mark.parametrize("oddity", Oddity)
def test_an_oddity_says_what_and_what_to_do(oddity: Oddity) -> None:
    """What does not fit, and what to do about it, in whole sentences, without an accusation."""
    text = ODDITIES[oddity]

    assert text[0].isupper()
    assert text.endswith(".")
    assert 2 <= len(re.findall(r"[.;](?: |$)", text)) <= 4
    assert not re.search(r"(?i)\b(hash|digest|signature|merkle|tampered|guilty|lied|stole)\b", text)


def test_the_words_are_easy_to_read() -> None:
    """A carer who is shown the page can read it too."""
    texts = [*ODDITIES.values(), *CANNOT_SAY, NOT_SEEN_BEFORE, NOT_UNDONE]

    assert hard(texts, 11) == []


def test_a_picture_of_a_screen_is_never_forgotten() -> None:
    """Wherever something is said to be deleted, it is said what that does not undo."""
    assert "picture of a screen" in NOT_UNDONE
    assert any("picture of a screen" in one for one in CANNOT_SAY)


STOPS: dict[str, tuple[Act, ActorRole, str]] = {
    "by their own button": (
        filled(StoppedByPress, press=Press.YOUNG_PERSON),
        ActorRole.YOUNG_PERSON,
        "the young person stopped it on the box",
    ),
    "by code": (
        filled(StoppedByPress, press=Press.STOP_CODE),
        ActorRole.ANYONE,
        "the stop code was typed on the box",
    ),
    "withdrawn": (filled(Withdrawn), ActorRole.GIVER, "withdrawn by whoever agreed to it"),
    "objected": (filled(Objected), ActorRole.YOUNG_PERSON, "objected to by the young person"),
    "stopped": (
        filled(StoppedByRecord),
        ActorRole.ADVOCATE,
        "stopped by an advocate, with a signed record",
    ),
    "paused": (filled(Paused), ActorRole.CARER, "paused by a carer"),
    "resumed": (filled(Resumed), ActorRole.CARER, "the pause was ended by a carer"),
}


def entry_of(act: Act, role: ActorRole) -> AuditEntry:
    """Return an entry of a journal."""
    return AuditEntry(
        n=0,
        box="b0" * 8,
        previous="c0" * 32,
        at=AT,
        clock=ClockState.TRUSTED,
        actor=Actor(role=role),
        act=act,
    )


@pytest.mark.parametrize(("act", "role", "expected"), STOPS.values(), ids=STOPS)
def test_a_stop_says_who_and_how(act: Act, role: ActorRole, expected: str) -> None:
    """Whatever stopped or paused an agreement is told with who did it."""
    agreement, said = stop_words(entry_of(act, role))

    assert said == expected
    assert len(agreement) == 64


NOTICES: dict[str, tuple[Act, str]] = {
    "shown": (filled(NoticeStarted, way=NoticeWay.SHOWN), "the device showed it"),
    "on paper": (
        filled(NoticeStarted, way=NoticeWay.PAPER),
        "it was entered that paper was handed over",
    ),
    "together": (filled(LookedTogether), "carer and young person looked at it together"),
}


@pytest.mark.parametrize(("act", "expected"), NOTICES.values(), ids=NOTICES)
def test_a_notice_says_how_it_was_given(act: Act, expected: str) -> None:
    """Whether a screen showed it or paper changed hands is told."""
    agreement, device, said = notice_words(entry_of(act, ActorRole.BOX))

    assert said == expected
    assert (len(agreement), len(device)) == (64, 32)


def test_what_stops_nothing_has_no_such_words() -> None:
    """Any other act is no stop."""
    stops = (Withdrawn, Objected, StoppedByRecord, StoppedByPress, Paused, Resumed)
    others = [filled(act) for act in get_args(Act) if act not in {*stops, Updated}]
    for act in (*others, Updated(how="update", release="1.4.2", image="c0" * 32)):
        entry = entry_of(act, ActorRole.BOX)
        with pytest.raises(ValueError, match=r"^[a-z_]+$"):
            stop_words(entry)
        if not isinstance(act, NoticeStarted | LookedTogether):
            with pytest.raises(ValueError, match=r"^[a-z_]+$"):
                notice_words(entry)
