"""The reader against its specification: each line by itself, endings judged by the library."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import ListMalformed
from agent.lists.build import by_reach
from agent.lists.parse import read_names
from agent.lists.suffixes import shipped_suffixes
from agent.lists.tally import Tally
from policy.index import Reach
from policy.list_text.faults import Fault
from policy.list_text.forms import read_line
from policy.list_text.line import Zone
from policy.names import to_text
from tests.conftest import Scale
from tests.policy.list_text.lines import BAD, NAMING, UNSUPPORTED

Found = dict[Reach, list[str]]


def by_the_book(octets: bytes) -> tuple[Tally, Found]:
    """Return what a list holds, read line by line."""
    suffixes = shipped_suffixes()
    tally, zone = Tally(), Zone()
    found: Found = {reach: [] for reach in Reach}
    for number, octets_of_line in enumerate(re.split(rb"\r\n|\r|\n", octets), 1):
        held = read_line(octets_of_line.lower(), zone)
        if held is None:
            continue
        tally.lines += 1
        tally.local += held.local
        tally.addresses += held.addresses
        tally.headings += held.heading
        for reach, name in held.entries:
            if suffixes.is_registry(name.decode()):
                held.fault = held.fault or Fault.PUBLIC_SUFFIX
                continue
            if suffixes.is_public(name.decode()):
                tally.count_private(number)
            found[reach].append(name.decode())
        if held.fault:
            tally.count_bad(number, held.fault)
        elif held.asks:
            tally.count_unsupported(number, held.asks)
    tally.names, tally.exact = len(found[Reach.BOTH]), len(found[Reach.ITSELF])
    tally.below, tally.exceptions = len(found[Reach.BELOW]), len(found[Reach.EXCEPTION])
    return tally, found


_WAYS = (
    *("{}", "{} \t", "0.0.0.0 {}", "127.0.0.1\t{}  ", "||{}^", "|{}^", "@@||{}^", "||{}^ # why"),
    *("*.{}", "+.{}", ".{}", "address=/{}/#", "address=/{}/0.0.0.0", "local=/{}/", "server=/{}/"),
    *("server=/{}/#", "{} CNAME .", "*.{} CNAME .", "{}\tIN CNAME .", "{} CNAME rpz-passthru."),
    *('local-zone: "{}." always_null', 'local-zone: "{}" always_null', "full:{}", "{}. CNAME ."),
    *("- '+.{}'", "DOMAIN-SUFFIX,{}", "{}.rpz.test. CNAME .", "{}.rpz-ip CNAME .", ":: {}"),
)
_ODD = [
    *(line for table in (NAMING, UNSUPPORTED, BAD) for line, _ in table.values()),
    *(b"<html>", b"http://ads.example/x", b"\x1f\x8b\x08\0", b"Dear reader", b"apple", b"a\0.\0"),
    *(
        b"# one",
        b"  ! two",
        b"// three",
        b"\xef\xbb\xbf# four",
        b"\xef\xbb\xbfa.example",
        b"\r",
        b" ",
    ),
    *(b"co.uk", b"github.io", b"*.co.uk CNAME .", b"||za.com^", b"0.0.0.0 essex.sch.uk"),
    *(b"$ORIGIN rpz.test.", b"rpz.test. SOA a. b. (", b" 1 ; x", b" 2 )", b"1 ) 2", b""),
]


_LABELS = ("a", "x-y_z", "www", "localhost", "anything", "a" * 63, "4", "co")
_ENDINGS = ("example", "example", "co.uk", "ck", "github.io", "xn--p1ai", "4chan", "sch.uk")


def some_list(dice: random.Random) -> bytes:
    """Return a list of runs of ordinary lines in every form, with odd lines between them."""
    rows: list[bytes] = []
    for _ in range(dice.randint(1, 12)):
        if dice.random() < 0.5:
            rows.append(dice.choice(_ODD))
            continue
        way = dice.choice(_WAYS)
        for _ in range(dice.randint(1, 5)):
            labels = (*dice.choices(_LABELS, k=dice.randint(0, 3)), dice.choice(_ENDINGS))
            rows.append(way.format(".".join(labels)).encode())
    return b"".join(row + dice.choice((b"\n", b"\n", b"\r\n", b"\r", b"")) for row in rows)


def same_by_the_book(*chunks: bytes) -> None:
    """Hold what a list in chunks gives against what its lines give one by one."""
    tally = Tally()
    found: Found = {reach: [] for reach in Reach}
    try:
        for batch in read_names(chunks, tally):
            for reach, more in by_reach(batch):
                found[reach] += map(to_text, more)
    except ListMalformed as error:
        if "UTF-16" in str(error):
            return
    octets = b"".join(chunks)
    assert (tally, found) == by_the_book(octets), octets


def test_a_list_is_read_by_the_book(dice: random.Random, scale: Scale) -> None:
    """However a list is cut, reading it fast gives what reading each line by itself gives."""
    for _ in range(scale(2_000, 60_000)):
        octets = some_list(dice)
        places = sorted(dice.randint(0, len(octets)) for _ in range(dice.randint(0, 5)))
        same_by_the_book(*(octets[start:end] for start, end in pairwise((0, *places, len(octets)))))


ALMOST_ORDINARY = {
    "far from its end": b"a.example" + b" " * 5000,
    "far from its address": b"0.0.0.0" + b" " * 5000 + b"a.example",
    "this machine": b"localhost.localdomain",
    "this machine in a rule": b"||localhost.localdomain^",
    "this machine in a zone": b"localhost.localdomain cname .",
    "addresses in a zone": b"32.1.2.0.192.rpz-ip cname .",
    "a name in a record that goes on": b"@ soa a. b. (\na.example\n1 2 )",
    "a record in a record that goes on": b"@ soa a. b. (\na.example cname .\n1 2 )",
    "too long a name": b"a." * 124 + b"example",
    "too long a name with its dot": b'local-zone: "' + b"a." * 123 + b'example." always_null',
}


@pytest.mark.parametrize("line", ALMOST_ORDINARY.values(), ids=ALMOST_ORDINARY)
def test_a_line_that_only_looks_ordinary(line: bytes) -> None:
    """A line that is like those of a run, but for one thing, is still read by the book."""
    same_by_the_book(line + b"\n")
    same_by_the_book(b"b.example\n" + line + b"\nb.example\n" + line)


@given(st.lists(st.sampled_from(_ODD) | st.binary(max_size=12), max_size=5), st.integers(0, 99))
def test_small_lists_are_read_by_the_book(rows: list[bytes], cut: int) -> None:
    """A few odd lines, or any octets, are read the same way fast as one by one."""
    octets = b"\n".join(rows)
    same_by_the_book(octets[:cut], octets[cut:])
