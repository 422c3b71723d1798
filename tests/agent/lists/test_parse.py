from __future__ import annotations

import re
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import ListMalformed
from agent.lists.parse import (
    KEPT_BAD_LINES,
    MAX_LINE_OCTETS,
    BadLine,
    Fault,
    Tally,
    read_names,
)
from policy.names import Name, from_text, to_text

LONGEST = ".".join(("a" * 63, "b" * 63, "c" * 63, "d" * 61))


def read(*chunks: bytes) -> tuple[Tally, list[str], list[str]]:
    """Return the tally of a list, and its names as text: with all below them, and exact ones."""
    tally = Tally()
    below: list[str] = []
    exact: list[str] = []
    for batch in read_names(chunks, tally):
        below += map(to_text, batch.both)
        exact += map(to_text, batch.itself)
    return tally, below, exact


PLAIN = {
    "one name": (b"example.org\n", ["example.org"]),
    "no end of line": (b"example.org", ["example.org"]),
    "several": (b"a.example\nb.example\n", ["a.example", "b.example"]),
    "CR LF": (b"a.example\r\nb.example\r\n", ["a.example", "b.example"]),
    "CR alone": (b"a.example\rb.example\r", ["a.example", "b.example"]),
    "empty lines": (b"\n\n \na.example\n\t\n\n", ["a.example"]),
    "byte order mark": (b"\xef\xbb\xbfa.example\n", ["a.example"]),
    "byte order mark where files were joined": (
        b"a.example\n\xef\xbb\xbfb.example\n",
        ["a.example", "b.example"],
    ),
    "comments": (b"# one\n! two\n; three\n  # four\na.example\n", ["a.example"]),
    "comment behind": (b"a.example # why\nb.example\t#why\n", ["a.example", "b.example"]),
    "comment in Latin-1": (b"# caf\xe9\na.example # caf\xe9\n", ["a.example"]),
    "upper case": (b"WWW.Example.ORG\n", ["www.example.org"]),
    "final dot": (b"example.org.\n", ["example.org"]),
    "space around": (b"  example.org \t\n", ["example.org"]),
    "underscore, hyphens": (b"_a--b.x_y.org\n", ["_a--b.x_y.org"]),
    "begins with a digit": (b"4chan.org\n1.2.3.4.example\n", ["4chan.org", "1.2.3.4.example"]),
    "ending that begins with a digit": (b"example.4chan\n", ["example.4chan"]),
    "international": ("Bücher.example\n".encode(), ["xn--bcher-kva.example"]),
    "A-label": (b"xn--bcher-kva.example\n", ["xn--bcher-kva.example"]),
    "below a local word": (b"localhost.example\n", ["localhost.example"]),
    "longest": (LONGEST.encode() + b".\n" + LONGEST.encode() + b"\n", [LONGEST, LONGEST]),
}


@pytest.mark.parametrize(("octets", "names"), PLAIN.values(), ids=PLAIN)
def test_plain_names(octets: bytes, names: list[str]) -> None:
    """A plain name means the name and everything below it, however the line is written."""
    tally, below, exact = read(octets)

    assert below == names
    assert exact == []
    assert (tally.names, tally.exact, tally.bad) == (len(names), 0, 0)


HOSTS = {
    "nowhere": (b"0.0.0.0 a.example\n", ["a.example"]),
    "this machine": (b"127.0.0.1\ta.example\n", ["a.example"]),
    "another of this machine": (b"127.0.0.7 a.example\n", ["a.example"]),
    "nowhere, IPv6": (b":: a.example\n", ["a.example"]),
    "this machine, IPv6": (b"::1 a.example\n", ["a.example"]),
    "IPv6 written out": (b"0:0:0:0:0:0:0:1 a.example\n", ["a.example"]),
    "several spaces": (b"0.0.0.0 \t  a.example  \n", ["a.example"]),
    "several names": (b"0.0.0.0 a.example b.example c.example\n", None),
    "comment behind": (b"0.0.0.0 a.example # b.example\n", ["a.example"]),
    "final dot": (b"0.0.0.0 a.example.\n", ["a.example"]),
    "upper case": (b"0.0.0.0 A.Example\n", ["a.example"]),
    "international": ("0.0.0.0 bücher.example\n".encode(), ["xn--bcher-kva.example"]),
    "CR LF": (b"0.0.0.0 a.example\r\n0.0.0.0 b.example\r\n", ["a.example", "b.example"]),
}


@pytest.mark.parametrize(("octets", "names"), HOSTS.values(), ids=HOSTS)
def test_hosts_lines(octets: bytes, names: list[str] | None) -> None:
    """A hosts line means each of its names exactly, and nothing below it."""
    names = names or ["a.example", "b.example", "c.example"]

    tally, below, exact = read(octets)

    assert below == []
    assert exact == names
    assert (tally.names, tally.exact, tally.bad) == (0, len(names), 0)


