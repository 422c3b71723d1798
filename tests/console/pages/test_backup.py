from __future__ import annotations

from http import HTTPStatus

import pytest

from console import words
from console.pages.backup import backup_page, restore_page
from console.services.backup_states import Unopened


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
