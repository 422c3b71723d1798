"""What can be wrong with a record, as exceptions that can explain themselves to a person.

Rules kept here:
- `ConsentError` is the root; octets from outside may raise nothing else in this room.
- Every error carries a code. Its own text is for engineers and holds the code and a place in the
  file, never anything the file says: records speak of people, and errors end up in journals.
- What is expected, such as a missing signature, is first a value (`roles.VerificationResult`).
"""

from __future__ import annotations

from enum import StrEnum

from consent.codes import Code
from consent.sentences import SENTENCES


class Reader(StrEnum):
    """Who reads an explanation."""

    CARER = "carer"
    SOCIAL_WORKER = "social worker"


class ConsentError(Exception):
    """Root of this room's errors; never raised itself."""

    def __init__(self, code: Code, where: str) -> None:
        super().__init__(f"{code}: {where}")
        self.code = code
        self.where = where

    def explain(self, reader: Reader) -> str:
        """Return what is wrong and what to do, for this reader."""
        sentences = SENTENCES[self.code]
        return sentences.carer if reader is Reader.CARER else sentences.social_worker


class TextMalformed(ConsentError):
    """A text that stands for octets is not the one way to write them."""


class JsonMalformed(ConsentError):
    """A document is not JSON in the one form that is signed."""


class EnvelopeMalformed(ConsentError):
    """A file is not an envelope in the form that this room writes."""


class KeyRefused(ConsentError):
    """A public key is not one that this room trusts to mean anything."""


class SignatureRefused(ConsentError):
    """An envelope carries a signature that does not count, so the whole of it does not."""


class ThresholdNotMet(ConsentError):
    """Not everyone signed whose signature is asked for."""


class RoleMalformed(ConsentError):
    """A rule about who must sign is one that nobody, or anybody, could meet."""


class RecordMalformed(ConsentError):
    """A record's fields are not those of its kind."""
