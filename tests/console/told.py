"""What a recorder could tell, put together by hand, for the tests of what is shown of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from consent.acts import Act, ActorRole, Exported, Viewed, ViewReason
from consent.audit import AuditJournal
from consent.audit_entry import Actor, AuditEntry, entry_from_line
from consent.codes import Code
from consent.home import ClockState
from consent.ledger import TrustedLedger
from consent.recorder_answers import (
    AgreementStanding,
    DeviceStanding,
    HowItStands,
    KeptDay,
    NoticeStanding,
)
from console.services.agreements import ReadAgreement, read_agreements
from console.services.recorded import AgreementHere, Told
from tests.consent.people import ALEX, PRIYA, keyid
from tests.consent.profiles.sample import CARER
from tests.consent.scene import BOX, NOW, PHONE, SEEN, agreed

ADDRESS: Final = "192.168.77.22"
TABLET: Final = "0b" * 16
VIEWERS: Final = {"young person": keyid(ALEX), "social worker": keyid(PRIYA), "carer": keyid(CARER)}


def how_of(ledger: TrustedLedger, at: datetime = NOW, **changes: Any) -> HowItStands:  # noqa: ANN401 - fields
    """Return what a recorder with this ledger says, with nothing going on."""
    how = HowItStands(
        box=ledger.box,
        at=at,
        clock=ClockState.TRUSTED,
        agency=ledger.proven_domain,
        is_journal_sound=True,
        is_agent_there=True,
        devices=(),
        notices=(),
        agreements=(),
        days=(),
        viewers=(),
        decided_at=at,
    )
    return replace(how, **changes)


def lines_of(ledger: TrustedLedger) -> list[bytes]:
    """Return a ledger as the recorder hands it out."""
    return [line.encode() for line in ledger.to_lines()]


def read_of(ledger: TrustedLedger, at: datetime = NOW) -> Mapping[str, ReadAgreement]:
    """Return what is read of a ledger, which can be read."""
    found = read_agreements(lines_of(ledger), how_of(ledger, at))
    assert found is not None
    return found


def only(ledger: TrustedLedger, at: datetime = NOW) -> ReadAgreement:
    """Return what is read of the only agreement."""
    [found] = read_of(ledger, at).values()
    return found


def standing_of(ledger: TrustedLedger, **changes: Any) -> AgreementStanding:  # noqa: ANN401 - fields
    """Return how a ledger's first agreement stands."""
    digest = ledger.agreements[0]
    found = ledger.standing(digest)
    standing = AgreementStanding(
        agreement=digest,
        tip=found.tip,
        seq=found.seq,
        valid_until=found.valid_until,
        end_by=found.agreement.end_by,
        over=found.ended,
        is_objected=found.is_objected,
        is_paused=False,
        is_closed=False,
    )
    return replace(standing, **changes)


def here(ledger: TrustedLedger | None = None, **changes: Any) -> AgreementHere:  # noqa: ANN401 - fields
    """Return the agreement of a ledger as it is told on the phone: seen, and going on."""
    ledger = ledger or agreed()
    digest = ledger.agreements[0]
    one = AgreementHere(
        standing=standing_of(ledger),
        notice=NoticeStanding(
            device=PHONE, agreement=digest, told_at=SEEN, last_seen_at=NOW, is_lapsed=False
        ),
        days=(),
        read=only(ledger),
        was_pressed=False,
        receipt=None,
    )
    return replace(one, **changes)


def phone(off: Code | None = None, **changes: Any) -> DeviceStanding:  # noqa: ANN401 - fields
    """Return how recording stands on the phone; it is on where there is no reason against it."""
    is_on = off is None
    device = DeviceStanding(
        id=PHONE,
        label="Blue phone",
        sole_user=True,
        bound_on=date(2026, 11, 26),
        addresses=(ADDRESS,),
        off=off,
        agreement=agreed().agreements[0] if is_on else None,
        level=2 if is_on else None,
        until=date(2027, 1, 2) if is_on else None,
    )
    return replace(device, **changes)


def told(*agreements: AgreementHere, off: Code | None = None, **changes: Any) -> Told:  # noqa: ANN401 - fields
    """Return what is told on the phone of these agreements; nobody has looked."""
    found = Told(how=how_of(agreed()), devices=(phone(off),), agreements=agreements, looks=())
    return replace(found, **changes)


def kept(*days: date, device: str = PHONE) -> tuple[KeptDay, ...]:
    """Return days that can still be opened by everybody who was named."""
    digest = agreed().agreements[0]
    viewers = tuple(sorted(VIEWERS.values()))
    return tuple(KeptDay(device=device, agreement=digest, day=day, viewers=viewers) for day in days)


def entries(*acts: tuple[Act, datetime]) -> tuple[AuditEntry, ...]:
    """Return entries of a journal that tell of these acts."""
    journal = AuditJournal(BOX[:16], "0" * 64)
    found = []
    for act, at in acts:
        journal, line = journal.append(
            act, at=at, clock=ClockState.TRUSTED, actor=Actor(role=ActorRole.ANYONE)
        )
        found.append(entry_from_line(line))
    return tuple(found)


def viewed(*days: date, by: str = "social worker", **changes: Any) -> Viewed:  # noqa: ANN401 - fields
    """Return a look at days of the phone."""
    look = Viewed(
        how="view",
        viewer=VIEWERS[by],
        device=PHONE,
        agreement=agreed().agreements[0],
        days=days,
        reason=ViewReason.AS_AGREED,
    )
    return replace(look, **changes)


def exported(*days: date, by: str = "social worker", **changes: Any) -> Exported:  # noqa: ANN401 - fields
    """Return days of the phone taken away."""
    look = Exported(
        how="export",
        viewer=VIEWERS[by],
        device=PHONE,
        agreement=agreed().agreements[0],
        days=days,
    )
    return replace(look, **changes)
