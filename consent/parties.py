"""Who must sign what: for each record the places to fill, and the keys that could fill them.

Rules kept here:
- To start takes a social worker, a manager and the giver: different people. To stop takes one.
- Whoever may only stop (reviewing officer, advocate) signs nothing that leads to a start.
- No key of a trust root or of a keyset, revoked or not, fills the giver's place; no key of anybody
  in the home fills a place of the agency.
- Paper has no key: social worker and manager attest it, with the signatures they give anyway.
- A key counts for the day on which a record says it was issued. Whether that day can be believed,
  and what a later keyset says of the key, is the ledger's to ask.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Final, TypeAlias

from consent.codes import Code
from consent.errors import ConsentError
from consent.keys import KeyId, PublicKey, public_key_listed
from consent.profiles.facts import agency_keyids
from consent.profiles.rules import AgreementCase, ReviewCase
from consent.records.agency import Keyset, StaffKey, TrustKey, TrustRoot
from consent.records.agreement import Agreement, OwnKey, Paper, Scope
from consent.records.fields import AgencyRole, Capacity, Outcome, Revocation, ViewerRole
from consent.records.home_card import PersonalKey
from consent.records.review import Review
from consent.roles import Holder, PersonId, Requirement, Role

Source: TypeAlias = TrustRoot | Keyset | Agreement | Review | AgreementCase | ReviewCase
Key: TypeAlias = OwnKey | PersonalKey | StaffKey | TrustKey

MANAGERS: Final = frozenset({AgencyRole.TEAM_MANAGER, AgencyRole.SERVICE_MANAGER})
_HAND_OVER: Final = MANAGERS | {AgencyRole.SOCIAL_WORKER}
_EVERY_SITE: Final = 4

# Nobody on a keyset is called so: there, a person is 32 hexadecimal digits.
GIVER: Final = PersonId("the giver")
YOUNG_PERSON: Final = PersonId("the young person")


class PartyRefused(ConsentError):
    """Somebody stands in a place that is not theirs to fill."""


def agreement_requirements(case: AgreementCase) -> tuple[Requirement, ...]:
    """Return who must sign an agreement.

    Raises PartyRefused where the agency would be the giver, RoleMalformed where the keyset has
    nobody for a place, KeyRefused and TextMalformed for keys that are none.
    """
    agreement = case.agreement
    is_wider = needs_service_manager(agreement, agreement.scope) or agreement.urgent
    return (
        Requirement(
            (
                *_agency_roles(case.keyset, agreement, agreement.issued_at, is_wider=is_wider),
                *_giver_roles(_own_key_holders(agreement.giver.how, agreement), case),
            )
        ),
    )


def review_requirements(case: ReviewCase) -> tuple[Requirement, ...]:
    """Return who must sign a review; one that stops needs any one person of the agency.

    Raises what `agreement_requirements` raises.
    """
    review, agreement = case.review, case.agreement
    if review.outcome is Outcome.STOP:
        return (stop_requirement(case.trust_root, case.keyset),)
    is_wider = needs_service_manager(agreement, review.scope or case.scope)
    giver = (
        # Whoever has become able to decide it signs it themselves, also where another gave it.
        frozenset({_card_holder(agreement)})
        if must_young_person_sign(review, agreement)
        else _own_key_holders(review.giver, agreement)
    )
    roles = _agency_roles(case.keyset, agreement, review.issued_at, is_wider=is_wider)
    return (Requirement((*roles, *_giver_roles(giver, case))),)


def withdrawal_requirement(agreement: Agreement) -> Requirement:
    """Return who may withdraw: the giver or the young person, one of them."""
    holders = {_card_holder(agreement)} | _own_key_holders(agreement.giver.how, agreement)
    return Requirement((Role("giver or young person", _sorted(holders), 1),))


def objection_requirement(agreement: Agreement) -> Requirement:
    """Return who may object: the young person, whoever gave the agreement."""
    return Requirement((Role("young person", (_card_holder(agreement),), 1),))


def stop_requirement(trust_root: TrustRoot, keyset: Keyset) -> Requirement:
    """Return who may stop: anyone who works for the agency, also with a key that has expired.

    Stopping is the safe side, so only a compromised key does not count. Raises PartyRefused where
    the keyset is not of this trust root's agency.
    """
    if keyset.agency != trust_root.agency.domain:
        raise PartyRefused(Code.RULE_AGENCY, "agency")
    compromised = {one.keyid for one in keyset.revoked if one.reason is Revocation.COMPROMISED}
    holders = {_holder(key) for key in keyset.keys if key.keyid not in compromised}
    return Requirement((Role("agency", _sorted(holders), 1),))


def acknowledgement_requirement(agreement: Agreement) -> Requirement:
    """Return who may acknowledge: a viewer. That it is the one it names is asked beside this."""
    holders = {
        Holder(_key(one.keys).keyid, PersonId(f"viewer {at}"))
        for at, one in enumerate(agreement.viewing.viewers)
    }
    return Requirement((Role("viewer", _sorted(holders), 1),))


def paper_notice_requirement(agreement: Agreement, keyset: Keyset, at: datetime) -> Requirement:
    """Return who may say that paper was handed over: a social worker or a manager, one of them.

    With that statement the wait for recording begins, so it is on the side of starting: not for
    those who may only stop, and for nobody of the home. Raises RoleMalformed where the keyset has
    nobody for it.
    """
    holders = _staff(keyset, _HAND_OVER, at, agreement)
    return Requirement((Role("social worker or manager", holders, 1),))


def keys_of(*sources: Source) -> tuple[PublicKey, ...]:
    """Return the keys that these name, each once, to check signatures with.

    A key is listed although it may fill no place: then its signature is known, and does not count.
    Raises KeyRefused and TextMalformed.
    """
    found = {key.keyid: key for source in sources for key in map(_key, _keys_in(source))}
    return tuple(found[keyid] for keyid in sorted(found))


def needs_service_manager(agreement: Agreement, scope: Scope) -> bool:
    """Say whether a service manager signs beside the manager, urgent or not."""
    giver = agreement.giver
    return scope.level == _EVERY_SITE or giver.is_carer or giver.objection_known


def must_young_person_sign(review: Review, agreement: Agreement) -> bool:
    """Say whether the young person has become competent to decide what somebody else gave."""
    return review.gillick_competent and agreement.giver.capacity is Capacity.PR_HOLDER


def is_current(key: StaffKey, keyset: Keyset, at: datetime) -> bool:
    """Say whether a worker's key counted at an instant, as far as this keyset says."""
    revoked = [one for one in keyset.revoked if one.keyid == key.keyid]
    return key.not_before <= at < key.expires_at and all(
        one.reason is not Revocation.COMPROMISED
        and one.accept_before is not None
        and at < one.accept_before
        for one in revoked
    )


