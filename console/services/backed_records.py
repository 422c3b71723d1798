"""What was agreed, and the box's own journal, as they come into a backup: to be read, never to act.

Rules kept here:
- They are the recorder's audit bundle, as it gives it to whoever may see it: signed records, ids,
  days, counts, and the public halves of day keys. No site, no frame and no key that opens one.
- They go into a backup as they came, and out of it as a file that `./lamplight verify` checks.
  Nothing hands them to a recorder: its box is another one on another card, and agreements name
  theirs. So nothing is written down by a restore.
- A family home's recorder is not asked. Where one does not answer, or where they are too many, the
  backup is made without them and says so.

Source: console/decisions/0021-a-backup-holds-records-to-read.md.
"""

from __future__ import annotations

from console.house import House
from console.services.backup_states import Held
from console.services.home import home_in
from console.services.visit import bundle
from console.store.backed_records import NO_RECORDS, Records, records_around
from console.store.database.homes import HomeKind
from console.store.recorder import RecorderRefused, RecorderSilent


def records_of(house: House, kind: HomeKind) -> Records:
    """Return the records of a home as a backup holds them. Raises nothing."""
    if house.recorder is None or kind is not HomeKind.FOSTER:
        return NO_RECORDS
    try:
        return records_around(bundle(house.recorder))
    except (RecorderSilent, RecorderRefused):
        return Records(held=Held.SILENT)


def records_held(house: House) -> Held:
    """Return whether a backup that is made now would hold records. Raises DatabaseUnusable."""
    home = home_in(house)
    if house.recorder is None or home is None or home.kind is not HomeKind.FOSTER:
        return Held.NONE
    try:
        house.recorder.how()
    except (RecorderSilent, RecorderRefused):
        return Held.SILENT
    return Held.HELD
