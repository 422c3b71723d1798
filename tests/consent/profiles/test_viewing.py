from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from consent.records.agreement import Viewer
from consent.records.fields import ViewerRole
from consent.records.home_card import PersonalKey
from tests.consent.people import ALEX, LEE, MORGAN, PRIYA
from tests.consent.profiles.judging import broken_with
from tests.consent.profiles.sample import (
    CARER,
    OFFLINE,
    YOUNG_PERSON_GIVES,
    personal,
    sealing_key,
    staff_key,
)

ME, WORKER, ASH = YOUNG_PERSON_GIVES.agreement.viewing.viewers
KEYSET = YOUNG_PERSON_GIVES.keyset


def viewer(role: ViewerRole, keys: PersonalKey, why: str | None = None) -> Viewer:
    """Return a viewer with these keys."""
    return replace(ASH, role=role, keys=keys, why=why)


VIEWERS = {
    "no carer": ((ME, WORKER), ()),
    "two carers": ((ME, WORKER, ASH, replace(ASH, keys=personal(LEE, "Lee"))), ()),
    "nobody but the young person": ((ME,), ("VIEWER_SOCIAL_WORKER",)),
    "nobody but the social worker": ((WORKER,), ("VIEWER_YOUNG_PERSON",)),
    "a young person with another key": (
        (replace(ME, keys=personal(LEE, "Lee")), WORKER),
        ("VIEWER_YOUNG_PERSON",),
    ),
    "a young person with another key to seal to": (
        (replace(ME, keys=replace(ME.keys, x25519=sealing_key("Lee"))), WORKER),
        ("VIEWER_YOUNG_PERSON",),
    ),
    "the young person twice": ((ME, ME, WORKER), ("VIEWER_YOUNG_PERSON", "VIEWERS_ONCE")),
    "a manager as social worker": (
        (ME, WORKER, viewer(ViewerRole.SOCIAL_WORKER, personal(MORGAN, "Morgan"))),
        ("VIEWER_AGENCY",),
    ),
    "a social worker with another key to seal to": (
        (ME, replace(WORKER, keys=replace(WORKER.keys, x25519=sealing_key("Lee")))),
        ("VIEWER_AGENCY",),
    ),
    "a social worker as carer": (
        (ME, WORKER, viewer(ViewerRole.CARER, personal(PRIYA, "Lee"), "She is kind.")),
        ("HOME_KEYS", "VIEWERS_ONCE"),
    ),
    "a holder of an offline key as carer": (
        (ME, WORKER, viewer(ViewerRole.CARER, personal(OFFLINE[0], "Lee"), "She is kind.")),
        ("HOME_KEYS",),
    ),
    "the card under a second name": (
        (ME, WORKER, viewer(ViewerRole.CARER, personal(ALEX, "Lee"), "For them.")),
        ("VIEWERS_ONCE",),
    ),
    "two with one key to seal to": (
        (
            ME,
            WORKER,
            ASH,
            viewer(ViewerRole.CARER, personal(LEE, "Ash"), "She is kind."),
        ),
        ("VIEWERS_ONCE",),
    ),
}


@pytest.mark.parametrize(("viewers", "expected"), VIEWERS.values(), ids=VIEWERS)
def test_who_may_look_is_held(viewers: tuple[Viewer, ...], expected: tuple[str, ...]) -> None:
    """The young person always, a social worker always, a carer for a reason, and each once."""
    changes = ("agreement.viewing.viewers", viewers)

    assert broken_with(YOUNG_PERSON_GIVES, changes) == expected


KEYS = {
    "an id that is not the key's": ("keyid", "0c" * 32),
    "a key of small order": ("ed25519", "01" + "00" * 31),
    "a key to seal to of small order": ("x25519", "00" * 32),
    "another key to seal to of small order": (
        "x25519",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
    ),
}


@pytest.mark.parametrize(("field", "text"), KEYS.values(), ids=KEYS)
def test_keys_that_prove_nothing_are_refused(field: str, text: str) -> None:
    """Each key is one, under its own id, and what is sealed to it stays sealed."""
    changes = (f"agreement.viewing.viewers.2.keys.{field}", text)

    assert broken_with(YOUNG_PERSON_GIVES, changes) == ("KEYS",)


def test_the_card_is_not_on_the_agencys_list() -> None:
    """A worker cannot hold the young person's card as their own key."""
    card = staff_key(ALEX, "Alex", KEYSET.keys[0].role)
    changes = ("keyset.keys", (*KEYSET.keys, card))

    assert "HOME_KEYS" in broken_with(YOUNG_PERSON_GIVES, changes)


def test_a_device_bound_on_the_day_of_issue_is_bound() -> None:
    """Binding and issue may fall on one day."""
    changes = ("agreement.devices.0.bound_on", date(2026, 11, 30))

    assert broken_with(YOUNG_PERSON_GIVES, changes) == ()


def test_the_carers_own_key_is_no_agencys() -> None:
    """The sample's carer stands on no list, so that the tests above say something."""
    assert ASH.keys == personal(CARER, "Ash")
    assert ASH.keys.keyid not in {one.keyid for one in KEYSET.keys}
