"""From a payload to the record it is, and back: which class belongs to which kind.

Rules kept here:
- The kind stands in the envelope's type and in the record; both must say the same.
- What is written is checked by the same rules as what is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, TypeAlias, cast

from consent.codes import Code
from consent.encoding import json_from_object
from consent.errors import RecordMalformed
from consent.frozen import Kind
from consent.records.acknowledgement import Acknowledgement
from consent.records.agency import Keyset, TrustRoot
from consent.records.agreement import Agreement
from consent.records.endings import Objection, Stop, Withdrawal
from consent.records.home_card import HomeCard
from consent.records.paper_notice import PaperNotice
from consent.records.review import Review
from consent.schema import read, write
from consent.verification import Payload, UnverifiedPayload

Record: TypeAlias = (
    TrustRoot
    | Keyset
    | HomeCard
    | Agreement
    | Review
    | Withdrawal
    | Objection
    | Stop
    | Acknowledgement
    | PaperNotice
)

SCHEMAS: Final[Mapping[Kind, type]] = MappingProxyType(
    {
        Kind.TRUST_ROOT: TrustRoot,
        Kind.KEYSET: Keyset,
        Kind.HOME_CARD: HomeCard,
        Kind.AGREEMENT: Agreement,
        Kind.REVIEW: Review,
        Kind.WITHDRAWAL: Withdrawal,
        Kind.OBJECTION: Objection,
        Kind.STOP: Stop,
        Kind.ACKNOWLEDGEMENT: Acknowledgement,
        Kind.PAPER_NOTICE: PaperNotice,
    }
)


def record_from_payload(payload: Payload | UnverifiedPayload) -> Record:
    """Return the record that a payload holds. Raises JsonMalformed and RecordMalformed."""
    document = payload.document()
    if document.get("type") != payload.kind:
        raise RecordMalformed(Code.RECORD_KIND, "type")
    return cast("Record", read(SCHEMAS[payload.kind], document))


def payload_octets(record: Record) -> bytes:
    """Return the canonical octets of a record. Raises JsonMalformed, RecordMalformed."""
    document = write(record)
    read(SCHEMAS[kind_of(record)], document)
    return json_from_object(document)


def kind_of(record: Record) -> Kind:
    """Return what kind of record this is."""
    return Kind(record.type)
