"""The invariant: no octets make the list reader raise anything but ListMalformed.

And whatever it reads as a name is one.
"""

from __future__ import annotations

import random

from agent.errors import ListMalformed
from agent.lists.parse import read_names
from agent.lists.suffixes import shipped_suffixes
from agent.lists.tally import KEPT_LINES, Tally
from policy.names import Name, from_text, label_count, to_text
from tests.conftest import Scale
from tests.policy.list_text.lines import NAMING, UNSUPPORTED

SEEDS = (
    b"0.0.0.0 a.example b.example # why\r\n127.0.0.1\tlocalhost\n::1 ip6-loopback\n",
    b"# Title\n\xef\xbb\xbfexample.org\nwww.Example.org.\n  x_y-z.example  \n192.0.2.1\n",
    "bücher.example\n名前.example\n\u0440\u0444\nxn--p1ai.example\nİ.example\n".encode(),
    b"||ads.example^$third-party\n@@||b.example\n! x\n##.banner\n*.c.example\n",
    b"$TTL 3\n@ SOA a. b. 1 2 3 4 5\nads.example CNAME .\nlocal=/x.example/\nfull:d.example\n",
    b'server:\nlocal-zone: "a.example." always_null\nlocal-data: "b.example. A 0.0.0.0"\n',
    b"*.a.example CNAME .\nb.example IN CNAME rpz-passthru.\n32.1.2.0.192.rpz-ip CNAME .\n",
    b"$ORIGIN rpz.\n@ SOA a. b. (\n 1 ; x\n 2 )\na.rpz. CNAME .\naddress=/a.b/c.d/#\n",
    b"payload:\n  - '+.a.example'\n  - DOMAIN-SUFFIX,b.example\nregexp:^x\nc.example @ads\n",
    b"co.uk\ngithub.io\n||essex.sch.uk^\n*.gob.mx CNAME .\n@@||c.example^ # why^\n",
    b"fe80::1%lo0 localhost\n2001:db8::/32\n::ffff:127.0.0.1 a.example\n1.2.3\n0 a.example\n",
    b"\x1f\x8b\x08\0\xff\xfe\0a\0.\0b\0\n<html>\n" + b"a" * 300 + b".example\n",
    b"\n".join(line for line, _ in NAMING.values()),
    b"\n".join(line for line, _ in UNSUPPORTED.values()) + b"\na.example\n",
)
STRIKES = (
    *(b"\n", b"\r", b"\r\n", b"\0", b".", b"..", b" ", b"\t", b"#", b" #", b":", b"%", b"/", b"\\"),
    *(b"0.0.0.0 ", b"xn--", b"xn--a", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"-"),
    *("。", "ß", "\u200d", "\u0345", "\u2028", "\x85", "①", "\u00b4", "¨", "\U000e0001", "٣"),
    *(b"x" * 64, b"a." * 130, b" " * 5000),
)


def mutated(dice: random.Random) -> bytes:
    """Return one of the seeds, or two, after a few strikes."""
    octets = bytearray(dice.choice(SEEDS) + dice.choice((b"", *SEEDS)))
    for _ in range(dice.randint(1, 12)):
        place = dice.randint(0, len(octets))
        match dice.randint(0, 3):
            case 0:
                strike = dice.choice(STRIKES)
                octets[place:place] = strike.encode() if isinstance(strike, str) else strike
            case 1:
                octets[place : place + 1] = bytes((dice.randrange(256),))
            case 2:
                del octets[place : place + dice.randint(1, 40)]
            case _:
                start = dice.randint(0, len(octets))
                octets[place:place] = octets[start : start + dice.randint(1, 40)]
    return bytes(octets)


def chunks_of(octets: bytes, dice: random.Random) -> list[bytes]:
    """Return the octets in pieces of any size."""
    size = dice.choice((1, 7, 100, len(octets) + 1))
    return [octets[start : start + size] for start in range(0, len(octets), size)]


def test_no_octets_break_the_reader(dice: random.Random, scale: Scale) -> None:
    """Mutated and random lists give well-formed names and true counts, or ListMalformed."""
    read, refused = 0, 0
    for _ in range(scale(2_000, 60_000)):
        octets = mutated(dice) if dice.random() < 0.9 else dice.randbytes(dice.randint(0, 400))
        tally = Tally()
        found: list[list[Name]] = [[], [], [], []]
        try:
            for batch in read_names(chunks_of(octets, dice), tally):
                given = (batch.both, batch.itself, batch.below, batch.exceptions)
                for names, more in zip(found, given, strict=True):
                    names.extend(more)
        except ListMalformed:
            refused += 1
        for name in {name for names in found for name in names}:
            assert from_text(to_text(name)) == name, octets
            assert label_count(name) >= 2, octets
            assert not shipped_suffixes().is_registry(to_text(name)), octets
        read += sum(map(len, found))
        counts = [tally.names, tally.exact, tally.below, tally.exceptions]
        assert counts == list(map(len, found)), octets
        assert tally.bad == tally.faults.total() <= tally.lines, octets
        assert len(tally.first_bad) == min(tally.bad, KEPT_LINES), octets

    assert read
    assert refused
