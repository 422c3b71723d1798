"""An agency's trust roots and keysets as one box came to know them, one after another.

Rules kept here:
- The first trust root is taken only with its fingerprint, typed from the agency's card, and only
  from a domain that proved itself and is one of a council's or of the shipped list's.
- Its successor is the very next version, signed by as many as the old one asks and as the new one.
- A keyset is signed under the newest trust root. Its version never falls, and is never used twice.
- What has expired stays readable for history, and nothing is drawn up under it.
- A key once said to be compromised stays so, and so does an agreement once said to be ended.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, cast

from consent.codes import Code
from consent.entries import Entry, LedgerRefused
from consent.envelope import Envelope
from consent.frozen import FINGERPRINT_WORDS, Kind
from consent.parties import keys_of
from consent.records.agency import Keyset, RevokedKey, TrustRoot
from consent.records.fields import Revocation
from consent.records.reading import record_from_payload
from consent.trust import (
    check_keys_apart,
    check_keyset,
    check_trust_root,
    delegator_requirement,
    is_controlled,
    root_requirement,
)
from consent.verification import check_signatures, open_payload, read_unverified
from consent.words import check_words, words_for

UNKNOWN: Final = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustChain:
    """Every trust root and every keyset, in the order in which they were admitted."""

    roots: tuple[TrustRoot, ...]
    keysets: tuple[Keyset, ...] = ()

    @property
    def root(self) -> TrustRoot:
        """The newest trust root."""
        return self.roots[-1]

    @property
    def keyset(self) -> Keyset:
        """The newest keyset. Raises LedgerRefused where none was admitted yet."""
        if not self.keysets:
            raise LedgerRefused(Code.TRUST_NO_KEYSET, "the keysets")
        return self.keysets[-1]

    @property
    def keyset_version(self) -> int:
        """The newest keyset's version, 0 before the first."""
        return self.keysets[-1].version if self.keysets else UNKNOWN

    @property
    def agency_keyids(self) -> frozenset[str]:
        """The ids of all keys that the agency ever named, in whatever place."""
        offline = {
            key.keyid
            for root in self.roots
            for role in (root.root, root.delegator)
            for key in role.keys
        }
        listed = {key.keyid for keyset in self.keysets for key in keyset.keys}
        revoked = {one.keyid for keyset in self.keysets for one in keyset.revoked}
        return frozenset(offline | listed | revoked)

    @property
    def withdrawn(self) -> frozenset[str]:
        """The digests of every record that a keyset has ended."""
        return frozenset(digest for keyset in self.keysets for digest in keyset.withdrawn)

    def revocations(self, keyid: str) -> tuple[RevokedKey, ...]:
        """Return everything that any keyset said of a key that counts no more."""
        return tuple(one for keyset in self.keysets for one in keyset.revoked if one.keyid == keyid)

    def is_compromised(self, keyid: str) -> bool:
        """Say whether any keyset has called a key compromised."""
        return any(one.reason is Revocation.COMPROMISED for one in self.revocations(keyid))

    def check_current(self, at: datetime) -> None:
        """Raise LedgerRefused where nothing may be drawn up under these keys at an instant."""
        if self.root.expires_at <= at:
            raise LedgerRefused(Code.TRUST_ROOT_EXPIRED, "expires_at")
        if self.keyset.root_version != self.root.version:
            raise LedgerRefused(Code.TRUST_OLD_ROOT, "root_version")
        if self.keyset.expires_at <= at:
            raise LedgerRefused(Code.TRUST_KEYSET_EXPIRED, "expires_at")

    def with_root(self, envelope: Envelope) -> TrustChain:
        """Return the chain with the next trust root. Raises ConsentError."""
        by_the_old = root_requirement(self.root)
        checked = check_signatures(envelope, keys_of(self.root))
        payload = open_payload(checked, [by_the_old], names_further_keys=True)
        root = cast("TrustRoot", record_from_payload(payload))
        check_trust_root(root)
        if root.agency.domain != self.root.agency.domain:
            raise LedgerRefused(Code.TRUST_OTHER_AGENCY, "agency.domain")
        if root.version <= self.root.version:
            raise LedgerRefused(Code.TRUST_ROLLBACK, "version")
        if root.version != self.root.version + 1:
            raise LedgerRefused(Code.TRUST_SKIPPED, "version")
        checked = check_signatures(envelope, keys_of(self.root, root))
        open_payload(checked, [by_the_old, root_requirement(root)])
        return replace(self, roots=(*self.roots, root))

    def with_keyset(self, envelope: Envelope) -> TrustChain:
        """Return the chain with one keyset more. Raises ConsentError."""
        checked = check_signatures(envelope, keys_of(self.root))
        payload = open_payload(checked, [delegator_requirement(self.root)])
        keyset = cast("Keyset", record_from_payload(payload))
        check_keyset(keyset)
        check_keys_apart(keyset, self.root)
        if keyset.agency != self.root.agency.domain:
            raise LedgerRefused(Code.TRUST_OTHER_AGENCY, "agency")
        if keyset.root_version != self.root.version:
            raise LedgerRefused(Code.TRUST_OLD_ROOT, "root_version")
        if keyset.version == self.keyset_version:
            raise LedgerRefused(Code.TRUST_FORK, "version")
        if keyset.version < self.keyset_version:
            raise LedgerRefused(Code.TRUST_ROLLBACK, "version")
        return replace(self, keysets=(*self.keysets, keyset))


def begun_with(
    envelope: Envelope,
    *,
    fingerprint: str,
    proven_domain: str | None,
    demonstration: bool,
) -> TrustChain:
    """Return the chain that begins with a trust root whose fingerprint somebody typed.

    The fingerprint is eight words, or the whole digest. Raises ConsentError.
    """
    if envelope.kind is not Kind.TRUST_ROOT:
        raise LedgerRefused(Code.LEDGER_KIND, "payloadType")
    expected = words_for(bytes.fromhex(envelope.digest), FINGERPRINT_WORDS)
    if fingerprint != envelope.digest and not check_words(fingerprint, expected):
        raise LedgerRefused(Code.TRUST_FINGERPRINT, "the fingerprint")
    root = cast("TrustRoot", record_from_payload(read_unverified(envelope)))
    check_domain(root.agency.domain, proven_domain, demonstration=demonstration)
    check_trust_root(root)
    open_payload(check_signatures(envelope, keys_of(root)), [root_requirement(root)])
    return TrustChain(roots=(root,))


def check_domain(domain: str, proven_domain: str | None, *, demonstration: bool) -> None:
    """Raise LedgerRefused where a domain did not prove itself, or where anyone could have it."""
    if domain != proven_domain:
        raise LedgerRefused(Code.TRUST_UNPROVEN, "agency.domain")
    if not is_controlled(domain, demonstration=demonstration):
        raise LedgerRefused(Code.TRUST_UNCONTROLLED, "agency.domain")


def followed(first: TrustChain, entries: Iterable[Entry]) -> tuple[TrustChain, ...]:
    """Return the chain as it was after each entry, the first of which it began with.

    Each of them is checked again. Raises ConsentError.
    """
    chains: list[TrustChain] = []
    for entry in entries:
        chain = chains[-1] if chains else first
        if chains and entry.envelope.kind is Kind.TRUST_ROOT:
            chain = chain.with_root(entry.envelope)
        elif entry.envelope.kind is Kind.KEYSET:
            chain = chain.with_keyset(entry.envelope)
        chains.append(chain)
    return tuple(chains)
