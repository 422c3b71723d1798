from __future__ import annotations

import errno
import os
from datetime import date, timedelta
from pathlib import Path

import pytest

from agent.recorder.days import FOLDER, FRAMES, SLIP
from agent.recorder.erasing import (
    copy_kept_since,
    end_of_agreement,
    open_keys,
    standing_of,
)
from agent.recorder.journal import FILE as JOURNAL_FILE
from consent.acts import (
    Closed,
    DayKeyCreated,
    DayKeyDestroyed,
    Erasure,
    ViewersKeysDestroyed,
)
from consent.codes import Code
from consent.home import Press
from consent.recorder_requests import Admit, Export, NoticeShown, Pause, Stop, Unbind
from tests.agent.recorder.choosy import Choosy, fill
from tests.agent.recorder.home import TABLET, Home, moved_in, while_recording
from tests.consent.commands import ceremony

CARD = ceremony.young_persons_keys().public.keyid
FIRST = date(2026, 11, 23)


def recording(folder: Path) -> tuple[Home, str]:
    """Return a home with something recorded on its first evening, and its agreement."""
    kept, agreement = while_recording()
    home = Home(folder, kept=kept, disk=Choosy)
    home.settled()
    home.observed("example.com")
    return home, agreement


def parents(folder: Path) -> tuple[Home, str]:
    """Return a home where a mother agreed, and a carer and a social worker look too."""
    home = Home(folder, kept=moved_in())
    agreement = home.agreed({**ceremony.BY_A_PARENT, **home.with_carer()})
    home.done(Admit(), home.read_by_carer(agreement))
    home.recorded_from(agreement)
    home.settled()
    home.observed("example.com")
    return home, agreement


def reasons(home: Home) -> list[Erasure]:
    """Return why each day was destroyed."""
    return [one.reason for one in home.told(DayKeyDestroyed)]


def viewers(home: Home) -> list[int]:
    """Return how many can open each day that is left."""
    return [len(one.viewers) for one in home.how().days]


def daily(home: Home, days: int) -> None:
    """Let days go by on which the tablet shows its notice."""
    for _ in range(days):
        home.live(days=1)
        home.done(NoticeShown(address=TABLET))


def test_a_day_goes_after_so_many_days(tmp_path: Path) -> None:
    """Kept for seven days, a day is there on the seventh day after and gone on the eighth."""
    home, _ = recording(tmp_path)
    daily(home, 7)
    assert FIRST in {one.day for one in home.how().days}
    assert reasons(home) == []
    daily(home, 1)

    assert FIRST not in {one.day for one in home.how().days}
    assert reasons(home) == [Erasure.RETENTION]
    assert len(home.how().days) == 8
    assert home.findings() == ()


def test_a_destroyed_day_leaves_an_entry_and_nothing_else(tmp_path: Path) -> None:
    """How much there was stands on the journal; folder, keys and frames are gone."""
    home, agreement = recording(tmp_path)
    [made] = home.told(DayKeyCreated)
    octets = (home.state / FOLDER / made.fingerprint / FRAMES).stat().st_size
    home.done(Stop(agreement=agreement, press=Press.CARER))
    [gone] = home.told(DayKeyDestroyed)

    assert gone == DayKeyDestroyed(
        how="day_key_destroyed",
        device=home.tablet,
        day=FIRST,
        fingerprint=made.fingerprint,
        reason=Erasure.STOPPED,
        frames=1,
        octets=octets,
    )
    assert list((home.state / FOLDER).iterdir()) == []
    assert home.told(Closed) == [Closed(how="closed", agreement=agreement, reason=Erasure.STOPPED)]


def test_after_a_withdrawal_the_copy_stays_72_hours(tmp_path: Path) -> None:
    """At once every viewer's key but the young person's is gone; theirs is three days later."""
    home, agreement = recording(tmp_path)
    home.done(Admit(), home.withdrawal(agreement))
    assert viewers(home) == [1]
    assert home.told(ViewersKeysDestroyed)[0].reason is Erasure.WITHDRAWN
    assert [path.stem for path in home.state.rglob("*.key") if len(path.stem) == 32] == [CARD[:32]]
    home.live(hours=71, minutes=59, seconds=59)
    assert viewers(home) == [1]
    home.later(seconds=1)

    assert viewers(home) == []
    assert reasons(home) == [Erasure.WITHDRAWN]
    assert [one.reason for one in home.told(Closed)] == [Erasure.WITHDRAWN]
    assert home.findings() == ()


def test_an_objection_of_who_gave_it_leaves_them_their_copy(tmp_path: Path) -> None:
    """Where the young person gave the agreement, their objection is a withdrawal in this, too."""
    home, agreement = recording(tmp_path)
    home.done(Admit(), home.objection(agreement))

    assert home.why_off() == Code.WITHDRAWN
    assert viewers(home) == [1]
    home.live(hours=71)
    assert viewers(home) == [1]
    home.live(hours=2)
    assert viewers(home) == []


