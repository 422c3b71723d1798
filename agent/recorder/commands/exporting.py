"""Handing days out for a social worker's desk: sealed to her key, as one text.

Rules kept here:
- What leaves is sealed to a key that the agreement names as a social worker's, and to nobody else.
- It is on the list before it leaves, so it is a verb of its own and never a part of another.
"""

from __future__ import annotations

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import done, how_it_stands, ledger_of
from agent.recorder.commands.handed_out import Asked, agreement_kept, days_meant, sealed_days
from agent.recorder.commands.meant import device_meant
from agent.recorder.commands.standing import agreements_in
from consent.commands.questions import day_shown
from consent.desk import Desk, DeskRefused
from consent.exported import ExportedDays, export_to_octets
from consent.recorder_requests import Export
from consent.records.agreement import Agreement
from consent.records.fields import ViewerRole


def export(desk: Desk, recorder: Recorder, asked: Asked, to: str) -> None:
    """Show days sealed to the social worker whose key begins so.

    Raises DeskRefused, ConsentError.
    """
    how = how_it_stands(recorder)
    device = device_meant(how, asked.label)
    agreements = agreements_in(ledger_of(recorder, how))
    kept = [one for one in how.days if one.device == device.id]
    digest = agreement_kept(desk, kept, list(agreements), asked.agreement, device.label)
    keyid = _worker(agreements[digest], to)
    hers = [one.day for one in kept if one.agreement == digest and keyid in one.viewers]
    wanted = days_meant(asked.days, hers, device.label)
    request = Export(viewer=keyid, device=device.id, agreement=digest, days=wanted)
    _, parts = done(recorder, request)
    exported = ExportedDays(viewer=keyid, days=tuple(sealed_days(parts)))
    desk.say(export_to_octets(exported).decode().rstrip("\n"))
    desk.note(words.EXPORT_LISTED.format(days=", ".join(map(day_shown, wanted))))


def _worker(agreement: Agreement, start: str) -> str:
    """Return the social worker's key in an agreement that begins so. Raises DeskRefused."""
    found = [
        one.keys.keyid
        for one in agreement.viewing.viewers
        if one.role is ViewerRole.SOCIAL_WORKER and one.keys.keyid.startswith(start.strip().lower())
    ]
    if len(found) != 1:
        sentence = words.EXPORT_SEVERAL if found else words.EXPORT_NOBODY
        raise DeskRefused(sentence.format(start=start))
    return found[0]
