from __future__ import annotations

from pathlib import Path

import pytest

from agent.recorder.commands.meant import (
    agreement_meant,
    agrees,
    device_meant,
    named,
    viewer_meant,
)
from consent.desk import DeskRefused
from tests.agent.recorder.commands.at_home import at_home, with_entries
from tests.consent.commands.memory import MemoryDesk

ONE, TWO = "ab" * 32, "ac" * 32


@pytest.mark.parametrize("typed", ["Tablet", "tablet", " TABLET "])
def test_a_device_is_found_by_its_label(typed: str, tmp_path: Path) -> None:
    """A device is meant by its label, whatever its capitals and the spaces around it."""
    held, _ = with_entries()
    with at_home(tmp_path, held) as home:
        assert device_meant(home.how(), typed).label == "Tablet"


def test_a_device_that_is_not_there_names_those_that_are(tmp_path: Path) -> None:
    """Whoever names no device of this home is told which there are."""
    held, _ = with_entries()
    with (
        at_home(tmp_path, held) as home,
        pytest.raises(DeskRefused, match=r"no device called Phone here\. These are known: Tablet,"),
    ):
        device_meant(home.how(), "Phone")


def test_a_home_without_devices_says_so(tmp_path: Path) -> None:
    """Where no device is known yet, that is said."""
    with at_home(tmp_path) as home, pytest.raises(DeskRefused, match="No device is known"):
        device_meant(home.how(), "Tablet")


def test_a_viewer_is_found_by_their_label(tmp_path: Path) -> None:
    """Whoever made words to look with is meant by their label, and nobody else is."""
    held, _ = with_entries()
    with at_home(tmp_path, held) as home:
        assert viewer_meant(home.how(), "carer ").label == "Carer"
        with pytest.raises(DeskRefused, match="Nobody called Sam"):
            viewer_meant(home.how(), "Sam")


MEANT: dict[str, tuple[str | None, tuple[str, ...], str]] = {
    "the only one": (None, (ONE,), ONE),
    "by its beginning": ("ac", (ONE,), TWO),
    "by its beginning, in capitals": (" AB ", (TWO,), ONE),
    "whole": (TWO, (), TWO),
}


@pytest.mark.parametrize(("start", "among", "expected"), MEANT.values(), ids=MEANT)
def test_an_agreement_is_meant_where_only_one_can_be(
    start: str | None, among: tuple[str, ...], expected: str
) -> None:
    """An agreement is the only one that could be meant, or the one that begins so."""
    assert agreement_meant(start, (ONE, TWO), among, "none") == expected


NOT_MEANT: dict[str, tuple[str | None, tuple[str, ...], str]] = {
    "none": (None, (), "there is none"),
    "two": (None, (ONE, TWO), "more than one agreement"),
    "two that begin so": ("a", (ONE,), "more than one agreement"),
    "none that begins so": ("ff", (ONE,), "No agreement here begins with ff"),
}


@pytest.mark.parametrize(("start", "among", "said"), NOT_MEANT.values(), ids=NOT_MEANT)
def test_nobody_guesses_which_agreement_is_meant(
    start: str | None, among: tuple[str, ...], said: str
) -> None:
    """Where none or several agreements could be meant, nothing is done and that is said."""
    with pytest.raises(DeskRefused, match=said):
        agreement_meant(start, (ONE, TWO), among, "there is none")


def test_several_agreements_are_named_so_that_one_can_be_chosen() -> None:
    """Each agreement that could be meant is named by words and by how it begins."""
    with pytest.raises(DeskRefused) as refused:
        agreement_meant(None, (), (ONE, TWO), "none")

    assert named(ONE) in str(refused.value)
    assert named(TWO) in str(refused.value)
    assert named(ONE).endswith("(abababab)")


def test_an_agreement_is_asked_for_where_none_is_known() -> None:
    """Where nothing was ever agreed, nothing is named."""
    with pytest.raises(DeskRefused, match="There are: None"):
        agreement_meant("ab", (), (), "none")


ANSWERS = {"yes": True, "Y": True, " Yes ": True, "no": False, "": False, "yes please": False}


@pytest.mark.parametrize(("typed", "expected"), ANSWERS.items(), ids=ANSWERS)
def test_only_a_yes_is_a_yes(typed: str, *, expected: bool) -> None:
    """Anything but a plain yes does nothing, and that is said."""
    desk = MemoryDesk(answers={"Shall it?": typed})

    assert agrees(desk, "Shall it?") is expected
    assert ("Nothing was done." in desk.said) is not expected
