from __future__ import annotations

import pytest

from policy.list_text.entries import address, entry, is_local, leads_nowhere
from policy.list_text.faults import Fault
from tests.policy.list_text.lines import LONGEST

NAMES = {
    "as it is": (b"example.org", b"example.org"),
    "final dot": (b"example.org.", b"example.org"),
    "international": ("bücher.example".encode(), b"xn--bcher-kva.example"),
    "another full stop": ("bücher。example".encode(), b"xn--bcher-kva.example"),
    "longest": (LONGEST + b".", LONGEST),
}


@pytest.mark.parametrize(("word", "name"), NAMES.values(), ids=NAMES)
def test_a_word_holds_a_name(word: bytes, name: bytes) -> None:
    """A name comes back in A-labels and without its final dot."""
    assert entry(word) == name


FAULTS = {
    "empty": (b"", Fault.NOT_A_NAME),
    "dot": (b".", Fault.NOT_A_NAME),
    "one label": (b"com", Fault.WHOLE_ENDING),
    "one label and a dot": (b"com.", Fault.WHOLE_ENDING),
    "number at the end": (b"1.2.3", Fault.NUMBER),
    "not UTF-8": (b"b\xfccher.example", Fault.NOT_TEXT),
    "can mean two sites": ("straße.example".encode(), Fault.NOT_A_NAME),
    "too long": (LONGEST + b"d", Fault.NOT_A_NAME),
    "a line's end behind": (b"example.org\n\n.", Fault.NOT_A_NAME),
}


@pytest.mark.parametrize(("word", "fault"), FAULTS.values(), ids=FAULTS)
def test_a_word_that_holds_none_says_why(word: bytes, fault: Fault) -> None:
    """What is no site's name says why it is not."""
    assert entry(word) is fault


LOCAL = (b"localhost", b"localhost.", b"localhost.localdomain", b"ip6-allnodes", b"broadcasthost")


@pytest.mark.parametrize("word", LOCAL)
def test_the_machine_s_own_names(word: bytes) -> None:
    """The names that hosts files carry for the machine itself are known."""
    assert is_local(word)
    assert not is_local(word.rstrip(b".") + b".example")


ADDRESSES = {
    "nowhere": (b"0.0.0.0", True, True),
    "nowhere, IPv6": (b"::", True, True),
    "this machine": (b"127.0.0.53", True, True),
    "this machine, IPv6": (b"::1", True, True),
    "somewhere": (b"192.0.2.1", True, False),
    "somewhere, IPv6": (b"2001:db8::1", True, False),
    "with an interface": (b"fe80::1%lo0", True, False),
    "zeros in front": (b"192.000.002.001", False, False),
    "short": (b"127.1", False, False),
    "a name": (b"a.example", False, False),
    "a digit": (b"0", False, False),
    "digits of another script": ("\u0660.0.0.0".encode(), False, False),
    "nothing": (b"", False, False),
}


@pytest.mark.parametrize(("word", "is_one", "nowhere"), ADDRESSES.values(), ids=ADDRESSES)
def test_addresses(word: bytes, *, is_one: bool, nowhere: bool) -> None:
    """An address is told from a name, and one that means a block from one that leads somewhere."""
    assert (address(word) is not None) is is_one
    assert leads_nowhere(word) is nowhere
