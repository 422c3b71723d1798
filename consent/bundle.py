"""The audit bundle: all that a box hands over to be checked, as one file of text.

    lamplight-bundle/v1
    box 3f9a…                          the box's public key
    agency kent.gov.uk 9c1e…           whom it trusts, and the trust root's digest; or `agency none`
    checkpoint 5                       so many lines of each part follow
    journal 412
    ledger 9
    slips 3
    proof 2 since 377                  or `proof none`
    end

Rules kept here:
- It is read only in the one form in which it is written: each part in its place, with as many lines
  as it says, and nothing after `end`. What is wrong is named by part and line.
- Reading says nothing about truth: `audited` in `bundle_audit.py` holds the parts against each
  other, and needs nothing but what stands here and the agency's eight words.
- Nothing that was looked up has a place in it. The journal and the slips hold ids, digests, days
  and numbers; the ledger holds the records that were signed, which may name what was agreed.
- The frames, and the keys that open them, are never part of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from consent.codes import Code
from consent.encoding import base64_from_octets, octets_from_base64
from consent.errors import ConsentError
from consent.frozen import BUNDLE_CONTEXT, DIGEST_OCTETS
from consent.keys import PublicKey
from consent.lines import Lines
from consent.sealed_day import Slip, fingerprint_of, slip_from_octets, slip_to_octets
from consent.suffixes import is_domain
from consent.tree import consistency_proof, leaf_hash

MOST_OCTETS: Final = 64 * 1024 * 1024
"""Ten years of a hundred entries a day are some 40 MiB less than this."""

MAX_LINE_OCTETS: Final = 128 * 1024
"""A ledger's line is an envelope of at most 64 KiB, which JSON may spell a little longer."""

_NUMBER: Final = "(0|[1-9][0-9]{0,8})"
_KEY: Final = re.compile(rb"box ([0-9a-f]{64})")
_AGENCY: Final = re.compile(rb"agency (?:none|([a-z0-9.-]{1,253}) ([0-9a-f]{64}))")
_PROVEN: Final = re.compile(rf"proof (?:none|{_NUMBER} since {_NUMBER})".encode())

Part = TypeVar("Part")


