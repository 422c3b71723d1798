from __future__ import annotations

import tracemalloc
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.errors import ListMalformed
from agent.lists.build import by_reach
from agent.lists.parse import read_names
from agent.lists.suffixes import shipped_suffixes
from agent.lists.tally import KEPT_LINES, BadLine, Tally, UnsupportedLine
from policy.index import Reach
from policy.list_text.faults import Fault, Unsupported
from policy.names import from_text, to_text
from tests.policy.list_text.lines import NAMING, Entries

Found = dict[Reach, list[str]]


def read(*chunks: bytes) -> tuple[Tally, Found]:
    """Return the tally of a list, and its names as text by what the list means with them."""
    return read_all(chunks)


def read_all(chunks: Iterable[bytes]) -> tuple[Tally, Found]:
    """Return the same of a list whose chunks are made one by one."""
    tally = Tally()
    found: Found = {reach: [] for reach in Reach}
    for batch in read_names(chunks, tally):
        for reach, names in by_reach(batch):
            found[reach] += map(to_text, names)
    return tally, found


def plain(*names: str) -> Found:
    """Return the names of a list that holds nothing but plain names."""
    return {**{reach: [] for reach in Reach}, Reach.BOTH: list(names)}


@pytest.mark.parametrize(("line", "entries"), NAMING.values(), ids=NAMING)
def test_a_list_gives_the_names_of_its_lines(line: bytes, entries: Entries) -> None:
    """The names of a line come out of a list by what they mean, and are counted so."""
    tally, found = read(b"x.example\n" + line + b"\ny.example\n")

    expected = plain("x.example", "y.example")
    for reach, name in entries:
        expected[reach].insert(len(expected[reach]) - (reach is Reach.BOTH), name.decode())
    assert found == expected
    assert [tally.names, tally.exact, tally.below, tally.exceptions] == [
        len(found[reach]) for reach in (Reach.BOTH, Reach.ITSELF, Reach.BELOW, Reach.EXCEPTION)
    ]
    assert (tally.lines, tally.bad, tally.unsupported.total(), tally.headings) == (3, 0, 0, 0)


ENDS = {
    "no end of line": b"a.example\nb.example",
    "LF": b"a.example\nb.example\n",
    "CR LF": b"a.example\r\nb.example\r\n",
    "CR alone": b"a.example\rb.example\r",
    "all kinds": b"\n\r\r\na.example\r\r\n\n \nb.example\n\r",
    "byte order mark": b"\xef\xbb\xbfa.example\nb.example\n",
    "joined files": b"a.example\n\xef\xbb\xbf# two\n\xef\xbb\xbfb.example\n",
    "comments": b"# one\n! two\n; three\n  # four\n// five\na.example # six\nb.example\n",
}


@pytest.mark.parametrize("octets", ENDS.values(), ids=ENDS)
def test_lines_end_in_any_way(octets: bytes) -> None:
    """Ends of lines, marks at a file's beginning and comments are neither names nor faults."""
    tally, found = read(octets)

    assert found == plain("a.example", "b.example")
    assert (tally.lines, tally.bad) == (2, 0)


SUFFIXES = {
    "plain": b"co.uk",
    "a county's schools": b"essex.sch.uk",
    "hosts": b"0.0.0.0 gob.mx",
    "hosts, slowly": b"::1 gob.mx",
    "behind a star": b"*.co.uk",
    "Adblock": b"||tochigi.jp^",
    "Adblock, itself": b"|tochigi.jp^",
    "an exception": b"@@||co.uk^",
    "dnsmasq": b"address=/co.uk/#",
    "dnsmasq, back to the usual servers": b"server=/co.uk/#",
    "unbound": b'local-zone: "co.uk." always_null',
    "zone file": b"co.uk CNAME .",
    "zone file, below": b"*.co.uk CNAME .",
    "zone file, slowly": b"*.co.uk 60 CNAME .",
    "payload": b"- DOMAIN-SUFFIX,co.uk",
    "v2fly": b"full:co.uk @x",
    "a wildcard rule": b"anything.ck",
    "international": "公司.cn".encode(),
}


@pytest.mark.parametrize("line", SUFFIXES.values(), ids=SUFFIXES)
def test_a_registry_s_ending_is_refused(line: bytes) -> None:
    """An ending under which anybody can have a site is a bad line, in whatever form it stands."""
    for around in (b"", line.replace(b"co.uk", b"x.example")):
        octets = b"a.example\n" + line + b"\n" + around + b"\nb.example\n" * 2
        tally, found = read(octets)

        assert tally.first_bad[0] == BadLine(2, Fault.PUBLIC_SUFFIX)
        assert all(name.endswith("example") for names in found.values() for name in names)


def test_a_provider_s_ending_is_listed_and_counted() -> None:
    """An ending of a provider is taken as an entry, in every form, and its lines are kept."""
    octets = b"github.io\na.example\n0.0.0.0 za.com\n:: b.example za.com\n||yolasite.com^\n"
    tally, found = read(octets + b"*.hopto.org CNAME .\n*.hopto.org 60 CNAME .\n")

    assert found == {
        Reach.BOTH: ["github.io", "a.example", "yolasite.com"],
        Reach.ITSELF: ["za.com", "b.example", "za.com"],
        Reach.BELOW: ["hopto.org", "hopto.org"],
        Reach.EXCEPTION: [],
    }
    assert (tally.private, tally.first_private, tally.bad) == (6, [1, 3, 4, 5, 6, 7], 0)
    assert read(b"github.io\n" * 50)[0].first_private == list(range(1, 1 + KEPT_LINES))


