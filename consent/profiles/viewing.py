"""Rules about keys, viewers and devices: whose they are, and that nobody sees by accident."""

from __future__ import annotations

from typing import Final

from consent.codes import Code
from consent.errors import ConsentError
from consent.opening_keys import opening_key_listed
from consent.profiles.facts import agency_keyids, are_different, is_key, issue_day, worker
from consent.profiles.rules import AgreementCase, Rule
from consent.records.agreement import OwnKey, Viewer
from consent.records.fields import AgencyRole, ViewerRole


def _viewers(case: AgreementCase, role: ViewerRole) -> tuple[Viewer, ...]:
    return tuple(one for one in case.agreement.viewing.viewers if one.role is role)


def _are_keys_sound(case: AgreementCase) -> bool:
    agreement, how = case.agreement, case.agreement.giver.how
    home = [agreement.young_person.card, *(one.keys for one in agreement.viewing.viewers)]
    return (
        all(map(is_key, home))
        and (not isinstance(how, OwnKey) or is_key(how))
        and all(_can_be_sealed_to(one.x25519) for one in home)
    )


def _can_be_sealed_to(x25519: str) -> bool:
    """Say whether what is sealed to a key takes its private half to open."""
    try:
        opening_key_listed(x25519)
    except ConsentError:
        return False
    return True


def _is_home_not_agency(case: AgreementCase) -> bool:
    barred = agency_keyids(case.trust_root, case.keyset)
    home = {one.keys.keyid for one in _viewers(case, ViewerRole.CARER)}
    return not (home | {case.agreement.young_person.card.keyid}) & barred


def _does_young_person_view(case: AgreementCase) -> bool:
    card = case.agreement.young_person.card
    return [one.keys for one in _viewers(case, ViewerRole.YOUNG_PERSON)] == [card]


def _does_a_social_worker_view(case: AgreementCase) -> bool:
    return bool(_viewers(case, ViewerRole.SOCIAL_WORKER))


def _are_social_workers_of_the_agency(case: AgreementCase) -> bool:
    def is_listed(viewer: Viewer) -> bool:
        key = worker(case.keyset, viewer.keys.keyid, AgencyRole.SOCIAL_WORKER)
        return key is not None and key.x25519 == viewer.keys.x25519

    return all(map(is_listed, _viewers(case, ViewerRole.SOCIAL_WORKER)))


def _have_carers_a_reason(case: AgreementCase) -> bool:
    return all(one.why is not None for one in _viewers(case, ViewerRole.CARER))


def _is_nobody_there_twice(case: AgreementCase) -> bool:
    keys = [one.keys for one in case.agreement.viewing.viewers]
    return are_different([one.keyid for one in keys]) and are_different(
        [one.x25519 for one in keys]
    )


def _are_devices_theirs_alone(case: AgreementCase) -> bool:
    return all(one.sole_user for one in case.agreement.devices)


def _are_devices_bound(case: AgreementCase) -> bool:
    return all(one.bound_on <= issue_day(case.agreement) for one in case.agreement.devices)


def _are_devices_different(case: AgreementCase) -> bool:
    return are_different([one.id for one in case.agreement.devices])


VIEWING_RULES: Final[tuple[Rule[AgreementCase], ...]] = (
    Rule(
        name="KEYS",
        citation="the project's decision (consent B.2): keys that prove nothing are refused; RFC "
        "7748, section 6.1",
        code=Code.RULE_KEYS,
        kept=_are_keys_sound,
    ),
    Rule(
        name="HOME_KEYS",
        citation="the project's decision (consent B.4): nobody is both of the home and the agency",
        code=Code.RULE_HOME_KEYS,
        kept=_is_home_not_agency,
    ),
    Rule(
        name="VIEWER_YOUNG_PERSON",
        citation="UK GDPR, article 15; the project's decision (people 15): what is seen of them, "
        "they see",
        code=Code.RULE_VIEWER_YOUNG_PERSON,
        kept=_does_young_person_view,
    ),
    Rule(
        name="VIEWER_SOCIAL_WORKER",
        citation="seed 003, transparency: seen by more than one adult; the project's decision "
        "(people 8): after an objection only the social worker views",
        code=Code.RULE_VIEWER_SOCIAL_WORKER,
        kept=_does_a_social_worker_view,
    ),
    Rule(
        name="VIEWER_AGENCY",
        citation="seed 003, closed groups: control over who has access",
        code=Code.RULE_VIEWER_AGENCY,
        kept=_are_social_workers_of_the_agency,
    ),
    Rule(
        name="VIEWER_CARER",
        citation="the project's decision 10 (people 10): a carer views only for a reason",
        code=Code.RULE_VIEWER_CARER,
        kept=_have_carers_a_reason,
    ),
    Rule(
        name="VIEWERS_ONCE",
        citation="seed 003, closed groups: control over who has access",
        code=Code.RULE_VIEWERS_ONCE,
        kept=_is_nobody_there_twice,
    ),
    Rule(
        name="DEVICE_SHARED",
        citation="seed 001, all kinds of devices; the project's decision (consent B.10): never a "
        "device that others use too",
        code=Code.RULE_DEVICE_SHARED,
        kept=_are_devices_theirs_alone,
    ),
    Rule(
        name="DEVICE_BOUND",
        citation="the project's decision (consent B.10): bound in the hand of whoever uses it",
        code=Code.RULE_DEVICE_BOUND,
        kept=_are_devices_bound,
    ),
    Rule(
        name="DEVICE_TWICE",
        citation="the project's decision (consent B.10): one device, one place in the record",
        code=Code.RULE_DEVICE_TWICE,
        kept=_are_devices_different,
    ),
)
