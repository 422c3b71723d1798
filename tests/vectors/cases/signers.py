"""Who signed: each place empty, filled twice, by the wrong person, by a key that counts no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from consent.codes import Code
from consent.profiles.rules import AgreementCase
from consent.records.agency import RevokedKey
from consent.records.fields import AgencyRole, Revocation
from consent.signer import Ed25519Signer
from tests.consent import scene
from tests.consent.people import ALEX, LEE, MORGAN, PRIYA, STRANGER
from tests.consent.profiles.sample import (
    ADVOCATE,
    CARER,
    DELEGATOR,
    EVERY_SITE,
    GUARDIAN_GIVES,
    KEYSET,
    MOTHER_GIVES,
    OFFLINE,
    ON_PAPER,
    REVIEWER,
    SERVICE,
    YOUNG_PERSON_GIVES,
    digest_of,
    own_key,
    staff_key,
    worded,
)
from tests.consent.samples import keyset
from tests.consent.texts.sample import changed
from tests.vectors.cases.rules import of_agreement, sent
from tests.vectors.ledger_case import PERMIT, Case, Sent

WHO: Final = "seed 004, section 3, ¶2, ¶3 and ¶6: social worker, manager and giver"
ONCE: Final = "one person counts once"
CORPORATE: Final = "seed 004, section 3, ¶6: but not the corporate parent"
KEYS: Final = "a key counts from its first day to its last, and not once it was revoked"


def signed_by(name: str, case: AgreementCase, expect: str, *by: Ed25519Signer) -> Case:
    """Return the case of an agreement that these have signed."""
    made = of_agreement(name, case, WHO, expect)
    return replace(made, envelopes=(sent(case.agreement, signers=by),), twin=TWINS.get(id(case)))


TWINS: Final = {
    id(YOUNG_PERSON_GIVES): "valid_a_young_person_gives_with_their_card",
    id(ON_PAPER): "valid_a_young_person_gives_on_paper",
    id(MOTHER_GIVES): "valid_a_mother_gives_with_a_key",
    id(EVERY_SITE): "valid_every_site_at_level_4",
    id(GUARDIAN_GIVES): "valid_a_carer_who_is_special_guardian_gives",
}


def missing() -> Iterator[Case]:
    """Yield each place of each kind of agreement left empty, or filled by somebody else."""
    own, card = YOUNG_PERSON_GIVES, ALEX
    yield signed_by("signers_no_social_worker", own, "E_SIGNERS", MORGAN, card)
    yield signed_by("signers_no_manager", own, "E_SIGNERS", PRIYA, card)
    yield signed_by("signers_no_giver", own, "E_NO_GIVER", PRIYA, MORGAN)
    yield signed_by("signers_giver_alone", own, "E_SIGNERS", card)
    yield signed_by("signers_service_manager_as_manager", own, f"{PERMIT}:2", PRIYA, SERVICE, card)
    yield signed_by("signers_reviewer_as_manager", own, "E_SIGNERS", PRIYA, REVIEWER, card)
    yield signed_by("signers_advocate_as_social_worker", own, "E_SIGNERS", ADVOCATE, MORGAN, card)
    yield signed_by("signers_two_managers", own, "E_SIGNERS", SERVICE, MORGAN, card)
    yield signed_by("signers_carer_as_manager", own, "E_SIGNERS", PRIYA, CARER, card)
    yield signed_by("signers_a_stranger_too", own, "E_SIG_UNKNOWN", PRIYA, MORGAN, card, STRANGER)
    yield signed_by("signers_paper_no_manager", ON_PAPER, "E_SIGNERS", PRIYA)
    yield signed_by("signers_paper_no_social_worker", ON_PAPER, "E_SIGNERS", MORGAN)
    yield signed_by("signers_mother_missing", MOTHER_GIVES, "E_NO_GIVER", PRIYA, MORGAN)
    yield signed_by(
        "signers_young_person_for_mother", MOTHER_GIVES, "E_NO_GIVER", PRIYA, MORGAN, card
    )
    for title, case, giver in (
        ("every_site", EVERY_SITE, card),
        ("guardian", GUARDIAN_GIVES, CARER),
    ):
        name = f"signers_{title}_no_service_manager"
        yield signed_by(name, case, "E_SIGNERS", PRIYA, MORGAN, giver)
        # In two places at once she would be her own second pair of eyes.
        name = f"signers_{title}_service_manager_twice"
        yield signed_by(name, case, "E_SIGNERS", PRIYA, SERVICE, giver)


def corporate() -> Iterator[Case]:
    """Yield the giver's place filled by each key of the agency, on line and off."""
    holders = {
        "social_worker": PRIYA,
        "team_manager": MORGAN,
        "service_manager": SERVICE,
        "iro": REVIEWER,
        "advocate": ADVOCATE,
        "trust_root": OFFLINE[0],
        "list_of_workers": DELEGATOR,
    }
    for title, signer in holders.items():
        case = worded(changed(MOTHER_GIVES, "agreement.giver.how", own_key(signer)))
        made = of_agreement_signed(f"giver_is_{title}", case, PRIYA, MORGAN, signer)
        yield replace(made, source=CORPORATE, expect=str(Code.CORPORATE_PARENT))
    former = staff_key(LEE, "Lee", AgencyRole.SOCIAL_WORKER)
    case = worded(changed(MOTHER_GIVES, "agreement.giver.how", own_key(LEE)))
    gone = RevokedKey(
        keyid=former.keyid,
        reason=Revocation.LEFT,
        accept_before=datetime(2026, 11, 1, tzinfo=UTC),
    )
    keys = keyset(keys=(*keyset().keys, former), revoked=(gone,))
    made = of_agreement_signed("giver_is_a_former_worker", case, PRIYA, MORGAN, LEE)
    yield replace(
        made,
        source=CORPORATE,
        expect=str(Code.CORPORATE_PARENT),
        keysets=(Sent(scene.octets_of(keys), scene.BEGUN),),
    )


