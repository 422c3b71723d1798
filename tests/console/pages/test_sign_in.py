from __future__ import annotations

import pytest

from console.pages.sign_in import (
    QuickGrant,
    lost_page,
    pair_page,
    paired_page,
    quick_page,
    quick_person,
    sign_in_page,
    unlock_page,
)
from console.render import Page, Renderer
from console.services.sign_in import Paired, Refused
from console.words import sign_in
from policy.categories import Category
from policy.timed import Target

SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # noqa: S105 - a published one
CODES = tuple(f"code-{number}" for number in range(10))

PAGES: dict[str, Page] = {
    "sign in": sign_in_page(),
    "wrong": sign_in_page("Sam", Refused.WRONG),
    "too often": sign_in_page("Sam", Refused.TOO_OFTEN),
    "after a lost password": sign_in_page(done=True),
    "signed in already": sign_in_page(is_in=True),
    "PIN": unlock_page(has_pin=True),
    "no PIN": unlock_page(has_pin=False),
    "wrong PIN": unlock_page(has_pin=True, refused=Refused.WRONG),
    "spent PIN": unlock_page(has_pin=True, refused=Refused.SPENT),
    "by PIN": quick_page(
        (
            quick_person(1, "Maya", Target(category=Category.GAMES)),
            quick_person(2, "Noor", None),
        ),
        (QuickGrant(number=3, text="Leo"),),
    ),
    "pair": pair_page(SECRET),
    "pair with an app": pair_page(""),
    "wrong code": pair_page(SECRET, "Blue", Refused.CODE),
    "paired": paired_page(Paired(visit="v", phone="p", codes=CODES)),
    "paired again": paired_page(Paired(visit="v", phone="p", codes=())),
    "lost": lost_page(),
    "no code": lost_page("Sam", Refused.WRONG),
    "short": lost_page("Sam", Refused.SHORT),
}

SHOWS = {
    "wrong": sign_in.WRONG,
    "too often": sign_in.TOO_OFTEN,
    "after a lost password": sign_in.LOST_DONE,
    "signed in already": sign_in.IS_IN,
    "no PIN": sign_in.UNLOCK_NONE,
    "wrong PIN": sign_in.UNLOCK_WRONG,
    "spent PIN": sign_in.UNLOCK_SPENT,
    "by PIN": "Give 15 minutes of games",
    "pair": "GEZD GNBV",
    "wrong code": sign_in.PAIR_CODE_WRONG,
    "paired": "code-9",
    "paired again": sign_in.PAIRED_GO,
    "no code": sign_in.LOST_WRONG,
    "short": sign_in.LOST_SHORT,
}


@pytest.mark.parametrize("case", PAGES)
def test_every_page_can_be_drawn_and_says_what_it_is_about(case: str) -> None:
    """Each state of each page has its sentence, a title that names nobody, and no script."""
    body = Renderer("/static").html(PAGES[case])

    assert SHOWS.get(case, "<h1>") in body
    assert "Sam" not in body.partition("</title>")[0]
    assert "<script" not in body


@pytest.mark.parametrize("case", ["spent PIN", "no PIN"])
def test_a_pin_that_cannot_be_typed_has_no_field(case: str) -> None:
    """Where no PIN counts the page leads to the password instead."""
    body = Renderer("/static").html(PAGES[case])

    assert 'name="pin"' not in body
    assert 'href="/sign-in"' in body


def test_what_is_secret_does_not_come_back() -> None:
    """A password, code or PIN that was wrong is typed anew; the name is kept."""
    body = Renderer("/static").html(PAGES["wrong"])

    assert 'id="name" name="name" type="text" value="Sam"' in body
    assert 'id="password" name="password" type="password" value=""' in body


@pytest.mark.parametrize("refused", Refused)
def test_every_refusal_has_a_status(refused: Refused) -> None:
    """Too often is 429 (RFC 6585, 4), all else is what was typed, 422."""
    assert sign_in_page("", refused).status == (429 if refused is Refused.TOO_OFTEN else 422)
