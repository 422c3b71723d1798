from __future__ import annotations

import re
from pathlib import Path

import pytest

from agent.recorder.light import Light

TRIGGERS = "none rc-feedback kbd-scrolllock default-on timer [mmc0] heartbeat cpu\n"


class KernelLight:
    """A folder like the kernel's: what is written to `trigger` is then shown in brackets."""

    def __init__(self, folder: Path, *, trigger: str = "mmc0", brightness: int = 0) -> None:
        """Make a light that something drives."""
        self.folder = folder
        folder.mkdir()
        (folder / "max_brightness").write_text("255\n", encoding="ascii")
        (folder / "brightness").write_text(f"{brightness}\n", encoding="ascii")
        (folder / "trigger").write_text(trigger, encoding="ascii")
        self.look()

    def look(self) -> tuple[str, str]:
        """Return trigger and brightness as they were written, and show them as the kernel does."""
        path = self.folder / "trigger"
        written = path.read_text(encoding="ascii").strip()
        found = re.search(r"\[(.+)\]", written)
        trigger = found[1] if found else written
        plain = TRIGGERS.replace("[", "").replace("]", "")
        shown = " ".join(f"[{one}]" if one == trigger else one for one in plain.split())
        path.write_text(f"{shown}\n", encoding="ascii")
        return trigger, (self.folder / "brightness").read_text(encoding="ascii").strip()


@pytest.fixture
def kernel(tmp_path: Path) -> KernelLight:
    """Return the light that blinks when the card is read."""
    return KernelLight(tmp_path / "ACT")


def test_the_light_is_on_while_anything_is_recorded(kernel: KernelLight) -> None:
    """Recording puts it on and keeps it on, and its end gives it back as it was."""
    light = Light(kernel.folder)
    looks = [kernel.look()]
    told = []
    for is_recording in (False, True, True, False, False, True, False):
        told.append(light.show(is_recording=is_recording))
        looks.append(kernel.look())

    before, on, back = ("mmc0", "0"), ("none", "255"), ("mmc0", "255")
    assert told == [True] * 7
    # What drives the light decides how bright it is; only the trigger is ours to give back.
    assert looks == [before, before, on, on, back, back, on, back]


def test_a_light_that_nothing_drives_gets_its_brightness_back(tmp_path: Path) -> None:
    """A light that somebody had dimmed is dim again afterwards."""
    kernel = KernelLight(tmp_path / "lamp", trigger="none", brightness=17)
    light = Light(kernel.folder)
    light.show(is_recording=True)
    during = kernel.look()
    light.close()

    assert during == ("none", "255")
    assert kernel.look() == ("none", "17")


def test_the_light_goes_back_at_stop(kernel: KernelLight) -> None:
    """A recorder that ends while it records leaves no light that says so."""
    light = Light(kernel.folder)
    light.show(is_recording=True)
    light.close()

    assert kernel.look()[0] == "mmc0"


@pytest.mark.parametrize("records_again", [False, True])
def test_a_light_left_on_by_a_killed_recorder_goes_out(
    tmp_path: Path, *, records_again: bool
) -> None:
    """Found just as we would leave it, the light is taken for ours, and is off in the end."""
    kernel = KernelLight(tmp_path / "ACT", trigger="none", brightness=255)
    light = Light(kernel.folder)
    if records_again:
        light.show(is_recording=True)
    light.show(is_recording=False)

    assert kernel.look() == ("none", "0")


def test_a_light_that_somebody_changed_is_put_on_again(kernel: KernelLight) -> None:
    """While recording goes on, the next round puts the light on again."""
    light = Light(kernel.folder)
    light.show(is_recording=True)
    (kernel.folder / "brightness").write_text("0\n", encoding="ascii")
    light.show(is_recording=True)

    assert kernel.look() == ("none", "255")


@pytest.mark.parametrize("is_recording", [True, False])
def test_a_box_without_a_light_says_so(tmp_path: Path, *, is_recording: bool) -> None:
    """Where there is no light nothing happens, nothing is made, and the caller is told."""
    told = [
        Light(folder).show(is_recording=is_recording) for folder in (None, tmp_path / "nothing")
    ]

    assert told == [False, False]
    assert list(tmp_path.iterdir()) == []


BROKEN = {
    "no trigger in force": ("trigger", "none timer\n"),
    "a brightness that is no number": ("brightness", "bright\n"),
    "a greatest brightness that is no number": ("max_brightness", "\n"),
}


@pytest.mark.parametrize(("name", "text"), BROKEN.values(), ids=BROKEN)
def test_a_light_of_another_form_is_left_alone(kernel: KernelLight, name: str, text: str) -> None:
    """What is not like the kernel's lights is not written to, and the caller is told."""
    (kernel.folder / name).write_text(text, encoding="ascii")
    before = {path.name: path.read_bytes() for path in kernel.folder.iterdir()}

    assert Light(kernel.folder).show(is_recording=True) is False
    assert {path.name: path.read_bytes() for path in kernel.folder.iterdir()} == before


def test_a_light_that_takes_no_orders_says_so(kernel: KernelLight) -> None:
    """Where a file cannot be written the caller is told, and told again."""
    light = Light(kernel.folder)
    brightness = kernel.folder / "brightness"
    brightness.rename(kernel.folder / "aside")
    told = [light.show(is_recording=True)]
    (kernel.folder / "aside").rename(brightness)
    told.append(light.show(is_recording=True))
    (kernel.folder / "trigger").unlink()
    told.append(light.show(is_recording=False))

    assert told == [False, True, False]
    assert not (kernel.folder / "trigger").exists()
