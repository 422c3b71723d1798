"""Records as text that survives mail: a block between two lines that name the kind of record.

    -----BEGIN LAMPLIGHT AGREEMENT-----
    (words: abacus cautious turret bacon; letters: 5732; check: 1f2e3d4c)
    eyJwYXlsb2FkIjoiZXlKaFkzUnBiMjVmY0d4aGJpSTZX...
    -----END LAMPLIGHT AGREEMENT-----

Rules kept here:
- What stands between the lines is read as one string without spaces, line ends and quotation marks
  of mails, so it does not matter how a mail program wrapped, quoted or indented it.
- `words` are the first of the eight of the record's digest, which people compare with paper.
  `letters` tells a part that is missing from a part that was changed, and `check` (the first eight
  hexadecimal digits of the SHA-256 of the whole) finds what changed in a signature, so that nobody
  is suspected of a false one because of a mail program. They guard against accidents alone.
- Text around a block means nothing. A record that stands there twice, as in a reply that quotes it,
  is one.
- What is read is an envelope in the one form, or it is refused as a whole.
"""

from __future__ import annotations

import re
from typing import Final

from consent.codes import Code
from consent.encoding import base64_from_octets, digest, octets_from_base64
from consent.envelope import Envelope, envelope_from_bytes
from consent.errors import EnvelopeMalformed, TextMalformed
from consent.frozen import Kind
from consent.words import words_for

_WIDTH: Final = 64
_CHECK_WORDS: Final = 4
_CHECK_DIGITS: Final = 8
_MOST_CHARACTERS: Final = 1_000_000

# Hyphens, minus signs and the dashes that text programs make of several hyphens.
_DASH: Final = r"\-\u2010-\u2015\u2212\u2e3a\u2e3b\ufe58\ufe63\uff0d"
# Spaces of all widths and none, marks of reading order, and what mail programs put before a line.
_NOISE: Final = re.compile(r"[\s>\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_LINE: Final = re.compile(rf"(?i)[{_DASH}](BEGIN|END)LAMPLIGHT([A-Z]{{1,20}})[{_DASH}]")
_HEADER: Final = re.compile(
    rf"(?i)\(words:([a-z{_DASH}]{{1,80}});letters:([0-9]{{1,7}});check:([0-9a-f]{{8}})\)"
)
_FOREIGN: Final = re.compile(r"[^A-Za-z0-9+/=]")
_KINDS: Final = {kind.replace("-", "").upper(): kind for kind in Kind}


def to_text(envelope_octets: bytes) -> str:
    """Return an envelope as text to paste. Raises what `envelope_from_bytes` raises."""
    envelope = envelope_from_bytes(envelope_octets)
    title = envelope.kind.replace("-", " ").upper()
    words = " ".join(_check_words(envelope))
    body = base64_from_octets(envelope_octets)
    return "\n".join(
        (
            f"-----BEGIN LAMPLIGHT {title}-----",
            f"(words: {words}; letters: {len(body)}; check: {_check(envelope_octets)})",
            *(body[at : at + _WIDTH] for at in range(0, len(body), _WIDTH)),
            f"-----END LAMPLIGHT {title}-----",
            "",
        )
    )


def from_text(text: str) -> bytes:
    """Return the octets of the one envelope that stands in a text. Raises ConsentError."""
    found = all_from_text(text)
    if len(found) > 1:
        raise TextMalformed(Code.PASTE_SEVERAL, f"{len(found)} records")
    return found[0]


def all_from_text(text: str) -> tuple[bytes, ...]:
    """Return the octets of every envelope that stands in a text, each once, in their order.

    Raises ConsentError where there is none, and where any is not whole: there is always one.
    """
    if len(text) > _MOST_CHARACTERS:
        raise TextMalformed(Code.PASTE_LONG, f"more than {_MOST_CHARACTERS} characters")
    squashed = _NOISE.sub("", text)
    lines = list(_LINE.finditer(squashed))
    if not lines:
        raise TextMalformed(Code.PASTE_NOTHING, "no line that begins a record")
    if len(lines) % 2:
        raise TextMalformed(Code.PASTE_CUT, "a line that begins or ends a record")
    return tuple(
        dict.fromkeys(
            _block(first, last, squashed)
            for first, last in zip(lines[::2], lines[1::2], strict=True)
        )
    )


def _block(first: re.Match[str], last: re.Match[str], squashed: str) -> bytes:
    kind = first[2].upper()
    if (first[1].upper(), last[1].upper(), last[2].upper()) != ("BEGIN", "END", kind):
        raise TextMalformed(Code.PASTE_CUT, "a line that begins or ends a record")
    if kind not in _KINDS:
        raise EnvelopeMalformed(Code.ENV_TYPE, "the line that begins a record")
    between = re.sub(rf"^[{_DASH}]+|[{_DASH}]+$", "", squashed[first.end() : last.start()])
    header = _HEADER.match(between)
    if header is None:
        raise TextMalformed(Code.PASTE_CHANGED, "the line in brackets")
    body = between[header.end() :]
    if _FOREIGN.search(body) or len(body) > int(header[2]):
        raise TextMalformed(Code.PASTE_CHANGED, "the lines of letters")
    if len(body) < int(header[2]):
        raise TextMalformed(Code.PASTE_CUT, "the lines of letters")
    octets = octets_from_base64(body, "the lines of letters")
    if _check(octets) != header[3].lower():
        raise TextMalformed(Code.PASTE_CHANGED, "the lines of letters")
    envelope = envelope_from_bytes(octets)
    if envelope.kind is not _KINDS[kind]:
        raise TextMalformed(Code.PASTE_KIND, "the line that begins a record")
    if _letters(header[1]) != _letters("".join(_check_words(envelope))):
        raise TextMalformed(Code.PASTE_CHANGED, "the line in brackets")
    return octets


def _check(octets: bytes) -> str:
    return digest(octets)[:_CHECK_DIGITS]


def _check_words(envelope: Envelope) -> tuple[str, ...]:
    return words_for(bytes.fromhex(envelope.digest), _CHECK_WORDS)


def _letters(text: str) -> str:
    return re.sub(rf"[{_DASH}]", "", text).lower()
