"""Packets that no honest device sends, each with a word in it that must not be written down."""

from __future__ import annotations

from typing import Final

import dns.edns
import dns.message

COOKIE: Final = dns.edns.OptionType.make(10)


def malformed(word: str) -> dict[str, bytes]:
    """Return packets that hold the word, and that no honest device sends, by what is wrong."""
    name = f"{word}.bad.example"
    plain = dns.message.make_query(name, "A").to_wire()
    edns = dns.message.make_query(
        name, "A", options=[dns.edns.GenericOption(COOKIE, word.encode()[:8] * 4)]
    ).to_wire()
    label = bytes((len(word),)) + word.encode()
    return {
        "cut inside the name": plain[:20],
        "cut inside the type": plain[:-3],
        "two questions": plain[:4] + b"\0\2" + plain[6:] + plain[12:],
        "octets left over": plain + word.encode(),
        "a pointer in the question": plain[:12] + label + b"\xc0\x0c\0\1\0\1",
        "a pointer to itself": plain[:12] + label + b"\xc0\x19\0\1\0\1",
        "a label that is too long": plain[:12] + b"\x7f" + word.encode() * 8 + b"\0\0\1\0\1",
        "octets that are no letters": plain[:12] + label + b"\3\xff\0\x80\0\0\1\0\1",
        "a name that is too long": plain[:12] + label * 20 + b"\0\0\1\0\1",
        "a response": plain[:2] + b"\x81\x80" + plain[4:],
        "another opcode": plain[:2] + b"\x21\0" + plain[4:],
        "another class": plain[:-2] + b"\0\3",
        "a meta type": plain[:-4] + b"\0\xfa\0\1",
        "another version of EDNS": edns.replace(b"\0\0\x29\x04\xd0\0\0", b"\0\0\x29\x04\xd0\0\7"),
        "an option with the word": edns,
        "no recursion": plain[:2] + b"\0\0" + plain[4:],
    }