def test_a_line_is_bad_once() -> None:
    """The good names of a line are listed although others are bad, and its first fault counts."""
    tally, found = read(b"0.0.0.0 a.example com co.uk b.example 7\n0.0.0.0 c.example\n")

    assert found[Reach.ITSELF] == ["a.example", "b.example", "c.example"]
    assert (tally.bad, tally.first_bad) == (1, [BadLine(1, Fault.WHOLE_ENDING)])


def test_the_first_bad_lines_are_kept() -> None:
    """Of many bad lines all are counted, and the first ten are kept with their places."""
    tally, _ = read(b"# head\n" + b"a.example\ncom\n" * 50)

    assert tally.bad == 50
    assert [bad.number for bad in tally.first_bad] == list(range(3, 3 + 2 * KEPT_LINES, 2))


def test_half_of_the_lines_may_be_bad() -> None:
    """A list is refused where more than half of its lines are bad, and not before."""
    assert read(b"a.example\ncom\n")[1] == plain("a.example")
    with pytest.raises(ListMalformed, match="2 of 3 lines"):
        read(b"# only lines that hold something count\n\na.example\ncom\nnet\n")


def test_unsupported_rules_speak_neither_for_a_list_nor_against_it() -> None:
    """A list that is mostly about parts of pages is read for its names, bad lines apart."""
    rules = b"b.example##.banner\n" * 50
    tally, found = read(rules + b"||a.example^\ncom\n")

    assert found == plain("a.example")
    assert tally.unsupported == {Unsupported.COSMETIC: 50}
    assert tally.first_unsupported[-1] == UnsupportedLine(KEPT_LINES, Unsupported.COSMETIC)
    assert len(tally.first_unsupported) == KEPT_LINES
    with pytest.raises(ListMalformed, match="2 of 53 lines"):
        read(rules + b"||a.example^\ncom\nnet\n")


def test_headings_are_counted_apart() -> None:
    """The head of a zone file is no entry, so it does not hide that the rest is bad."""
    head = b"$TTL 300\n@ SOA localhost. root.localhost. 1 2 3 4 5\n  NS  localhost.\n"

    assert read(head + b"a.example CNAME .\n")[0].headings == 3
    with pytest.raises(ListMalformed, match="2 of 6 lines"):
        read(head + b"a.example CNAME .\ncom\nnet\n")


REFUSED = {
    "web page": (b"<!DOCTYPE html>\n<html><body>\nGone\n</body></html>\n", "looks like a web page"),
    "web addresses": (b"http://ads.example/x\nhttp://b.example/\n", "list of web addresses"),
    "packed": (b"\x1f\x8b\x08\0\0\0\0\0\0\3\xcb\x48\n", "perhaps a packed file"),
    "UTF-16": ("a.example\nb.example\n".encode("utf-16"), "written as UTF-16; save it as UTF-8"),
    "UTF-16, other order": (b"\xfe\xff\0a\0.\0b\0\r\0\n", "written as UTF-16"),
    "UTF-16, unmarked": ("a.example\nb.example\n".encode("utf-16-le"), "not text"),
    "prose": (b"Dear reader\nthis is a letter\n", "more than one word"),
    "words": (b"apple\npear\n", "a single word such as com"),
    "nothing": (b"", "holds no names"),
    "comments only": (b"# gone\n", "holds no names"),
    "local names only": (b"127.0.0.1 localhost\n", "holds no names"),
    "addresses only": (b"192.0.2.1\n192.0.2.2\n", "holds no names"),
    "exceptions only": (b"@@||a.example^\n", "holds no names"),
    "headings only": (b"$TTL 300\n@ SOA a. b. 1 2 3 4 5\n", "holds no names"),
    "unsupported only": (b"keyword:x\na.example##.x\n" * 2 + b"keyword:x\n", "it is a pattern"),
}


@pytest.mark.parametrize(("octets", "words"), REFUSED.values(), ids=REFUSED)
def test_refused(octets: bytes, words: str) -> None:
    """A file in another form is refused with what it looks like and what is read here."""
    for chunks in ([octets], [octets[:1], octets[1:]]):
        with pytest.raises(ListMalformed, match=f"{words}.*reads hosts files.*plain names.*RPZ"):
            read(*chunks)


def test_a_line_without_end_is_not_kept() -> None:
    """A line of many megabytes is one bad line, and no more than its beginning is remembered."""
    shipped_suffixes()

    def endless() -> Iterator[bytes]:
        yield b"a.example\n"
        for _ in range(100):
            yield b"x" * 100_000
        # A line's end right where a chunk ends, behind what was too long; then one cut in two.
        yield b"x\r"
        yield b"b.example\r"
        yield b"\ncom\r"
        yield b"c.example"

    tracemalloc.start()
    tally, found = read_all(endless())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert found == plain("a.example", "b.example", "c.example")
    assert tally.first_bad == [BadLine(2, Fault.TOO_LONG), BadLine(4, Fault.WHOLE_ENDING)]
    assert peak < 1_000_000


@given(st.text("ab1-_.", max_size=12))
def test_names_are_those_of_the_policy(text: str) -> None:
    """What is read from a list is what policy.names makes of the same text."""
    try:
        _, found = read(text.encode())
    except ListMalformed:
        return

    assert found == plain(to_text(from_text(text.removeprefix("."))))
