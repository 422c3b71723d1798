"""Statements that paper was handed over: who may sign one, for what, and from when it counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from consent.home import Notice
from consent.records.agency import RevokedKey
from consent.records.fields import Revocation
from consent.signer import Ed25519Signer
from tests.consent import scene
from tests.consent.people import ALEX, MORGAN, PRIYA, STRANGER
from tests.consent.profiles.sample import (
    ADVOCATE,
    CARER,
    MOTHER_GIVES,
    REVIEWER,
    SERVICE,
    YOUNG_PERSON_GIVES,
)
from tests.consent.samples import keyset, paper_notice, withdrawal
from tests.vectors.cases.rules import of_agreement
from tests.vectors.ledger_case import PERMIT, Case, Sent

SOURCE: Final = (
    "people.md 7: a signed statement that paper in the reader's language was handed over"
)
WAITS: Final = "decision 10: notice 24 hours from when it was seen"
TWIN: Final = "paper_handed_over_by_a_social_worker"
_OWN: Final = of_agreement("", YOUNG_PERSON_GIVES, SOURCE, "")
_MOTHERS: Final = of_agreement("", MOTHER_GIVES, SOURCE, "")
# Entered at three on the first day of the hours: a day later it is the agreed hour again.
_ENTERED: Final = datetime(2026, 12, 2, 15, 30, tzinfo=UTC)
_WAITED: Final = _ENTERED + timedelta(hours=24)


def _notice(base: Case, **changes: Any) -> Sent:  # noqa: ANN401 - fields
    signers: tuple[Ed25519Signer, ...] = changes.pop("signers", (PRIYA,))
    at = changes.pop("at", _ENTERED)
    record = paper_notice(agreement=base.agreement, **changes)
    return Sent(scene.octets_of(record, *signers), at)


def _told_at(base: Case, at: datetime) -> tuple[Notice, ...]:
    device = base.device.id
    return (Notice(device=device, agreement=base.agreement, paper_at=at),)


def _after(name: str, expect: str, base: Case = _OWN, **changes: Any) -> Case:  # noqa: ANN401
    sent = _notice(base, **changes)
    return replace(
        base,
        name=name,
        twin=None if name == TWIN else TWIN,
        now=_WAITED,
        notices=_told_at(base, sent.at),
        envelopes=(*base.envelopes, sent),
        expect=expect,
    )


def handed_over() -> Iterator[Case]:
    """Yield each who may say so, and from when it counts."""
    for title, signer in {
        "social_worker": PRIYA,
        "team_manager": MORGAN,
        "service_manager": SERVICE,
    }.items():
        yield _after(f"paper_handed_over_by_a_{title}", f"{PERMIT}:2", signers=(signer,))
    mothers = _after("paper_handed_over_for_a_mothers", f"{PERMIT}:2", _MOTHERS)
    yield mothers
    early = _after("paper_a_second_before_its_day_is_over", "E_NOTICE_WAIT")
    yield replace(early, source=WAITS, now=_WAITED - timedelta(seconds=1))
    yield _after(
        "paper_of_the_day_before_counts_from_its_entry",
        "E_NOTICE_WAIT",
        handed_over_on=date(2026, 12, 1),
        at=_ENTERED + timedelta(minutes=5),
    )


def refused() -> Iterator[Case]:
    """Yield everything that a box does not take."""
    yield _after("paper_for_another_box", "E_LEDGER_BOX", box="2b" * 32)
    unknown = Sent(scene.octets_of(paper_notice(agreement="7e" * 32), PRIYA), _ENTERED)
    yield replace(
        _after("paper_of_an_unknown_agreement", "E_LEDGER_AGREEMENT"),
        envelopes=(*_OWN.envelopes, unknown),
    )
    for title, signer in {
        "the_carer": CARER,
        "the_giver": ALEX,
        "an_advocate": ADVOCATE,
        "a_reviewing_officer": REVIEWER,
        "a_stranger": STRANGER,
    }.items():
        yield _after(f"paper_handed_over_by_{title}", "E_SIGNERS", signers=(signer,))
    yield _after("paper_signed_by_the_carer_too", "E_SIG_UNKNOWN", signers=(PRIYA, CARER))
    yield _after("paper_about_another_device", "E_PAPER_DEVICE", device="9f" * 16)
    yield _after("paper_in_another_language", "E_PAPER_LANGUAGE", language="fa")
    yield _after("paper_before_the_agreement", "E_PAPER_DAY", handed_over_on=date(2026, 11, 29))
    yield _after("paper_to_be_handed_over", "E_PAPER_DAY", handed_over_on=date(2026, 12, 2))
    issued = paper_notice().issued_at
    yield _after("paper_six_minutes_early", "E_LEDGER_EARLY", at=issued - timedelta(minutes=6))
    ended = Sent(scene.octets_of(withdrawal(issued_at=scene.SEEN)), scene.SEEN)
    after_the_end = _after("paper_after_a_withdrawal", "E_WITHDRAWN")
    [given, notice] = after_the_end.envelopes
    yield replace(after_the_end, envelopes=(given, ended, notice))


def revoked() -> Iterator[Case]:
    """Yield signers whose keys count no more."""
    for title, reason, before, expect in (
        ("compromised", Revocation.COMPROMISED, None, "E_SIGNER_COMPROMISED"),
        ("who_has_left", Revocation.LEFT, scene.SEEN, "E_SIGNER_LEFT"),
    ):
        gone = RevokedKey(keyid=PRIYA.public_key.keyid, reason=reason, accept_before=before)
        listed = keyset(version=5, revoked=(gone,), issued_at=scene.SEEN)
        yield replace(
            _after(f"paper_handed_over_by_one_{title}", expect),
            keysets=(*_OWN.keysets, Sent(scene.octets_of(listed), scene.SEEN)),
        )


GROUPS: Final = (handed_over, refused, revoked)