SKIPPED = {
    "localhost": (b"127.0.0.1 localhost", 1, 0),
    "its long form": (b"127.0.0.1 localhost.localdomain\n0.0.0.0 localhost4.localdomain4", 2, 0),
    "local": (b"127.0.0.1 local", 1, 0),
    "broadcast": (b"255.255.255.255 broadcasthost", 1, 0),
    "IPv6 names": (b"::1 ip6-localhost ip6-loopback\nff02::1 ip6-allnodes", 3, 0),
    "an interface's address": (b"fe80::1%lo0 localhost", 1, 0),
    "the line that ends a hosts file": (b"0.0.0.0 0.0.0.0", 1, 0),
    "without an address": (b"localhost", 1, 0),
    "bare address": (b"192.0.2.7", 0, 1),
    "bare address with comment": (b"192.0.2.7 # a resolver", 0, 1),
    "bare IPv6 address": (b"2001:db8::7", 0, 1),
    "address as a name": (b"0.0.0.0 192.0.2.7", 0, 1),
}


@pytest.mark.parametrize(("octets", "local", "addresses"), SKIPPED.values(), ids=SKIPPED)
def test_skipped(octets: bytes, local: int, addresses: int) -> None:
    """Local names and bare addresses are neither names nor faults, and are counted apart."""
    tally, below, exact = read(octets + b"\nexample.org\n")

    assert (below, exact) == (["example.org"], [])
    assert (tally.local, tally.addresses, tally.bad) == (local, addresses, 0)


BAD = {
    "Adblock": (b"||ads.example^", Fault.ADBLOCK),
    "Adblock without a caret": (b"||ads.example", Fault.ADBLOCK),
    "Adblock exception": (b"@@||ads.example^", Fault.ADBLOCK),
    "Adblock, what to hide": (b"ads.example##.banner", Fault.ADBLOCK),
    "Adblock option": (b"ads.example$third-party", Fault.ADBLOCK),
    "Adblock pattern": (b"/banner[0-9]+/", Fault.ADBLOCK),
    "Adblock header": (b"[Adblock Plus 2.0]", Fault.ADBLOCK),
    "dnsmasq address": (b"address=/ads.example/0.0.0.0", Fault.DNSMASQ),
    "dnsmasq local": (b"local=/ads.example/", Fault.DNSMASQ),
    "dnsmasq server": (b"server=/ads.example/#", Fault.DNSMASQ),
    "unbound": (b'local-zone: "ads.example." always_null', Fault.UNBOUND),
    "RPZ rule": (b"ads.example CNAME .", Fault.RPZ),
    "RPZ time": (b"$TTL 300", Fault.RPZ),
    "RPZ head": (b"@ SOA localhost. root.localhost. 1 2 3 4 5", Fault.RPZ),
    "v2fly": (b"full:ads.example", Fault.PROXY),
    "v2fly pattern": (b"regexp:^ads", Fault.ADBLOCK),
    "v2fly inclusion": (b"include:games", Fault.PROXY),
    "mihomo": (b"DOMAIN-SUFFIX,ads.example", Fault.PROXY),
    "mihomo payload": (b"  - '+.ads.example'", Fault.PROXY),
    "star": (b"*.ads.example", Fault.WILDCARD),
    "plus": (b"+.ads.example", Fault.WILDCARD),
    "dot in front": (b".ads.example", Fault.WILDCARD),
    "web page": (b"<html>", Fault.WEB_PAGE),
    "web address": (b"https://ads.example/banner", Fault.WEB_ADDRESS),
    "path": (b"ads.example/banner", Fault.WEB_ADDRESS),
    "range of addresses": (b"192.0.2.0/24", Fault.WEB_ADDRESS),
    "Latin-1": (b"b\xfccher.example", Fault.NOT_TEXT),
    "NUL": (b"ads\0.example", Fault.NOT_TEXT),
    "escape": (b"\x1b[2Jads.example", Fault.NOT_TEXT),
    "UTF-16": ("ads.example".encode("utf-16"), Fault.NOT_TEXT),
    "long line": (b"0.0.0.0" + b" a.example" * 410, Fault.TOO_LONG),
    "long comment": (b"#" * (MAX_LINE_OCTETS + 1), Fault.TOO_LONG),
    "two words": (b"ads.example tracking.example", Fault.SEVERAL_WORDS),
    "address behind": (b"ads.example 0.0.0.0", Fault.SEVERAL_WORDS),
    "a machine of the home": (b"192.168.1.7 nas.example", Fault.REDIRECT),
    "somebody's server": (b"2001:db8::7 search.example", Fault.REDIRECT),
    "whole ending": (b"com", Fault.WHOLE_ENDING),
    "whole ending in a hosts line": (b"0.0.0.0 com", Fault.WHOLE_ENDING),
    "whole international ending": ("рф".encode(), Fault.WHOLE_ENDING),
    "misspelt address": (b"192.0.2.777", Fault.NUMBER),
    "address with zeros in front": (b"192.000.002.007", Fault.NUMBER),
    "comment without a space": (b"ads.example#why", Fault.NOT_A_NAME),
    "two dots": (b"ads..example", Fault.NOT_A_NAME),
    "two dots at the end": (b"ads.example..", Fault.NOT_A_NAME),
    "long label": (b"a" * 64 + b".example", Fault.NOT_A_NAME),
    "long name": (LONGEST.encode() + b"d", Fault.NOT_A_NAME),
    "long name with a dot": (LONGEST.encode() + b"d.", Fault.NOT_A_NAME),
    "long name in a hosts line": (b"0.0.0.0 " + LONGEST.encode() + b"d", Fault.NOT_A_NAME),
    "other signs": (b"ads!.example", Fault.NOT_A_NAME),
    "port": (b"ads.example:443", Fault.NOT_A_NAME),
    "letters that are no name": ("a\u2028b.example".encode(), Fault.NOT_A_NAME),
}


