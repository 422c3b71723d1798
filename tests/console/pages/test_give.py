from __future__ import annotations

from console.pages.give import NO_SERVICE, give_page
from policy.services import BY_TAG
from tests.console.pages.evenings import Plain


def test_only_what_could_be_given_is_offered() -> None:
    """Minutes of what is counted, a later bedtime where there is one, and the person's devices."""
    now = Plain().now()
    sam, alex = give_page(now, 1), give_page(now, 2)

    assert sam is not None
    assert alex is not None
    assert [one.label for one in sam.targets] == ["games", "streaming"]
    assert [one.value for one in sam.titles] == ["Bedtime"]
    assert bool(sam.family_lengths) is True
    assert (alex.targets, alex.titles, alex.family_lengths) == ((), (), ())
    assert [one.label for one in sam.devices] == ["Sam's phone"]
    assert [one.value for one in alex.devices] == ["2"]


def test_every_service_can_be_opened_and_none_is_the_first_choice() -> None:
    """The list holds each service once, by the name a family gives it."""
    page = give_page(Plain().now(), 1)

    assert page is not None
    assert page.services[0].value == NO_SERVICE
    assert {one.value for one in page.services[1:]} == set(BY_TAG)


def test_nobody_has_a_number_that_is_not_given() -> None:
    """Who left, and who never was, has no page; and no name is in a title."""
    page = give_page(Plain().now(), 1)

    assert give_page(Plain().now(), 3) is None
    assert page is not None
    assert "Sam" not in page.title
