from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from agent.recorder.ending import ENDED_FILE, wipe_if_ended
from agent.recorder.journal import CHECKPOINT_FILE
from agent.recorder.journal import FILE as JOURNAL_FILE
from consent.acts import Closed, DayKeyDestroyed, Erasure
from consent.audit_entry import entry_from_line
from consent.bundle import bundle_from_octets
from consent.bundle_audit import audited
from consent.codes import Code
from consent.home import Press
from consent.recorder_answers import Done, NotDone
from consent.recorder_requests import Admit, AskHow, Bind, EndPlacement, Stop
from tests.agent.recorder.choosy import Choosy, fill
from tests.agent.recorder.home import Home, card_at, while_recording
from tests.consent.commands import ceremony


def recording(folder: Path) -> tuple[Home, str]:
    """Return a home with something recorded on its first evening, and its agreement."""
    kept, agreement = while_recording()
    home = Home(folder, kept=kept, disk=Choosy)
    home.settled()
    home.observed("example.com")
    return home, agreement


def test_after_a_placement_the_box_is_another_one(tmp_path: Path) -> None:
    """Nothing is left but the clock's mark, and what comes after has another key."""
    home, _ = recording(tmp_path)
    before = home.box.identity.box
    home.done(EndPlacement())
    assert {name for name, octets in card_at(home.state).items() if octets is not None} == {
        "clock.json"
    }
    home.restart()

    assert home.box.identity.box != before
    assert home.kinds() == ["reboot", "update"]
    assert home.how().agency is None
    assert home.how().devices == ()
    assert home.how().is_journal_sound


def test_the_last_bundle_tells_of_the_end(tmp_path: Path) -> None:
    """Each destruction is on the journal that leaves with the bundle, and nothing in it is odd."""
    home, agreement = recording(tmp_path)
    [bundle] = home.ask(EndPlacement()).attached
    found = audited(bundle_from_octets(bundle))
    acts = [one.act for one in found.entries]

    assert found.findings == ()
    assert [one.reason for one in acts if isinstance(one, DayKeyDestroyed)] == [
        Erasure.PLACEMENT_ENDED
    ]
    assert [one for one in acts if isinstance(one, Closed)] == [
        Closed(how="closed", agreement=agreement, reason=Erasure.PLACEMENT_ENDED)
    ]
    assert bundle_from_octets(bundle).slips == ()


def test_what_was_closed_before_is_not_closed_again(tmp_path: Path) -> None:
    """An agreement that had ended keeps the reason that it had."""
    home, agreement = recording(tmp_path)
    home.done(Stop(agreement=agreement, press=Press.CARER))
    [bundle] = home.ask(EndPlacement()).attached
    acts = [entry_from_line(line).act for line in bundle_from_octets(bundle).journal]

    assert [one.reason for one in acts if isinstance(one, Closed)] == [Erasure.STOPPED]


def test_records_of_the_old_box_are_refused_by_the_new_one(tmp_path: Path) -> None:
    """An agreement is of one box: copied to the next placement it is worth nothing."""
    home, _ = recording(tmp_path)
    old = home.box.ledger
    assert old is not None
    home.done(EndPlacement())
    home.restart()
    home.enrolled().bound()
    refused = [
        home.ask(Admit(), line.partition('"envelope":')[2].removesuffix("}").encode()).answer
        for line in old.to_lines()[2:]
    ]

    assert refused == [NotDone(code=Code.LEDGER_BOX)]


def test_after_the_end_nothing_more_is_answered_or_written(tmp_path: Path) -> None:
    """Until the next box begins, every lease is closed and every request is refused."""
    home, agreement = recording(tmp_path)
    agent = home.agents[-1]
    home.done(EndPlacement())
    left = card_at(home.state)

    assert not agent.send(home.agents[-1].messages[0].device, b"anything")
    for request in (
        AskHow(),
        EndPlacement(),
        Stop(agreement=agreement, press=Press.CARER),
        Bind(label="Phone", addresses=("::1",), sole_user=True),
    ):
        assert home.refused(request) == Code.LEDGER_NO_AGENCY
    home.time.unsynchronise()
    home.rounds.go()
    home.rounds.observed("d1" * 16, b"anything")
    home.rounds.end()
    assert card_at(home.state) == left


