from __future__ import annotations

from datetime import UTC, datetime

import pytest

from agent.demo.desk import PlayedDesk
from consent.desk import DeskRefused

AT = datetime(2026, 11, 21, 9, tzinfo=UTC)


def test_a_question_is_met_by_the_first_text_that_it_contains() -> None:
    """Whoever is asked something that is known answers it, also where it is typed unseen."""
    desk = PlayedDesk(at=AT, answers={"name": "Priya", "agency's name": "never asked"})

    assert desk.ask("What is the agency's name? ") == "Priya"
    assert desk.ask_secret("Your name: ") == "Priya"


def test_a_question_that_nobody_knows_ends_the_ceremony() -> None:
    """A new question of the desk's commands is noticed, and not answered with anything."""
    with pytest.raises(DeskRefused, match="'Your shoe size: '"):
        PlayedDesk(at=AT).ask("Your shoe size: ")


def test_files_are_kept_in_memory() -> None:
    """What is written can be read again, and what was not is said not to be there."""
    desk = PlayedDesk(at=AT)
    desk.write("a.key", b"octets", private=True)

    assert desk.read("a.key") == b"octets"
    assert desk.exists("a.key")
    assert not desk.exists("b.key")
    with pytest.raises(DeskRefused, match=r"b\.key is not there"):
        desk.read("b.key")


def test_it_stands_at_an_instant_with_real_chance() -> None:
    """Its clock stands where it was put, and no two draws of chance are alike."""
    desk = PlayedDesk(at=AT)
    desk.say("said")
    desk.note("unsaid")

    assert desk.now() == AT
    assert desk.said == ["said"]
    assert desk.chance(16) != desk.chance(16)
