from __future__ import annotations

from typing import get_args, get_type_hints

from consent.acts import Act, ViewReason
from consent.home import Press
from consent.records.fields import ViewerRole
from console.words import visit
from tests.console.words.foster_words import faults_of


def test_the_words_can_be_read_at_eleven_and_are_used() -> None:
    """Nothing on the visit page is hard, long, forbidden, or there for no page."""
    assert faults_of(visit) == []


def test_every_act_that_a_journal_tells_has_its_words() -> None:
    """Whatever can stand on the list is said, save what is said with its press or not at all."""
    every = {get_args(get_type_hints(act)["how"])[0] for act in get_args(Act)}

    assert every - set(visit.ACTS) == {"day", "day_key_created", "policy_changed", "update"} | {
        "stop_pressed"
    }
    assert set(visit.PRESSED) == set(Press)


def test_every_viewer_and_every_reason_has_its_words() -> None:
    """Each look on the list can be told by role and reason."""
    assert (set(visit.VIEWERS), set(visit.REASONS)) == (set(ViewerRole), set(ViewReason))
