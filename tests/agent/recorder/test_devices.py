from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from agent.recorder.devices import agreements_of
from consent.acts import (
    ActorRole,
    DeviceBound,
    DeviceUnbound,
    LookedTogether,
    NoticeStarted,
    NoticeWay,
)
from consent.codes import Code
from consent.home import Press
from consent.recorder_requests import (
    AddViewer,
    Admit,
    Bind,
    MoveDevice,
    NoticeShown,
    Stop,
    TogetherLooked,
    Unbind,
)
from consent.records.fields import ViewerRole
from tests.agent.recorder.home import (
    LAPTOP,
    TABLET,
    Home,
    moved_in,
    personal_keys,
    while_recording,
)
from tests.consent.commands import ceremony


def test_a_device_is_bound_under_an_id_of_chance(tmp_path: Path) -> None:
    """What is bound has an id that tells nothing, and the day on which it was in a hand."""
    home = Home(tmp_path)
    found = home.done(Bind(label="Phone", addresses=("192.168.7.30", "fe80::30"), sole_user=False))
    [device] = home.box.memory.devices
    [entry] = [one for one in home.entries if isinstance(one.act, DeviceBound)]

    assert device.id == found.id
    assert (device.label, device.sole_user) == ("Phone", False)
    assert device.addresses == ("192.168.7.30", "fe80::30")
    assert device.bound_on == date(2026, 11, 21)
    assert entry.act == DeviceBound(how="device_bound", device=device.id, sole_user=False)
    assert entry.actor.role is ActorRole.CARER


def test_a_day_is_londons(tmp_path: Path) -> None:
    """A device bound just after midnight in summer is bound on the new day."""
    home = Home(tmp_path)
    home.time.advance(timedelta(days=200, hours=13, minutes=45).total_seconds())
    assert home.time.now.isoformat().startswith("2027-06-09T23:15")
    home.done(Bind(label="Phone", addresses=("::1",), sole_user=True))

    assert home.box.memory.devices[0].bound_on == date(2027, 6, 10)


BOUND_WRONGLY = {
    "an address of another": (Bind(label="Phone", addresses=(TABLET,), sole_user=True), True),
    "a label of another": (Bind(label="Tablet", addresses=("::1",), sole_user=True), True),
    "no clock": (Bind(label="Phone", addresses=("::1",), sole_user=True), False),
}
CODES = (Code.DEVICE_AMBIGUOUS, Code.DEVICE_LABEL, Code.CLOCK_UNSYNCHRONISED)


@pytest.mark.parametrize(
    ("request_", "knows_time", "code"),
    [(*one, code) for one, code in zip(BOUND_WRONGLY.values(), CODES, strict=True)],
    ids=BOUND_WRONGLY,
)
def test_a_device_that_could_be_taken_for_another_is_not_bound(
    request_: Bind, code: Code, tmp_path: Path, *, knows_time: bool
) -> None:
    """One label and one address are of one device, and its day must be known."""
    home = Home(tmp_path, kept=moved_in())
    if not knows_time:
        home.time.unsynchronise()

    assert home.refused(request_) == code
    assert len(home.box.memory.devices) == 2


def test_more_devices_than_there_is_room_for_are_refused(tmp_path: Path) -> None:
    """A box that knows as many devices as it can starts again all the same."""
    home = Home(tmp_path)
    for n in range(32):
        home.done(Bind(label=f"{n}", addresses=(f"10.0.0.{n}",), sole_user=True))
    assert home.refused(Bind(label="more", addresses=("10.0.1.0",), sole_user=True)) == Code.AUDIT
    home.restart()

    assert len(home.how().devices) == 32


def test_a_device_that_is_unbound_is_forgotten(tmp_path: Path) -> None:
    """What was recorded on it is destroyed at once, and it is not known any more."""
    kept, _ = while_recording()
    home = Home(tmp_path, kept=kept)
    tablet = home.tablet
    home.done(Unbind(device=tablet))

    assert [one.label for one in home.how().devices] == ["Laptop"]
    assert home.how().days == ()
    assert home.told(DeviceUnbound) == [DeviceUnbound(how="device_unbound", device=tablet)]
    assert home.kinds()[-3:] == ["device_unbound", "off", "day_key_destroyed"]
    assert home.refused(Unbind(device=tablet)) == Code.DEVICE_UNBOUND
    home.restart()
    assert [one.label for one in home.how().devices] == ["Laptop"]


