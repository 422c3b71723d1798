from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from consent.codes import Code
from consent.desk import DeskRefused
from consent.envelope import envelope_from_bytes
from consent.exported import export_from_octets
from consent.recorder_answers import HowItStands
from consent.words import words_for
from tests.agent.lists.publisher import content
from tests.agent.recorder.commands.asking import acknowledged, worker_of
from tests.agent.recorder.commands.at_home import (
    CARD,
    CARERS_WORDS,
    STOP_CODE,
    AtHome,
    at_home,
    with_counts,
    with_entries,
)
from tests.agent.recorder.commands.council import COUNCIL, council_at
from tests.agent.recorder.commands.typed import recorder_options, typed_at
from tests.agent.recorder.home import TABLET, moved_in
from tests.consent.commands import ceremony
from tests.consent.commands.memory import MemoryDesk

ANSWERS = {
    "stop code": STOP_CODE,
    "yes or no": "yes",
    "five words of the card": CARD,
    "Your five words": CARD,
}


@pytest.fixture
def home(tmp_path: Path) -> Iterator[AtHome]:
    """Give a home with something written down."""
    kept, _ = with_entries()
    with at_home(tmp_path, kept) as found:
        yield found


def typed(home: AtHome, *words: str, **answers: str) -> MemoryDesk:
    """Type a verb, answer what it asks; return the desk."""
    desk = home.somebody({**answers, **ANSWERS})
    assert not typed_at(home, desk, words)
    return desk


def off(stands: HowItStands) -> Code | None:
    """Return why the tablet is off, None where it is on."""
    return stands.devices[0].off


def test_how_tells_how_everything_stands(home: AtHome) -> None:
    """`how` tells of the devices."""
    assert "Tablet: ON." in typed(home, "how").text


ENDS: dict[str, tuple[tuple[str, ...], Code]] = {
    "the young person": (("stop", "--young-person"), Code.WITHDRAWN),
    "a carer": (("stop", "--carer"), Code.STOPPED),
    "the code": (("stop", "--code"), Code.STOPPED),
    "the card": (("withdraw",), Code.WITHDRAWN),
    "the card, as an objection": (("object",), Code.WITHDRAWN),
    "a pause": (("pause",), Code.PAUSED),
}


@pytest.mark.parametrize(("words", "code"), ENDS.values(), ids=ENDS)
def test_each_way_to_stop_stops(words: tuple[str, ...], code: Code, home: AtHome) -> None:
    """Every verb that stops does, in the way that it says."""
    typed(home, *words)

    assert off(home.how()) is code


def test_how_to_stop_has_to_be_said() -> None:
    """Nobody stops by accident: who stops has to be said."""
    with pytest.raises(SystemExit):
        recorder_options("stop")


@pytest.mark.parametrize("verb", ["stop --carer", "withdraw", "pause", "resume"])
def test_an_agreement_can_be_named(verb: str, home: AtHome) -> None:
    """Every verb about an agreement takes how its digest begins, and finds none for another."""
    options = recorder_options(*verb.split(), "--agreement", "zz")
    with pytest.raises(DeskRefused, match="No agreement here begins with zz"):
        options.ask(home.somebody(ANSWERS), home.recorder, options)


def test_a_pause_is_ended(home: AtHome) -> None:
    """`resume` ends what `pause` began."""
    typed(home, "pause")
    typed(home, "resume")

    assert off(home.how()) is None


def test_devices_come_and_go(home: AtHome) -> None:
    """Devices are bound, moved, looked at together and forgotten by their labels."""
    typed(
        home, "bind", "--label", "Console", "--address", "192.168.7.30", "--address", "fe80::30",
        "--shared",
    )  # fmt: skip
    typed(home, "move", "Tablet", "--address", "192.168.7.99")
    typed(home, "together", "Tablet")
    typed(home, "unbind", "Laptop")
    tablet, console = home.how().devices

    assert (tablet.label, tablet.addresses) == ("Tablet", ("192.168.7.99",))
    assert (console.label, console.sole_user) == ("Console", False)
    assert console.addresses == ("192.168.7.30", "fe80::30")