def of_agreement_signed(name: str, case: AgreementCase, *by: Ed25519Signer) -> Case:
    """Return a case without going by the record for who signs."""
    made = of_agreement(name, YOUNG_PERSON_GIVES, WHO, "")
    unique = tuple(dict.fromkeys(by))
    return replace(
        made,
        agreement=scene_digest(case),
        envelopes=(sent(case.agreement, signers=unique),),
        twin="valid_a_mother_gives_with_a_key",
    )


def scene_digest(case: AgreementCase) -> str:
    """Return the name of a case's agreement."""
    return digest_of(case.agreement)


def keys() -> Iterator[Case]:
    """Yield keys that count no more, not yet, or twice."""
    base = of_agreement("", YOUNG_PERSON_GIVES, KEYS, "")
    twin = "valid_a_young_person_gives_with_their_card"
    workers = {"social_worker": PRIYA, "manager": MORGAN}
    for title, signer in workers.items():
        keyid = signer.public_key.keyid
        for reason in Revocation:
            before = None if reason is Revocation.COMPROMISED else scene.ADMITTED
            revoked = (RevokedKey(keyid=keyid, reason=reason, accept_before=before),)
            expect = (
                Code.SIGNER_COMPROMISED if reason is Revocation.COMPROMISED else Code.SIGNER_LEFT
            )
            later = keyset(
                version=5, revoked=revoked, issued_at=scene.ADMITTED + timedelta(hours=1),
                expires_at=scene.ADMITTED + timedelta(days=90),
            )  # fmt: skip
            yield replace(
                base,
                name=f"key_{title}_{reason}_later",
                twin=twin,
                keysets=(*base.keysets, Sent(scene.octets_of(later), scene.SEEN)),
                envelopes=(
                    sent(YOUNG_PERSON_GIVES.agreement, at=scene.ADMITTED + timedelta(minutes=1)),
                ),
                expect=str(expect),
            )
        days: dict[str, dict[str, Any]] = {
            "expired": {"expires_at": datetime(2026, 11, 30, 9, tzinfo=UTC)},
            "not_yet": {"not_before": datetime(2026, 12, 1, tzinfo=UTC)},
        }
        for title_of_day, changes in days.items():
            held = tuple(
                replace(one, **changes) if one.keyid == keyid else one for one in keyset().keys
            )
            yield replace(
                base,
                name=f"key_{title}_{title_of_day}",
                twin=twin,
                keysets=(Sent(scene.octets_of(keyset(keys=held)), scene.BEGUN),),
                expect=str(Code.SIGNERS),
            )
    second = replace(staff_key(LEE, "Lee", AgencyRole.TEAM_MANAGER), person=KEYSET.keys[0].person)
    yield replace(
        base,
        name="key_one_person_two_keys",
        source=ONCE,
        twin=twin,
        keysets=(Sent(scene.octets_of(keyset(keys=(*keyset().keys, second))), scene.BEGUN),),
        envelopes=(sent(YOUNG_PERSON_GIVES.agreement, signers=(PRIYA, LEE, ALEX)),),
        expect=str(Code.SIGNERS),
    )


GROUPS: Final = (missing, corporate, keys)
