from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.recorder import words
from agent.recorder.commands.handed_out import Asked
from agent.recorder.commands.journal_told import AS_SIGNED, DAMAGED, Names, entry_told, show
from agent.recorder.commands.looking import look
from agent.recorder.commands.meant import named
from consent.acts import (
    Act,
    ActorRole,
    DayKeyDestroyed,
    Erasure,
    LoginFailed,
    NoticeStarted,
    NoticeWay,
    Refused,
    StoppedByPress,
    Updated,
    ViewersKeysDestroyed,
    Withdrawn,
)
from consent.audit_entry import Actor, AuditEntry
from consent.codes import Code
from consent.home import ClockState, Press
from consent.recorder_answers import HowItStands
from consent.recorder_requests import Stop, Unbind
from consent.sentences import SENTENCES
from tests.agent.recorder.commands.at_home import (
    CARD,
    CARERS_WORDS,
    AtHome,
    at_home,
    with_entries,
)
from tests.agent.recorder.home import START
from tests.consent.drawn import drawn

DEVICE, AGREEMENT = "1d" * 16, "ab" * 32
NOBODY = Names(
    HowItStands(
        box="0b" * 32,
        at=START,
        clock=ClockState.TRUSTED,
        agency=None,
        is_journal_sound=True,
        is_agent_there=False,
        devices=(),
        notices=(),
        agreements=(),
        days=(),
        viewers=(),
    ),
    {},
    {},
)
"""A home in which nothing has a name."""


def told(home: AtHome) -> tuple[int, list[str]]:
    """Return the exit status of `audit show`, and its lines."""
    desk = home.somebody()
    return show(desk, home.recorder), desk.said


def entry(act: Act, role: ActorRole = ActorRole.BOX, state: str = "trusted") -> AuditEntry:
    """Return an entry that tells of an act."""
    return AuditEntry(
        n=0,
        box="ab" * 8,
        previous="cd" * 32,
        at=datetime(2026, 11, 24, 18, 30, tzinfo=UTC),
        clock=ClockState(state),
        actor=Actor(role=role),
        act=act,
    )


def test_every_entry_is_one_line(tmp_path: Path) -> None:
    """As many lines are told as the journal has entries, the oldest first."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        status, said = told(home)
        lines = (home.state / "journal.jsonl").read_bytes().count(b"\n")

    assert status == AS_SIGNED
    assert len(said) == lines
    assert said[0] == "21 November 2026, 09:30: The box was started."


def test_who_looked_is_the_last_that_happened(tmp_path: Path) -> None:
    """A look is told with who looked, at which device and day, and why."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        for answers in (CARD, " ".join(CARERS_WORDS)):
            desk = home.somebody({"five words": answers})
            look(desk, home.recorder, Asked(label="Tablet", reason="worried"))
        _, said = told(home)

    day = "looked at Tablet, 23 November 2026. Why:"
    assert said[-2].endswith(f": The young person {day} their own entries.")
    assert said[-1].endswith(f": A carer (Carer) {day} worried.")


def test_what_was_on_and_off_is_told(tmp_path: Path) -> None:
    """That recording went on, and why it went off, are told with the device and the agreement."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        home.ask(Stop(agreement=digest, press=Press.YOUNG_PERSON))
        _, said = told(home)

    text = "\n".join(said)
    assert f": ON: Tablet, by the agreement {named(digest)}. It writes down blocked sites" in text
    assert f": OFF: Tablet. {SENTENCES[Code.WITHDRAWN].carer}" in text
    assert f": The young person pressed stop: the agreement {named(digest)}." in text
    assert ": Tablet, 23 November 2026, is left to the young person alone, because it was" in text


def test_a_device_that_is_gone_is_called_what_it_was_called(tmp_path: Path) -> None:
    """A device that was taken off the box is told by its label in the agreement."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        home.ask(Unbind(device=home.how().devices[0].id))
        _, said = told(home)

    assert any(line.endswith(": Tablet was taken off the box.") for line in said)


