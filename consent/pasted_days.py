"""Sealed days as text that survives mail: a block between two lines, as records are pasted.

    -----BEGIN LAMPLIGHT DAYS-----
    (letters: 5732; check: 1f2e3d4c)
    bGFtcGxpZ2h0LWRheXMvdjEKdmlld2VyIDViZTEuLi4KZGF5cyAyCi4uLg==
    -----END LAMPLIGHT DAYS-----

Rules kept here:
- It does not matter how a mail program wrapped, quoted or indented the block, and text around it
  means nothing. The same block twice, as in a reply that quotes it, is one.
- `letters` tells a part that is missing from a part that was changed, and `check` (the first eight
  hexadecimal digits of the SHA-256 of the file) finds what was changed. They guard against
  accidents alone.
- A text has a greatest length, as mails do. What is longer goes as a file.
"""

from __future__ import annotations

import re
from typing import Final

from consent.codes import Code
from consent.encoding import base64_from_octets, digest, octets_from_base64
from consent.errors import TextMalformed
from consent.exported import ExportedDays, export_from_octets, export_to_octets
from consent.frozen import EXPORT_CONTEXT

MOST_CHARACTERS: Final = 1_000_000

_WIDTH: Final = 64
_CHECK_DIGITS: Final = 8
_BODY: Final = "the lines of letters"
# Hyphens, minus signs and the dashes that text programs make of several hyphens.
_DASHES: Final = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
# Spaces of all widths and none, marks of reading order, and what mail programs put before a line.
_NOISE: Final = re.compile(r"[\s>|\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_LINE: Final = re.compile(rf"(?i)[{_DASHES}](BEGIN|END)LAMPLIGHTDAYS[{_DASHES}]")
_HEADER: Final = re.compile(r"(?i)\(letters:([0-9]{1,7});check:([0-9a-f]{8})\)")
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9+/=]")


def days_to_text(export: ExportedDays) -> str:
    """Return days as text to paste. Raises ExportRefused, TextMalformed for too many."""
    octets = export_to_octets(export)
    body = base64_from_octets(octets)
    text = "\n".join(
        (
            "-----BEGIN LAMPLIGHT DAYS-----",
            f"(letters: {len(body)}; check: {digest(octets)[:_CHECK_DIGITS]})",
            *(body[at : at + _WIDTH] for at in range(0, len(body), _WIDTH)),
            "-----END LAMPLIGHT DAYS-----",
            "",
        )
    )
    if len(text) > MOST_CHARACTERS:
        raise TextMalformed(Code.EXPORT_LONG, f"more than {MOST_CHARACTERS} characters")
    return text


def days_from_text(text: str) -> ExportedDays:
    """Return the days that stand in a text. Raises TextMalformed, ExportRefused."""
    if len(text) > MOST_CHARACTERS:
        raise TextMalformed(Code.EXPORT_LONG, f"more than {MOST_CHARACTERS} characters")
    squashed = _NOISE.sub("", text)
    lines = list(_LINE.finditer(squashed))
    if not lines:
        raise TextMalformed(Code.PASTE_NOTHING, "no line that begins days")
    if [one[1].upper() for one in lines] != ["BEGIN", "END"] * (len(lines) // 2):
        raise TextMalformed(Code.PASTE_CUT, "a line that begins or ends days")
    found = {
        _octets(squashed[first.end() : last.start()])
        for first, last in zip(lines[::2], lines[1::2], strict=True)
    }
    if len(found) > 1:
        raise TextMalformed(Code.PASTE_SEVERAL, f"{len(found)} blocks")
    return export_from_octets(found.pop())


def is_days(octets: bytes) -> bool:
    """Say whether a file means to be days, as it left the box or as a pasted text."""
    if octets.startswith(EXPORT_CONTEXT.encode()):
        return True
    head = octets[:MOST_CHARACTERS].decode("utf-8", "replace")
    return _LINE.search(_NOISE.sub("", head)) is not None


def days_from_file(octets: bytes) -> ExportedDays:
    """Return the days of a file, as it left the box or as a pasted text. Raises as reading does."""
    if octets.startswith(EXPORT_CONTEXT.encode()):
        return export_from_octets(octets)
    return days_from_text(octets.decode("utf-8", "replace"))


def _octets(between: str) -> bytes:
    stripped = between.strip(_DASHES)
    header = _HEADER.match(stripped)
    if header is None:
        raise TextMalformed(Code.PASTE_CHANGED, "the line in brackets")
    body = stripped[header.end() :]
    if _FOREIGN.search(body) or len(body) > int(header[1]):
        raise TextMalformed(Code.PASTE_CHANGED, _BODY)
    if len(body) < int(header[1]):
        raise TextMalformed(Code.PASTE_CUT, _BODY)
    octets = octets_from_base64(body, _BODY)
    if digest(octets)[:_CHECK_DIGITS] != header[2].lower():
        raise TextMalformed(Code.PASTE_CHANGED, _BODY)
    return octets
