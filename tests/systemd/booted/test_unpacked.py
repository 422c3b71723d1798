"""A release that came to a box as one file, unpacked and installed there without internet."""

from __future__ import annotations

from tests.systemd.booted.box import BLOCKED, KNOWN, Box, set_up
from tests.systemd.booted.conftest import Ground
from tests.systemd.booted.releases import unpacked_release


def test_an_unpacked_release_is_installed_with_one_command(ground: Ground, bare_box: Box) -> None:
    """It brings its own packages, nothing is fetched, and the home has filtered names."""
    box = bare_box
    tree = unpacked_release(box)
    said, seconds = box.install(tree)
    print(f"Debian {ground.debian.version}, unpacked: {seconds:.0f} s to a filtered answer")  # noqa: T201

    assert "It is installed." in said
    box.asks_the_router()
    set_up(box)
    assert (box.says_no(BLOCKED), box.says_no(KNOWN)) == (True, False)
    box.run("rm", "-r", tree)
    assert "names are answered" in box.run(f"{box.clone}/lamplight", "status").splitlines()
