from __future__ import annotations

from pathlib import Path

from console import words
from console.store.recorder import Recorder
from tests.console.browsing import ELSEWHERE
from tests.console.signing_in import home_in


def test_every_device_is_told_about_itself_without_a_sign_in(state: Path, tmp_path: Path) -> None:
    """The page and its Stop are open to whoever holds a device, on a plain line too."""
    home = home_in(state, "Sam", recorder=Recorder(tmp_path / "nobody"))
    browser = home.browser(ELSEWHERE)
    told, stopped = browser.open("/recorded"), browser.send("/recorded/stop", agreement="0" * 64)

    assert (told.status, told.shows(words.RECORDED_SILENT)) == (503, True)
    assert (stopped.status, stopped.shows(words.STOP_UNANSWERED)) == (503, True)


def test_without_a_recorder_there_is_no_such_page(state: Path) -> None:
    """In a home that records nothing the address is not there."""
    assert home_in(state, "Sam").browser().open("/recorded").status == 404