@pytest.mark.parametrize(("line", "fault"), BAD.values(), ids=BAD)
def test_bad_lines(line: bytes, fault: Fault) -> None:
    """A line that cannot be read gives no name, and its place and fault are kept."""
    tally, below, exact = read(b"a.example\n" + line + b"\nb.example\n")

    assert (below, exact) == (["a.example", "b.example"], [])
    assert tally.first_bad == [BadLine(2, fault)]
    assert (tally.bad, tally.lines) == (1, 3)


def test_every_fault_is_tried() -> None:
    """There is no fault without a line that has it."""
    assert {fault for _, fault in BAD.values()} == set(Fault)


def test_a_hosts_line_keeps_its_good_names() -> None:
    """The good names of a hosts line are listed although another of its names is bad."""
    tally, _, exact = read(b"0.0.0.0 a.example com b.example 7\n0.0.0.0 c.example\n")

    assert exact == ["a.example", "b.example", "c.example"]
    assert tally.first_bad == [BadLine(1, Fault.WHOLE_ENDING)]
    assert tally.bad == 1


def test_the_first_bad_lines_are_kept() -> None:
    """Of many bad lines all are counted, and the first ten are kept with their places."""
    tally, _, _ = read(b"# head\n" + b"a.example\ncom\n" * 50)

    assert tally.bad == 50
    assert [bad.number for bad in tally.first_bad] == list(range(3, 3 + 2 * KEPT_BAD_LINES, 2))


def test_half_of_the_lines_may_be_bad() -> None:
    """A list is refused where more than half of its lines are bad, and not before."""
    assert read(b"a.example\ncom\n")[1] == ["a.example"]
    with pytest.raises(ListMalformed, match="2 of 3 lines"):
        read(b"# only lines that hold something count\n\na.example\ncom\nnet\n")


REFUSED = {
    "Adblock": (b"! Title: x\n||ads.example^\n||b.example^\n", "looks like an Adblock list"),
    "dnsmasq": (b"# x\nlocal=/ads.example/\n", "looks like a dnsmasq file"),
    "unbound": (b'local-zone: "ads.example" always_null\n', "looks like an unbound file"),
    "RPZ": (b"$TTL 30\n@ SOA a. b. 1 2 3 4 5\nads.example CNAME .\n", "looks like a zone file"),
    "v2fly": (b"full:ads.example\ndomain:b.example\n", "rule file for a proxy"),
    "wildcards": (b"*.ads.example\n*.b.example\n", "list of wildcard names"),
    "web page": (b"<!DOCTYPE html>\n<html><body>\nGone\n</body></html>\n", "looks like a web page"),
    "web addresses": (b"http://ads.example/x\nhttp://b.example/\n", "list of web addresses"),
    "packed": (b"\x1f\x8b\x08\0\0\0\0\0\0\3\xcb\x48\n", "perhaps a packed file"),
    "UTF-16": ("a.example\nb.example\n".encode("utf-16"), "not text"),
    "prose": (b"Dear reader\nthis is a letter\n", "more than one word"),
    "words": (b"apple\npear\n", "a single word such as com"),
    "nothing": (b"", "holds no names"),
    "comments only": (b"# gone\n", "holds no names"),
    "local names only": (b"127.0.0.1 localhost\n", "holds no names"),
    "addresses only": (b"192.0.2.1\n192.0.2.2\n", "holds no names"),
}


