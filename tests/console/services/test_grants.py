from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, delete

from console.errors import AllowedDamaged
from console.services import grants, publish
from console.services.grants import (
    CutFamilyTime,
    Homework,
    IsItUs,
    Later,
    MoreTime,
    Opened,
    Pause,
    Wanted,
    give,
    given_or_not,
    keep_grant,
    undo,
)
from console.services.outcomes import Length, NotGiven
from console.store.database.changes import Changed, Note, changes_in
from console.store.database.given import grants_in
from console.store.database.tables.home import HomeRow
from policy.given.grants import MAX_REASON, Grant, GrantKind
from policy.names import from_text
from policy.status import ClockState
from policy.timed import EVERYTHING_COUNTED
from policy.what import EVERYTHING, NOTHING_NAMED, What
from tests.console import homes
from tests.console.given_home import GAMES, SIX_IN_THE_EVENING, GivenHome, given_home
from tests.policy.evening import clock

SITE = What(names=frozenset({from_text("chess.example")}))


@pytest.fixture
def home(tmp_path: Path) -> GivenHome:
    """Return a home at six in the evening, with nothing given yet."""
    return given_home(tmp_path)


ENDS: dict[str, tuple[Wanted, str]] = {
    "more time ends with the day": (MoreTime(young_person="Sam", target=GAMES), "00:00"),
    "a quarter of an hour": (Pause(young_person="Sam", reason="bath"), "18:15"),
    "an hour": (Pause(young_person=None, reason="bath", length=Length.HOUR), "19:00"),
    "until morning": (Pause(young_person="Sam", reason="bath", length=Length.MORNING), "07:00"),
    "a site for an hour": (Opened(young_person="Sam", what=SITE), "19:00"),
    "a site until midnight": (Opened(young_person="Sam", what=SITE, length=Length.TODAY), "00:00"),
    "bedtime later": (Later(young_person="Sam", title="Bedtime"), "21:30"),
    "homework": (Homework(young_person="Alex", length=Length.TWO_HOURS), "20:00"),
    "is it us": (IsItUs(device="Sam's phone"), "18:10"),
    "family time off": (CutFamilyTime(young_person="Sam", reason="rest"), "00:00"),
}


@pytest.mark.parametrize(("wanted", "ends"), ENDS.values(), ids=ENDS)
def test_what_is_given_is_kept_listed_and_published(
    wanted: Wanted, ends: str, home: GivenHome
) -> None:
    """One act, and the very grant is in the database, in the snapshot, and among the changes."""
    told = give(home.house, "Jo", wanted)
    with home.house.database.reading() as session:
        [kept] = grants_in(session)
        latest = changes_in(session)[0]

    assert told is None
    assert home.house.published.snapshot().grants == (kept.grant,)
    assert kept.grant.giver == latest.note.who == "Jo"
    assert kept.grant.given == SIX_IN_THE_EVENING == latest.at
    assert f"{kept.grant.until:%H:%M}" == ends
    assert kept.grant.until - kept.grant.given < timedelta(days=1)


REFUSED: dict[str, tuple[Wanted, NotGiven]] = {
    "nobody": (MoreTime(young_person="Robin", target=GAMES), NotGiven.NOBODY),
    "a carer": (Pause(young_person="Jo", reason="x"), NotGiven.NOBODY),
    "no device": (IsItUs(device="Robin's phone"), NotGiven.NO_DEVICE),
    "no minutes are counted": (MoreTime(young_person="Alex", target=GAMES), NotGiven.NO_BUDGET),
    "of everything": (
        MoreTime(young_person="Sam", target=EVERYTHING_COUNTED),
        NotGiven.NO_BUDGET,
    ),
    "minutes that are no step": (
        MoreTime(young_person="Sam", target=GAMES, minutes=7),
        NotGiven.NOTHING_SAID,
    ),
    "no such rule": (Later(young_person="Sam", title="Breakfast"), NotGiven.NO_RULE),
    "a rule of somebody else": (Later(young_person="Alex", title="Bedtime"), NotGiven.NO_RULE),
    "later by no length": (
        Later(young_person="Sam", title="Bedtime", length=Length.TODAY),
        NotGiven.NO_TIME,
    ),
    "no reason": (Pause(young_person="Sam", reason=" \n"), NotGiven.NO_REASON),
    "a long reason": (
        Pause(young_person="Sam", reason="x" * (MAX_REASON + 1)),
        NotGiven.LONG_REASON,
    ),
    "family time off without a reason": (
        CutFamilyTime(young_person="Sam", reason=""),
        NotGiven.NO_REASON,
    ),
    "no family time": (CutFamilyTime(young_person="Alex", reason="x"), NotGiven.NO_FAMILY_TIME),
    "nothing to open": (Opened(young_person="Sam", what=NOTHING_NAMED), NotGiven.NOTHING_SAID),
    "everything": (Opened(young_person="Sam", what=EVERYTHING), NotGiven.NOTHING_SAID),
}