def test_looking_takes_days_and_a_reason(home: AtHome) -> None:
    """`look` shows the days that are named, to whoever's words they are."""
    own = typed(home, "look", "Tablet", "--day", "23 November 2026")
    desk = home.somebody({"Your five words": " ".join(CARERS_WORDS)})
    typed_at(home, desk, ["look", "Tablet", "--reason", "worried"])

    assert own.said[0] == desk.said[0] == "Tablet, 23 November 2026"
    assert len(desk.asked) == 1


def test_an_export_is_a_text_of_its_own(home: AtHome) -> None:
    """`export` shows nothing but the file itself, so that it can be written into one."""
    worker = worker_of(home)
    desk = typed(home, "export", "Tablet", "--to", worker[:12])

    assert export_from_octets(f"{desk.text}\n".encode()).viewer == worker


def test_records_are_taken_in_from_what_is_typed(home: AtHome) -> None:
    """`import` without a file takes what is typed in."""
    desk = home.somebody()
    desk.files["-"] = home.desk.files["keyset.json"]
    typed_at(home, desk, ["import"])

    assert desk.said == ["The box knows this already. Nothing was changed."]


def test_a_viewer_is_made_and_reads(tmp_path: Path) -> None:
    """`viewer` makes words, and `read` signs with them."""
    kept, digest = with_counts()
    with at_home(tmp_path, kept) as home:
        typed(home, "viewer", "--label", "Sam")
        desk = home.somebody({"yes or no": "yes", "five words": " ".join(CARERS_WORDS)})
        typed_at(home, desk, ["read", "--label", "Carer"])

        assert [one.label for one in home.how().viewers] == ["Carer", "Sam"]
        assert len(acknowledged(home, digest)) == 1


def test_a_copy_and_a_placement_end(home: AtHome) -> None:
    """`give-up-copy` destroys what was kept, and `end-placement` everything."""
    typed(home, "withdraw")
    typed(home, "give-up-copy")
    without_copy = home.how().days
    box = home.how().box
    with home.becoming_another():
        desk = typed(home, "end-placement", "--yes-destroy-everything", "--bundle", "end.bundle")

    assert without_copy == ()
    assert home.how().box != box
    assert "end.bundle" in desk.files


@pytest.mark.parametrize("left_out", ["--yes-destroy-everything", "--bundle"])
def test_nothing_ends_by_accident(left_out: str) -> None:
    """A placement ends only with both options, each of which is long."""
    words = ["end-placement", "--yes-destroy-everything", "--bundle=x"]
    with pytest.raises(SystemExit):
        recorder_options(*(one for one in words if not one.startswith(left_out)))


def test_a_council_is_trusted_and_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`enrol` trusts a council by its site and its words, and `fetch` asks its site again."""
    files = ceremony.at_the_agency().files
    root = files["root.json"]
    with council_at(tmp_path, monkeypatch) as council, at_home(tmp_path) as home:
        council.serve("root.json", content(root))
        council.serve("keyset.json", content(files["keyset.json"]))
        words = " ".join(words_for(bytes.fromhex(envelope_from_bytes(root).digest), 8))
        authority = str(council.authority)
        desk = home.somebody({"eight words": words})
        typed_at(home, desk, ["enrol", "--domain", COUNCIL, "--authority", authority])
        typed_at(home, desk, ["fetch", "--authority", authority])

        assert home.how().agency == COUNCIL
    assert desk.said[-1] == "kent.gov.uk has nothing new."


def test_a_fresh_home_takes_a_device(tmp_path: Path) -> None:
    """A device's address may be given once."""
    with at_home(tmp_path, moved_in()) as home:
        typed(home, "unbind", "Tablet")
        typed(home, "bind", "--label", "Phone", "--address", TABLET)

        assert [one.label for one in home.how().devices] == ["Laptop", "Phone"]