def _agency_roles(
    keyset: Keyset, agreement: Agreement, at: datetime, *, is_wider: bool
) -> tuple[Role, ...]:
    asked = {"social worker": frozenset({AgencyRole.SOCIAL_WORKER}), "manager": MANAGERS}
    if is_wider:
        # Beside the manager, not instead: this is one pair of eyes more.
        asked["service manager"] = frozenset({AgencyRole.SERVICE_MANAGER})
    return tuple(
        Role(title, _staff(keyset, roles, at, agreement), 1) for title, roles in asked.items()
    )


def _giver_roles(holders: frozenset[Holder], case: AgreementCase | ReviewCase) -> tuple[Role, ...]:
    """Return the giver's place, or none where paper speaks for them. Raises PartyRefused."""
    barred = agency_keyids(case.trust_root, case.keyset)
    if case.agreement.giver.is_agency or any(one.keyid in barred for one in holders):
        raise PartyRefused(Code.CORPORATE_PARENT, "giver")
    return (Role("giver", _sorted(holders), 1),) if holders else ()


def _own_key_holders(how: OwnKey | Paper | None, agreement: Agreement) -> frozenset[Holder]:
    if not isinstance(how, OwnKey):
        return frozenset()
    keyid = _key(how).keyid
    card = _card_holder(agreement)
    return frozenset({card if keyid == card.keyid else Holder(keyid, GIVER)})


def _card_holder(agreement: Agreement) -> Holder:
    return Holder(_key(agreement.young_person.card).keyid, YOUNG_PERSON)


def _staff(
    keyset: Keyset, roles: frozenset[AgencyRole], at: datetime, agreement: Agreement
) -> tuple[Holder, ...]:
    """Return the workers in these roles whose keys count, without anybody of the home."""
    viewers = agreement.viewing.viewers
    home = {agreement.young_person.card.keyid} | {
        one.keys.keyid for one in viewers if one.role is not ViewerRole.SOCIAL_WORKER
    }
    return _sorted(
        {
            _holder(key)
            for key in keyset.keys
            if key.role in roles and key.keyid not in home and is_current(key, keyset, at)
        }
    )


def _keys_in(source: Source) -> Iterator[Key]:
    match source:
        case TrustRoot():
            yield from (*source.root.keys, *source.delegator.keys)
        case Keyset():
            yield from source.keys
        case Agreement():
            yield source.young_person.card
            yield from (one.keys for one in source.viewing.viewers)
            yield from _own_keys(source.giver.how)
        case Review():
            yield from _own_keys(source.giver)
        case AgreementCase():
            yield from (*_keys_in(source.keyset), *_keys_in(source.agreement))
        case _:
            yield from (*_keys_in(source.keyset), *_keys_in(source.agreement))
            yield from _keys_in(source.review)


def _own_keys(how: OwnKey | Paper | None) -> tuple[OwnKey, ...]:
    return (how,) if isinstance(how, OwnKey) else ()


def _holder(key: StaffKey) -> Holder:
    return Holder(KeyId(key.keyid), PersonId(key.person))


def _key(listed: Key) -> PublicKey:
    return public_key_listed(listed.keyid, listed.ed25519)


def _sorted(holders: frozenset[Holder] | set[Holder]) -> tuple[Holder, ...]:
    return tuple(sorted(holders, key=lambda one: one.keyid))
