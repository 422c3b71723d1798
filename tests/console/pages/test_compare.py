from __future__ import annotations

from console.pages.compare import compare_page
from console.services.rule_forms import FormAt, Part, applied
from console.services.subjects import EVERYONE
from policy.document import household_from_toml
from tests.console import homes

HOME = household_from_toml(homes.FULL)
AT = FormAt(subject=EVERYONE, part=Part.KINDS)


def test_what_travels_is_what_says_something() -> None:
    """Every field that was sent comes along, save apps that do as their kind does."""
    filled = {"kind": ("ads",), "app-tiktok": ("kind",), "app-roblox": ("closed",)}
    page = compare_page(HOME, applied(HOME, AT, filled), AT, filled, check="x", again=False)

    assert page.fields == (("kind", "ads"), ("app-roblox", "closed"))
    assert "Gambling sites are blocked." in page.ends
    assert not page.is_empty


def test_no_change_is_empty() -> None:
    """Two households that decide alike have nothing to tell."""
    assert compare_page(HOME, HOME, AT, {}, check="x", again=True).is_empty
