from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console import words
from console.services.binding import MAX_TRIES
from console.store.database.homes import HomeKind, home_of, save_home
from console.store.recorder import Recorder
from tests.console.at_hand import AtHand, Seen, at_hand
from tests.console.recorder_home import LAPTOP, TABLET, RecorderHome, recorder_home
from tests.console.visit_home import HOUSEHOLD

CODE = "/devices/1/code"


@pytest.fixture
def recorder(tmp_path: Path) -> Iterator[RecorderHome]:
    """Return a recorder that knows devices by their addresses, and has bound none."""
    with recorder_home(tmp_path / "recorder") as home:
        yield home


@pytest.fixture
def home(tmp_path: Path, recorder: RecorderHome) -> Iterator[AtHand]:
    """Return a home with a tablet of Maya's and a laptop of Leo's, each at its address."""
    with at_hand(tmp_path / "state", HOUSEHOLD, recorder=Recorder(recorder.socket)) as home:
        yield home


def test_the_right_code_on_the_right_device_binds_it(home: AtHand, recorder: RecorderHome) -> None:
    """The carer's page shows it, the device's page takes it, and leads to what is written down."""
    name = _name(home)
    shown = home.send(CODE, {"device": name})
    page = home.get("/devices/1")
    asked = home.get("/bind", TABLET)
    done = home.send("/bind", {"code": _code(page)}, TABLET)
    again = home.send("/bind", {"code": _code(page)}, TABLET)

    assert shown.leads_to == "/devices/1#bind"
    assert words.devices.BIND_UNTIL.format(time="18:50") in page.text
    assert words.binding.BIND_SHOWN in asked.text
    assert (done.status, done.leads_to) == (303, "/recorded")
    assert recorder.device(name).addresses == (TABLET,)
    assert recorder.device(name).sole_user
    assert words.binding.NO_CODE in again.text
    assert words.devices.BIND_CODE not in home.get("/devices/1").text


def test_a_wrong_code_binds_nothing(home: AtHand, recorder: RecorderHome) -> None:
    """It is told, and after five of them the right one is void too."""
    home.send(CODE, {"device": _name(home)})
    code = _code(home.get("/devices/1"))
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for _ in range(MAX_TRIES):
        page = home.send("/bind", {"code": wrong}, TABLET)
        assert (page.status, words.binding.WRONG_CODE in page.text) == (422, True)

    assert words.binding.NO_CODE in home.send("/bind", {"code": code}, TABLET).text
    assert _name(home) not in _bound(recorder)


def test_the_code_of_another_device_binds_nothing(home: AtHand, recorder: RecorderHome) -> None:
    """On Leo's laptop the code for Maya's tablet is no code, and Maya's is good afterwards."""
    home.send(CODE, {"device": _name(home)})
    code = _code(home.get("/devices/1"))
    page = home.send("/bind", {"code": code}, LAPTOP)

    assert words.binding.NO_CODE in page.text
    assert "Laptop" not in _bound(recorder)
    assert home.send("/bind", {"code": code}, TABLET).status == 303


def test_an_old_code_binds_nothing(home: AtHand, recorder: RecorderHome) -> None:
    """Ten minutes later it is gone, from the carer's page as well."""
    home.send(CODE, {"device": _name(home)})
    code = _code(home.get("/devices/1"))
    home.later(minutes=10)

    assert words.devices.BIND_CODE not in home.get("/devices/1").text
    assert words.binding.NO_CODE in home.send("/bind", {"code": code}, TABLET).text
    assert _name(home) not in _bound(recorder)


def test_a_device_that_is_no_young_persons_is_told_so(home: AtHand) -> None:
    """A device nobody named has no field for a code; a school's has neither code nor field."""
    stranger = home.get("/bind", "127.0.0.99")
    name = _name(home)
    home.send("/devices/1/give", {"device": name, "owner": "Maya", "school": "yes"})
    schools = home.get("/bind", TABLET)
    sent = home.send("/bind", {"code": "123456"}, TABLET)
    home.send(CODE, {"device": name})

    assert words.binding.NOT_NAMED in stranger.text
    assert words.binding.NOT_THEIRS in schools.text
    assert 'name="code"' not in schools.body
    assert words.binding.NOT_THEIRS in sent.text
    assert words.devices.BIND not in home.get("/devices/1").text


def test_what_the_recorder_refuses_is_told_in_its_words(
    home: AtHand, recorder: RecorderHome
) -> None:
    """A device that is bound already is not bound twice; a silent recorder is said to be silent."""
    for _ in range(2):
        home.send(CODE, {"device": _name(home)})
        page = home.send("/bind", {"code": _code(home.get("/devices/1"))}, TABLET)
    assert page.status == 422
    assert "There is one of that name already." in page.text
    recorder.stop()
    try:
        home.send(CODE, {"device": _name(home)})
        silent = home.send("/bind", {"code": _code(home.get("/devices/1"))}, TABLET)
    finally:
        recorder.start()

    assert words.binding.SILENT in silent.text


def test_a_family_home_has_no_such_page(home: AtHand) -> None:
    """Nothing is ever recorded there, so there is nothing to set up."""
    with home.house.database.changing() as session:
        kept = home_of(session)
        assert kept is not None
        save_home(session, replace(kept, kind=HomeKind.FAMILY))

    assert home.get("/bind", TABLET).status == 404
    assert home.send("/bind", {"code": "123456"}, TABLET).status == 404
    assert words.devices.BIND not in home.get("/devices/1").text


def test_without_a_recorder_there_is_no_such_page(tmp_path: Path) -> None:
    """A console that was given none has neither the page nor a code."""
    with at_hand(tmp_path, HOUSEHOLD) as home:
        assert home.get("/bind", TABLET).status == 404
        assert words.devices.BIND not in home.get("/devices/1").text


def _name(home: AtHand) -> str:
    return home.house.published.snapshot().household.devices[0].name


def _code(page: Seen) -> str:
    shown = page.body.partition('<p class="code">')[2].partition("<")[0]
    assert shown, "no code is shown"
    return shown.replace(" ", "")


def _bound(recorder: RecorderHome) -> set[str]:
    return {one.label for one in recorder.how().devices}
