"""What a carer does with agreements: taking them in, pausing, stopping, and ending a placement.

Rules kept here:
- A record is judged by the recorder alone. What it refuses is told by its code, and nothing has
  changed then.
- A file is what its content says. Several records in one text are taken in one after another: first
  who may sign, then what was signed. One that is refused keeps none of the others out.
- Nothing here starts recording. What ends is a carer's own pause alone, within what was agreed, and
  it is on the box's list; a young person's no, a stop and the agreement's end stand as they are.
- The list that a box hands out at its end is held in memory until it is taken away; the box has
  forgotten it by then.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Final

from consent.codes import Code
from consent.envelope import Envelope, envelope_from_bytes, envelope_to_bytes
from consent.errors import ConsentError
from consent.frozen import Kind
from consent.home import Press
from consent.pasted import all_from_text
from consent.recorder_requests import (
    Admit,
    AskHomeCard,
    AskRecords,
    EndPlacement,
    Pause,
    Resume,
    Stop,
)
from console.store.recorder import Attached, Recorder, RecorderRefused

_FIRST: Final = {kind: place for place, kind in enumerate((Kind.TRUST_ROOT, Kind.KEYSET))}
_ENDINGS: Final = frozenset({Kind.WITHDRAWAL, Kind.OBJECTION, Kind.STOP})


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """What became of one record: `code` is why it was refused, None where it was not.

    `was_known` is that the box had it already. `kind` is None for what is no record at all.
    """

    kind: Kind | None
    code: Code | None = None
    was_known: bool = False
    is_unkept: bool = False


class LastLists:
    """The lists of boxes that came to their end, each under a mark that nobody can guess."""

    def __init__(self) -> None:
        """Hold none yet."""
        self._kept: dict[str, bytes] = {}

    def keep(self, octets: bytes) -> str:
        """Keep a list; return the mark to take it away by."""
        mark = secrets.token_urlsafe(16)
        self._kept = {mark: octets}
        return mark

    def under(self, mark: str) -> bytes | None:
        """Return the list under a mark; None where there is none."""
        return self._kept.get(mark)


def take_in(recorder: Recorder, texts: tuple[bytes, ...]) -> tuple[TakenIn, ...]:
    """Have every record in these texts taken in; say what became of each. Raises RecorderSilent.

    Where a text holds no record, or one that is not whole, nothing of it is taken in.
    """
    envelopes: list[Envelope] = []
    refused: list[TakenIn] = []
    for octets in texts:
        try:
            envelopes += _envelopes(octets)
        except ConsentError as error:
            refused.append(TakenIn(kind=None, code=error.code))
    return (
        *refused,
        *(
            _admitted(recorder, envelope)
            for envelope in sorted(envelopes, key=lambda one: _FIRST.get(one.kind, len(_FIRST)))
        ),
    )


def home_card(recorder: Recorder) -> bytes:
    """Return the home card as it is signed. Raises RecorderSilent, RecorderRefused."""
    _, parts = recorder.done(AskHomeCard())
    return b"".join(parts)


def pause(recorder: Recorder, agreement: str) -> None:
    """Pause an agreement. Raises RecorderSilent, RecorderRefused."""
    recorder.done(Pause(agreement=agreement))


def resume(recorder: Recorder, agreement: str) -> None:
    """End the carers' own pause of an agreement. Raises RecorderSilent, RecorderRefused."""
    recorder.done(Resume(agreement=agreement))


def stop(recorder: Recorder, agreement: str) -> tuple[str, ...]:
    """Stop an agreement as a carer; return its receipt, empty where the box could not keep it.

    Raises RecorderSilent, RecorderRefused.
    """
    try:
        done, _ = recorder.done(Stop(agreement=agreement, press=Press.CARER))
    except RecorderRefused as refused:
        if refused.code is not Code.AUDIT:
            raise
        # It is stopped, but that could not be kept: it holds until the box is started again.
        return ()
    return done.words


def end_placement(recorder: Recorder) -> bytes:
    """End everything on this box; return its last list, which is empty where it was damaged.

    Raises RecorderSilent, RecorderRefused.
    """
    _, parts = recorder.done(EndPlacement())
    return b"".join(parts)


def _envelopes(octets: bytes) -> list[Envelope]:
    if octets.lstrip().startswith(b"{"):
        return [envelope_from_bytes(octets.strip())]
    text = octets.decode("utf-8", "replace")
    return [envelope_from_bytes(one) for one in all_from_text(text)]


def _admitted(recorder: Recorder, envelope: Envelope) -> TakenIn:
    try:
        before = _records(recorder)
        recorder.done(Admit(), envelope_to_bytes(envelope))
    except RecorderRefused as refused:
        if refused.code is Code.AUDIT and envelope.kind in _ENDINGS:
            return TakenIn(kind=envelope.kind, is_unkept=True)
        return TakenIn(kind=envelope.kind, code=refused.code)
    return TakenIn(kind=envelope.kind, was_known=_records(recorder) == before)


def _records(recorder: Recorder) -> Attached:
    _, lines = recorder.done(AskRecords())
    return lines
