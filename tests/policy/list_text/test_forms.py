from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.list_text.faults import Fault, Unsupported
from policy.list_text.forms import MAX_LINE_OCTETS, read_line
from policy.list_text.line import Line, Zone
from policy.names import from_text, label_count, to_text
from tests.policy.list_text.lines import BAD, NAMING, UNSUPPORTED, Entries


def read(line: bytes) -> Line:
    """Return what a line holds; it must hold something."""
    held = read_line(line.lower(), Zone())
    assert held is not None
    return held


@pytest.mark.parametrize(("line", "entries"), NAMING.values(), ids=NAMING)
def test_a_line_gives_its_names(line: bytes, entries: Entries) -> None:
    """A line in any of the forms gives its names, each with what the form means by it."""
    assert read(line) == Line(entries=entries)


@pytest.mark.parametrize(("line", "asks"), UNSUPPORTED.values(), ids=UNSUPPORTED)
def test_what_a_name_filter_cannot_do_is_not_guessed(line: bytes, asks: Unsupported) -> None:
    """A rule that asks for more or for something else than a block gives no name, and says why."""
    assert read(line) == Line(asks=asks)


@pytest.mark.parametrize(("line", "fault"), BAD.values(), ids=BAD)
def test_a_line_that_cannot_be_read_says_why(line: bytes, fault: Fault) -> None:
    """A line that is not understood gives no name, and its fault."""
    assert read(line) == Line(fault=fault)


def test_everything_that_can_be_said_of_a_line_is_tried() -> None:
    """No kind of unsupported line is without an example, nor any fault but one judged elsewhere."""
    assert {asks for _, asks in UNSUPPORTED.values()} == set(Unsupported)
    assert {fault for _, fault in BAD.values()} == set(Fault) - {Fault.PUBLIC_SUFFIX}


NOTHING = {
    "empty": b"",
    "spaces": b" \t ",
    "hash": b"# a.example",
    "two hashes": b"## a.example",
    "exclamation": b"! title: x",
    "semicolon": b"; a.example",
    "slashes": b"// a.example",
    "behind spaces": b"   # a.example",
    "mark of a file's beginning": b"\xef\xbb\xbf# a.example",
    "mark alone": b"\xef\xbb\xbf",
    "not text": b"# caf\xe9 \0",
    "longest": b"#" * MAX_LINE_OCTETS,
}


@pytest.mark.parametrize("line", NOTHING.values(), ids=NOTHING)
def test_an_empty_line_or_a_comment_is_nothing(line: bytes) -> None:
    """Whatever stands in a comment, it is neither an entry nor a fault."""
    assert read_line(line, Zone()) is None


HEADINGS = {
    "Adblock": b"[Adblock Plus 2.0]",
    "mihomo": b"payload:",
    "mihomo, comment": b"payload: # why",
    "unbound": b"server:",
    "time": b"$TTL 300",
    "origin": b"$ORIGIN rpz.example.",
    "authority": b"@ SOA localhost. root.localhost. 1 2 3 4 5",
    "authority with time": b"@ 300 IN SOA ns.example. me.example. 1 2 3 4 5",
    "name server": b"@ IN NS localhost.",
    "name server without owner": b"  NS  localhost.",
}


@pytest.mark.parametrize("line", HEADINGS.values(), ids=HEADINGS)
def test_a_heading_is_neither_an_entry_nor_a_fault(line: bytes) -> None:
    """What belongs to the form of the file is told apart."""
    assert read(line) == Line(heading=True)


SKIPPED = {
    "localhost": (b"127.0.0.1 localhost", 1, 0),
    "its long form": (b"127.0.0.1 localhost.localdomain localhost4.localdomain4", 2, 0),
    "local": (b"127.0.0.1 local", 1, 0),
    "broadcast": (b"255.255.255.255 broadcasthost", 1, 0),
    "IPv6 names": (b"::1 ip6-localhost ip6-loopback", 2, 0),
    "IPv6 group": (b"ff02::1 ip6-allnodes", 1, 0),
    "an interface's address": (b"fe80::1%lo0 localhost", 1, 0),
    "the line that ends a hosts file": (b"0.0.0.0 0.0.0.0", 1, 0),
    "without an address": (b"localhost", 1, 0),
    "bare address": (b"192.0.2.7", 0, 1),
    "bare address with comment": (b"192.0.2.7 # a resolver", 0, 1),
    "bare IPv6 address": (b"2001:db8::7", 0, 1),
    "address as a name": (b"0.0.0.0 192.0.2.7", 0, 1),
    "address in a rule": (b"||192.0.2.7^", 0, 1),
}


@pytest.mark.parametrize(("line", "local", "addresses"), SKIPPED.values(), ids=SKIPPED)
def test_local_names_and_addresses_are_told_apart(line: bytes, local: int, addresses: int) -> None:
    """The machine's own names and bare addresses are neither names nor faults."""
    assert read(line) == Line(local=local, addresses=addresses)


def test_a_line_keeps_its_good_names() -> None:
    """The good names of a line are kept although another one is bad."""
    held = read(b"0.0.0.0 a.example com b.example 7")

    assert [name for _, name in held.entries] == [b"a.example", b"b.example"]
    assert held.fault is Fault.WHOLE_ENDING


_LINES = [line for table in (NAMING, UNSUPPORTED, BAD) for line, _ in table.values()]
_PIECES = [*(line for line in _LINES if len(line) < 300), *NOTHING.values(), *HEADINGS.values()]


@given(st.lists(st.sampled_from(_PIECES) | st.binary(max_size=8), min_size=1, max_size=4))
def test_whatever_a_line_holds_its_names_are_names(pieces: list[bytes]) -> None:
    """No octets raise anything, and what is read as a name is one of two labels or more."""
    line = b"".join(pieces).replace(b"\n", b"").lower()
    held = read_line(line, Zone())

    for _, name in held.entries if held else ():
        assert to_text(from_text(name.decode())).encode() == name
        assert label_count(from_text(name.decode())) > 1
    assert not (held and held.fault and held.asks)
