"""The line of a list that names a name, for whoever asks why it is listed.

Rules kept here:
- A line names what the lists job reads in it, no more and no less (`policy.list_text`), in
  whatever form and spelling. A comment, or a rule that cannot be followed, names nothing.
- Somebody else wrote the line: its text comes back short, and without what steers a terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from policy.list_text.forms import read_line
from policy.list_text.line import Zone
from policy.names import Name, to_text

MAX_LETTERS: Final = 200


def first_line_naming(lines: Iterable[bytes], name: Name) -> tuple[int, str] | None:
    """Return the number, from 1, and the text of the first line that names exactly `name`.

    A line may still carry its end; one that holds a CR inside is two lines. None for no line.
    """
    wanted = to_text(name).encode()
    zone = Zone()
    for number, line in enumerate(_single(lines), 1):
        octets = line.lower()
        # To read each of a million lines would take half a minute. What is not ASCII may be the
        # name in its own letters; the other two change how later lines of a zone file are read.
        if wanted in octets or not octets.isascii() or b"$origin" in octets or b"soa" in octets:
            held = read_line(octets, zone)
            if held and any(entry == wanted for _, entry in held.entries):
                return number, _harmless(line)
    return None


def _single(lines: Iterable[bytes]) -> Iterable[bytes]:
    for line in lines:
        yield from line.removesuffix(b"\n").removesuffix(b"\r").split(b"\r")


def _harmless(line: bytes) -> str:
    text = line.decode(errors="replace").strip()[:MAX_LETTERS]
    return "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