def test_what_was_taken_in_is_told_by_its_kind(tmp_path: Path) -> None:
    """A record that was taken in is told as what it is."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        _, said = told(home)

    text = "\n".join(said)
    assert f": The box took in an agreement: {named(digest)}." in text
    assert ": The box took in a carer's word that they read how looking is meant." in text


def test_a_journal_that_was_changed_says_so_first(tmp_path: Path) -> None:
    """A journal that is not as the box signed it says so, and what can be read is told."""
    kept, _ = with_entries()
    lines = kept.card["journal.jsonl"]
    assert lines is not None
    first, second, *rest = lines.split(b"\n")
    changed = b"\n".join([first, second[:-2] + b"xx", *rest])
    with at_home(tmp_path, replace(kept, card={**kept.card, "journal.jsonl": changed})) as home:
        status, said = told(home)

    assert status == DAMAGED
    assert said[0].startswith("THE LIST IS NOT AS THE BOX SIGNED IT.")
    assert said[2] == "Here is a line that this version cannot read."
    assert len(said) == len(rest) + 2


ACTS: dict[str, tuple[Act, str]] = {
    "a device that nobody knows": (
        NoticeStarted(
            how="notice_started", device=DEVICE, agreement=AGREEMENT, way=NoticeWay.PAPER
        ),
        "was handed over, for a device that is not known any more (1d1d1d1d). The wait",
    ),
    "a refusal": (
        Refused(how="refuse", code=Code.STOP_CODE_WRONG),
        f"Something was refused. {SENTENCES[Code.STOP_CODE_WRONG].carer}",
    ),
    "wrong words": (LoginFailed(how="login_failed", times=3), "or a wrong code: 3 times."),
    "a stop code": (
        StoppedByPress(how="stop_pressed", agreement=AGREEMENT, press=Press.STOP_CODE),
        "The stop code was typed: the agreement",
    ),
    "an update": (
        Updated(how="update", release="1.4.2", image=AGREEMENT),
        "The box runs release 1.4.2 from here on.",
    ),
    "a destruction": (
        DayKeyDestroyed(
            how="day_key_destroyed",
            device=DEVICE,
            day=date(2026, 11, 23),
            fingerprint=AGREEMENT,
            reason=Erasure.RETENTION,
            frames=1,
            octets=2,
        ),
        "23 November 2026, was destroyed, because it had been kept as long as was agreed.",
    ),
    "a copy": (
        ViewersKeysDestroyed(
            how="viewers_keys_destroyed",
            device=DEVICE,
            day=date(2026, 11, 23),
            fingerprint=AGREEMENT,
            reason=Erasure.WITHDRAWN,
        ),
        "is left to the young person alone, because it was withdrawn.",
    ),
}


@pytest.mark.parametrize(("act", "expected"), ACTS.values(), ids=ACTS)
def test_an_act_is_told_with_its_facts(act: Act, expected: str) -> None:
    """What an act tells stands in its sentence, in words of the house."""
    assert expected in entry_told(entry(act), NOBODY)


def test_a_withdrawal_says_who() -> None:
    """A withdrawal is told with the role of who withdrew."""
    act = Withdrawn(how="withdrawn", agreement=AGREEMENT, record=None)
    line = entry_told(entry(act, ActorRole.GIVER), NOBODY)

    assert line.endswith("was withdrawn by whoever agreed to it.")


def test_an_untrusted_time_is_told_as_one() -> None:
    """An entry of a time that the box was not sure of says so."""
    act = LoginFailed(how="login_failed", times=1)
    line = entry_told(entry(act, state="stale"), NOBODY)

    assert line.startswith("24 November 2026, 18:30 (the box was not sure of the time): ")


# An update's release is drawn by nobody; the table above has one.
DRAWN = [one for one in get_args(Act) if one is not Updated]


@pytest.mark.parametrize("kind", DRAWN, ids=lambda kind: kind.__name__)
@given(drawing=st.data())
def test_every_act_that_there_is_has_its_sentence(kind: type[Act], drawing: st.DataObject) -> None:
    """Whatever a journal can tell has a sentence, with no fact of it left open."""
    line = entry_told(entry(drawing.draw(drawn(kind))), NOBODY)

    assert "{" not in line
    assert line.endswith(".")


def test_no_sentence_is_for_an_act_that_there_is_not() -> None:
    """Every sentence of the table is one that some act is told with."""
    kinds = {get_args(get_type_hints(one)["how"])[0] for one in get_args(Act)}

    assert {one.partition(" ")[0] for one in words.ACTS} == kinds
