"""Domain names as lower-cased wire bytes.

A `Name` is the form of RFC 1035 section 3.1: each label behind its length octet, a zero octet
at the end. It is what a query carries, so nothing is converted while answering.

Rules kept here:
- A length octet is at most 63 and `A` is 65, so `bytes.lower()` on a whole name changes letters
  only; every suffix of a name is a slice of it.
- Comparison ignores ASCII case (RFC 4343), hence a `Name` is always lower case.
- Text from a person or a list goes through `from_text`, the one place that decides what a name
  may hold. Names read from a packet may hold any byte; `to_text` escapes those (RFC 4343, 2.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NewType

from policy.errors import NameMalformed

Name = NewType("Name", bytes)

MAX_NAME_OCTETS = 255
MAX_LABEL_OCTETS = 63

ROOT = Name(b"\0")

_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyz0123456789-_")
# Sharp s, final sigma and the two joiners: old and new programs make different names of them
# (UTS 46 section 7, deviations), so a rule written with one could fall on somebody else's site.
_AMBIGUOUS = frozenset("\u00df\u03c2\u200c\u200d")


def from_text(text: str) -> Name:
    """Return the name that a person or a list wrote, such as `www.Example.org` or `bücher.example`.

    A final dot is accepted. International labels become A-labels (RFC 3490, which is what the
    standard library knows).
    Raises NameMalformed with what to write instead.
    """
    host = text.strip().lower().removesuffix(".")
    if not host:
        raise NameMalformed("the name is empty; write a site's name, such as example.org")
    if "/" in host or ":" in host:
        raise NameMalformed(
            f"{text!r} looks like a web address; write only the site's name, such as example.org"
        )
    if host.startswith("*."):
        raise NameMalformed(
            f"{text!r} needs no star; write {host[2:]}, which covers everything below it"
        )
    if not host.isascii():
        host = _to_a_labels(text, host)
    labels = host.split(".")
    for label in labels:
        if not label:
            raise NameMalformed(f"{text!r} has two dots in a row, or a dot at its start")
        if not _LABEL.fullmatch(label):
            raise NameMalformed(
                f"{text!r}: the part {label!r} may hold only letters, digits, - and _,"
                f" and at most {MAX_LABEL_OCTETS} of them"
            )
    wire = b"".join(bytes((len(label),)) + label.encode("ascii") for label in labels) + b"\0"
    if len(wire) > MAX_NAME_OCTETS:
        raise NameMalformed(f"{text!r} is longer than a site's name can be (253 letters)")
    return Name(wire)


def _to_a_labels(text: str, host: str) -> str:
    if _AMBIGUOUS & set(host):
        raise NameMalformed(
            f"{text!r} can mean two sites; write the form that starts with xn-- instead"
        )
    try:
        return host.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise NameMalformed(f"{text!r} holds letters that cannot stand in a site's name") from error


def to_text(name: Name) -> str:
    r"""Return the name as text without the final dot; the root is `.`.

    Octets that could mislead a reader are written as `\DDD` (RFC 1035 section 5.1).
    """
    labels = []
    for offset in suffix_offsets(name):
        label = name[offset + 1 : offset + 1 + name[offset]]
        labels.append(
            "".join(chr(octet) if octet in _PLAIN else f"\\{octet:03d}" for octet in label)
        )
    return ".".join(labels) or "."


def suffix_offsets(name: Name) -> Iterator[int]:
    """Yield where each label starts, from the whole name to its last label; the root yields none.

    `name[offset:]` is itself a Name.
    """
    offset = 0
    while length := name[offset]:
        yield offset
        offset += length + 1


def parents(name: Name) -> Iterator[Name]:
    """Yield the names above `name`, nearest first, without itself and without the root."""
    offsets = suffix_offsets(name)
    next(offsets, None)
    for offset in offsets:
        yield Name(name[offset:])


def label_count(name: Name) -> int:
    """Return how many labels the name has; the root has none."""
    return sum(1 for _ in suffix_offsets(name))


def is_at_or_below(name: Name, ancestor: Name) -> bool:
    """Say whether `name` is `ancestor` or stands below it."""
    return any(name[offset:] == ancestor for offset in suffix_offsets(name)) or ancestor == ROOT
