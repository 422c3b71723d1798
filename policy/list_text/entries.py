"""One word of a list: the name that it holds, or why it holds none.

Rules kept here:
- A name comes back as lower-case text in A-labels, without its final dot.
- The names that every hosts file carries for the machine itself are told apart: they are no fault
  and no entry. So are bare addresses.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import Final

from policy.errors import NameMalformed
from policy.list_text.faults import Fault
from policy.names import from_text, label_count, to_text

# The last label begins with a letter, so that no address passes. There are no two ways to match
# one name. Possessive quantifiers would say so better, but with a group inside they match wrongly
# on Debian 12's Python 3.11.2.
NAME: Final = rb"(?:[a-z0-9_-]{1,63}\.)+[a-z][a-z0-9_-]{0,62}"

_ORDINARY_WORD = re.compile(rb"(?=.{1,253}\.?\Z)(" + NAME + rb")\.?", re.DOTALL).fullmatch

is_local = re.compile(
    rb"(?:localhost|localhost[46]?\.localdomain[46]?|localhost[46]|local|broadcasthost"
    rb"|ip[46]-[a-z0-9-]+|0\.0\.0\.0)\.?"
).fullmatch


def entry(word: bytes) -> bytes | Fault:
    """Return the name that a word holds, or why it holds none."""
    if hit := _ORDINARY_WORD(word):
        return hit[1]
    try:
        name = from_text(word.decode())
    except UnicodeDecodeError:
        return Fault.NOT_TEXT
    except NameMalformed:
        return Fault.NOT_A_NAME
    if label_count(name) == 1:
        return Fault.WHOLE_ENDING
    text = to_text(name).encode()
    return Fault.NUMBER if text.rpartition(b".")[2].isdigit() else text


def address(word: bytes) -> IPv4Address | IPv6Address | None:
    """Return the address that a word is, None where it is something else."""
    if not (word[:1].isdigit() or b":" in word):
        return None
    try:
        return ip_address(word.decode())
    except ValueError:
        return None


def leads_nowhere(word: bytes) -> bool:
    """Say whether a word is an address by which lists mean a block."""
    where = address(word)
    return where is not None and (where.is_unspecified or where.is_loopback)
