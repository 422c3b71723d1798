"""Taking in records that a social worker sent: as files, or as text out of a mail.

Rules kept here:
- What a file is, its content says. Several records in one text are taken in one after another:
  first who may sign, then what was signed.
- Each one is told by itself: what it did, or why it was not taken in. One that is refused keeps
  none of the others out.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.commands.asked import done, how_it_stands, kept, ledger_of
from agent.recorder.commands.meant import named
from consent.desk import Desk, DeskRefused
from consent.envelope import Envelope, envelope_from_bytes, envelope_to_bytes
from consent.errors import ConsentError, Reader
from consent.frozen import Kind
from consent.pasted import all_from_text
from consent.recorder_requests import Admit

ALL_TAKEN, SOME_REFUSED = 0, 1
TERMINAL: Final = "-"

_FIRST: Final = {kind: place for place, kind in enumerate((Kind.TRUST_ROOT, Kind.KEYSET))}
_ENDINGS: Final = frozenset({Kind.WITHDRAWAL, Kind.OBJECTION, Kind.STOP})


def import_records(desk: Desk, recorder: Recorder, files: Sequence[str]) -> int:
    """Have every record in these files taken in; return the exit status. Raises DeskRefused."""
    envelopes = [one for file in files for one in _envelopes(desk, file)]
    status = ALL_TAKEN
    for envelope in sorted(envelopes, key=lambda one: _FIRST.get(one.kind, len(_FIRST))):
        try:
            desk.say(_taken_in(recorder, envelope))
        except ConsentError as error:
            desk.say(words.IMPORT_REFUSED.format(why=error.explain(Reader.CARER)))
            desk.note(f"({error.code})")
            status = SOME_REFUSED
    return status


def _envelopes(desk: Desk, file: str) -> list[Envelope]:
    """Return the envelopes in a file. Raises DeskRefused."""
    if file == TERMINAL:
        desk.note(words.IMPORT_TYPE)
    octets = desk.read(file)
    try:
        if octets.lstrip().startswith(b"{"):
            return [envelope_from_bytes(octets.strip())]
        text = octets.decode("utf-8", "replace")
        return [envelope_from_bytes(one) for one in all_from_text(text)]
    except ConsentError as error:
        raise DeskRefused(
            words.IMPORT_UNREAD.format(file=file, why=error.explain(Reader.CARER))
        ) from None


def _taken_in(recorder: Recorder, envelope: Envelope) -> str:
    """Have one record taken in; return what that did. Raises ConsentError."""
    ledger = ledger_of(recorder, how_it_stands(recorder))
    is_known = ledger is not None and ledger.knows(envelope)
    octets = envelope_to_bytes(envelope)
    if envelope.kind not in _ENDINGS:
        done(recorder, Admit(), octets)
    elif kept(recorder, Admit(), octets) is None:
        return words.UNKEPT
    if is_known:
        return words.IMPORT_KNOWN
    return words.IMPORT_ADMITTED[envelope.kind].format(called=named(envelope.digest))
