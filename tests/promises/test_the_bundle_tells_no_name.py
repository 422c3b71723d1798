"""What anybody may take away of the box's account tells what happened, and of no site."""

from __future__ import annotations

from pathlib import Path

from consent.recorder_requests import AskBundle
from tests.promises.gated_home import LAPTOP, TABLET, gated_home
from tests.promises.test_nothing_is_written_down import forms
from tests.promises.test_taking_back import frames

SEALED, OTHERS = "strangers", "gambling"


def test_the_bundle_is_the_same_whatever_was_asked(tmp_path: Path) -> None:
    """While recording is on, other names, asked by whomever, change not one octet of the bundle."""
    with gated_home(tmp_path / "home") as home:
        home.recording_on()
        home.ask(f"www.{SEALED}.example", TABLET)
        home.slowly(minutes=12)
        sealed = frames(home)
        _, (before,) = home.done(AskBundle())
        for source in (TABLET, LAPTOP):
            home.ask_all([f"{label}.{OTHERS}.example" for label in ("a", "b", "c")], source)
            home.ask(f"{OTHERS}.org", source)
        _, (after,) = home.done(AskBundle())

    assert sealed > 0
    assert before == after
    assert not any(look.search(before) for look in forms(f"{SEALED}.example").values())
