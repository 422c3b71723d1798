from __future__ import annotations

import pytest

from consent.records.fields import Setting
from tests.consent.profiles.judging import broken_with
from tests.consent.profiles.sample import YOUNG_PERSON_GIVES


@pytest.mark.parametrize("setting", Setting)
def test_it_is_for_every_setting_but_one(setting: Setting) -> None:
    """Foster care, supported lodgings and the like; never a children's home."""
    broken = broken_with(YOUNG_PERSON_GIVES, ("agreement.setting", setting))

    assert broken == (("P1_SETTING",) if setting is Setting.CHILDRENS_HOME else ())


AGENCIES = {
    "a trust root of another agency": (("trust_root.agency.domain", "southmoor.gov.uk"),),
    "a keyset of another agency": (("keyset.agency", "southmoor.gov.uk"),),
}


@pytest.mark.parametrize("changes", AGENCIES.values(), ids=AGENCIES)
def test_all_three_are_of_one_agency(changes: tuple[tuple[str, object], ...]) -> None:
    """Agreement, keyset and trust root name the same domain."""
    assert broken_with(YOUNG_PERSON_GIVES, *changes) == ("AGENCY",)


KNOWN = {
    "an older keyset than the newest": ("keyset.version", 5, ()),
    "a newer keyset than is known": ("keyset.version", 3, ("AGENCY_VERSION",)),
    "an older trust root than the newest": ("trust_root.version", 2, ()),
    "a newer trust root than is known": ("agreement.agency.root_version", 2, ("AGENCY_VERSION",)),
}


@pytest.mark.parametrize(("path", "version", "expected"), KNOWN.values(), ids=KNOWN)
def test_it_is_drawn_up_under_keys_that_are_known(
    path: str, version: int, expected: tuple[str, ...]
) -> None:
    """Under those of today or those before; never under what has not come yet."""
    assert broken_with(YOUNG_PERSON_GIVES, (path, version)) == expected
