from __future__ import annotations

import pytest

from policy.index import Reach
from policy.list_text.faults import Fault, Unsupported
from policy.list_text.forms import read_line
from policy.list_text.line import Line, Zone
from policy.list_text.servers import goes_on, read_dnsmasq, read_unbound, read_zone_line
from tests.policy.list_text.lines import DNSMASQ, UNBOUND, ZONE, Entries


@pytest.mark.parametrize(("line", "entries"), DNSMASQ.values(), ids=DNSMASQ)
def test_dnsmasq(line: bytes, entries: Entries) -> None:
    """A line for dnsmasq means each name between its slashes, and what is below it."""
    assert read_dnsmasq(line).entries == entries


@pytest.mark.parametrize(("line", "entries"), UNBOUND.values(), ids=UNBOUND)
def test_unbound(line: bytes, entries: Entries) -> None:
    """A zone of unbound means what is below it too, its data the name alone."""
    assert read_unbound(line).entries == entries


BARE = {name: case for name, case in ZONE.items() if b";" not in case[0]}


@pytest.mark.parametrize(("line", "entries"), BARE.values(), ids=BARE)
def test_a_record_of_a_zone_file(line: bytes, entries: Entries) -> None:
    """A record means its owner alone, or with a star only what is below it."""
    assert read_zone_line(line, Zone()).entries == entries


def names_of(*lines: bytes) -> list[tuple[Reach, str]]:
    """Return the names of the lines of one zone file."""
    zone = Zone()
    held = [read_line(line.lower(), zone) for line in lines]
    return [(reach, name.decode()) for line in held if line for reach, name in line.entries]


ORIGINS = {
    "a setting": [b"$ORIGIN rpz.test."],
    "the owner of the authority": [b"rpz.test. 300 IN SOA ns.test. me.test. 1 2 3 4 5"],
    "an authority over several lines": [
        b"RPZ.test. SOA ns.test. me.test. ( ; why",
        b"  2026112101 ; serial )",
        b"",
        b"  1h 15m;refresh",
        b"  ; a comment",
        b"  4w 60 )",
    ],
}


@pytest.mark.parametrize("head", ORIGINS.values(), ids=ORIGINS)
def test_names_are_relative_to_the_origin(head: list[bytes]) -> None:
    """Of a full name the zone's origin is taken off, and a relative name stays as it is."""
    assert names_of(
        *head,
        b"a.example CNAME .",
        b"b.example.rpz.test. CNAME .",
        b"*.c.example.rpz.test. CNAME .",
        b"d.example.rpz.test CNAME .",
        b"8.2.0.192.rpz-ip.rpz.test. CNAME .",
    ) == [
        (Reach.ITSELF, "a.example"),
        (Reach.ITSELF, "b.example"),
        (Reach.BELOW, "c.example"),
        (Reach.ITSELF, "d.example.rpz.test"),
    ]


def test_an_authority_without_an_origin_changes_no_name() -> None:
    """Where the zone is called by a sign, a full name is what it says."""
    assert names_of(b"@ SOA localhost. root.localhost. 1 2 3 4 5", b"a.example. CNAME .") == [
        (Reach.ITSELF, "a.example")
    ]


def test_a_name_server_gives_no_origin() -> None:
    """Only the authority says what the zone is called."""
    assert names_of(b"a.example. NS ns.test.", b"b.a.example. CNAME .") == [
        (Reach.ITSELF, "b.a.example")
    ]


FORGOTTEN = {
    "a record": b"a.example CNAME .",
    "a plain name": b"a.example",
    "a hosts line": b"0.0.0.0 a.example",
    "a rule": b"||a.example^",
}


@pytest.mark.parametrize("line", FORGOTTEN.values(), ids=FORGOTTEN)
def test_a_bracket_that_is_never_closed_swallows_nothing(line: bytes) -> None:
    """A record that goes on ends where a line comes that cannot belong to it."""
    names = [name for _, name in names_of(b"@ SOA a. b. (", b" 1 2 3", line, b"7 ; x", line)]

    assert names == ["a.example", "a.example"]


def test_a_record_goes_on_until_its_bracket() -> None:
    """The lines of a record are headings up to the bracket, and not behind it."""
    zone = Zone(open_record=True)
    lines = (b"1 2h ; )", b"3 )", b"4")

    assert [(goes_on(line, zone), zone.open_record) for line in lines] == [
        (True, True),
        (True, False),
        (False, False),
    ]


TRIGGERS = {
    "addresses": (b"32.1.2.0.192.rpz-ip cname .", Unsupported.ADDRESSES),
    "addresses of name servers": (b"24.0.2.0.192.rpz-nsip cname *.", Unsupported.ADDRESSES),
    "addresses of devices": (b"24.0.2.0.192.rpz-client-ip cname .", Unsupported.ADDRESSES),
    "name servers": (b"ns.example.rpz-nsdname cname .", Unsupported.CONDITION),
}


@pytest.mark.parametrize(("line", "asks"), TRIGGERS.values(), ids=TRIGGERS)
def test_triggers_that_are_no_names(line: bytes, asks: Unsupported) -> None:
    """A rule about addresses or name servers is not read as a rule about a name."""
    assert read_zone_line(line, Zone()) == Line(asks=asks)


def test_an_address_record_needs_an_address() -> None:
    """Prose in which a word stands like a kind of record is no record."""
    assert read_zone_line(b"like a letter", Zone()) == Line(fault=Fault.SEVERAL_WORDS)