@pytest.mark.parametrize(("octets", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(octets: bytes, words: str) -> None:
    """A file in another form is refused with what it looks like and what is read here."""
    with pytest.raises(ListMalformed, match=f"{words}.*reads hosts files.*plain names"):
        read(octets)


def test_a_line_without_end_is_not_kept() -> None:
    """A line of many megabytes is one bad line, and no more than its beginning is remembered."""

    def endless() -> Iterator[bytes]:
        yield b"a.example\n"
        for _ in range(100):
            yield b"x" * 100_000
        # A line's end right where a chunk ends, behind what was too long; then one cut in two.
        yield b"x\r"
        yield b"b.example\r"
        yield b"\ncom\r"
        yield b"c.example"

    tally = Tally()
    tracemalloc.start()
    found = [*read_names(endless(), tally)]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert [to_text(name) for batch in found for name in batch.both] == [
        "a.example",
        "b.example",
        "c.example",
    ]
    assert tally.first_bad == [BadLine(2, Fault.TOO_LONG), BadLine(4, Fault.WHOLE_ENDING)]
    assert peak < 1_000_000


def labels() -> st.SearchStrategy[str]:
    """Return labels as lists hold them, some as long as a label can be."""
    return st.text("abcxyz0189-_", min_size=1, max_size=12) | st.just("a" * 63)


def listed_names() -> st.SearchStrategy[str]:
    """Return names a list may hold: two labels or more, and not a number at the end."""
    endings = st.sampled_from(("org", "co.uk", "example", "xn--p1ai", "4chan", "x"))
    return (
        st.tuples(st.lists(labels(), min_size=1, max_size=4), endings)
        .map(lambda parts: ".".join((*parts[0], parts[1])))
        .filter(lambda name: len(name) <= 253 and not name.startswith("localhost"))
    )


@given(st.data())
def test_rendered_names_read_back(data: st.DataObject) -> None:
    """Names that are written as a list, in any of the ways lists are written, are read again."""
    below: list[str] = []
    exact: list[str] = []
    lines: list[str] = []
    for name in data.draw(st.lists(listed_names(), min_size=1, max_size=8)):
        written = data.draw(st.sampled_from((name, name.upper(), name + ".")))
        address = data.draw(st.sampled_from(("", "0.0.0.0 ", "127.0.0.1\t", ":: ", "::1  ")))
        around = data.draw(st.sampled_from(("{}", " {}", "{}\t", "{} # why", "\n{}\n# {}")))
        lines.append(around.format(address + written, name))
        (exact if address else below).append(name)
    end = data.draw(st.sampled_from(("\n", "\r\n", "\r")))

    tally, *found = read(end.join(lines).encode())

    assert found == [below, exact]
    assert (tally.names, tally.exact, tally.bad) == (len(below), len(exact), 0)


def rubbish() -> st.SearchStrategy[bytes]:
    """Return lists in which all kinds of lines meet, well and badly formed."""
    line = st.sampled_from([line for line, _ in BAD.values() if len(line) < 300])
    row = st.sampled_from([octets for octets, *_ in (*PLAIN.values(), *HOSTS.values())])
    name = listed_names().map(str.encode)
    piece = line | row | name | st.binary(max_size=12) | st.sampled_from((b"0.0.0.0 ", b"#", b" "))
    ends = st.sampled_from((b"\n", b"\r\n", b"\r", b""))
    return st.lists(st.tuples(piece, ends), max_size=12).map(
        lambda pieces: b"".join(part for pair in pieces for part in pair)
    )


def outcome(*chunks: bytes) -> object:
    """Return all that reading a list gives, refusal included."""
    tally = Tally()
    below: list[Name] = []
    exact: list[Name] = []
    refusal = ""
    try:
        for batch in read_names(chunks, tally):
            below += batch.both
            exact += batch.itself
    except ListMalformed as error:
        refusal = str(error)
    return tally, below, exact, refusal


@given(rubbish(), st.lists(st.integers(0, 200), max_size=6))
def test_where_a_list_is_cut_does_not_matter(octets: bytes, cuts: list[int]) -> None:
    """A list gives the same names, counts and places however it was cut into chunks."""
    places = [0, *sorted(cuts), len(octets)]
    chunks = [octets[start:end] for start, end in pairwise(places)]

    assert outcome(*chunks) == outcome(octets)


@given(rubbish())
def test_both_ways_agree(octets: bytes) -> None:
    """The fast way and the slow way, which a space in front of a line forces, read the same."""
    lines = re.split(rb"\r\n|\r|\n", octets)
    if lines[0].startswith(b"\xef\xbb\xbf"):
        lines[0] = lines[0][3:]

    assert outcome(b"\n".join(lines)) == outcome(b"\n".join(b" " + line for line in lines))


@given(st.text("ab1-_.", max_size=12))
def test_names_are_those_of_the_policy(text: str) -> None:
    """What is read from a list is what policy.names makes of the same text."""
    tally = Tally()
    try:
        found = [*read_names([text.encode()], tally)]
    except ListMalformed:
        return

    assert [name for batch in found for name in batch.both] == [from_text(text)]