def test_only_trusted_time_counts_for_the_copy(tmp_path: Path) -> None:
    """While nobody knows the time the 72 hours do not run, however long that is."""
    home, agreement = recording(tmp_path)
    home.time.unsynchronise()
    home.round()
    home.done(Stop(agreement=agreement, press=Press.YOUNG_PERSON))
    assert viewers(home) == [1]
    [key] = open_keys(home.box).values()
    assert copy_kept_since(home.box, key) is None
    home.time.advance(10 * 24 * 60 * 60)
    home.round()
    assert viewers(home) == [1]
    home.time.synchronise()
    home.round()
    assert viewers(home) == [1], "the wait begins when the time is known"
    assert copy_kept_since(home.box, key) == home.time.now
    home.live(hours=71)
    assert viewers(home) == [1]
    home.live(hours=1)

    assert viewers(home) == []


def test_a_clock_that_leaps_destroys_nothing(tmp_path: Path) -> None:
    """A year ahead on a doubtful clock makes nothing old and nothing over."""
    home, agreement = recording(tmp_path)
    home.time.step(timedelta(days=365))
    home.round()

    assert home.why_off() == Code.CLOCK_FORWARD
    assert end_of_agreement(home.box, agreement) is None
    assert len(viewers(home)) == 1
    home.time.step(timedelta(days=-365))
    home.round()
    assert home.why_off() is None


def test_an_objection_pauses_and_lets_the_carer_look_no_more(tmp_path: Path) -> None:
    """Paused at once; the social worker's export and the young person's own look go on."""
    home, agreement = parents(tmp_path)
    worker = home.worker("sw.key").public_key.keyid
    assert [row.domain for row in home.seen_by(agreement, FIRST, keys=home.carer)] == [
        "example.com"
    ]
    home.done(Admit(), home.objection(agreement))
    export = Export(viewer=worker, device=home.tablet, agreement=agreement, days=(FIRST,))
    asked = home.look_of(agreement, FIRST, viewer=home.carer.public.keyid)

    assert home.why_off() == Code.OBJECTED
    assert viewers(home) == [3]
    assert home.refused(home.proven(asked, home.carer.signer)) == Code.LOOK_OBJECTED
    assert len(home.ask(export).attached) > 2
    assert [row.domain for row in home.seen_by(agreement, FIRST)] == ["example.com"]
    assert home.findings() == ()


def test_an_objection_without_a_review_is_an_end(tmp_path: Path) -> None:
    """After seven days without a review it has expired, and everything is destroyed."""
    home, agreement = parents(tmp_path)
    home.done(Stop(agreement=agreement, press=Press.YOUNG_PERSON))
    home.live(days=7)
    assert home.why_off() == Code.OBJECTED
    assert viewers(home) == [3]
    home.live(days=1)

    assert viewers(home) == []
    assert reasons(home) == [Erasure.EXPIRED]
    assert [one.reason for one in home.told(Closed)] == [Erasure.EXPIRED]
    assert home.findings() == ()


def test_a_review_in_which_they_were_heard_answers_an_objection(tmp_path: Path) -> None:
    """After such a review recording goes on, and the carer may look again."""
    home, agreement = parents(tmp_path)
    for _ in range(3):
        home.later(days=8)
        home.done(NoticeShown(address=TABLET))
    home.done(Admit(), home.objection(agreement))
    assert home.why_off() == Code.OBJECTED
    home.later(hours=1)
    home.done(Admit(), home.reviewed({"gillick_competent": False}))

    assert home.why_off() is None
    days = [one.day for one in home.how().days]
    assert home.seen_by(agreement, days[-1], keys=home.carer) == []


def test_a_missed_review_is_an_end(tmp_path: Path) -> None:
    """The day after the last one everything is destroyed by itself, and it stays closed."""
    home, _ = recording(tmp_path)
    daily(home, 29)
    assert home.time.now.date() == date(2026, 12, 22)
    assert home.why_off() is None
    home.live(days=1)

    assert home.why_off() == Code.TIME_REVIEW
    assert viewers(home) == []
    assert reasons(home)[-8:] == [Erasure.EXPIRED] * 8
    assert [one.reason for one in home.told(Closed)] == [Erasure.EXPIRED]
    assert home.findings() == ()


def test_a_pause_or_a_lapsed_notice_destroys_nothing_early(tmp_path: Path) -> None:
    """What only pauses leaves every day its time."""
    home, agreement = recording(tmp_path)
    home.done(Pause(agreement=agreement))
    home.live(days=6)

    assert viewers(home) == [2]
    assert end_of_agreement(home.box, agreement) is None


def test_an_unbound_device_leaves_nothing(tmp_path: Path) -> None:
    """Days of a device that is not known any more are destroyed with it."""
    home, agreement = recording(tmp_path)
    home.done(Unbind(device=home.tablet))

    assert reasons(home) == [Erasure.DEVICE_REMOVED]
    assert home.told(Closed) == []
    assert standing_of(home.box, agreement) is not None


