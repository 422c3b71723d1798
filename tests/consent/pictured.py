"""The agreement that the first pictures of the console showed, and what is wrong with it.

It was drawn before there were rules: 32 days, no notice, a carer where a manager belongs, and late
evenings as the reason. What the pictures do not show is as it should be.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final

from consent.profiles.rules import AgreementCase
from consent.records.agreement import ActionStep, Countersigned, Happened, Tried
from consent.records.fields import Countersign
from tests.consent.people import ALEX, MORGAN, PRIYA
from tests.consent.profiles.sample import AGREEMENT, CARER, YOUNG_PERSON_GIVES, worded
from tests.consent.texts.sample import changed

_MEETING: Final = date(2026, 11, 12)
_DECIDED: Final = date(2026, 11, 14)
_ME, _PRIYA, _SAM = AGREEMENT.viewing.viewers
_TRIED: Final = Tried(
    tried="Time limits alone, for three weeks", why_not_enough="The tablet was used at night."
)

PICTURED: Final[AgreementCase] = worded(
    replace(
        YOUNG_PERSON_GIVES,
        agreement=replace(
            AGREEMENT,
            issued_at=datetime(2026, 11, 16, 10, 2, tzinfo=UTC),
            devices=(replace(AGREEMENT.devices[0], label="Tablet", bound_on=_DECIDED),),
            starts_on=date(2026, 11, 16),
            valid_until=date(2026, 12, 18),
            end_by=date(2026, 12, 18),
            necessity=replace(
                AGREEMENT.necessity,
                substantial_significant_harm=False,
                less_restrictive=(_TRIED,),
                plain_reason="Late-night tablet use affecting school.",
            ),
            process=replace(
                AGREEMENT.process,
                plans_updated_on=_DECIDED,
                evaluated_on=_DECIDED,
                team_manager=CARER.public_key.keyid,
                reasons_recorded_on=_DECIDED,
            ),
            discussion=replace(
                AGREEMENT.discussion,
                with_young_person=_MEETING,
                with_family=Happened(on=_MEETING, why_not=None),
            ),
            giver=replace(
                AGREEMENT.giver,
                gillick=replace(AGREEMENT.giver.gillick, assessed_on=_MEETING),
                countersign=Countersigned(state=Countersign.SIGNED, reason=None),
            ),
            scope=replace(
                AGREEMENT.scope,
                level=1,
                why_not_lower=None,
                categories=("adult", "gambling"),
                hours=None,
            ),
            viewing=replace(AGREEMENT.viewing, viewers=(_ME, replace(_SAM, label="Sam", why=None))),
            action_plan=(
                ActionStep(step="The tablet sleeps in the kitchen.", by=date(2026, 12, 11)),
            ),
            evidence=tuple(
                replace(one, dated=min(one.dated, _DECIDED)) for one in AGREEMENT.evidence
            ),
        ),
    )
)

SIGNED_BY: Final = (ALEX, CARER, PRIYA)
"""Whose signatures the pictures show: the young person, the carer, the social worker."""

REPAIRS: Final[Mapping[str, tuple[str, object]]] = MappingProxyType(
    {
        "P3_HARM": ("necessity.substantial_significant_harm", True),
        "P4_TRIED": (
            "necessity.less_restrictive",
            (_TRIED, AGREEMENT.necessity.less_restrictive[0]),
        ),
        "P10_MANAGERS": ("process.team_manager", MORGAN.public_key.keyid),
        "VIEWER_SOCIAL_WORKER": (
            "viewing.viewers",
            (_ME, replace(_SAM, label="Sam", why=None), _PRIYA),
        ),
        "VIEWER_CARER": ("viewing.viewers.1.why", "Sam is there at night."),
        "NOTICE": ("starts_on", date(2026, 11, 17)),
        "P19_FIRST_MONTH": ("valid_until", date(2026, 12, 16)),
    }
)
"""By the name of each rule that it breaks: the field, and what would put this right alone."""


def repaired(case: AgreementCase, rule: str) -> AgreementCase:
    """Return the case with one of its faults put right."""
    path, to = REPAIRS[rule]
    return worded(changed(case, f"agreement.{path}", to))