@pytest.mark.parametrize("full", [JOURNAL_FILE, CHECKPOINT_FILE])
def test_a_journal_that_takes_nothing_keeps_no_placement(full: str, tmp_path: Path) -> None:
    """Where no entry can be written all is destroyed nevertheless, and what there was is told."""
    home, _ = recording(tmp_path)
    fill(home, full)
    reply = home.ask(EndPlacement())

    assert isinstance(reply.answer, Done)
    assert bundle_from_octets(reply.attached[0]).journal != ()
    assert set(card_at(home.state)) == {"clock.json", "days"}


def test_a_journal_that_nobody_knows_leaves_no_bundle(tmp_path: Path) -> None:
    """Where the box cannot sign what its journal was, the end hands out nothing, and ends."""
    home, _ = recording(tmp_path)
    home.crash()
    home.disk.remove(CHECKPOINT_FILE)
    home.start()
    reply = home.ask(EndPlacement())

    assert reply.attached == (b"",)
    assert set(card_at(home.state)) == {"clock.json", "days"}


def test_an_end_that_cannot_be_marked_has_not_begun(tmp_path: Path) -> None:
    """Where the card does not take the mark, the box stays who it is, and can be ended later."""
    home, _ = recording(tmp_path)
    fill(home, ENDED_FILE)
    before = home.box.identity.box
    assert home.refused(EndPlacement()) == Code.AUDIT
    assert home.how().box == before
    fill(home)
    home.done(EndPlacement())
    home.restart()

    assert home.box.identity.box != before


class Stuck(Choosy):
    """A card that lets go of nothing while it is stuck."""

    is_stuck = False

    def remove(self, name: str) -> None:
        """Remove a file, unless stuck."""
        if self.is_stuck and name == JOURNAL_FILE:
            raise OSError(errno.EIO, os.strerror(errno.EIO), name)
        super().remove(name)


def test_an_end_that_was_cut_short_goes_on_at_the_next_start(tmp_path: Path) -> None:
    """Where the card gives up on the way, the box has ended, and the rest goes before it begins."""
    kept, _ = while_recording()
    home = Home(tmp_path, kept=kept, disk=Stuck)
    before = home.box.identity.box
    disk = home.disk
    assert isinstance(disk, Stuck)
    disk.is_stuck = True
    home.done(EndPlacement())
    assert disk.read(ENDED_FILE) is not None
    assert disk.read(JOURNAL_FILE) is not None
    home.restart()

    assert disk.read(ENDED_FILE) is None
    assert home.box.identity.box != before
    assert home.kinds() == ["reboot", "update"]


def test_a_box_that_has_not_ended_is_left_alone(tmp_path: Path) -> None:
    """Without the mark nothing is wiped."""
    home, _ = recording(tmp_path)
    before = card_at(home.state)
    wipe_if_ended(home.disk)

    assert card_at(home.state) == before


def test_nothing_of_anybody_is_left_on_the_card(tmp_path: Path) -> None:
    """No label, address, agency, key or half-written file of the placement stays behind."""
    home, _ = recording(tmp_path)
    secret = (home.state / "box.key").read_bytes()
    (home.state / ".home.json.0f0f0f0f.part").write_bytes((home.state / "home.json").read_bytes())
    home.done(EndPlacement())
    home.restart()
    left = b"".join(octets or b"" for octets in card_at(home.state).values())

    for word in (b"Tablet", b"Laptop", b"kent", b"192.168", secret):
        assert word not in left
    assert ceremony.young_persons_keys().public.keyid.encode() not in left
