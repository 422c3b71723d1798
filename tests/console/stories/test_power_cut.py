"""The power goes in the middle of a save: afterwards there is the old, or the new, and whole."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from console.words import rules, ways
from tests.conftest import Scale
from tests.console.stories.console_at import MOMENTS
from tests.console.stories.evening import BEGAN, HOUSEHOLD, LEONID, MAYA, Evening, let_in
from tests.console.stories.one_home import OneHome, one_home
from tests.console.stories.person import THUMB, Way

OLD = MOMENTS[:1]
"""Of these moments nothing was kept yet."""


@pytest.fixture(scope="module")
def home(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[OneHome, str]]:
    """Return a home of its own, since its console is killed."""
    passwords = list[str]()
    with one_home(
        browser,
        tmp_path_factory.mktemp("power"),
        BEGAN,
        HOUSEHOLD,
        *("Samira", "Maya", "Leonid"),
        prepare=lambda home: passwords.append(let_in(home)),
    ) as home:
        yield home, passwords[0]


def test_a_power_cut_in_the_middle_of_a_save_leaves_old_or_new(
    home: tuple[OneHome, str], way: Way, dice: random.Random, scale: Scale
) -> None:
    """Page and agent agree after the power came back, and the save can be made again."""
    box, password = home
    me = MAYA if way is THUMB else LEONID
    carer = Evening(box, way, me, password).carer()
    for place, moment in enumerate(dice.sample(MOMENTS, scale(quick=1, soak=len(MOMENTS)))):
        site = f"site-{place}.example"
        for is_cut in (True, False):
            carer.follows(ways.RULES)
            carer.follows(me.name)
            carer.follows(rules.CHANGE_PART.format(part=rules.NAMES))
            kept = carer.page.get_by_label(rules.BLOCK).input_value()
            carer.types(rules.BLOCK, f"{kept.strip()}\n{site}\n")
            carer.presses(rules.LOOK)
            if not is_cut:
                carer.presses(rules.SAVE)
                break
            box.cut.write_text(moment, encoding="utf-8")
            carer.presses_in_vain(rules.SAVE)
            box.power_returns()
            carer.opens("/rules")
            carer.follows(me.name)
            is_new = site in carer.text()
            assert is_new is (moment not in OLD)
            assert box.comes_to(me.device, site, blocked=is_new)
            assert box.holds()
            if is_new:
                break
        assert box.comes_to(me.device, site, blocked=True)
    box.is_told()
