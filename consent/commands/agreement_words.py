"""What an agreement allows, as lines for a desk: what, on which device, until when, who agreed.

Rules kept here:
- What stands is said, with its reviews: the newest one counts.
- Roles and labels are said, and nobody's name.
"""

from __future__ import annotations

from collections.abc import Iterator

from consent.commands.agreement_questions import LEVELS
from consent.ledger import TrustedLedger
from consent.records.agreement import Agreement, Paper
from consent.records.fields import Capacity
from consent.standing import Standing


def agreement_lines(ledger: TrustedLedger, standing: Standing) -> Iterator[str]:
    """Yield what an agreement allows as it stands."""
    agreement, scope, until = standing.agreement, standing.scope, standing.valid_until
    yield f"  what: {LEVELS[scope.level]}"
    if scope.categories:
        yield f"  kinds of site: {', '.join(scope.categories)}"
    if scope.watch:
        yield f"  sites: {', '.join(scope.watch)}"
    yield f"  on: {', '.join(one.label for one in agreement.devices)}"
    yield f"  from {agreement.starts_on:%d %B %Y} until {until:%d %B %Y}, the next review at latest"
    yield f"  at the very latest until {agreement.end_by:%d %B %Y}"
    yield f"  kept for {agreement.retention_days} days"
    yield f"  agreed by: {_giver(agreement)}"
    roles = [one.role.replace("_", " ") for one in agreement.viewing.viewers]
    yield f"  who can look: {', '.join(roles)}"
    yield f"  signed by: {', '.join(_signers(ledger, standing))}"
    yield f"  reviews: {standing.seq}"


def _signers(ledger: TrustedLedger, standing: Standing) -> Iterator[str]:
    """Yield the role of each key that signed the agreement; admission has checked that they did."""
    roles = {key.keyid: key.role.replace("_", " ") for one in ledger.keysets for key in one.keys}
    roles[standing.agreement.young_person.card.keyid] = "young person"
    [entry] = [one for one in ledger.entries if one.digest == standing.digest]
    for signature in entry.envelope.signatures:
        yield roles.get(signature.keyid, "giver")


def _giver(agreement: Agreement) -> str:
    giver = agreement.giver
    how = "on paper" if isinstance(giver.how, Paper) else "with their own key"
    if giver.capacity is Capacity.YOUNG_PERSON:
        return f"the young person, {how}"
    basis = str(giver.pr_basis).replace("_", " ")
    return f"a person with parental responsibility ({basis}), {how}"
