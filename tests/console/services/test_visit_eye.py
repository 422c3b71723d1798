from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from consent.home import Press
from consent.recorder_requests import NoticeShown, Stop
from console.services.visit_eye import IS_WATCHED, PATIENCE_SECONDS, is_watched
from console.store import recorder as recorder_module
from console.store.recorder import Recorder
from tests.console.recorder_home import (
    LAPTOP,
    STRANGER,
    TABLET,
    RecorderHome,
    recorder_home,
)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[RecorderHome]:
    """Return a home in which an agreement about the tablet was taken in."""
    with recorder_home(tmp_path) as home:
        yield home.enrolled()


def test_it_is_open_on_the_very_device_while_something_is_written_down(home: RecorderHome) -> None:
    """Not before the start, not after the stop, and never on another device."""
    recorder = Recorder(home.socket)
    digest = home.agreed()
    before = is_watched(recorder, TABLET)
    home.done(NoticeShown(address=TABLET))
    home.later(days=2, hours=8)
    during = [is_watched(recorder, address) for address in (TABLET, LAPTOP, STRANGER)]
    home.done(Stop(agreement=digest, press=Press.CARER))
    after = is_watched(recorder, TABLET)

    assert (before, during, after) == (False, [True, False, False], False)


def test_where_no_recorder_is_nothing_is_watched(tmp_path: Path) -> None:
    """A home without a recorder has no eye on any page, and every page is there."""
    assert is_watched(Recorder(tmp_path / "recorder.sock"), TABLET) is False


def test_a_recorder_that_never_answers_keeps_nobody_from_help(tmp_path: Path) -> None:
    """A page waits a moment for it, far shorter than a page that is about it."""
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "recorder.sock"))
        listening.listen()

        assert is_watched(Recorder(tmp_path / "recorder.sock"), TABLET) is False
    assert PATIENCE_SECONDS * 5 < recorder_module.PATIENCE_SECONDS


def test_outside_a_request_no_device_is_watched() -> None:
    """What is said of one request is said of no other that nothing was found out about."""
    assert IS_WATCHED.get() is False
