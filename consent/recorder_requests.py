"""What can be asked of the recorder over its socket: a closed set of requests.

Rules kept here:
- A request holds ids, digests, closed choices, labels and signatures. What is larger, such as a
  record, is attached to it as octets.
- Looking, and giving up what is kept, need a signature by the key that may; everything that only
  stops needs none.
- Nothing that anyone looked up can be asked for but as sealed octets.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Final, Literal, TypeAlias

from consent.acts import ViewReason
from consent.encoding import json_from_object, object_from_json
from consent.home import Press
from consent.records.fields import Digest, DomainName, Id, Label, LocalDate, ViewerRole
from consent.records.home_card import PersonalKey
from consent.schema import Items, Text, read, write

PROOF_CONTEXT: Final = b"lamplight/recorder-proof/v1\x00"

Address: TypeAlias = Annotated[str, Text(64)]
SignatureText: TypeAlias = Annotated[str, Text(128)]
"""64 octets in hexadecimal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHow:
    """Ask how everything stands."""

    how: Literal["how"] = "how"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskRecords:
    """Every record that was admitted, as lines; attached to the answer."""

    how: Literal["records"] = "records"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskJournal:
    """Every entry of the journal, as lines; attached to the answer, the checkpoint first."""

    how: Literal["journal"] = "journal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrol:
    """Trust the agency whose root is attached. Its own site gave it; the words are its card's."""

    how: Literal["enrol"] = "enrol"
    domain: DomainName
    words: Annotated[str, Text(200)]
    is_hosted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Admit:
    """Take in the record that is attached."""

    how: Literal["admit"] = "admit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """The agency's own site was asked just now, and there is nothing that was not handed on."""

    how: Literal["fetched"] = "fetched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bind:
    """Bind a device in the hand of whoever uses it."""

    how: Literal["bind"] = "bind"
    label: Label
    addresses: Annotated[tuple[Address, ...], Items(1, 16)]
    sole_user: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Unbind:
    """Forget a device; what was recorded on it is destroyed."""

    how: Literal["unbind"] = "unbind"
    device: Id


@dataclass(frozen=True, slots=True, kw_only=True)
class AddViewer:
    """Remember the public keys of somebody in the home, for the home card."""

    how: Literal["add_viewer"] = "add_viewer"
    role: ViewerRole
    label: Label
    ref: Id
    keys: PersonalKey


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeShown:
    """The device at this address has shown its notices, just now, to whoever holds it."""

    how: Literal["notice_shown"] = "notice_shown"
    address: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherLooked:
    """Carer and young person looked at the notice together."""

    how: Literal["looked_together"] = "looked_together"
    device: Id
    agreement: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """Stop an agreement on the box: by the young person, or by a carer."""

    how: Literal["stop"] = "stop"
    agreement: Digest
    press: Press


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeStopCode:
    """Stop whatever this code is for. Anyone may type it."""

    how: Literal["stop_code"] = "stop_code"
    code: Annotated[str, Text(80)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Pause recording until the carer ends the pause."""

    how: Literal["pause"] = "pause"
    agreement: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """End the carer's own pause."""

    how: Literal["resume"] = "resume"
    agreement: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class AskNonce:
    """A number to sign, good once, for two minutes."""

    how: Literal["nonce"] = "nonce"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Look at days of a device. `days` that are not kept for this viewer are refused as a whole."""

    how: Literal["look"] = "look"
    nonce: Id
    viewer: Digest
    device: Id
    agreement: Digest
    days: Annotated[tuple[LocalDate, ...], Items(1, 31)]
    reason: ViewReason
    signature: SignatureText


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Days of a device, sealed to a social worker, for her to open at her desk."""

    how: Literal["export"] = "export"
    viewer: Digest
    device: Id
    agreement: Digest
    days: Annotated[tuple[LocalDate, ...], Items(1, 31)]


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUpCopy:
    """The young person has what is kept for them after a withdrawal destroyed now."""

    how: Literal["give_up_copy"] = "give_up_copy"
    nonce: Id
    agreement: Digest
    signature: SignatureText


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveDevice:
    """A device that was bound again keeps its id, by the young person's card."""

    how: Literal["move_device"] = "move_device"
    nonce: Id
    device: Id
    agreement: Digest
    addresses: Annotated[tuple[Address, ...], Items(1, 16)]
    signature: SignatureText


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStatus:
    """A signed statement of how things stand, for six digits that a social worker gave."""

    how: Literal["status"] = "status"
    challenge: Annotated[str, Text(80)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSpoken:
    """Four words for four digits."""

    how: Literal["spoken"] = "spoken"
    digits: Annotated[str, Text(80)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHomeCard:
    """The home card, attached as a signed record."""

    how: Literal["home_card"] = "home_card"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSharedWords:
    """The home's shared secret, sealed to a key holder of the agency; attached."""

    how: Literal["shared_words"] = "shared_words"
    key: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class AskBundle:
    """The audit bundle, attached."""

    how: Literal["bundle"] = "bundle"


@dataclass(frozen=True, slots=True, kw_only=True)
class AskDeletion:
    """The signed statement that nothing of an agreement can be opened any more; attached."""

    how: Literal["deletion"] = "deletion"
    agreement: Digest


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPlacement:
    """End everything: destroy, hand out the bundle, and be another box from here on."""

    how: Literal["end_placement"] = "end_placement"


Request: TypeAlias = (
    AskHow
    | AskRecords
    | AskJournal
    | Enrol
    | Admit
    | Fetched
    | Bind
    | Unbind
    | AddViewer
    | NoticeShown
    | TogetherLooked
    | Stop
    | TypeStopCode
    | Pause
    | Resume
    | AskNonce
    | Look
    | Export
    | GiveUpCopy
    | MoveDevice
    | AskStatus
    | AskSpoken
    | AskHomeCard
    | AskSharedWords
    | AskBundle
    | AskDeletion
    | EndPlacement
)

Proven: TypeAlias = Look | GiveUpCopy | MoveDevice
"""Requests that a personal key has signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packet:
    request: Request


def request_to_octets(request: Request) -> bytes:
    """Return a request as octets. Raises RecordMalformed for what none can say."""
    octets = json_from_object(write(_Packet(request=request)))
    request_from_octets(octets)
    return octets


def request_from_octets(octets: bytes) -> Request:
    """Return the request that octets say. Raises JsonMalformed, RecordMalformed."""
    return read(_Packet, object_from_json(octets)).request


def proof_of(request: Proven, box: Digest) -> bytes:
    """Return what a personal key signs of a request: all of it but the signature, and the box."""
    document = write(request)
    del document["signature"]
    return PROOF_CONTEXT + json_from_object({"box": box, "request": document})
