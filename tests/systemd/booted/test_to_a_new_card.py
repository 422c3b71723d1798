"""A home comes back on a new card: from its sealed backup, on the first screen of an empty box."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Final

from tests.systemd.booted.box import BLOCKED, KNOWN, Box, set_up_code, until
from tests.systemd.booted.conftest import Ground

PHRASE: Final = "seven quiet herons"
ANOTHER: Final = "another one altogether"
LATER: Final = "later.example"
RESTORE: Final = "/first-run/backup"


def test_a_home_comes_back_from_its_backup(ground: Ground, spare_box: Box, tmp_path: Path) -> None:
    """What was decided on the old card holds on the new one, and nothing of it lies open before."""
    assert spare_box.block(BLOCKED, LATER)
    made = spare_box.phone.ask("/backup", passphrase=PHRASE)
    assert made.status == 200

    with closing(ground.bare(tmp_path / "new-card")) as box:
        ground.alone(box)
        box.install()
        box.asks_the_router()
        phone = box.phone
        assert phone.ask("/set-up", code=set_up_code(box)).status == 303
        assert (box.says_no(BLOCKED), box.says_no(LATER)) == (False, False)

        wrong = phone.send(RESTORE, made.body.encode(), passphrase=ANOTHER)
        opened = phone.send(RESTORE, made.body.encode(), passphrase=PHRASE)
        assert (wrong.status >= 400, opened.status) == (True, 200)
        # Opened it is in memory alone: a carer looks first at what would change.
        assert not box.says_no(LATER)
        held = box.tries("grep", "--recursive", "--quiet", LATER, "/var/lib/lamplight")
        assert held.returncode == 1

        assert phone.ask(f"{RESTORE}/now", mark=opened.mark, go="yes").status == 303
        until(lambda: box.says_no(LATER))  # the filter looks every second whether rules changed
        assert (box.says_no(BLOCKED), box.says_no(LATER), box.says_no(KNOWN)) == (True, True, False)
        box.reboot()
        assert (box.says_no(BLOCKED), box.says_no(LATER), box.says_no(KNOWN)) == (True, True, False)
