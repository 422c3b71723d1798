"""Trust roots and keysets: what must be true of them before anyone asks who signed them.

Rules kept here:
- A trust root is held by three people or more, and takes two of them. Somebody may sign keysets.
- One key stands in one place: in no second role, list or id (GHSA-pwqf-9h7j-7mv8).
- A threshold is at least 1 (GHSA-fphv-w9fq-2525), and only people of a role that is listed count
  for it (GHSA-77hh-43cm-v8j6).
- Everything ends: a trust root within two years, a keyset within 100 days, a worker's key within
  13 months.
- A worker is reached at work: below the agency's own domain (seed 003, work contact details only).
- Nothing here remembers: which of them may come now is asked of `trust_chain.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from consent.agencies import is_controlled
from consent.calendar import london_day, months_later
from consent.codes import Code
from consent.errors import ConsentError
from consent.keys import KeyId, public_key_listed
from consent.opening_keys import opening_key_listed
from consent.records.agency import Keyset, RevokedKey, StaffKey, TrustKey, TrustRole, TrustRoot
from consent.records.fields import Revocation
from consent.roles import Holder, PersonId, Requirement, Role

__all__ = [
    "TrustMalformed",
    "check_keys_apart",
    "check_keyset",
    "check_trust_root",
    "delegator_requirement",
    "is_controlled",
    "root_requirement",
]

ROOT_HOLDERS: Final = 3
ROOT_THRESHOLD: Final = 2
TRUST_ROOT_MONTHS: Final = 24
KEYSET_LASTS: Final = timedelta(days=100)
STAFF_KEY_MONTHS: Final = 13


class TrustMalformed(ConsentError):
    """A trust root or a keyset is one that nobody should trust, whoever signed it."""


def check_trust_root(root: TrustRoot) -> None:
    """Raise TrustMalformed where a trust root is not what it must be, whoever signed it."""
    _check_lasting(root.issued_at, root.expires_at, months=TRUST_ROOT_MONTHS, where="expires_at")
    keys = (*root.root.keys, *root.delegator.keys)
    for key in keys:
        _check_signing_key(key, "a key of the trust root")
    _check_each_once((key.keyid for key in keys), "root, delegator")
    people = {key.person for key in root.root.keys}
    if len(people) < ROOT_HOLDERS or root.root.threshold < ROOT_THRESHOLD:
        raise TrustMalformed(Code.TRUST_ROOT_HOLDERS, "root")
    # A threshold of none, or of more people than there are: no requirement can be made of it.
    root_requirement(root)
    delegator_requirement(root)


def check_keyset(keyset: Keyset) -> None:
    """Raise TrustMalformed where a keyset is not what it must be, whoever signed it."""
    if not keyset.issued_at < keyset.expires_at <= keyset.issued_at + KEYSET_LASTS:
        raise TrustMalformed(Code.TRUST_LASTING, "expires_at")
    for at, key in enumerate(keyset.keys):
        _check_staff_key(key, keyset.agency, f"keys[{at}]")
    _check_each_once((key.keyid for key in keyset.keys), "keys")
    _check_each_once((key.x25519 for key in keyset.keys), "keys")
    _check_each_once((one.keyid for one in keyset.revoked), "revoked")
    for at, one in enumerate(keyset.revoked):
        _check_revoked(one, f"revoked[{at}]")


def check_keys_apart(keyset: Keyset, root: TrustRoot) -> None:
    """Raise TrustMalformed where a worker's key is also one that is to be kept offline."""
    offline = (key.keyid for key in (*root.root.keys, *root.delegator.keys))
    _check_each_once((*offline, *(key.keyid for key in keyset.keys)), "keys")


def root_requirement(root: TrustRoot) -> Requirement:
    """Return who must sign a trust root. Raises TrustMalformed."""
    return _requirement(root.root, "trust root")


def delegator_requirement(root: TrustRoot) -> Requirement:
    """Return who must sign a keyset. Raises TrustMalformed."""
    return _requirement(root.delegator, "keyset")


def _requirement(listed: TrustRole, title: str) -> Requirement:
    holders = tuple(Holder(KeyId(key.keyid), PersonId(key.person)) for key in listed.keys)
    try:
        return Requirement((Role(title, holders, listed.threshold),))
    except ConsentError as error:
        raise TrustMalformed(error.code, title) from None


def _check_staff_key(key: StaffKey, agency: str, where: str) -> None:
    _check_signing_key(key, where)
    try:
        opening_key_listed(key.x25519)
    except ConsentError as error:
        raise TrustMalformed(error.code, where) from None
    _check_lasting(key.not_before, key.expires_at, months=STAFF_KEY_MONTHS, where=where)
    name, at, host = key.contact.rpartition("@")
    host = host.lower()
    is_address = bool(name and at) and not any(one.isspace() or one == "@" for one in name)
    if not is_address or not (host == agency or host.endswith(f".{agency}")):
        raise TrustMalformed(Code.TRUST_CONTACT, where)


def _check_signing_key(key: TrustKey | StaffKey, where: str) -> None:
    try:
        public_key_listed(key.keyid, key.ed25519)
    except ConsentError as error:
        raise TrustMalformed(error.code, where) from None


def _check_revoked(one: RevokedKey, where: str) -> None:
    # Compromised undoes everything, with a day beside it or without. To refuse the list for such a
    # day would keep the key alive.
    if one.accept_before is None and one.reason is not Revocation.COMPROMISED:
        raise TrustMalformed(Code.TRUST_REVOKED, where)


def _check_lasting(since: datetime, until: datetime, *, months: int, where: str) -> None:
    last = months_later(london_day(since), months)
    if not since < until or london_day(until) > last:
        raise TrustMalformed(Code.TRUST_LASTING, where)


def _check_each_once(names: Iterable[str], where: str) -> None:
    listed = tuple(names)
    if len(set(listed)) != len(listed):
        raise TrustMalformed(Code.TRUST_KEY_TWICE, where)
