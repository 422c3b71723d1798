from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

import pytest

from console import words
from console.pages.backup import backup_page, restore_page, text_page
from console.render import Renderer
from console.services.backup_states import Unopened
from console.services.household_text import ReadText
from console.words import backup
from policy.household import EVERYONE, Device, Household, YoungPerson


@pytest.mark.parametrize("why", list(Unopened))
def test_each_reason_has_its_sentence(why: Unopened) -> None:
    """Whatever is wrong with a backup, the page says it and what to do."""
    page = restore_page(why)

    assert page.error == words.backup.RESTORE_WRONG[why]
    assert page.status is HTTPStatus.UNPROCESSABLE_ENTITY


def test_a_page_that_is_opened_first_tells_of_no_error() -> None:
    """Nothing is wrong before something was sent."""
    assert (restore_page().error, restore_page().status) == (None, HTTPStatus.OK)
    assert backup_page().status is HTTPStatus.OK


def read(before: Household, after: Household) -> ReadText:
    """Return what was read of a text."""
    return ReadText(before=before, after=after, check="")


def test_a_home_without_anybody_is_told_as_one() -> None:
    """Neither side of the comparison is an empty list."""
    page = text_page(read(Household(), Household(zone="Europe/Paris")), "mark")

    assert page.now == page.then == (backup.TAKE_NOBODY,)
    assert not page.is_empty


def test_by_what_a_device_is_known_is_told_too() -> None:
    """Whoever changes a link address gives the device's rules to another one."""
    device = Device(name="Tablet", belongs_to=EVERYONE, links=("a4:83:e7:12:34:56",))
    other = replace(device, links=("a4:83:e7:12:34:57",))
    page = text_page(read(Household(devices=(device,)), Household(devices=(other,))), "mark")
    [ends], [begins] = page.ends, page.begins

    assert ends.sentences == (backup.KNOWN_BY.format(names="a4:83:e7:12:34:56"),)
    assert begins.sentences == (backup.KNOWN_BY.format(names="a4:83:e7:12:34:57"),)
    assert begins.whom == 'The device "Tablet"'


def test_an_order_alone_changes_no_sentence_and_can_be_taken() -> None:
    """Two lists of the same people are not the same text, and the page does not say they are."""
    one, two = YoungPerson(name="Maya", id=1), YoungPerson(name="Leo", id=2)
    page = text_page(
        read(Household(young_people=(one, two)), Household(young_people=(two, one))), "mark"
    )
    html = Renderer("/static").html(page)

    assert (page.ends, page.begins, page.is_empty) == ((), (), False)
    assert backup.TAKE_ORDER in html
    assert backup.TAKE_YES in html
