from __future__ import annotations

from ipaddress import ip_address

import pytest

from agent.upstreams.well_known import BY_WORD, WELL_KNOWN, WellKnown
from policy.names import from_text, to_text

EACH = pytest.mark.parametrize("one", WELL_KNOWN, ids=BY_WORD)


@EACH
def test_each_fact_is_of_its_kind(one: WellKnown) -> None:
    """Addresses are public addresses, names are names, and a page about privacy is named."""
    assert all(ip_address(address).is_global for address in one.addresses)
    assert [to_text(from_text(name)) for name in (one.tls_name, one.https_name)] == [
        one.tls_name,
        one.https_name,
    ]
    assert one.path.startswith("/")
    assert one.privacy.startswith("https://")
    assert one.word.replace("-", "").isalnum()
    assert one.filters
    assert one.country


def test_no_two_are_the_same() -> None:
    """No word, address or name over TLS stands for two resolvers."""
    for facts in (
        [one.word for one in WELL_KNOWN],
        [address for one in WELL_KNOWN for address in one.addresses],
        [one.tls_name for one in WELL_KNOWN],
        [(one.https_name, one.path) for one in WELL_KNOWN],
    ):
        assert len(facts) == len(set(facts))
