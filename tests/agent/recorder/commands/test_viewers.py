from __future__ import annotations

import re
from pathlib import Path

import pytest

from agent.recorder.commands.viewers import read, viewer
from agent.recorder.errors import RecorderRefused
from consent.codes import Code
from consent.desk import DeskRefused
from consent.home import Press
from consent.passphrase import keys_from_words
from consent.recorder_requests import Stop
from consent.records.fields import ViewerRole
from tests.agent.recorder.commands.asking import acknowledged
from tests.agent.recorder.commands.at_home import (
    CARD,
    CARERS_WORDS,
    at_home,
    with_counts,
    with_entries,
)
from tests.agent.recorder.home import moved_in

READING = {"yes or no": "yes", "five words": " ".join(CARERS_WORDS)}


def test_a_carers_words_are_shown_once_and_kept_nowhere(tmp_path: Path) -> None:
    """A carer's words are on the terminal once; the box has public keys, and no file has words."""
    with at_home(tmp_path, moved_in()) as home:
        desk = home.somebody()
        viewer(desk, home.recorder, " Sam ")
        [found] = home.how().viewers
        [shown] = re.findall(r"^  ([a-z -]+)$", desk.said[0], re.MULTILINE)
        on_card = b"".join(path.read_bytes() for path in home.state.rglob("*") if path.is_file())

    words = tuple(shown.split(" "))
    assert (found.role, found.label) == (ViewerRole.CARER, "Sam")
    assert keys_from_words(words, found.ref).public == found.keys
    assert len(words) == 5
    assert shown.encode() not in on_card
    assert "an agreement has to name Sam" in desk.said[1]


def test_two_carers_get_different_words(tmp_path: Path) -> None:
    """Words are made by chance, so each carer's are their own."""
    with at_home(tmp_path, moved_in()) as home:
        desk = home.somebody()
        viewer(desk, home.recorder, "Sam")
        viewer(desk, home.recorder, "Alex")
        one, other = home.how().viewers

    assert one.ref != other.ref
    assert one.keys != other.keys


def test_words_that_the_box_does_not_take_are_not_shown(tmp_path: Path) -> None:
    """Where the box does not know somebody's keys, nobody is shown any words."""
    with at_home(tmp_path, moved_in()) as home:
        desk = home.somebody()
        viewer(desk, home.recorder, "Sam")
        again = home.somebody()
        with pytest.raises(RecorderRefused) as refused:
            viewer(again, home.recorder, "Sam")

    assert refused.value.code == Code.DEVICE_LABEL
    assert again.said == []


def test_reading_is_signed_after_the_page_was_shown(tmp_path: Path) -> None:
    """A carer sees why, how often and what then, says yes, and signs with their own words."""
    kept, digest = with_counts()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody(READING)
        read(desk, home.recorder, "Carer", None)
        found = acknowledged(home, digest)
        keyid = home.how().viewers[0].keys.keyid

    assert found == {keyid}
    page, noted = desk.said
    assert "They sit down together on Sundays." in page
    assert "once a week" in page
    assert "It is talked over with you at your weekly meeting." in page
    assert "The young person sees every one of them" in page
    assert "It does not show that anybody opened it" in page
    assert noted == "It is noted. From now on Carer can look, as the agreement says."


def test_without_a_yes_nothing_is_signed(tmp_path: Path) -> None:
    """Whoever does not say that they read it is asked for no words, and nothing is noted."""
    kept, digest = with_counts()
    with at_home(tmp_path, kept) as home:
        desk = home.somebody({**READING, "yes or no": "no"})
        read(desk, home.recorder, "Carer", None)

        assert acknowledged(home, digest) == frozenset()
    assert len(desk.asked) == 1


def test_nobody_signs_in_anothers_name(tmp_path: Path) -> None:
    """The young person's words do not sign for a carer."""
    kept, digest = with_counts()
    with at_home(tmp_path, kept) as home:
        with pytest.raises(DeskRefused, match="not right three times"):
            read(home.somebody({**READING, "five words": CARD}), home.recorder, "Carer", None)

        assert acknowledged(home, digest) == frozenset()


def test_whom_no_agreement_names_has_nothing_to_read(tmp_path: Path) -> None:
    """Somebody whom no agreement names as a viewer is told that."""
    with at_home(tmp_path, moved_in()) as home:
        viewer(home.somebody(), home.recorder, "Sam")
        with pytest.raises(DeskRefused, match="No agreement here names Sam"):
            read(home.somebody(READING), home.recorder, "Sam", None)


def test_an_agreement_that_is_over_is_not_read_for(tmp_path: Path) -> None:
    """After an agreement has ended there is nothing to look at, and so nothing to sign."""
    kept, digest = with_entries()
    with at_home(tmp_path, kept) as home:
        home.ask(Stop(agreement=digest, press=Press.CARER))
        with pytest.raises(DeskRefused, match="No agreement here names Carer"):
            read(home.somebody(READING), home.recorder, "Carer", None)
