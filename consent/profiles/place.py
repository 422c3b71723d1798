"""Rules about where it holds: in which setting, under which profile, and under whose keys."""

from __future__ import annotations

from typing import Final

from consent.codes import Code
from consent.profiles.rules import AgreementCase, Rule
from consent.records.fields import Setting

NAME: Final = "eng-foster-1"


def _is_this_profile(case: AgreementCase) -> bool:
    return case.agreement.profile == NAME


def _is_in_this_setting(case: AgreementCase) -> bool:
    return case.agreement.setting is not Setting.CHILDRENS_HOME


def _is_of_this_agency(case: AgreementCase) -> bool:
    domain = case.agreement.agency.domain
    return domain == case.trust_root.agency.domain == case.keyset.agency


def _is_by_keys_known(case: AgreementCase) -> bool:
    under = case.agreement.agency
    return (
        under.root_version <= case.trust_root.version
        and under.keyset_version <= case.keyset.version
    )


PLACE_RULES: Final[tuple[Rule[AgreementCase], ...]] = (
    Rule(
        name="PROFILE",
        citation="the project's decision 10: a profile is versioned, and is named in the record",
        code=Code.RULE_PROFILE,
        kept=_is_this_profile,
    ),
    Rule(
        name="P1_SETTING",
        citation="seed 004, section 1, ¶3; Children's Homes (England) Regulations 2015, reg. 24",
        code=Code.SETTING,
        kept=_is_in_this_setting,
    ),
    Rule(
        name="AGENCY",
        citation="the project's decision (people 11): an agency is the domain that proved itself",
        code=Code.RULE_AGENCY,
        kept=_is_of_this_agency,
    ),
    Rule(
        name="AGENCY_VERSION",
        citation="the project's decision: nothing is drawn up under keys that are not known yet",
        code=Code.RULE_AGENCY_VERSION,
        kept=_is_by_keys_known,
    ),
)
