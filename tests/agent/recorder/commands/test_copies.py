from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agent.recorder.commands.copies import end_placement, give_up_copy
from consent.acts import Closed, Erasure
from consent.audit_entry import entry_from_line
from consent.bundle import bundle_from_octets
from consent.desk import DeskRefused
from consent.home import Press
from consent.recorder_answers import Done, HowItStands
from consent.recorder_requests import Stop
from tests.agent.recorder.commands.asking import answering
from tests.agent.recorder.commands.at_home import (
    CARD,
    CARERS_WORDS,
    AtHome,
    at_home,
    with_entries,
)
from tests.consent.commands.memory import MemoryDesk

CARDS = {"yes or no": "yes", "five words of the card": CARD}
CARERS = {"yes or no": "yes", "five words of the card": " ".join(CARERS_WORDS)}


class FullDesk(MemoryDesk):
    """A desk at which nothing can be written."""

    def write(self, name: str, octets: bytes, *, private: bool = False) -> None:
        """Refuse it, whatever it is."""
        assert octets
        assert private
        raise DeskRefused(f"{name} cannot be written (No space left on device)")


def withdrawn(home: AtHome, agreement: str) -> HowItStands:
    """Have the young person stop it; return how the home then stands."""
    home.ask(Stop(agreement=agreement, press=Press.YOUNG_PERSON))
    return home.how()


def test_the_young_person_gives_their_copy_up(tmp_path: Path) -> None:
    """With their card the young person has what is kept for them alone destroyed at once."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        before = withdrawn(home, digest)
        desk = home.somebody(CARDS)
        give_up_copy(desk, home.recorder, None)
        after = home.how()

    assert len(before.days) == 1
    assert after.days == ()
    assert desk.said == ["It is destroyed."]


def test_nobody_else_gives_it_up(tmp_path: Path) -> None:
    """A carer's words destroy nothing of the young person's."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        withdrawn(home, digest)
        with pytest.raises(DeskRefused, match="Nothing was destroyed"):
            give_up_copy(home.somebody(CARERS), home.recorder, None)

        assert len(home.how().days) == 1


def test_without_a_yes_nothing_is_given_up(tmp_path: Path) -> None:
    """Without a yes nothing is destroyed, and no words are typed."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        withdrawn(home, digest)
        desk = home.somebody({**CARDS, "yes or no": "no"})
        give_up_copy(desk, home.recorder, None)

        assert len(home.how().days) == 1
    assert len(desk.asked) == 1


def test_without_a_withdrawal_there_is_no_copy(tmp_path: Path) -> None:
    """While an agreement goes on, nothing is kept that could be given up."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home, pytest.raises(DeskRefused, match="no copy here"):
        give_up_copy(home.somebody(CARDS), home.recorder, None)


def test_the_end_of_a_placement_leaves_its_list_behind(tmp_path: Path) -> None:
    """At the end everything is destroyed, and the last list stands in the file that was named."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        box = home.how().box
        desk = home.somebody()
        with home.becoming_another():
            end_placement(desk, home.recorder, "end.bundle")
        after = home.how()

    bundle = bundle_from_octets(desk.files["end.bundle"])
    acts = [entry_from_line(line).act for line in bundle.journal]
    assert bundle.box_key.keyid == box
    assert Closed(how="closed", agreement=digest, reason=Erasure.PLACEMENT_ENDED) in acts
    assert desk.private == {"end.bundle"}
    assert (after.box == box, after.agency, after.devices, after.days) == (False, None, (), ())
    assert "Everything that was written down is destroyed." in desk.said[0]


def test_a_file_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    """Nothing ends into a file that holds something already."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody()
        desk.files["end.bundle"] = b"an older one"
        with pytest.raises(DeskRefused, match="is there already"):
            end_placement(desk, home.recorder, "end.bundle")

        assert home.how().devices[0].off is None
    assert desk.files == {"end.bundle": b"an older one"}


def test_a_file_that_cannot_be_written_ends_nothing(tmp_path: Path) -> None:
    """Where the list cannot be kept, nothing is destroyed."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as home:
        with pytest.raises(DeskRefused, match="cannot be written"):
            end_placement(FullDesk(), home.recorder, "end.bundle")

        assert home.how().devices[0].off is None


def test_a_box_whose_list_is_damaged_ends_all_the_same(tmp_path: Path) -> None:
    """A box that cannot give out its list any more forgets everything nevertheless, and says so."""
    kept, _ = with_entries()
    damaged = replace(kept, card={**kept.card, "checkpoint": b"damaged"})
    with at_home(tmp_path, damaged) as home:
        box = home.how().box
        desk = home.somebody()
        with home.becoming_another():
            end_placement(desk, home.recorder, "end.bundle")
        after = home.how()

    assert (after.box == box, after.agency, after.days) == (False, None, ())
    assert desk.files == {"end.bundle": b""}
    assert "end.bundle is empty" in desk.said[1]


def test_an_end_that_nobody_confirmed_is_not_said_to_be_one(tmp_path: Path) -> None:
    """Where the box does not answer, nobody says that it ended, and the list so far is kept."""
    desk = MemoryDesk()
    with (
        answering(tmp_path, Done(), b"the list so far") as recorder,
        pytest.raises(DeskRefused, match="nobody can say whether it ended"),
    ):
        end_placement(desk, recorder, "end.bundle")

    assert desk.files == {"end.bundle": b"the list so far"}
    assert desk.said == []
