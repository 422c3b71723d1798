from __future__ import annotations

import ipaddress
from pathlib import Path

import pytest

from console import words
from console.app import create_app
from console.security.authority import open_authority
from console.security.hosts import BOX_NAMES, OUR_NAMES
from console.security.kept_keys import open_keys
from tests.console import homes
from tests.console.browsing import ELSEWHERE, Browser

OFFERED = {
    "whoever is at the box": ("127.0.0.1", True),
    "a device that nobody named": (ELSEWHERE, False),
    "a young person's device": ("192.168.77.21", False),
    "a shared device": ("192.168.77.25", False),
    "a carer's device, not signed in": ("192.168.77.24", False),
}


@pytest.mark.parametrize("case", OFFERED)
def test_the_certificate_is_given_to_adults_alone(case: str, state: Path) -> None:
    """Whoever is not known for an adult reads about the warning, and finds no file."""
    source, is_given = OFFERED[case]
    house = homes.house_at(state, homes.FULL)
    authority = open_authority(
        state / "tls", BOX_NAMES, (ipaddress.ip_address("127.0.0.1"),), homes.WHEN
    )
    browser = Browser(create_app(house, OUR_NAMES, authority=authority), source)

    assert browser.open("/trust").status == 200
    assert browser.open("/trust/authority").status == (200 if is_given else 404)


def test_without_tls_there_is_no_page(state: Path) -> None:
    """A box that makes no certificate has nothing to tell of one."""
    browser = Browser(create_app(homes.house_at(state, homes.FULL), OUR_NAMES))

    assert browser.open("/trust").status == 404


def test_keys_that_pass_are_given_to_nobody(state: Path, tmp_path: Path) -> None:
    """An adult's device is not asked to trust what is gone after the next start."""
    house = homes.house_at(state, homes.FULL)
    here = (ipaddress.ip_address("127.0.0.1"),)
    passing = open_keys(state / "tls", tmp_path, BOX_NAMES, here, homes.WHEN)
    browser = Browser(create_app(house, OUR_NAMES, authority=passing))
    page, file = browser.open("/trust"), browser.open("/trust/authority")

    assert (page.status, file.status) == (200, 404)
    assert page.shows(words.trust.PASSING)
    assert page.shows(passing.fingerprint[0])
    assert "/trust/authority" not in page.body
