"""The end of a placement: nothing that was recorded is left, and the box is another one after.

Rules kept here:
- Each destruction is on the journal before it is done, and the journal leaves with the bundle.
  Where the journal takes no entry any more, all is destroyed nevertheless: an end may not fail.
- A mark on the card says that the end has begun. Where the power or the card fails on the way, the
  recorder goes on with it at its next start, before anything else.
- The box's key goes last. Whoever kept the bundle can still check it; nobody can add to it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Final

from agent.recorder import identity, journal, memory
from agent.recorder.box import LEDGER_FILE, Box
from agent.recorder.days import FOLDER
from agent.recorder.disk import Disk
from agent.recorder.erasing import destroy, open_keys
from agent.recorder.errors import RecorderRefused
from agent.recorder.presses import known_agreements
from agent.recorder.telling import bundle
from consent.acts import Closed, Erasure
from consent.errors import ConsentError

ENDED_FILE: Final = "ended"


def end_placement(box: Box) -> bytes:
    """Destroy everything, and return the last audit bundle, which is empty where there is none.

    Raises OSError, and then nothing has ended.
    """
    with suppress(RecorderRefused):
        for key in open_keys(box).values():
            destroy(box, key, Erasure.PLACEMENT_ENDED)
        for agreement in sorted(known_agreements(box).keys() - box.closed):
            box.note(Closed(how="closed", agreement=agreement, reason=Erasure.PLACEMENT_ENDED))
            box.closed.add(agreement)
    try:
        last = bundle(box)
    except ConsentError:
        last = b""
    box.disk.replace(ENDED_FILE, b"")
    with suppress(OSError):
        wipe(box.disk)
    return last


def wipe_if_ended(disk: Disk) -> None:
    """Go on with an end that the power cut short. Raises OSError."""
    if disk.read(ENDED_FILE) is not None:
        wipe(disk)


def wipe(disk: Disk) -> None:
    """Remove everything of a placement; the clock's mark stays. Raises OSError."""
    for fingerprint in disk.names(FOLDER):
        disk.remove_folder(f"{FOLDER}/{fingerprint}")
    for name in (memory.FILE, LEDGER_FILE, journal.CHECKPOINT_FILE, journal.FILE):
        disk.remove(name)
    identity.forget(disk)
    disk.remove(ENDED_FILE)
