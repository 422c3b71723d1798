from __future__ import annotations

import pytest
from hypothesis import given

from agent.gate.never import HELP, NOBODYS, brings_quiet, is_nobodys, never_observed
from policy.facts.never_blocked import LIFELINES, Kind
from policy.names import ROOT, Name, from_text, label_count, parents
from policy.never_blocked import NEVER_BLOCKED
from tests.policy.strategies import wire_names

SHIPPED = never_observed(())
BELOW = Name(b"\3www")

QUIET_AFTER = {
    Kind.HELP_LINE: True,
    Kind.ADVOCACY: True,
    Kind.REFUGEE: True,
    Kind.HEALTH: True,
    Kind.EMERGENCY: True,
    Kind.COMPLAINTS: True,
    Kind.CONNECTIVITY_CHECK: False,
    Kind.TIME: False,
    Kind.SYSTEM_UPDATE: False,
    Kind.WIFI_CALLS: False,
    Kind.MEDICAL_DEVICE: False,
    Kind.TELECARE: False,
}


@pytest.mark.parametrize("kind", Kind)
def test_quiet_follows_where_a_person_seeks_help(kind: Kind) -> None:
    """Of every kind it is decided whether quiet follows, and each lifeline of it has that."""
    of_kind = [one.name for one in LIFELINES if one.kind is kind]

    assert of_kind
    assert (kind in HELP) is QUIET_AFTER[kind]
    # One may stand below another that is sought for help, and quiet is the safer of the two.
    assert all(brings_quiet(name, SHIPPED) is not None for name in of_kind)
    assert any(brings_quiet(name, SHIPPED) is QUIET_AFTER[kind] for name in of_kind)


def test_every_lifeline_and_all_below_is_never_observed() -> None:
    """Nothing at or below a name that is never blocked may be observed."""
    for name in NEVER_BLOCKED:
        assert brings_quiet(name, SHIPPED) is not None
        assert brings_quiet(Name(BELOW + name), SHIPPED) is not None


def test_help_below_a_machines_name_and_above_it_brings_quiet() -> None:
    """Wherever in a name help stands, quiet follows, whatever else the name is below."""
    never = {**SHIPPED, from_text("help.time.google.com"): True}

    assert brings_quiet(from_text("www.help.time.google.com"), never) is True
    assert brings_quiet(from_text("www.time.google.com"), never) is False
    assert brings_quiet(from_text("pool.ntp.org.nhs.uk"), never) is True


def test_what_an_agreement_adds_brings_quiet() -> None:
    """A domain that an agreement adds is never observed, it and below, and quiet follows."""
    never = never_observed(("solicitor.co.uk",))

    assert brings_quiet(from_text("solicitor.co.uk"), never) is True
    assert brings_quiet(from_text("mail.solicitor.co.uk"), never) is True
    assert brings_quiet(from_text("other-solicitor.co.uk"), never) is None
    assert brings_quiet(from_text("co.uk"), never) is None


def test_nothing_added_takes_a_lifeline_away() -> None:
    """What an agreement adds only adds: all that ships stays."""
    never = never_observed(("time.windows.com", "childline.org.uk"))

    assert never.keys() >= NEVER_BLOCKED
    assert never[from_text("childline.org.uk")] is True


@given(wire_names())
def test_any_other_name_may_be_observed(name: Name) -> None:
    """A name with nothing of the table in it, whatever its octets, is not held back."""
    above = {name, *parents(name)}

    assert (brings_quiet(name, SHIPPED) is None) is not bool(above & SHIPPED.keys())


NOBODYS_SITES = {
    "the root": ROOT,
    "one label": from_text("printer"),
    "a reverse name": from_text("4.3.2.1.in-addr.arpa"),
    "a reverse name of IPv6": from_text("8.b.d.0.1.0.0.2.ip6.arpa"),
    "a home's own network": from_text("router.home.arpa"),
    "a name of multicast DNS": from_text("phone.local"),
    "a service of multicast DNS": from_text("_airplay._tcp.local"),
    "a name of the router": from_text("fridge.lan"),
    "home": from_text("nas.home"),
    "a private zone": from_text("wiki.internal"),
    "a name of a test": from_text("www.test"),
    "a hidden service": from_text("abcdef.onion"),
}
SITES = {
    "an ordinary one": "www.example.com",
    "an example": "www.example.org",
    "a name that ends like one": "notlocal.com",
    "a label that ends like one": "www.xlocal",
    "a site below home": "home.co.uk",
    "a site called test": "test.com",
    "two labels": "bbc.com",
}


@pytest.mark.parametrize("name", NOBODYS_SITES.values(), ids=NOBODYS_SITES)
def test_what_is_nobodys_site_is_known(name: Name) -> None:
    """Special, local and reverse names, single labels and the root are nobody's site."""
    assert is_nobodys(name)


@pytest.mark.parametrize("text", SITES.values(), ids=SITES)
def test_a_site_is_not_taken_for_nobodys(text: str) -> None:
    """A site whose name only looks like a special one is a site."""
    assert not is_nobodys(from_text(text))


@given(wire_names())
def test_any_octets_can_be_judged(name: Name) -> None:
    """Whatever octets a name has, it is judged, and short ones are nobody's."""
    assert is_nobodys(name) or label_count(name) >= 2


def test_each_special_end_is_one_label() -> None:
    """The table holds whole top-level names, so that no site's name can end with one."""
    assert {label_count(end) for end in NOBODYS} == {1}
