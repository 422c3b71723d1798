"""What the box itself knows: the device in the hand, and whether it can write down what it does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from tests.consent import scene
from tests.consent.profiles.sample import YOUNG_PERSON_GIVES
from tests.vectors.cases.rules import of_agreement
from tests.vectors.ledger_case import PERMIT, Case

TWIN: Final = "valid_a_young_person_gives_with_their_card"
SOURCE: Final = "consent.md B.10 and C.3, steps 10 and 11"


def devices() -> Iterator[Case]:
    """Yield devices that are not bound, not alone, not certain, not the same, not named."""
    base = of_agreement("", YOUNG_PERSON_GIVES, SOURCE, "")
    for name, changes, expect in (
        ("device_not_bound", {"bound": False}, "E_DEVICE_UNBOUND"),
        ("device_shared_now", {"sole_user": False}, "E_DEVICE_SHARED"),
        ("device_ambiguous", {"ambiguous": True}, "E_DEVICE_AMBIGUOUS"),
        ("device_bound_another_day", {"bound_on": date(2026, 12, 3)}, "E_DEVICE_CHANGED"),
        ("device_not_named", {"id": "0d" * 16}, "E_AGREEMENT_NONE"),
    ):
        device = scene.device_of(**changes)
        notices = scene.notices_of((base.agreement,))
        yield replace(base, name=name, twin=TWIN, device=device, notices=notices, expect=expect)
    laptop = YOUNG_PERSON_GIVES.agreement.devices[1]
    second = scene.device_of(id=laptop.id, bound_on=laptop.bound_on)
    yield replace(base, name="device_the_second", twin=TWIN, device=second, expect=f"{PERMIT}:2")


def audit() -> Iterator[Case]:
    """Yield a box that cannot write down what it does."""
    base = of_agreement("audit_not_writable", YOUNG_PERSON_GIVES, SOURCE, "E_AUDIT")
    yield replace(base, twin=TWIN, home={"audit_writable": False})


GROUPS: Final = (devices, audit)