def test_a_viewer_is_known_by_label_and_keys(tmp_path: Path) -> None:
    """Somebody's keys stand on the home card once, under one label."""
    home = Home(tmp_path)
    keys = personal_keys().public
    one = AddViewer(role=ViewerRole.CARER, label="Carer", ref="ca" * 16, keys=keys)
    home.done(one)
    [viewer] = home.how().viewers
    assert (viewer.role, viewer.label, viewer.ref, viewer.keys) == (
        ViewerRole.CARER,
        "Carer",
        "ca" * 16,
        keys,
    )
    again = AddViewer(role=ViewerRole.CARER, label="Other", ref="cb" * 16, keys=keys)
    other = personal_keys().public
    named = AddViewer(role=ViewerRole.CARER, label="Carer", ref="cb" * 16, keys=other)

    assert home.refused(one) == Code.DEVICE_LABEL
    assert home.refused(again) == Code.DEVICE_LABEL
    assert home.refused(named) == Code.DEVICE_LABEL


def test_a_notice_counts_from_when_the_device_showed_it(tmp_path: Path) -> None:
    """The first showing starts the wait; later ones say that it was seen again."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.agreed()
    home.later(hours=1)
    first = home.time.now
    assert home.done(NoticeShown(address=TABLET)).id == home.tablet
    home.later(hours=5)
    home.done(NoticeShown(address=TABLET))
    [notice] = home.box.memory.notices
    [entry] = [one for one in home.entries if isinstance(one.act, NoticeStarted)]

    assert (notice.first_seen_at, notice.last_seen_at) == (first, home.time.now)
    assert entry.at == first
    assert entry.actor.role is ActorRole.YOUNG_PERSON
    assert entry.act == NoticeStarted(
        how="notice_started", device=home.tablet, agreement=agreement, way=NoticeWay.SHOWN
    )


def test_a_device_without_an_agreement_has_no_notice(tmp_path: Path) -> None:
    """Another device's page starts nothing, and what is shown twice in a second changes nothing."""
    home = Home(tmp_path, kept=moved_in())
    home.agreed()
    places = len(home.entries)
    home.done(NoticeShown(address=LAPTOP))

    assert home.box.memory.notices == ()
    assert len(home.entries) == places


def test_a_notice_is_seen_on_trusted_time_alone(tmp_path: Path) -> None:
    """Without the time, or from an address that no device has, nothing is noted."""
    home = Home(tmp_path, kept=moved_in())
    home.agreed()
    assert home.refused(NoticeShown(address="192.168.7.99")) == Code.DEVICE_UNBOUND
    home.time.unsynchronise()

    assert home.refused(NoticeShown(address=TABLET)) == Code.CLOCK_UNSYNCHRONISED
    assert home.box.memory.notices == ()


def test_a_notice_before_any_agency_is_none(tmp_path: Path) -> None:
    """A box that trusts nobody has nothing to show."""
    home = Home(tmp_path).bound()
    home.done(NoticeShown(address=TABLET))

    assert home.box.memory.notices == ()
    assert agreements_of(home.box, home.tablet) == ()


