from __future__ import annotations

from pathlib import Path

import pytest

from agent.install import units
from agent.install.steps import StepFailed
from tests.agent.install.standing_box import StandingBox, standing_box
from tests.architecture.tree import ROOT


@pytest.fixture
def box(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> StandingBox:
    """Return a box whose systemd is stood in for."""
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    return standing_box(tmp_path)


def test_taking_a_release_makes_its_services_known_and_no_others(box: StandingBox) -> None:
    """What it has more is enabled, what it has not is stopped and gone, the rest is replaced."""
    there = box.places.root / "etc/systemd/system"
    units.take(box.places.root, box.places.room("b"))
    assert "lamplight-more.service" in units.units_in(there)
    enabled = [call.split()[2:] for call in box.calls if call.startswith("systemctl enable ")]
    assert enabled == [list(units.units_in(there))]

    units.take(box.places.root, box.places.room("a"))

    assert units.units_in(there) == units.units_in(box.places.room("a"))
    assert "systemctl disable --now lamplight-more.service" in box.calls
    assert (there / "lamplight-agent.service").read_text().startswith("# 0.1.0")
    assert (box.places.root / "etc/sysusers.d/lamplight.conf").read_text() == "# 0.1.0\n"
    assert box.calls[-1] == "systemctl daemon-reload"


def test_a_socket_that_is_new_is_opened_and_its_service_waits_to_be_asked(
    box: StandingBox,
) -> None:
    """A box of an older release comes to have who fetches its lists: the socket, and the user."""
    house, room = ROOT / "systemd", box.places.room("b")
    for name in ("lamplight-fetch.socket", "lamplight-fetch.service", "lamplight.sysusers"):
        (room / name).write_bytes((house / name).read_bytes())

    units.take(box.places.root, room)
    units.start_others(room)

    users = (box.places.root / "etc/sysusers.d/lamplight.conf").read_text()
    assert "u lamplight-fetch " in users
    assert any(call.startswith("systemd-sysusers ") for call in box.calls)
    [enabled] = [call.split()[2:] for call in box.calls if call.startswith("systemctl enable ")]
    assert "lamplight-fetch.socket" in enabled
    assert "lamplight-fetch.service" not in enabled
    assert "lamplight-fetch.socket" in box.calls[-1].removeprefix("systemctl start ").split()
    assert not [call for call in box.calls if call.endswith(" lamplight-fetch.service")]


def test_a_cut_before_it_is_enabled_leaves_nothing_out(box: StandingBox) -> None:
    """A unit whose file is there already is started at boot all the same."""
    there = box.places.root / "etc/systemd/system"
    for unit in units.units_in(box.places.room("b")):
        (there / unit).write_bytes((box.places.room("b") / unit).read_bytes())

    assert "lamplight-more.service" in units.take(box.places.root, box.places.room("b"))
    assert units.take(box.places.root, box.places.room("b")) == []


def test_who_may_ask_chrony_is_told_once(box: StandingBox) -> None:
    """Starting it again takes the trust in the clock away for a while, so only the first time."""
    (box.places.room("b") / "lamplight.chrony").write_text("# newer\n")

    for _ in range(2):
        units.take(box.places.root, box.places.room("b"))

    told = box.places.root / "etc/systemd/system/chrony.service.d/lamplight.conf"
    assert told.read_text() == "# newer\n"
    assert box.calls.count("systemctl try-restart chrony.service") == 1


def test_the_way_back_is_not_replaced_with_the_rest(box: StandingBox) -> None:
    """What goes back at the next start is that of the release which works."""
    room, there = box.places.room("b"), box.places.root / "etc/systemd/system"
    (room / units.WAY_BACK).write_text("# newer\n")
    (there / units.WAY_BACK).write_text("# older\n")

    units.take(box.places.root, room)
    assert (there / units.WAY_BACK).read_text() == "# older\n"

    units.take_way_back(box.places.root, room)
    assert (there / units.WAY_BACK).read_text() == "# newer\n"


def test_names_come_first_and_the_pages_last(box: StandingBox) -> None:
    """The filter is started and answers before anything else is touched; no socket is closed."""
    units.start_filter(lambda _: True)
    units.start_others(box.places.room("a"))

    restarts = [call.split()[-1] for call in box.calls if " restart " in call]
    assert restarts == [
        "lamplight-agent.service",
        "lamplight-recorder.service",
        "lamplight-console.service",
    ]
    assert not any(" stop " in call for call in box.calls)


def test_a_filter_that_stays_silent_is_given_up_soon(box: StandingBox) -> None:
    """Within seconds, and before anything else is started."""
    hours = iter(range(1_000))

    with pytest.raises(StepFailed, match="not answered any more"):
        units.start_filter(lambda _: False, clock=lambda: next(hours), wait=lambda _: None)
    assert not any("recorder" in call for call in box.calls)


FALLEN = {"started again": ("start", "another"), "about to be": ("substate", "auto-restart")}


@pytest.mark.parametrize("said", FALLEN.values(), ids=FALLEN)
def test_a_filter_that_falls_is_given_up_at_once(box: StandingBox, said: tuple[str, str]) -> None:
    """It would fall again, and the home waits for names."""
    with pytest.raises(StepFailed, match="fell as soon"):
        units.start_filter(lambda _: False, clock=lambda: 0.0, wait=lambda _: box.steer(*said))


def test_nothing_is_told_to_systemd_that_the_home_would_wait_for(box: StandingBox) -> None:
    """Two words start the filter again; an old failure is forgotten only where there is one."""
    units.start_filter(lambda _: True)
    told = [call.split()[1] for call in box.calls]
    assert told == ["show", "restart", "show"]

    box.steer("substate", "failed")
    with pytest.raises(StepFailed, match="fell as soon"):
        units.start_filter(lambda _: False, clock=lambda: 0.0, wait=lambda _: None)
    assert "systemctl reset-failed lamplight-agent.service" in box.calls


def test_the_filter_of_before_is_not_taken_for_the_new_one(box: StandingBox) -> None:
    """What still answers while it is stopped says nothing of the one that is started."""
    box.steer("start", "as before")
    asked: list[int] = []

    def answers(process: int) -> bool:
        asked.append(process)
        return True

    def begins(_: float) -> None:
        box.steer("process", "4321")
        box.steer("start", "anew")

    units.start_filter(answers, clock=lambda: 0.0, wait=begins)

    assert asked == [4321]


def test_the_house_s_own_units_are_told_apart() -> None:
    """What runs from boot on is started again; a job of a timer, and the way back, are not."""
    room = ROOT / "systemd"
    running = {unit for unit in units.units_in(room) if units.is_long_running(room / unit)}

    assert running == {
        f"lamplight-{name}.service"
        for name in ("agent", "recorder", "time", "console", "discovery")
    }
    besides = set(units.services_of(room)) - running
    assert {
        "lamplight-agent.socket",
        "lamplight-console.socket",
        "lamplight-fetch.socket",
        "lamplight-lists.timer",
    } <= besides
    assert all(unit.endswith((".socket", ".timer")) for unit in besides)


def test_whether_the_system_starts_is_asked(box: StandingBox) -> None:
    """Nothing is started by hand while the system starts everything by itself."""
    assert not units.is_starting()
    box.steer("running", "starting")
    assert units.is_starting()


def test_the_pages_are_stopped_with_their_sockets(box: StandingBox) -> None:
    """A page that is opened meanwhile must not start them again."""
    units.stop_pages()

    assert [call for call in box.calls if " stop " in call] == [
        f"systemctl stop lamplight-console{rest}" for rest in (".socket", "-tls.socket", ".service")
    ]