def test_what_was_cut_off_is_destroyed_at_the_next_start(tmp_path: Path) -> None:
    """A destruction that an entry announced goes on where the power failed."""
    home, agreement = recording(tmp_path)
    [fingerprint] = home.box.days.slips
    folder = home.state / FOLDER / fingerprint
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    home.done(Stop(agreement=agreement, press=Press.CARER))
    home.crash()
    folder.mkdir()
    for name, octets in files.items():
        (folder / name).write_bytes(octets)
    home.start()

    assert not folder.exists()
    assert len(home.told(DayKeyDestroyed)) == 1


@pytest.mark.parametrize("left", ["nothing", "no slip"])
def test_a_day_that_is_gone_is_noted_as_lost(left: str, tmp_path: Path) -> None:
    """The journal leaves no key open that nobody could open, and that day is not begun again."""
    home, _ = recording(tmp_path)
    [fingerprint] = home.box.days.slips
    home.crash()
    if left == "nothing":
        home.disk.remove_folder(f"{FOLDER}/{fingerprint}")
    else:
        home.disk.remove(f"{FOLDER}/{fingerprint}/{SLIP}")
    home.start()

    assert reasons(home) == [Erasure.LOST]
    assert open_keys(home.box) == {}
    assert not (home.state / FOLDER / fingerprint).exists()
    assert home.why_off() == Code.DAY_KEY_GONE
    home.live(days=1)
    assert home.why_off() is None


def test_what_no_entry_tells_of_is_destroyed(tmp_path: Path) -> None:
    """A day that somebody put on the card is not kept."""
    home, _ = recording(tmp_path)
    (home.state / FOLDER / ("0f" * 32)).mkdir()
    home.restart()

    assert [path.name for path in (home.state / FOLDER).iterdir()] == list(home.box.days.slips)


@pytest.mark.parametrize("press", [Press.YOUNG_PERSON, Press.CARER])
def test_a_changed_slip_keeps_no_day_from_being_destroyed(press: Press, tmp_path: Path) -> None:
    """Whatever somebody did to a slip, the keys go when they must."""
    home, agreement = recording(tmp_path)
    [fingerprint] = home.box.days.slips
    home.crash()
    (home.state / FOLDER / fingerprint / SLIP).write_bytes(b"{}")
    home.start()
    assert home.why_off() == Code.DAY_KEY_GONE
    home.done(Stop(agreement=agreement, press=press))

    expected = [CARD[:32]] if press is Press.YOUNG_PERSON else []
    assert [path.stem for path in (home.state / FOLDER).rglob("*.key")] == expected
    home.live(hours=73)
    assert list((home.state / FOLDER).iterdir()) == []


class Stubborn(Choosy):
    """A card that lets go of nothing in one folder, and does not let it be read either."""

    stuck = "no folder at all"

    def remove(self, name: str) -> None:
        """Remove a file, unless it is stuck."""
        self._refuse(name)
        super().remove(name)

    def lines(self, name: str) -> list[bytes]:
        """Return lines, unless they are stuck."""
        self._refuse(name)
        return super().lines(name)

    def _refuse(self, name: str) -> None:
        if self.stuck in name:
            raise OSError(errno.EIO, os.strerror(errno.EIO), name)


def test_one_bad_day_keeps_no_other_from_being_destroyed(tmp_path: Path) -> None:
    """Where the card does not let go of one day, the others go, and it is tried again."""
    kept, agreement = while_recording()
    home = Home(tmp_path, kept=kept, disk=Stubborn)
    disk = home.disk
    assert isinstance(disk, Stubborn)
    home.live(days=1)
    [bad, _] = home.box.days.slips
    disk.stuck = bad
    home.done(Stop(agreement=agreement, press=Press.CARER))
    assert home.box.disk.names(FOLDER) == [bad]
    assert reasons(home) == [Erasure.STOPPED] * 2
    disk.stuck = "no folder at all"
    home.later(minutes=1)

    assert home.box.disk.names(FOLDER) == []
    assert reasons(home) == [Erasure.STOPPED] * 2
    assert home.findings() == ()


def test_without_a_journal_nothing_is_destroyed(tmp_path: Path) -> None:
    """An entry comes first: where there can be none, everything stays, and nobody sees it."""
    home, agreement = recording(tmp_path)
    fill(home, JOURNAL_FILE)
    home.refused(Stop(agreement=agreement, press=Press.YOUNG_PERSON))

    assert viewers(home) == [2]
    assert reasons(home) == []
    asked = home.look_of(agreement, FIRST)
    assert home.refused(home.proven(asked, ceremony.young_persons_keys().signer)) == Code.AUDIT


def test_nobody_can_say_what_an_unknown_agreement_amounts_to(tmp_path: Path) -> None:
    """What no record stands behind is over."""
    home = Home(tmp_path)

    assert standing_of(home.box, "ff" * 32) is None
    assert end_of_agreement(home.box, "ff" * 32) is Erasure.STOPPED
    kept, _ = while_recording()
    home = Home(tmp_path / "other", kept=kept)
    assert standing_of(home.box, "ff" * 32) is None
