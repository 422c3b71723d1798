from __future__ import annotations

from console import words
from console.pages.standing import Tone
from console.pages.start import start_page
from console.render import Renderer
from console.store.published import Silence
from policy.compile import PROTECTIVE_DEFAULT
from policy.snapshot import PolicySnapshot
from tests.console import homes

SNAPSHOT = PolicySnapshot(version=1, household=PROTECTIVE_DEFAULT)


def test_it_says_whether_the_filter_holds() -> None:
    """Before anybody lives here the page already says whether what it promises is in force."""
    running = start_page(SNAPSHOT, homes.IN_FORCE)
    silent = start_page(SNAPSHOT, Silence.NOT_RUNNING)

    assert (running.truth.heading, running.truth.tone) == (words.IN_FORCE, Tone.FINE)
    assert (silent.truth.heading, silent.truth.tone) == (words.NOT_RUNNING, Tone.CARE)


def test_every_sentence_is_on_the_page() -> None:
    """It is said that nobody set up the home, what is blocked, and that nothing is written down."""
    body = Renderer("/static").html(start_page(SNAPSHOT, homes.IN_FORCE))

    for sentence in (words.start.TEXT, words.start.HOLDS, words.start.NOTHING):
        assert sentence in body
    assert "<title>Welcome - Lamplight</title>" in body


def test_where_the_settings_were_damaged_it_says_so() -> None:
    """A home that somebody lived in is not welcomed, and told what to do."""
    snapshot = homes.snapshot_of(homes.FULL)
    page = start_page(snapshot, homes.IN_FORCE, is_damaged=True)

    assert page.damaged is not None
    assert page.damaged.todo == words.start.DAMAGED_TODO
    assert start_page(snapshot, homes.IN_FORCE).damaged is None