@pytest.mark.parametrize(("wanted", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_given_says_why_and_changes_nothing(
    wanted: Wanted, why: NotGiven, home: GivenHome
) -> None:
    """Nothing is kept, listed or published of it."""
    before = home.house.published.snapshot()
    told = give(home.house, "Jo", wanted)
    with home.house.database.reading() as session:
        kept, changes = grants_in(session), changes_in(session)

    assert told is why
    assert kept == ()
    assert [one.note.what for one in changes] == [Changed.FILE_READ]
    assert home.house.published.snapshot() == before


def test_a_reason_is_one_line_that_can_be_printed(home: GivenHome) -> None:
    """What was typed over several lines, with odd letters in it, is published as one line."""
    give(home.house, "Jo", Pause(young_person="Sam", reason="  dinner\r\nis\x00ready "))

    assert home.house.published.snapshot().grants[0].reason == "dinner is ready"


def test_an_undo_ends_it_and_says_who_and_when(home: GivenHome) -> None:
    """It is published no more; the list says who ended it; a second undo finds it over."""
    give(home.house, "Jo", Pause(young_person="Sam", reason="bath"))
    home.clock.goes(minutes=5)
    [number] = [one.number for one in home.now().grants]
    told = [undo(home.house, "Kim", number), undo(home.house, "Jo", number)]
    with home.house.database.reading() as session:
        [kept] = grants_in(session)
        latest = changes_in(session)[0]

    assert told == [None, NotGiven.OVER]
    assert home.house.published.snapshot().grants == ()
    assert (kept.ended_by, kept.ended) == ("Kim", home.clock.now)
    assert (latest.note.who, latest.note.what) == ("Kim", Changed.GRANT_ENDED)
    assert (latest.note.about, latest.note.text) == ("Sam", "A pause")


def test_there_is_an_undo_for_each_kind(home: GivenHome) -> None:
    """Whatever can be given can be taken back, and then nothing holds."""
    for wanted, _ in ENDS.values():
        assert give(home.house, "Jo", wanted) is None
    numbers = [one.number for one in home.now().grants]
    told = [undo(home.house, "Jo", number) for number in numbers]

    assert {one.grant.kind for one in home.now().grants} == set(GrantKind)
    assert told == [None] * len(ENDS)
    assert home.house.published.snapshot().grants == ()


def test_what_nobody_gave_cannot_be_undone(home: GivenHome) -> None:
    """An unknown number changes nothing."""
    assert undo(home.house, "Jo", 7) is NotGiven.OVER


def test_without_the_time_of_day_only_lengths_can_be_given(
    home: GivenHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the agent says the clock cannot be right, "until morning" is refused and 15 min not."""
    monkeypatch.setattr(publish, "PATIENCE_SECONDS", 0)
    with home.with_agent():
        home.taken_up(replace(homes.IN_FORCE, clock=ClockState.IMPLAUSIBLE))
        told = [
            give(home.house, "Jo", Pause(young_person="Sam", reason="x", length=length))
            for length in (Length.MORNING, Length.TODAY, Length.QUARTER)
        ]
        told.append(give(home.house, "Jo", Later(young_person="Sam", title="Bedtime")))
        told.append(give(home.house, "Jo", MoreTime(young_person="Sam", target=GAMES)))

    assert told == [NotGiven.NO_TIME, NotGiven.NO_TIME, None, NotGiven.NO_TIME, NotGiven.NO_TIME]


def test_bedtime_that_holds_already_opens_for_as_long(home: GivenHome) -> None:
    """Half an hour later at half past nine is until ten; in the morning it is too early to say."""
    home.clock.now = clock("2026-11-21 21:30")
    first = give(home.house, "Jo", Later(young_person="Sam", title="Bedtime"))
    [held] = home.house.published.snapshot().grants
    home.clock.now = clock("2026-11-22 07:30")
    early = give(home.house, "Jo", Later(young_person=None, title="Bedtime"))

    assert (first, early) == (None, NotGiven.NOT_SOON)
    assert held.until == clock("2026-11-21 22:00")


def test_the_longest_pause_is_a_day_also_at_seven_in_the_morning(home: GivenHome) -> None:
    """Until morning, said at seven, is the next one, and never longer than a pause may be."""
    home.clock.now = clock("2026-11-21 07:00")
    give(home.house, "Jo", Pause(young_person="Sam", reason="x", length=Length.MORNING))
    [held] = home.house.published.snapshot().grants

    assert held.until == clock("2026-11-22 07:00")


def test_until_morning_is_seven_also_where_clocks_are_put_back(home: GivenHome) -> None:
    """In the longest night of the year seven is an hour further off, and it is seven."""
    home.clock.now = clock("2026-10-24 21:00")
    give(home.house, "Jo", Pause(young_person="Sam", reason="x", length=Length.MORNING))
    [held] = home.house.published.snapshot().grants

    assert held.until == clock("2026-10-25 07:00")
    assert held.until - held.given == timedelta(hours=11)


def test_before_the_first_run_nothing_can_be_given(tmp_path: Path) -> None:
    """A home that nobody set up has nobody to give anything to."""
    house = given_home(tmp_path).house
    with house.database.changing() as session:
        session.exec(delete(HomeRow))

    assert give(house, "Jo", Pause(young_person="Sam", reason="x")) is NotGiven.NOT_SET_UP
    assert undo(house, "Jo", 1) is NotGiven.NOT_SET_UP


GONE: dict[str, tuple[str | None, str | None, NotGiven]] = {
    "a young person": ("Robin", None, NotGiven.NOBODY),
    "a device": (None, "Robin's phone", NotGiven.NO_DEVICE),
}


@pytest.mark.parametrize(("person", "device", "why"), GONE.values(), ids=GONE)
def test_what_is_for_somebody_who_left_meanwhile_is_not_kept(
    person: str | None, device: str | None, why: NotGiven, home: GivenHome
) -> None:
    """Whoever is gone when it comes to be kept gets nothing, and nothing of it is listed."""
    grant = Grant(
        kind=GrantKind.OPEN,
        giver="Jo",
        given=home.clock.now,
        until=home.clock.now + timedelta(hours=1),
        what=SITE,
        young_person=person,
        device=device,
    )
    note = Note(who="Jo", what=Changed.TIME_GIVEN)
    told = given_or_not(home.house, note, lambda session: _kept(session, grant))

    assert told is why
    assert home.now().grants == ()


def test_more_than_enough_is_refused(home: GivenHome, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is an end to what is kept at once; what was given before stays."""
    monkeypatch.setattr(grants, "MAX_KEPT", 2)
    told = [give(home.house, "Jo", Pause(young_person="Sam", reason="x")) for _ in range(3)]

    assert told == [None, None, NotGiven.TOO_MANY]
    assert len(home.now().grants) == 2


def test_where_it_cannot_be_published_nothing_is_given(home: GivenHome) -> None:
    """A disk that takes no file leaves the database, the list and the snapshot as they were."""
    folder = home.house.published.snapshot_path.parent
    before = home.house.published.snapshot()
    (folder / "allowed.json").write_bytes(b"damaged")
    with pytest.raises(AllowedDamaged):
        give(home.house, "Jo", Pause(young_person="Sam", reason="x"))

    assert home.now().grants == ()
    assert home.house.published.snapshot() == before


def _kept(session: Session, grant: Grant) -> None:
    keep_grant(session, grant, grant.given)