def test_a_closed_agreement_shows_no_notice(tmp_path: Path) -> None:
    """What is over and destroyed is not told of any more."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.agreed()
    assert agreements_of(home.box, home.tablet) == (agreement,)
    home.done(Stop(agreement=agreement, press=Press.CARER))
    home.done(NoticeShown(address=TABLET))

    assert agreements_of(home.box, home.tablet) == ()
    assert home.box.memory.notices == ()


def test_unseen_for_fourteen_days_it_pauses_until_they_looked_together(tmp_path: Path) -> None:
    """A device that shows nothing for two weeks is not recorded; only looking together helps."""
    kept, agreement = while_recording()
    home = Home(tmp_path, kept=kept)
    [notice] = home.box.memory.notices
    assert notice.last_seen_at is not None
    home.live(seconds=(notice.last_seen_at + timedelta(days=14) - home.time.now).total_seconds())
    assert home.why_off() is None
    home.later(seconds=1)
    assert home.why_off() == Code.NOTICE_LAPSED
    places = len(home.entries)
    home.done(NoticeShown(address=TABLET))
    assert home.why_off() == Code.NOTICE_LAPSED
    assert len(home.entries) == places
    [standing] = home.how().notices
    assert standing.is_lapsed
    home.done(TogetherLooked(device=home.tablet, agreement=agreement))

    assert home.why_off() is None
    assert home.told(LookedTogether) == [
        LookedTogether(
            how="looked_together",
            device=home.tablet,
            agreement=agreement,
            on=home.time.now.date(),
        )
    ]


def test_paper_that_nobody_saw_again_starts_nothing_anew(tmp_path: Path) -> None:
    """A notice that lapsed on paper is not begun again by a screen, and fills no journal."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.agreed()
    home.done(Admit(), home.paper_notice(agreement, home.worker("sw.key")))
    home.live(days=14, minutes=1)
    places = len(home.entries)
    for _ in range(3):
        home.done(NoticeShown(address=TABLET))

    assert len(home.entries) == places
    assert home.why_off() == Code.NOTICE_LAPSED


def test_looking_together_needs_a_notice_and_the_time(tmp_path: Path) -> None:
    """Nobody looks at what was never shown, or on a day that nobody knows."""
    home = Home(tmp_path, kept=moved_in())
    agreement = home.agreed()
    together = TogetherLooked(device=home.tablet, agreement=agreement)
    assert home.refused(together) == Code.NOTICE_NONE
    home.done(NoticeShown(address=TABLET))
    home.time.unsynchronise()
    assert home.refused(together) == Code.CLOCK_UNSYNCHRONISED
    unknown = TogetherLooked(device="ff" * 16, agreement=agreement)
    assert home.refused(unknown) == Code.DEVICE_UNBOUND


def moved(home: Home, agreement: str, *addresses: str) -> MoveDevice:
    """Return a move of the tablet that nobody has signed yet."""
    return MoveDevice(
        nonce="0" * 32,
        device=home.tablet,
        agreement=agreement,
        addresses=addresses,
        signature="0" * 128,
    )


def test_a_device_at_another_address_is_another_device(tmp_path: Path) -> None:
    """An address that changed by itself leaves the device where it was: nothing follows it."""
    kept, _ = while_recording()
    home = Home(tmp_path, kept=kept)

    assert home.refused(NoticeShown(address="192.168.7.99")) == Code.DEVICE_UNBOUND


def test_the_card_moves_a_device(tmp_path: Path) -> None:
    """With the young person's card a device keeps its id and its day at other addresses."""
    kept, agreement = while_recording()
    home = Home(tmp_path, kept=kept)
    before = home.box.memory.device(home.tablet)
    agent = home.settled()
    card = ceremony.young_persons_keys().signer
    home.done(home.proven(moved(home, agreement, "192.168.7.99"), card))
    after = home.box.memory.device(home.tablet)
    assert before is not None
    assert after is not None

    assert after.addresses == ("192.168.7.99",)
    assert (after.id, after.bound_on) == (before.id, before.bound_on)
    assert home.why_off() is None
    assert type(agent.messages[-1]).__name__ == "Lend", "and settling begins anew"
    assert home.told(DeviceBound)[-1].device == home.tablet


def test_nobody_else_moves_a_device(tmp_path: Path) -> None:
    """Another key, another's address, or a device of no agreement moves nothing."""
    kept, agreement = while_recording()
    home = Home(tmp_path, kept=kept)
    card = ceremony.young_persons_keys().signer
    other = home.proven(moved(home, agreement, "192.168.7.99"), home.carer.signer)
    assert home.refused(other) == Code.LOOK_PROOF
    taken = home.proven(moved(home, agreement, LAPTOP), card)
    assert home.refused(taken) == Code.DEVICE_AMBIGUOUS
    laptop = MoveDevice(
        nonce="0" * 32,
        device=home.laptop,
        agreement=agreement,
        addresses=("::1",),
        signature="0" * 128,
    )
    assert home.refused(home.proven(laptop, card)) == Code.DEVICE_UNBOUND
    assert [one.addresses for one in home.how().devices] == [(TABLET,), (LAPTOP,)]
