"""What each code says to a carer and to a social worker: the words of this room, in one place.

Rules kept here:
- A carer reads what is wrong and what to do, in words of every day, and is never blamed.
- A social worker reads what was found, and which step of her own tools puts it right.
- Nothing of the file itself is repeated: it may hold what only others may read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from consent.codes import Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """What is said for one code."""

    carer: str
    social_worker: str


_DAMAGED = (
    "This file was damaged or changed on its way, so Lamplight does not use it. "
    "Ask the social worker to send it again."
)
_NOT_OURS = (
    "This is not a file that Lamplight can use. "
    "Ask the social worker to send the file that Lamplight made."
)
_NOT_SAFE = (
    "This file names a key that is not safe, so Lamplight does not use it. "
    "Tell the social worker before you do anything else."
)
_RING = "Lamplight cannot tell who signed this file, so it does not use it. Ring the social worker."
_RULES_UNCLEAR = (
    "The council's list of who may sign is not in order, so Lamplight does not use it. "
    "Tell the social worker."
)
_EXPORT_AGAIN = "Save the record again from Lamplight and send that file."
_AGAIN_BY_TOOL = "Only Lamplight's own commands write records; draw it up with them again."

SENTENCES: Final[Mapping[Code, Sentences]] = MappingProxyType(
    {
        Code.TEXT_BASE64: Sentences(
            carer=_DAMAGED,
            social_worker=f"Part of the file is not in the form it was written in. {_EXPORT_AGAIN}",
        ),
        Code.TEXT_HEX: Sentences(
            carer=_DAMAGED,
            social_worker=f"A key or its name is not written out in full. {_EXPORT_AGAIN}",
        ),
        Code.JSON_SIZE: Sentences(
            carer=_NOT_OURS,
            social_worker=f"The file is longer than any record may be (64 KiB). {_EXPORT_AGAIN}",
        ),
        Code.JSON_UNREADABLE: Sentences(
            carer=_NOT_OURS,
            social_worker=f"The file is cut off or is not a record. {_EXPORT_AGAIN}",
        ),
        Code.JSON_DUPLICATE: Sentences(
            carer=_DAMAGED,
            social_worker=(
                "The record answers one question twice, so two readers could understand it "
                f"differently. {_AGAIN_BY_TOOL}"
            ),
        ),
        Code.JSON_NUMBER: Sentences(
            carer=_DAMAGED,
            social_worker=(
                "The record holds a number that is not whole, or is too large to be read "
                f"everywhere alike. {_AGAIN_BY_TOOL}"
            ),
        ),
        Code.JSON_VALUE: Sentences(
            carer=_DAMAGED,
            social_worker=(
                "The draft holds a value that records cannot hold. "
                "Write it as text in quotation marks."
            ),
        ),
        Code.JSON_DEPTH: Sentences(
            carer=_NOT_OURS,
            social_worker=f"The file is nested more deeply than any record. {_EXPORT_AGAIN}",
        ),
        Code.JSON_CHARACTER: Sentences(
            carer=(
                "This file holds hidden marks that could make people read it differently, so "
                "Lamplight does not use it. Ask the social worker to make it again."
            ),
            social_worker=(
                "A text holds characters that cannot be seen or that change the order of reading. "
                "Type that text in again instead of pasting it."
            ),
        ),
        Code.JSON_COMPOSITION: Sentences(
            carer=(
                "A letter in this file is written in a way that Lamplight does not accept. "
                "Ask the social worker to make it again."
            ),
            social_worker=(
                "An accented letter is stored as a letter and a separate accent. "
                "Type that text in again instead of pasting it."
            ),
        ),
        Code.JSON_FORM: Sentences(
            carer=_DAMAGED,
            social_worker=(
                "The file says the right things but not in the exact form that is signed; a mail "
                f"or text program may have changed it. {_EXPORT_AGAIN}"
            ),
        ),
        Code.JSON_SHAPE: Sentences(
            carer=_NOT_OURS,
            social_worker=f"The file is not a record. {_EXPORT_AGAIN}",
        ),
        Code.ENV_MEMBERS: Sentences(
            carer=_NOT_OURS,
            social_worker=f"The file has parts that a record does not have. {_EXPORT_AGAIN}",
        ),
        Code.ENV_TYPE: Sentences(
            carer=(
                "Lamplight does not know this kind of file. "
                "It may be older than what the social worker uses; tell them."
            ),
            social_worker=(
                "The file is of a kind this version does not know. "
                "Check that you and the home use the same version."
            ),
        ),
        Code.ENV_KEYID: Sentences(
            carer=_DAMAGED,
            social_worker=f"A signature does not say whose it is. {_EXPORT_AGAIN}",
        ),
        Code.ENV_UNSIGNED: Sentences(
            carer="Nobody has signed this file yet. Ask the social worker for the signed one.",
            social_worker="The record carries no signature. Sign it, then send it.",
        ),
        Code.ENV_CROWDED: Sentences(
            carer=_NOT_OURS,
            social_worker=f"The record carries more than 16 signatures. {_AGAIN_BY_TOOL}",
        ),
        Code.ENV_SIGNED_TWICE: Sentences(
            carer=_RING,
            social_worker=(
                "One key signed this record twice. "
                "Each person signs once; go back to the version before the second signature."
            ),
        ),
        Code.KEY_LENGTH: Sentences(
            carer=_DAMAGED,
            social_worker="A key has the wrong length. Ask its holder for it again.",
        ),
        Code.KEY_WEAK: Sentences(
            carer=_NOT_SAFE,
            social_worker=(
                "A key is one of those that let anybody sign in its name. It was not made by "
                "Lamplight; tell your information security team."
            ),
        ),
        Code.KEY_FORM: Sentences(
            carer=_NOT_SAFE,
            social_worker=(
                "A key is written in a form that no proper tool writes. "
                "Ask its holder to make a new one with Lamplight."
            ),
        ),
        Code.KEY_ID: Sentences(
            carer=_NOT_SAFE,
            social_worker=(
                "A key does not belong to the name it is listed under. "
                "Do not use this list; ask whoever looks after the agency's keys."
            ),
        ),
        Code.SIG_LENGTH: Sentences(
            carer=_DAMAGED,
            social_worker=f"A signature is cut off. {_EXPORT_AGAIN}",
        ),
        Code.SIG_INVALID: Sentences(
            carer=_RING,
            social_worker=(
                "A signature does not fit: the record was changed after it was signed, or somebody "
                "else signed in that name. Ask the signer to look at the record and sign again."
            ),
        ),
        Code.SIG_UNKNOWN: Sentences(
            carer=_RING,
            social_worker=(
                "Somebody signed who is not on the agency's list that this home has. "
                "Send the newest list first, or have the record signed without that signature."
            ),
        ),
        Code.SIG_MISSING: Sentences(
            carer=(
                "Not everyone who must sign has signed yet. "
                "Nothing starts until they have; the social worker knows who is missing."
            ),
            social_worker="A signature is still missing. Ask the people named to sign.",
        ),
        Code.SIG_NOT_MADE: Sentences(
            carer="Signing did not work. Try again; if it fails again, tell the social worker.",
            social_worker=(
                "The signature that was made does not fit its own key, so it was thrown away. "
                "Try again; if it fails again, use another machine."
            ),
        ),
        Code.ROLE_THRESHOLD: Sentences(
            carer=_RULES_UNCLEAR,
            social_worker=(
                "The list of signers asks for no signature at all. "
                "Ask whoever looks after the agency's keys."
            ),
        ),
        Code.ROLE_TOO_FEW: Sentences(
            carer=_RULES_UNCLEAR,
            social_worker=(
                "The list of signers asks for more people than it names. "
                "Ask whoever looks after the agency's keys."
            ),
        ),
        Code.ROLE_KEY_TWICE: Sentences(
            carer=_RULES_UNCLEAR,
            social_worker=(
                "The list of signers names one key twice. "
                "Ask whoever looks after the agency's keys."
            ),
        ),
        Code.ROLE_KEY_SHARED: Sentences(
            carer=_RULES_UNCLEAR,
            social_worker=(
                "The list of signers gives one key to two people. "
                "Ask whoever looks after the agency's keys."
            ),
        ),
        Code.ROLE_NOBODY: Sentences(
            carer=_RULES_UNCLEAR,
            social_worker=(
                "The rules for this record name nobody who must sign. "
                "Ask whoever looks after the agency's keys."
            ),
        ),
    }
)
