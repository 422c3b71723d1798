"""Whether everyone signed a record who had to, with keys that counted then and count now.

Rules kept here:
- A record is judged by the keys that were known when it was admitted, at the time that it says and
  at the time of its admission: whoever writes an earlier day into a record gains nothing.
- A key called compromised, whenever that is said, undoes what it signed. One whose holder left
  counts for what was admitted before the day that the agency named.
- No key that the agency ever named, before or after, stands in the giver's place.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from consent.codes import Code
from consent.entries import Entry, LedgerRefused
from consent.errors import RoleMalformed
from consent.frozen import Kind
from consent.keys import KeyId, PublicKey
from consent.parties import (
    agreement_requirements,
    is_current,
    keys_of,
    paper_notice_requirement,
    review_requirements,
)
from consent.profiles.rules import AgreementCase, ReviewCase
from consent.records.agreement import Agreement, OwnKey, Paper
from consent.records.fields import Outcome
from consent.records.paper_notice import PaperNotice
from consent.roles import Requirement
from consent.trust_chain import TrustChain
from consent.verification import check_signatures, open_payload

_GIVER_ALONE: Final = frozenset({"giver"})
_GIVEN: Final = frozenset({Kind.AGREEMENT, Kind.REVIEW})


def check_agreement_signers(
    entry: Entry, case: AgreementCase, then: TrustChain, today: TrustChain
) -> None:
    """Raise ConsentError unless an agreement is signed by all who must, then and now."""
    _check_giver(case.agreement.giver.how, today)
    _check_revoked(entry, today)
    then.check_current(entry.at)
    try:
        requirements = agreement_requirements(case)
    except RoleMalformed:
        raise LedgerRefused(Code.SIGNERS, "the keyset") from None
    _check_current(entry, signers_of(entry, requirements, keys_of(case)), then)


def check_review_signers(
    entry: Entry, case: ReviewCase, then: TrustChain, today: TrustChain
) -> None:
    """Raise ConsentError unless a review is signed by all who must, then and now."""
    _check_giver(case.review.giver, today)
    _check_revoked(entry, today)
    if case.review.outcome is not Outcome.STOP:
        then.check_current(entry.at)
    try:
        requirements = review_requirements(case)
    except RoleMalformed:
        raise LedgerRefused(Code.SIGNERS, "the keyset") from None
    _check_current(entry, signers_of(entry, requirements, keys_of(case)), then)


def check_paper_notice_signers(
    entry: Entry, notice: PaperNotice, agreement: Agreement, today: TrustChain
) -> None:
    """Raise ConsentError unless somebody signed who may say that paper was handed over."""
    _check_revoked(entry, today)
    today.check_current(entry.at)
    try:
        requirement = paper_notice_requirement(agreement, today.keyset, notice.issued_at)
    except RoleMalformed:
        raise LedgerRefused(Code.SIGNERS, "the keyset") from None
    signers = signers_of(entry, [requirement], keys_of(today.keyset))
    _check_current(entry, signers, today)


def signers_of(
    entry: Entry, requirements: Sequence[Requirement], keys: Sequence[PublicKey]
) -> frozenset[KeyId]:
    """Return whose signatures an entry carries, if they are those asked for and no others.

    Raises ConsentError; the giver's missing signature has a code of its own.
    """
    checked = check_signatures(entry.envelope, keys)
    missing = {title for asked in requirements for title in asked.judge(checked.signers).missing}
    if missing:
        is_given = entry.envelope.kind in _GIVEN and missing == _GIVER_ALONE
        raise LedgerRefused(Code.NO_GIVER if is_given else Code.SIGNERS, "signatures")
    return open_payload(checked, requirements).signers


def _check_giver(how: OwnKey | Paper | None, today: TrustChain) -> None:
    if isinstance(how, OwnKey) and how.keyid in today.agency_keyids:
        raise LedgerRefused(Code.CORPORATE_PARENT, "giver")


def _check_revoked(entry: Entry, today: TrustChain) -> None:
    """Raise LedgerRefused where a signature is said to be of a key that counts no more."""
    for signature in entry.envelope.signatures:
        if today.is_compromised(signature.keyid):
            raise LedgerRefused(Code.SIGNER_COMPROMISED, "signatures")
        for revoked in today.revocations(signature.keyid):
            if revoked.accept_before is None or revoked.accept_before <= entry.at:
                raise LedgerRefused(Code.SIGNER_LEFT, "signatures")


def _check_current(entry: Entry, signers: frozenset[KeyId], then: TrustChain) -> None:
    """Raise LedgerRefused where a worker's key did not count on the day of admission."""
    for key in then.keyset.keys:
        if key.keyid in signers and not is_current(key, then.keyset, entry.at):
            raise LedgerRefused(Code.SIGNERS, "signatures")
