from __future__ import annotations

from dataclasses import replace

from console.pages.accounts import accounts_page, added_page
from console.render import Renderer
from console.security.permissions import Role
from console.services.accounts import First, NotAdded, Standing
from console.store.database.sign_ins import Phone, SignIn
from console.words import sign_in
from tests.console.homes import WHEN

SAM = SignIn(
    number=1,
    name="Sam",
    role=Role.CARER,
    password="kept",  # noqa: S106 - what is kept of one
    app_secret="SECRET",  # noqa: S106 - no real one
    app_step=0,
    added_at=WHEN,
)
PHONE = Phone(number=4, sign_in=1, label="Blue", pin="kept", wrong_pins=0, paired_at=WHEN)
STANDING = Standing(sign_in=SAM, phones=(PHONE,), visits=1, paper_codes=7)


def test_a_card_says_how_somebody_stands() -> None:
    """Role, since when, visits, codes and phones; and that it is you."""
    (card,) = accounts_page((STANDING,), 1).cards

    assert (card.role, card.is_you) == (sign_in.ROLES[Role.CARER], True)
    assert card.lines == (
        "Since 21 November 2026",
        sign_in.ALL_VISITS_ONE,
        sign_in.ALL_CODES.format(count=7),
    )
    assert [(phone.number, phone.label) for phone in card.phones] == [(4, "Blue")]


def test_somebody_without_an_app_has_no_codes() -> None:
    """Where the second step is missing, that is said in place of a number."""
    plain = replace(STANDING, sign_in=replace(SAM, app_secret=None), visits=3)
    (card,) = accounts_page((plain,), None).cards

    assert card.lines[1:] == (sign_in.ALL_VISITS.format(count=3), sign_in.ALL_NO_APP)
    assert not card.is_you


def test_nothing_secret_is_on_the_page() -> None:
    """Neither what is kept of passwords and PINs nor the app's secret is drawn."""
    body = Renderer("/static").html(accounts_page((STANDING,), 1))

    assert "kept" not in body
    assert "SECRET" not in body
    assert "Sam" not in body.partition("</title>")[0]


def test_what_was_typed_stays_where_it_would_not_do() -> None:
    """The name and the role are as they were, with what is wrong beside them."""
    page = accounts_page((), 1, ("Kim", Role.HELPER), NotAdded.NAME)

    assert (page.name, page.name_error, page.status) == ("Kim", sign_in.ALL_NAME_WRONG, 422)
    assert [role.value for role in page.roles if role.chosen] == ["helper"]
    assert accounts_page((), 1, refused=NotAdded.LAST_CARER).error == sign_in.ALL_LAST


def test_a_first_password_is_drawn_once() -> None:
    """The page after adding holds it, and a title that names nobody."""
    page = added_page(First(sign_in=SAM, password="five words of the list"))  # noqa: S106 - a sample
    body = Renderer("/static").html(page)

    assert "five words of the list" in body
    assert "Sam" not in page.title
