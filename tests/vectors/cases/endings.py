"""Reviews that do not follow, and everything that ends or pauses: once over, over for good."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from consent.envelope import Envelope, envelope_to_bytes, with_signature
from consent.home import Press, Stopped
from consent.records.endings import Objection, Withdrawal
from consent.signer import Ed25519Signer
from tests.consent import scene
from tests.consent.people import ALEX, MORGAN, PRIYA, STRANGER
from tests.consent.profiles.sample import (
    ADVOCATE,
    CARER,
    CONTINUED,
    MOTHER,
    MOTHER_CONTINUES,
    MOTHER_GIVES,
    REDUCED,
    REVIEWER,
    SECOND,
    SERVICE,
    YOUNG_PERSON_GIVES,
    digest_of,
    worded,
)
from tests.consent.samples import keyset, objection, signed, stop, withdrawal
from tests.consent.texts.sample import changed
from tests.vectors.cases.rules import of_agreement, of_review, sent
from tests.vectors.ledger_case import PERMIT, Case, Sent

TWIN: Final = "valid_a_young_person_gives_with_their_card"
MOTHERS_TWIN: Final = "valid_a_mother_gives_with_a_key"
CHAIN: Final = "consent.md B.6: each review follows its predecessor by number and digest"
ENDS: Final = "decision 10: who may stop, stops alone and at once"
_OWN: Final = of_agreement("", YOUNG_PERSON_GIVES, ENDS, "")
_MOTHERS: Final = of_agreement("", MOTHER_GIVES, ENDS, "")
_AT: Final = datetime(2026, 12, 9, 17, tzinfo=UTC)
_EVENING: Final = datetime(2026, 12, 9, 21, tzinfo=UTC)


def chain() -> Iterator[Case]:
    """Yield reviews that are forked, late, out of order, of another record, and replayed."""
    base = of_review("", REDUCED, CHAIN, "")
    first, review = base.envelopes
    reduced = REDUCED.review
    twin = "valid_review_reduced"
    wrong_links: tuple[tuple[str, dict[str, Any], str], ...] = (
        ("review_of_nothing", {"prev": "7e" * 32}, "E_CHAIN_PREVIOUS"),
        ("review_numbered_two", {"seq": 2}, "E_CHAIN_NUMBER"),
    )
    for name, changes, expect in wrong_links:
        wrong = replace(reduced, **changes)
        envelopes = (first, Sent(scene.octets_of(wrong, PRIYA, MORGAN, ALEX), review.at))
        yield replace(base, name=name, twin=twin, envelopes=envelopes, expect=expect)
    fork = sent(CONTINUED.review, at=review.at + timedelta(minutes=1))
    yield replace(
        base,
        name="review_forked",
        twin=twin,
        envelopes=(first, review, fork),
        expect="E_CHAIN_FORK",
    )
    again = replace(review, at=review.at + timedelta(minutes=1))
    yield replace(
        base,
        name="review_replayed",
        twin=twin,
        envelopes=(first, review, again),
        expect=f"{PERMIT}:1",
    )
    late = replace(review, at=datetime(2027, 1, 3, 0, 0, 30, tzinfo=UTC))
    yield replace(
        base,
        name="review_admitted_late",
        twin=twin,
        envelopes=(first, late),
        now=datetime(2027, 1, 3, 18, tzinfo=UTC),
        expect="E_CHAIN_LATE",
    )
    yield replace(
        base,
        name="review_without_agreement",
        twin=twin,
        envelopes=(review,),
        expect="E_CHAIN_PREVIOUS",
    )
    second = of_review("", SECOND, CHAIN, "")
    yield replace(
        second,
        name="review_after_one_that_is_missing",
        twin="valid_review_the_second",
        envelopes=(second.envelopes[0], second.envelopes[2]),
        expect="E_CHAIN_PREVIOUS",
    )
    yield replace(
        second,
        name="review_missed",
        twin=twin,
        envelopes=second.envelopes[:2],
        now=datetime(2027, 3, 29, 18, tzinfo=UTC),
        expect="E_TIME_REVIEW",
    )
    other = scene.octets_of(
        replace(YOUNG_PERSON_GIVES.agreement, box="2b" * 32), PRIYA, MORGAN, ALEX
    )
    yield replace(
        _OWN,
        name="agreement_of_another_box",
        twin=TWIN,
        envelopes=(Sent(other, scene.ADMITTED),),
        expect="E_LEDGER_BOX",
    )
    tomorrow = replace(first, at=YOUNG_PERSON_GIVES.agreement.issued_at - timedelta(minutes=6))
    yield replace(
        _OWN,
        name="agreement_of_a_time_to_come",
        twin=TWIN,
        envelopes=(tomorrow,),
        expect="E_LEDGER_EARLY",
    )
    same_id = worded(changed(YOUNG_PERSON_GIVES, "agreement.retention_days", 6)).agreement
    twice = (first, sent(same_id, at=first.at + timedelta(minutes=1)))
    yield replace(
        _OWN, name="agreement_with_a_known_id", twin=TWIN, envelopes=twice, expect="E_LEDGER_ID"
    )
    yield replace(_OWN, name="agreement_none", twin=TWIN, envelopes=(), expect="E_AGREEMENT_NONE")
    new_id = worded(changed(YOUNG_PERSON_GIVES, "agreement.id", "ab" * 16)).agreement
    two = (first, sent(new_id, at=first.at + timedelta(minutes=1)))
    notices = scene.notices_of((_OWN.agreement, digest_of(new_id)))
    yield replace(
        _OWN, name="agreement_two_at_once", twin=TWIN, envelopes=two, notices=notices,
        expect="E_AGREEMENT_TWO",
    )  # fmt: skip


def endings() -> Iterator[Case]:
    """Yield each way in which one person ends an agreement, and each who may not."""
    agreed = _OWN.envelopes[0]
    mothers = _MOTHERS.envelopes[0]
    ended = Sent(scene.octets_of(withdrawal(issued_at=_AT), ALEX), _AT)
    yield _after("withdrawn", "E_WITHDRAWN", ended)
    again = Sent(_with_one_more(agreed.octets, SERVICE), _AT + timedelta(minutes=1))
    yield _after("withdrawn_and_sent_again", "E_WITHDRAWN", ended, replace(agreed, at=again.at))
    yield _after("withdrawn_and_signed_once_more", "E_WITHDRAWN", ended, again)
    review = sent(REDUCED.review)
    revived = _after("withdrawn_and_reviewed", "E_WITHDRAWN", ended, review)
    yield replace(revived, now=review.at + timedelta(days=1))
    stranger = Sent(scene.octets_of(withdrawal(issued_at=_AT), STRANGER), _AT)
    yield _after("withdrawn_by_a_stranger", "E_SIGNERS", stranger)
    worker = Sent(scene.octets_of(withdrawal(issued_at=_AT), PRIYA), _AT)
    yield _after("withdrawn_by_a_worker", "E_SIGNERS", worker)
    mine = Withdrawal(
        type="withdrawal",
        v=1,
        agreement=_MOTHERS.agreement,
        box=scene.BOX,
        id="e5" * 16,
        issued_at=_AT,
    )
    by_mother = Sent(scene.octets_of(mine, MOTHER), _AT)
    yield replace(
        _MOTHERS, name="withdrawn_by_the_mother_who_gave", twin=MOTHERS_TWIN, now=_EVENING,
        envelopes=(mothers, by_mother), expect="E_WITHDRAWN",
    )  # fmt: skip
    for title, signer in {
        "social_worker": PRIYA,
        "team_manager": MORGAN,
        "service_manager": SERVICE,
        "iro": REVIEWER,
        "advocate": ADVOCATE,
    }.items():
        record = stop(agreement=_OWN.agreement, issued_at=_AT)
        yield _after(f"stopped_by_{title}", "E_STOPPED", Sent(scene.octets_of(record, signer), _AT))
    record = stop(agreement=_OWN.agreement, issued_at=_AT)
    by_carer = Sent(scene.octets_of(record, CARER), _AT)
    yield _after("stopped_by_a_carer_as_if_of_the_agency", "E_SIGNERS", by_carer)
    listed = keyset(
        version=5,
        withdrawn=(_OWN.agreement,),
        issued_at=_AT - timedelta(hours=1),
        expires_at=_AT + timedelta(days=60),
    )
    yield replace(
        _OWN,
        name="stopped_by_the_agencys_list",
        twin=TWIN,
        now=_EVENING,
        keysets=(*_OWN.keysets, Sent(scene.octets_of(listed), _AT)),
        expect="E_STOPPED_BY_AGENCY",
    )


def presses() -> Iterator[Case]:
    """Yield the buttons of the box itself, for either giver."""
    for base, twin, title in ((_OWN, TWIN, "own"), (_MOTHERS, MOTHERS_TWIN, "mothers")):
        expects = {
            Press.YOUNG_PERSON: "E_WITHDRAWN" if base is _OWN else "E_OBJECTED",
            Press.STOP_CODE: "E_STOPPED",
            Press.CARER: "E_STOPPED",
        }
        for press, expect in expects.items():
            stopped = (Stopped(agreement=base.agreement, press=press, at=_AT),)
            yield replace(
                base, name=f"pressed_{press}_{title}", twin=twin, now=_EVENING,
                home={"stopped": stopped}, expect=expect,
            )  # fmt: skip
    paused = {"paused": [_OWN.agreement]}
    yield replace(_OWN, name="paused_by_a_carer", twin=TWIN, home=paused, expect="E_PAUSED")


def objections() -> Iterator[Case]:
    """Yield an objection, what follows it, and what does not answer it."""
    given = _MOTHERS.envelopes[0]
    at = datetime(2026, 12, 24, 17, tzinfo=UTC)
    objected = Sent(scene.octets_of(objection(issued_at=at), ALEX), at)
    base = replace(_MOTHERS, twin=MOTHERS_TWIN)
    yield replace(
        base,
        name="objected",
        envelopes=(given, objected),
        now=at + timedelta(seconds=1),
        expect="E_OBJECTED",
    )
    yield replace(
        base,
        name="objected_a_week_without_a_review",
        envelopes=(given, objected),
        now=datetime(2027, 1, 1, 18, tzinfo=UTC),
        expect="E_OBJECTED",
    )
    review = sent(MOTHER_CONTINUES.review)
    now = review.at + timedelta(days=1)
    yield replace(
        base,
        name="objected_and_heard",
        envelopes=(given, objected, review),
        now=now,
        expect=f"{PERMIT}:1",
    )
    unheard = worded(changed(MOTHER_CONTINUES, "review.young_person_heard_on", date(2026, 12, 23)))
    yield replace(
        base,
        name="objected_and_heard_only_before",
        envelopes=(given, objected, sent(unheard.review)),
        now=now,
        expect="E_OBJECTED",
    )
    early = datetime(2026, 12, 18, 17, tzinfo=UTC)
    first = Sent(scene.octets_of(objection(issued_at=early), ALEX), early)
    yield replace(
        base,
        name="objected_and_reviewed_too_late",
        envelopes=(given, first, review),
        now=now,
        expect="E_CHAIN_LATE",
    )
    own = Objection(
        type="objection", v=1, agreement=_OWN.agreement, box=scene.BOX, id="e6" * 16, issued_at=_AT
    )
    yield _after("objected_to_ones_own", "E_WITHDRAWN", Sent(scene.octets_of(own, ALEX), _AT))


def _after(name: str, expect: str, *later: Sent) -> Case:
    return replace(
        _OWN, name=name, twin=TWIN, now=_EVENING, envelopes=(*_OWN.envelopes, *later), expect=expect
    )


def _with_one_more(octets: bytes, signer: Ed25519Signer) -> bytes:
    """Return the same record with one signature more: another envelope, the same name."""
    agreement = YOUNG_PERSON_GIVES.agreement
    envelope: Envelope = with_signature(signed(agreement, PRIYA, MORGAN, ALEX), signer)
    again = envelope_to_bytes(envelope)
    assert again != octets
    return again


GROUPS: Final = (chain, endings, presses, objections)
