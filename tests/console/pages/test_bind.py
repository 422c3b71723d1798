from __future__ import annotations

from consent.codes import Code
from consent.sentences import SENTENCES
from console import words
from console.pages.bind import bind_page
from console.services.binding import Tried
from policy.household import Device

PHONE = Device(name="phone", belongs_to="Maya")


def test_what_happened_is_told_in_its_own_sentence() -> None:
    """A wrong code, none at all, a refusal in the recorder's words, and silence."""
    errors = [
        bind_page(PHONE, can_be_bound=True, tried=Tried.WRONG).error,
        bind_page(PHONE, can_be_bound=True, tried=Tried.NO_CODE).error,
        bind_page(PHONE, can_be_bound=True, refused=Code.DEVICE_UNBOUND).error,
        bind_page(PHONE, can_be_bound=True, silent=True).error,
    ]

    assert errors == [
        words.binding.WRONG_CODE,
        words.binding.NO_CODE,
        SENTENCES[Code.DEVICE_UNBOUND].carer,
        words.binding.SILENT,
    ]
    assert bind_page(PHONE, can_be_bound=True).error is None


def test_what_cannot_be_set_up_has_a_reason() -> None:
    """Nobody's device and one that is no young person's have different ones."""
    reasons = [bind_page(device, can_be_bound=False).reason for device in (None, PHONE)]

    assert reasons == [words.binding.NOT_NAMED, words.binding.NOT_THEIRS]
