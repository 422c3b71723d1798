from __future__ import annotations

from datetime import UTC, datetime

import pytest

from consent.checkpoint import Checkpoint
from consent.commands.seen_file import SEEN, Seen, SeenBox, keep_seen, seen_in
from consent.desk import DeskRefused
from tests.consent.commands.memory import MemoryDesk

AT = datetime(2026, 12, 8, 12, tzinfo=UTC)
ONE = SeenBox(box="b0" * 32, size=5, root="c0" * 32, at=AT)
LATER = SeenBox(box="b0" * 32, size=9, root="c1" * 32, at=AT)
OTHER = SeenBox(box="b1" * 32, size=7, root="c2" * 32, at=AT)


def test_what_was_seen_is_remembered() -> None:
    """What was written is read again, for its owner alone, and holds no more than it must."""
    desk = MemoryDesk()
    assert seen_in(desk, SEEN) == Seen()
    keep_seen(desk, SEEN, Seen(boxes=(ONE, OTHER)))

    assert seen_in(desk, SEEN) == Seen(boxes=(ONE, OTHER))
    assert desk.private == {"seen.json"}
    assert desk.files[SEEN].startswith(
        b'{"before":[],"boxes":[{"at":"2026-12-08T12:00:00Z","box":"b0'
    )


def test_a_box_is_found_by_its_key() -> None:
    """Each box has its own newest checkpoint."""
    seen = Seen(boxes=(ONE, OTHER))

    assert (seen.box("b0" * 32), seen.box("b1" * 32), seen.box("b2" * 32)) == (ONE, OTHER, None)
    assert ONE.checkpoint == Checkpoint(
        origin=f"lamplight/{'b0' * 8}", size=5, root=bytes.fromhex("c0" * 32)
    )


def test_a_newer_checkpoint_takes_the_older_ones_place() -> None:
    """One box, one checkpoint; where a card was changed, the one before stays to be seen."""
    seen = Seen(boxes=(ONE, OTHER))

    assert seen.followed_by(LATER, is_new_card=False) == Seen(boxes=(OTHER, LATER))
    assert seen.followed_by(LATER, is_new_card=True) == Seen(boxes=(OTHER, LATER), before=(ONE,))
    assert Seen().followed_by(ONE, is_new_card=True) == Seen(boxes=(ONE,))


@pytest.mark.parametrize("octets", [b"", b"{}", b"not this", b'{"before":[],"boxes":[],"v":2}'])
def test_a_file_that_is_none_is_not_taken_for_nothing(octets: bytes) -> None:
    """A damaged memory is said to be one: to go on without it would forgive a cut journal."""
    desk = MemoryDesk(files={SEEN: octets})

    with pytest.raises(DeskRefused, match="is not as it was written"):
        seen_in(desk, SEEN)