class BundleRefused(ConsentError):
    """A file is not a bundle. `part` is the part that is wrong, `line` its line, counted from 1."""

    def __init__(self, code: Code, part: str, line: int) -> None:
        super().__init__(code, f"{part}, line {line}")
        self.part = part
        self.line = line


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledAgency:
    """The agency that a box trusts: its domain, and the digest of the trust root it began with."""

    domain: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BundledProof:
    """What proves that the journal's first `since` entries are how it began (RFC 6962, 2.1.2)."""

    since: int
    hashes: tuple[bytes, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A box's key, its signed checkpoint, journal and ledger line by line, and its days' slips.

    The ledger is empty exactly where the box trusts no agency; slips have no order of their own.
    Says nothing about truth.
    """

    box_key: PublicKey
    agency: BundledAgency | None
    checkpoint: bytes
    journal: tuple[bytes, ...]
    ledger: tuple[str, ...]
    slips: tuple[Slip, ...]
    proof: BundledProof | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "slips", tuple(sorted(self.slips, key=fingerprint_of)))


def proof_since(journal: Sequence[bytes], since: int) -> BundledProof | None:
    """Return the proof from an earlier length on; None for none, or more than there is."""
    if not 0 < since <= len(journal):
        return None
    hashes = [leaf_hash(line) for line in journal]
    return BundledProof(since=since, hashes=consistency_proof(hashes, since))


def bundle_to_octets(bundle: Bundle) -> bytes:
    """Return a bundle as a file. Raises BundleRefused for what none can hold."""
    agency, proof = bundle.agency, bundle.proof
    checkpoint = bundle.checkpoint.removesuffix(b"\n").split(b"\n")
    hashes = () if proof is None else proof.hashes
    lines = [
        BUNDLE_CONTEXT.encode(),
        f"box {bundle.box_key.octets.hex()}".encode(),
        f"agency {f'{agency.domain} {agency.fingerprint}' if agency else 'none'}".encode(),
        b"checkpoint %d" % len(checkpoint),
        *checkpoint,
        b"journal %d" % len(bundle.journal),
        *bundle.journal,
        b"ledger %d" % len(bundle.ledger),
        *(line.encode() for line in bundle.ledger),
        b"slips %d" % len(bundle.slips),
        *map(slip_to_octets, bundle.slips),
        f"proof {f'{len(hashes)} since {proof.since}' if proof else 'none'}".encode(),
        *(base64_from_octets(one).encode() for one in hashes),
        b"end",
        b"",
    ]
    octets = b"\n".join(lines)
    if _read(octets) != bundle:
        raise BundleRefused(Code.BUNDLE_FORM, "the file", 1)
    return octets


def bundle_from_octets(octets: bytes) -> Bundle:
    """Return the bundle that a file says. Raises BundleRefused."""
    return _read(octets)


def _read(octets: bytes) -> Bundle:
    if len(octets) > MOST_OCTETS:
        raise BundleRefused(Code.BUNDLE_FORM, "the file", 1)
    lines = _Parts(octets, MAX_LINE_OCTETS, _refusal)
    if lines.take("the first line") != BUNDLE_CONTEXT.encode():
        raise lines.refused("the first line")
    box_key = lines.read("box", _box_key)
    agency = lines.read("agency", _agency)
    checkpoint = lines.part("checkpoint", bytes)
    journal = lines.part("journal", bytes)
    ledger = lines.part("ledger", _ledger_line)
    if bool(ledger) is (agency is None):
        raise BundleRefused(Code.BUNDLE_FORM, "ledger", 1)
    slips = lines.part("slips", slip_from_octets)
    if list(slips) != sorted(slips, key=fingerprint_of) or len(set(slips)) != len(slips):
        raise lines.refused("slips")
    proof = lines.read("proof", _proof_head)
    hashes = lines.rows("proof", proof[0] if proof else 0, _hash)
    if lines.take("end") != b"end" or not lines.are_over:
        raise lines.refused("end")
    return Bundle(
        box_key=box_key,
        agency=agency,
        checkpoint=b"".join(line + b"\n" for line in checkpoint),
        journal=journal,
        ledger=ledger,
        slips=slips,
        proof=BundledProof(since=proof[1], hashes=hashes) if proof else None,
    )


class _Parts(Lines):
    """The lines of a bundle, part by part."""

    def read(self, part: str, reader: Callable[[bytes], Part]) -> Part:
        """Return what the next line says. Raises BundleRefused."""
        line = self.take(part)
        try:
            return reader(line)
        except (ConsentError, ValueError):
            raise self.refused(part) from None

    def rows(self, part: str, count: int, reader: Callable[[bytes], Part]) -> tuple[Part, ...]:
        """Return what so many lines say. Raises BundleRefused."""
        return tuple(self.read(part, reader) for _ in range(count))

    def part(self, part: str, reader: Callable[[bytes], Part]) -> tuple[Part, ...]:
        """Return a part: a line with its name and how many lines it has, and these. As `rows`."""
        head = re.compile(f"{part} {_NUMBER}".encode())
        count = self.read(part, lambda line: int(_match(head, line)[1]))
        return self.rows(part, count, reader)


def _refusal(part: str, line: int) -> BundleRefused:
    return BundleRefused(Code.BUNDLE_FORM, part, line)


def _match(form: re.Pattern[bytes], line: bytes) -> re.Match[bytes]:
    found = form.fullmatch(line)
    if found is None:
        raise ValueError
    return found


def _box_key(line: bytes) -> PublicKey:
    return PublicKey(bytes.fromhex(_match(_KEY, line)[1].decode()))


def _agency(line: bytes) -> BundledAgency | None:
    found = _match(_AGENCY, line)
    if found[1] is None:
        return None
    domain = found[1].decode()
    if not is_domain(domain):
        raise ValueError
    return BundledAgency(domain=domain, fingerprint=found[2].decode())


def _ledger_line(line: bytes) -> str:
    return line.decode("utf-8")


def _proof_head(line: bytes) -> tuple[int, int] | None:
    found = _match(_PROVEN, line)
    return None if found[1] is None else (int(found[1]), int(found[2]))


def _hash(line: bytes) -> bytes:
    octets = octets_from_base64(line.decode("ascii"), "proof")
    if len(octets) != DIGEST_OCTETS:
        raise ValueError
    return octets
