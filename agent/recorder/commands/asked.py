"""What every verb asks the recorder for: how things stand, its records, its journal.

Rules kept here:
- The ledger is put together anew from the recorder's own lines, to be read. What was admitted was
  the recorder's to judge.
- The journal is held against the box's signature. What is not as the box signed it is told, and so
  is whatever of it can still be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from agent.recorder import words
from agent.recorder.asking import Recorder
from agent.recorder.errors import RecorderBroken
from consent.agencies import DEMONSTRATION_DOMAIN
from consent.audit import verify_lines
from consent.audit_entry import AuditEntry, entry_from_line
from consent.codes import Code
from consent.entries import entry_from_line as record_from_line
from consent.envelope import envelope_from_bytes
from consent.errors import ConsentError
from consent.keys import PublicKey
from consent.ledger import TrustedLedger
from consent.recorder_answers import Done, HowItStands
from consent.recorder_requests import (
    AskHomeCard,
    AskHow,
    AskJournal,
    AskNonce,
    AskRecords,
    Proven,
    Request,
    proof_of,
)
from consent.records.home_card import HomeCard
from consent.records.reading import record_from_payload
from consent.signer import Signer
from consent.verification import read_unverified

NO_NUMBER: Final = "0" * 32
UNSIGNED: Final = "0" * 128
"""What stands in a request until `proven` has put in a number to sign, and a signature."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldJournal:
    """The journal as the recorder handed it out.

    `entries` holds None for a line that cannot be read; `fault` is why it is not as the box signed
    it, None where it is.
    """

    entries: tuple[AuditEntry | None, ...]
    fault: ConsentError | None


def how_it_stands(recorder: Recorder) -> HowItStands:
    """Return how everything stands. Raises what `Recorder.ask` raises."""
    answer, _ = recorder.ask(AskHow())
    if not isinstance(answer, HowItStands):
        raise RecorderBroken(words.NO_SENSE)
    return answer


def done(recorder: Recorder, request: Request, *attached: bytes) -> tuple[Done, tuple[bytes, ...]]:
    """Have something done; return what came back. Raises what `Recorder.ask` raises."""
    answer, parts = recorder.ask(request, attached)
    if not isinstance(answer, Done):
        raise RecorderBroken(words.NO_SENSE)
    return answer, parts


def attached_one(recorder: Recorder, request: Request) -> bytes:
    """Return the one thing that comes with an answer. Raises what `Recorder.ask` raises."""
    _, parts = done(recorder, request)
    if len(parts) != 1:
        raise RecorderBroken(words.NO_SENSE)
    return parts[0]


def proven(
    recorder: Recorder, how: HowItStands, request: Proven, signer: Signer
) -> tuple[bytes, ...]:
    """Have something done that a personal key has to ask for; return what came with the answer.

    The number to sign and the signature are put in here. Raises what `Recorder.ask` raises.
    """
    given, _ = done(recorder, AskNonce())
    if given.id is None:
        raise RecorderBroken(words.NO_SENSE)
    request = replace(request, nonce=given.id)
    signature = signer.sign(proof_of(request, how.box)).hex()
    _, parts = done(recorder, replace(request, signature=signature))
    return parts


def kept(recorder: Recorder, request: Request, *attached: bytes) -> Done | None:
    """Have something stopped; None where it was, and the box could not make a note of it."""
    try:
        answer, _ = done(recorder, request, *attached)
    except ConsentError as refused:
        if refused.code is not Code.AUDIT:
            raise
        return None
    return answer


def ledger_of(recorder: Recorder, how: HowItStands) -> TrustedLedger | None:
    """Return what the box has admitted, None before it trusts anybody. Raises ConsentError."""
    _, parts = done(recorder, AskRecords())
    if not parts:
        return None
    lines = [part.decode("utf-8", "replace") for part in parts]
    return TrustedLedger.from_lines(
        lines,
        box=how.box,
        fingerprint=record_from_line(lines[0]).digest,
        proven_domain=how.agency,
        # Whether it may trust the demonstration's agency the recorder was told at its start.
        demonstration=how.agency == DEMONSTRATION_DOMAIN,
    )


def home_card(recorder: Recorder) -> tuple[bytes, HomeCard]:
    """Return the home card as it is signed, and what it says. Raises ConsentError."""
    octets = attached_one(recorder, AskHomeCard())
    card = record_from_payload(read_unverified(envelope_from_bytes(octets)))
    if not isinstance(card, HomeCard):
        raise RecorderBroken(words.NO_SENSE)
    return octets, card


def journal_of(recorder: Recorder) -> ToldJournal:
    """Return the journal. Raises what `Recorder.ask` raises, and KeyRefused."""
    _, card = home_card(recorder)
    _, (note, *lines) = done(recorder, AskJournal())
    key = PublicKey(bytes.fromhex(card.box_key))
    try:
        return ToldJournal(entries=verify_lines(lines, note, key), fault=None)
    except ConsentError as fault:
        return ToldJournal(entries=_readable(lines), fault=fault)


def _readable(lines: Sequence[bytes]) -> tuple[AuditEntry | None, ...]:
    found: list[AuditEntry | None] = []
    for line in lines:
        try:
            found.append(entry_from_line(line))
        except ConsentError:
            found.append(None)
    return tuple(found)
